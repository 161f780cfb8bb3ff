/** Tiles on topics, arranged by hand. */
export default function Dashboards() {
    return <section>Tiles on topics, arranged by hand.</section>;
}
