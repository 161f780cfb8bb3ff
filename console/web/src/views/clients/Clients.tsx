/** Who is connected, and what waits for whom. */
export default function Clients() {
    return <section>Who is connected, and what waits for whom.</section>;
}
