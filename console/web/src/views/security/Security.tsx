/** Who may do what, and why. */
export default function Security() {
    return <section>Who may do what, and why.</section>;
}
