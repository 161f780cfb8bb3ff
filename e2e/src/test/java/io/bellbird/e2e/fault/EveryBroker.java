package io.bellbird.e2e.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class with a broker of each make. The constructor takes the {@link io.bellbird.e2e.RealBroker}, which all tests
 * of the class share and which is closed after the last of them.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryBroker.Brokers.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryBroker {
    /** Starts each broker only when its turn has come. */
    final class Brokers implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.of(Make.values()).map(Make::start).map(Arguments::of);
        }
    }
}
