package io.bellbird.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class with a broker of 1 shard, and with one of 4 that crashes in each {@link BrokerProcess#interlude} of
 * a test: what outlives a connection outlives the broker as well. The constructor takes the {@link BrokerProcess}, which
 * all tests of the class share and which is closed, and its log looked at, after the last of them.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryShardCount.Brokers.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryShardCount {
    /** Starts each broker only when its turn has come. */
    final class Brokers implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.<Supplier<BrokerProcess>>of(
                            () -> BrokerProcess.start(1), () -> BrokerProcess.startCrashingInInterludes(4))
                    .map(Supplier::get)
                    .map(Arguments::of);
        }
    }
}
