/** How the broker is. */
export default function Overview() {
    return <section>How the broker is.</section>;
}
