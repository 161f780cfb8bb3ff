package io.bellbird.broker.session;

import static io.bellbird.broker.session.TestMessages.message;
import static io.bellbird.broker.session.TestMessages.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.MemoryCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InflightTest {
    private final MemoryCount memory = new MemoryCount();
    private final Gauges gauges = new Gauges();
    private final Inflight inflight = new Inflight(memory, gauges, packetId -> false);

    private OutboundMessage add(String payload) {
        OutboundMessage message = message(0, payload);
        inflight.add(message);
        return message;
    }

    private List<String> payloadsInOrder() {
        List<String> payloads = new ArrayList<>();
        for (OutboundMessage message = inflight.first(); message != null; message = message.next) {
            payloads.add(payload(message));
        }
        return payloads;
    }

    @Test
    void nothing_is_in_flight_at_first() {
        assertThat(inflight.size()).isZero();
        assertThat(inflight.first()).isNull();
        assertThat(inflight.get(1)).isNull();
    }

    @Test
    void what_is_in_flight_is_counted_and_holds_memory() {
        OutboundMessage a = add("a");
        OutboundMessage b = add("bbbb");
        assertCounted(2, a.bytes + b.bytes);

        inflight.remove(a);
        assertCounted(1, b.bytes);

        a.packetId = 9;
        inflight.restore(a);
        assertCounted(2, a.bytes + b.bytes);
        assertThat(inflight.removeAll()).containsExactly(b, a);
        assertCounted(0, 0);
    }

    private void assertCounted(int messages, long bytes) {
        assertThat(inflight.size()).isEqualTo(messages);
        assertThat(inflight.bytes()).isEqualTo(bytes);
        assertThat(memory.bytes()).isEqualTo(bytes);
        assertThat(gauges.get(Gauge.INFLIGHT_MESSAGES)).isEqualTo(messages);
        assertThat(gauges.get(Gauge.INFLIGHT_BYTES)).isEqualTo(bytes);
    }

    @Test
    void messages_get_ids_from_1_and_are_found_by_them() {
        OutboundMessage a = add("a");
        OutboundMessage b = add("b");

        assertThat(a.packetId).isEqualTo(1);
        assertThat(b.packetId).isEqualTo(2);
        assertThat(inflight.get(1)).isSameAs(a);
        assertThat(inflight.get(2)).isSameAs(b);
        assertThat(inflight.get(3)).isNull();
        assertThat(inflight.size()).isEqualTo(2);
    }

    @Test
    void the_order_is_that_of_adding_whatever_is_taken_out() {
        List<OutboundMessage> messages = new ArrayList<>();
        for (String payload : List.of("a", "b", "c", "d", "e")) {
            messages.add(add(payload));
        }

        inflight.remove(messages.get(2));
        assertThat(payloadsInOrder()).containsExactly("a", "b", "d", "e");
        inflight.remove(messages.get(0));
        assertThat(payloadsInOrder()).containsExactly("b", "d", "e");
        inflight.remove(messages.get(4));
        assertThat(payloadsInOrder()).containsExactly("b", "d");
        add("f");
        assertThat(payloadsInOrder()).containsExactly("b", "d", "f");
        inflight.remove(messages.get(1));
        inflight.remove(messages.get(3));
        assertThat(payloadsInOrder()).containsExactly("f");
    }

    @Test
    void a_message_that_was_taken_out_is_not_found_and_holds_no_other() {
        OutboundMessage a = add("a");
        add("b");

        inflight.remove(a);

        assertThat(inflight.get(1)).isNull();
        assertThat(a.next).isNull();
        assertThat(a.previous).isNull();
    }

    @Test
    void an_id_that_falls_on_the_place_of_another_does_not_find_it() {
        OutboundMessage a = add("a");

        for (int id = 2; id <= 65_535; id++) {
            assertThat(inflight.get(id)).isNull();
        }
        assertThat(inflight.get(1)).isSameAs(a);
    }

    @Test
    void all_65535_ids_can_be_in_flight_at_once() {
        for (int i = 1; i <= 65_535; i++) {
            assertThat(add("x").packetId).isEqualTo(i);
        }

        assertThat(inflight.size()).isEqualTo(65_535);
        OutboundMessage middle = inflight.get(30_000);
        inflight.remove(middle);
        assertThat(add("y").packetId).isEqualTo(30_000);
    }

    /** Many random steps, compared with a plain map. */
    @Test
    void it_is_a_map_from_ids_to_messages() {
        Random random = new Random(1);
        Map<Integer, OutboundMessage> model = new HashMap<>();
        List<Integer> ids = new ArrayList<>();
        for (int step = 0; step < 300_000; step++) {
            // grows and shrinks in waves of up to some thousand
            boolean grow = random.nextInt(100) < ((step / 7_000) % 2 == 0 ? 75 : 25);
            if (grow || ids.isEmpty()) {
                OutboundMessage message = add("x");
                assertThat(model.put(message.packetId, message)).as("id in use").isNull();
                ids.add(message.packetId);
            } else {
                int chosen = random.nextInt(ids.size());
                int id = ids.get(chosen);
                ids.set(chosen, ids.get(ids.size() - 1));
                ids.remove(ids.size() - 1);
                OutboundMessage message = model.remove(id);
                assertThat(inflight.get(id)).isSameAs(message);
                inflight.remove(message);
            }
            int other = 1 + random.nextInt(65_535);
            assertThat(inflight.get(other)).isSameAs(model.get(other));
            assertThat(inflight.size()).isEqualTo(model.size());
        }
        assertThat(payloadsInOrder()).hasSize(model.size());
    }
}
