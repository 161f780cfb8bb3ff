package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExchangesTest {
    private final Exchanges exchanges = new Exchanges();

    private static Exchange exchange() {
        return new FilterRequest(FilterRequest.Kind.SUBSCRIBE, "a", SubscribeOptions.QOS_0, null);
    }

    @Test
    @Spec(
            value = {"MQTT-2.2.1-3"},
            v3 = {"MQTT-2.3.1-2"})
    void every_id_is_given_once_while_it_is_in_use() {
        Map<Integer, Exchange> given = new HashMap<>();
        for (int i = 0; i < Exchanges.ID_MAX; i++) {
            Exchange exchange = exchange();
            assertThat(given.put(exchanges.add(exchange), exchange)).isNull();
        }
        given.forEach((id, exchange) -> {
            assertThat(id).isBetween(1, Exchanges.ID_MAX);
            assertThat(exchanges.get(id)).isSameAs(exchange);
        });
        assertThatThrownBy(() -> exchanges.add(exchange())).isInstanceOf(IllegalStateException.class);
        exchanges.remove(77);
        assertThat(exchanges.add(exchange())).isEqualTo(77);
    }

    @Test
    void id_is_given_again_as_late_as_can_be() {
        for (int round = 0; round < 3; round++) {
            for (int id = 1; id <= Exchanges.ID_MAX; id++) {
                assertThat(exchanges.add(exchange())).isEqualTo(id);
                exchanges.remove(id);
            }
        }
    }

    @Test
    void ids_that_nobody_has_have_no_exchange() {
        exchanges.add(exchange());
        exchanges.remove(0);
        exchanges.remove(17); // the same slot as 1
        for (int id : new int[] {0, 2, 17, Exchanges.ID_MAX}) {
            assertThat(exchanges.get(id)).isNull();
        }
        assertThat(exchanges.count()).isEqualTo(1);
    }

    @Test
    void exchanges_do_what_a_map_does() {
        Random random = new Random(42);
        Map<Integer, Exchange> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int kind = random.nextInt(10);
            List<Integer> ids = new ArrayList<>(kind == 9 ? model.keySet() : List.of());
            if (kind < 5 && model.size() < 100) {
                Exchange exchange = exchange();
                int id = exchanges.add(exchange);
                assertThat(model.put(id, exchange)).isNull();
            } else if (!ids.isEmpty()) {
                int id = ids.get(random.nextInt(ids.size()));
                exchanges.remove(id);
                model.remove(id);
            } else {
                int id = 1 + random.nextInt(Exchanges.ID_MAX);
                assertThat(exchanges.get(id)).isSameAs(model.get(id));
            }
            assertThat(exchanges.count()).isEqualTo(model.size());
        }
    }
}
