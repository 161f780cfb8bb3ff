package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.SessionStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreContractTest extends SessionStoreContract {
    @TempDir
    Path folder;

    @Override
    SessionStore open() throws StoreException {
        return RocksStore.open(new StoreFixture(folder).config());
    }
}
