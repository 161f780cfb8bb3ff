/** What is on the broker's topics. */
export default function Topics() {
    return <section>What is on the broker's topics.</section>;
}
