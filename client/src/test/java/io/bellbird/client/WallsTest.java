package io.bellbird.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls around the client and within it. */
class WallsTest {
    private static final String ROOT = "io.bellbird.client";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void the_client_knows_the_jdk_the_codec_netty_and_the_interface_of_logs_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net..",
                        "io.bellbird.codec..",
                        ROOT + "..",
                        "io.netty..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void sockets_know_nothing_of_sessions() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void sockets_are_opened_in_net_only() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".net..")
                .and()
                .doNotHaveSimpleName("Failures") // puts what sockets say into words
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.bootstrap..", "io.netty.handler..")
                .check(CLASSES);
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().matching("io.bellbird.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void statics_do_not_change() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
        fields().that()
                .areStatic()
                .should()
                .notHaveRawType(resideInAPackage("java.util.concurrent.atomic.."))
                .check(CLASSES);
    }

    @Test
    void names_say_what_a_thing_is() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(CLASSES);
    }

    @Test
    void accessors_have_the_name_of_what_they_give() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(Throwable.class)
                .should()
                .haveNameNotMatching("get[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void every_package_says_that_null_is_marked() {
        JavaPackage root = CLASSES.getPackage(ROOT);
        assertThat(root.isAnnotatedWith(NullMarked.class)).isTrue();
        for (JavaPackage room : root.getSubpackagesInTree()) {
            assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as(room.getName())
                    .isTrue();
        }
    }
}
