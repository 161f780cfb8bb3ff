package io.bellbird.broker.store;

/** The store that ends with the process. */
final class RealMemoryStore implements RealStore {
    private MemoryStore store = new MemoryStore();

    @Override
    public SessionStore open() {
        return store;
    }

    @Override
    public void kill() {
        store = new MemoryStore();
    }

    @Override
    public void stop() {
        kill();
    }

    @Override
    public boolean survives() {
        return false;
    }
}
