package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberPairMapTest {
    @Test
    void it_does_what_a_hash_map_does() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            int range = 1 << random.nextInt(12);
            NumberPairMap map = new NumberPairMap();
            Map<List<Long>, Integer> model = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                long first = random.nextInt(range);
                long second = random.nextInt(3);
                int value = random.nextInt(3) - 1;
                List<Long> pair = List.of(first, second);
                if (random.nextBoolean()) {
                    map.set(first, second, value);
                    model.put(pair, value);
                } else {
                    assertThat(map.add(first, second, value)).isEqualTo(model.merge(pair, value, Integer::sum));
                }
                model.remove(pair, 0);
                assertThat(map.get(first, second)).isEqualTo(model.getOrDefault(pair, 0));
                assertThat(map.size()).isEqualTo(model.size());
            }
            Map<List<Long>, Integer> visited = new HashMap<>();
            map.forEach((first, second, value) -> visited.put(List.of(first, second), value));
            assertThat(visited).isEqualTo(model);
        }
    }
}
