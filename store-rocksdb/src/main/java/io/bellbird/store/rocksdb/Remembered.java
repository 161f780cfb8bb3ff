package io.bellbird.store.rocksdb;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values made of texts that come again and again, such as topics: some hundred of them are remembered, so that each
 * need not be made anew and is one object in memory. Not for two threads at once.
 */
final class Remembered<T> {
    private static final int SLOTS = 512;

    private final Function<String, T> maker;
    private final byte[][] texts = new byte[SLOTS][];
    private final @Nullable Object[] values = new Object[SLOTS];

    Remembered(Function<String, T> maker) {
        this.maker = maker;
    }

    /**
     * The value of a text.
     *
     * @throws DamagedValueException when it is not UTF-8, or not what such a value is made of
     */
    @SuppressWarnings("unchecked") // only made by the maker
    T get(byte[] utf8) {
        int hash = Arrays.hashCode(utf8);
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Object value = values[slot];
        if (value != null && Arrays.equals(texts[slot], utf8)) {
            return (T) value;
        }
        T made = maker.apply(new ByteReader(utf8).getText(utf8.length));
        texts[slot] = utf8;
        values[slot] = made;
        return made;
    }
}
