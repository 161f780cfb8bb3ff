/** Clients and topics as a moving picture. */
export default function Graph() {
    return <section>Clients and topics as a moving picture.</section>;
}
