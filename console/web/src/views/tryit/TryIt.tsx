/** An MQTT client in the page. */
export default function TryIt() {
    return <section>An MQTT client in the page.</section>;
}
