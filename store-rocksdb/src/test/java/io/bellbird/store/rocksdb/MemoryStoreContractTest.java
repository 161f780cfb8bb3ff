package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.SessionStore;

class MemoryStoreContractTest extends SessionStoreContract {
    @Override
    SessionStore open() {
        return new MemoryStore();
    }
}
