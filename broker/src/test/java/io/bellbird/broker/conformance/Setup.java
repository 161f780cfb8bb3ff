package io.bellbird.broker.conformance;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** How the broker under test is set up. */
public enum Setup {
    /** The defaults; another broker is named by {@code BELLBIRD_TEST_PORT}. */
    STANDARD("BELLBIRD_TEST_PORT"),
    /** The defaults, over WebSocket; another broker is named by {@code BELLBIRD_TEST_WEBSOCKET_PORT}. */
    WEBSOCKET("BELLBIRD_TEST_WEBSOCKET_PORT"),
    /**
     * Everything that can be limited is: at most QoS 1, nothing retained, keep-alive at most 10 seconds, packets of
     * at most 256 bytes, 3 messages in flight, no topic aliases, no empty client ids. Another broker is named by
     * {@code BELLBIRD_TEST_LIMITED_PORT}.
     */
    LIMITED("BELLBIRD_TEST_LIMITED_PORT"),
    /**
     * The user {@code mallory} may not connect, and nobody may use topics that end in {@code /forbidden}. Another
     * broker is named by {@code BELLBIRD_TEST_GUARDED_PORT}.
     */
    GUARDED("BELLBIRD_TEST_GUARDED_PORT"),
    /** Has the authentication method of {@link Riddle}. Another broker is named by {@code BELLBIRD_TEST_RIDDLE_PORT}. */
    RIDDLE("BELLBIRD_TEST_RIDDLE_PORT"),
    /**
     * The store takes nothing, and time passes thirty times as fast. Another broker is named by {@code
     * BELLBIRD_TEST_REFUSING_PORT}.
     */
    REFUSING("BELLBIRD_TEST_REFUSING_PORT");

    private final String variable;

    Setup(String variable) {
        this.variable = variable;
    }

    /**
     * A broker to test.
     *
     * @param shards 1 or 4, or 0 for a broker outside of this program
     */
    public record Variant(Setup setup, int shards) {
        @Override
        public String toString() {
            return shards == 0 ? "port " + setup.externalPort().orElseThrow() : shards + " shards";
        }
    }

    /** The variants of the broker that a test class needs. */
    static final class Variants implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            RunsOn runsOn = context.getRequiredTestClass().getAnnotation(RunsOn.class);
            return (runsOn == null ? STANDARD : runsOn.value()).variants().map(Arguments::of);
        }
    }

    private Stream<Variant> variants() {
        if (externalPort().isPresent()) {
            return Stream.of(new Variant(this, 0));
        }
        return STANDARD.externalPort().isPresent()
                ? Stream.empty()
                : Stream.of(new Variant(this, 1), new Variant(this, 4));
    }

    /** Where another broker listens that takes the place of ours. */
    Optional<Integer> externalPort() {
        return Optional.ofNullable(System.getenv(variable)).map(Integer::valueOf);
    }
}
