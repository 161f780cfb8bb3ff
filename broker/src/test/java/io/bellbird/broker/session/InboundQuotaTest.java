package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import org.junit.jupiter.api.Test;

class InboundQuotaTest {
    private final InboundQuota quota = new InboundQuota(2);

    @Test
    void as_many_messages_as_were_granted_may_be_unacknowledged() {
        quota.acquire();
        quota.acquire();

        assertThatThrownBy(quota::acquire).isInstanceOfSatisfying(ProtocolError.class, error -> {
            assertThat(error.reason()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
            assertThat(error.statement()).isEqualTo("MQTT-3.3.4-7");
        });
    }

    @Test
    void an_acknowledged_message_makes_room() {
        quota.acquire();
        quota.acquire();
        quota.release();

        assertThatCode(quota::acquire).doesNotThrowAnyException();
        assertThatThrownBy(quota::acquire).isInstanceOf(ProtocolError.class);
    }

    @Test
    void what_an_earlier_connection_began_makes_no_extra_room() {
        quota.release();
        quota.release();
        quota.acquire();
        quota.acquire();

        assertThatThrownBy(quota::acquire).isInstanceOf(ProtocolError.class);
    }
}
