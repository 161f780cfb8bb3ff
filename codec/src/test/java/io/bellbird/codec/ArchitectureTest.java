package io.bellbird.codec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CODEC = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.bellbird.codec");

    @Test
    void the_codec_depends_on_the_jdk_and_netty_buffer_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.bellbird.codec..", "java..", "io.netty.buffer..", "org.jspecify..")
                .check(CODEC);
    }

    @Test
    void the_codec_knows_no_sockets_files_or_threads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..")
                .check(CODEC);
    }

    @Test
    void packets_hold_no_netty_type() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAssignableTo(Packet.class)
                .or()
                .areDeclaredInClassesThat()
                .areAssignableTo(Record.class)
                .should()
                .notHaveRawType(DescribedPredicate.describe(
                        "of Netty", type -> type.getPackageName().startsWith("io.netty")))
                .check(CODEC);
    }

    @Test
    void there_is_no_state_that_all_share() {
        fields().that().areStatic().should().beFinal().check(CODEC);
    }
}
