package io.bellbird.store.rocksdb;

import io.bellbird.codec.Bytes;
import org.rocksdb.RocksDBException;

/** Finds payloads that several entries share. */
interface Payloads {
    /** For what has its payload in itself. */
    Payloads NONE = number -> {
        throw new DamagedValueException("its payload lies elsewhere, which only queue entries may");
    };

    /**
     * The payload of a number.
     *
     * @throws DamagedValueException when there is none
     */
    Bytes get(long payloadNumber) throws RocksDBException;
}
