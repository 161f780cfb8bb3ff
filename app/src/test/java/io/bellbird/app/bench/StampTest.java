package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    @ParameterizedTest
    @ValueSource(ints = {Stamp.BYTES, 1_000})
    void a_payload_brings_its_stamp_along(int size) {
        Stamp stamp = new Stamp(7, 8, 9, -10);

        Bytes payload = stamp.payload(size);

        assertThat(payload.length()).isEqualTo(size);
        assertThat(Stamp.of(payload)).isEqualTo(stamp);
    }

    @Test
    void a_payload_of_somebody_else_has_no_run() {
        assertThat(Stamp.of(Bytes.utf8("hello")).run()).isZero();
    }
}
