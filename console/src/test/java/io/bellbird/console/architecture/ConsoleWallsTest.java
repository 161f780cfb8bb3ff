package io.bellbird.console.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bellbird.broker.store.StoreFigures;
import org.junit.jupiter.api.Test;

/** The walls around and in the console. */
class ConsoleWallsTest {
    private static final String ROOT = "io.bellbird.console";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /**
     * The store and sockets are the broker's own, but for the store's figures; what a shard is asked it answers on its own
     * thread.
     */
    @Test
    void the_console_knows_of_the_broker_what_is_made_for_those_who_run_it() {
        classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "com.sun.management..",
                                "org.slf4j..",
                                "org.jspecify..",
                                "com.fasterxml.jackson..",
                                "io.bellbird.codec..",
                                "io.bellbird.broker",
                                "io.bellbird.broker.admin..",
                                "io.bellbird.broker.config..",
                                "io.bellbird.broker.monitor..",
                                "io.bellbird.broker.routing..",
                                "io.bellbird.broker.security..",
                                "io.bellbird.broker.session..",
                                "io.bellbird.broker.shard..",
                                "io.bellbird.broker.watch..",
                                ROOT + "..")
                        .or(belongToAnyOf(StoreFigures.class)))
                .check(CLASSES);
    }

    @Test
    void the_areas_do_not_know_each_other_in_a_circle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
