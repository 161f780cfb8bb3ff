package io.bellbird.broker.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bellbird.broker.Reloadable;
import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Packet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls between the rooms of the broker, as docs/ARCHITECTURE.md draws them. */
class WallsTest {
    private static final String ROOT = "io.bellbird.broker";

    /** The core: everything comes in through its interfaces. */
    private static final String[] CORE = {ROOT + ".shard..", ROOT + ".session..", ROOT + ".routing..", ROOT + ".store.."
    };

    /** The classes of the core that several threads touch, each with the proof in its Javadoc that they may. */
    private static final Set<String> CONCURRENT = Set.of(
            ROOT + ".routing.Interest",
            ROOT + ".routing.InterestNode",
            ROOT + ".routing.RetainedMessages",
            ROOT + ".routing.TrieNode",
            ROOT + ".shard.Mailbox",
            ROOT + ".shard.Acceptance",
            ROOT + ".shard.MemoryLimit",
            ROOT + ".shard.Settlements",
            ROOT + ".shard.Shared",
            ROOT + ".store.MemoryStore",
            ROOT + ".store.StoredMessage");

    /** Which rooms each room may enter, besides the annotations of the root; all know the codec. */
    private static final Map<String, Set<String>> DOORS = new TreeMap<>(Map.of(
            "admin", Set.of("config", "monitor", "routing", "security", "session", "shard", "watch"),
            "config", Set.of("store"),
            "monitor", Set.of("routing", "store"),
            "routing", Set.of(),
            "security", Set.of("config", "monitor", "routing", "watch"),
            "store", Set.of("routing"),
            "session", Set.of("config", "monitor", "routing", "security", "store", "watch"),
            "shard", Set.of("config", "monitor", "routing", "security", "session", "store", "watch"),
            "net", Set.of("admin", "config", "monitor", "routing", "security", "session", "shard", "watch"),
            "watch", Set.of("monitor", "routing")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT, "io.bellbird.codec");

    private static final DescribedPredicate<JavaClass> ARE_CONCURRENT = describe(
            "are one of the concurrent classes",
            javaClass -> CONCURRENT.contains(topLevel(javaClass).getName()));

    private static JavaClass topLevel(JavaClass nested) {
        JavaClass outermost = nested;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }

    // 1: the codec

    @Test
    void the_codec_knows_the_jdk_and_buffers_only() {
        classes()
                .that()
                .resideInAPackage("io.bellbird.codec..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.netty.buffer..", "io.netty.util..", "io.bellbird.codec..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void packets_hold_no_netty_type() {
        noClasses()
                .that()
                .implement(Packet.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    // 2: the core

    @Test
    void the_core_knows_no_network_no_files_no_clock_and_no_randomness() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should(dependOnClassesThat(resideInAnyPackage(
                                "io.netty..",
                                "java.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "java.time..",
                                "java.security..",
                                "java.util.random..",
                                "java.lang.reflect..")
                        .or(describe("are files, streams, clocks or randomness", javaClass -> Set.of(
                                        "java.io.File",
                                        "java.io.InputStream",
                                        "java.io.OutputStream",
                                        "java.io.RandomAccessFile",
                                        "java.util.Random",
                                        "java.util.UUID",
                                        "java.util.Timer",
                                        "java.util.Date",
                                        "java.util.concurrent.ThreadLocalRandom")
                                .contains(javaClass.getName())))))
                .check(CLASSES);
    }

    @Test
    void the_core_does_not_ask_the_system_for_the_time() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void the_core_starts_no_threads_and_takes_no_locks() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should(dependOnClassesThat(resideInAPackage("java.util.concurrent.locks..")
                        .or(describe("are threads", javaClass -> Set.of("java.lang.Thread", "java.lang.ThreadLocal")
                                .contains(javaClass.getName())))))
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(CORE)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(CLASSES);
    }

    @Test
    void only_the_concurrent_classes_of_the_core_use_what_is_made_for_several_threads() {
        noClasses()
                .that(resideInAnyPackage(CORE).and(not(ARE_CONCURRENT)))
                .should(dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .and(not(describe("are units", unit -> unit.isEquivalentTo(TimeUnit.class))))
                        .or(describe("are fences", fence -> fence.getName().equals("java.lang.invoke.VarHandle")))))
                .check(CLASSES);
        fields().that(describe(
                        "belong to a class of the core that is not concurrent",
                        (JavaField field) -> resideInAnyPackage(CORE)
                                .and(not(ARE_CONCURRENT))
                                .test(field.getOwner())))
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(CLASSES);
    }

    @Test
    void the_list_of_concurrent_classes_is_up_to_date() {
        assertThat(CONCURRENT).allMatch(CLASSES::contain);
    }

    @Test
    void netty_is_known_in_net_only() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + ".net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    // 3 and 4: who enters which room

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void each_room_is_entered_only_through_its_doors() {
        DOORS.forEach((room, others) -> {
            Set<String> closed = new TreeSet<>(DOORS.keySet());
            closed.removeAll(others);
            closed.remove(room);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(closed.stream()
                            .map(other -> ROOT + "." + other + "..")
                            .toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    @Test
    void every_room_is_on_the_plan() {
        Set<String> rooms = new TreeSet<>();
        for (JavaPackage room : CLASSES.getPackage(ROOT).getSubpackages()) {
            rooms.add(room.getRelativeName());
        }

        assertThat(rooms).isEqualTo(DOORS.keySet());
    }

    @Test
    void the_rooms_know_nothing_of_the_one_who_puts_them_together() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should(dependOnClassesThat(resideInAPackage(ROOT)
                        .and(describe("are no annotations", used -> !used.isAnnotation()))
                        .and(not(describe("are what a part may be", used -> used.isEquivalentTo(Reloadable.class))))))
                .check(CLASSES);
    }

    @Test
    void the_broker_knows_no_program_around_it() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.bellbird.app..", "io.bellbird.client..", "io.bellbird.e2e..", "io.bellbird.benchmarks..")
                .check(CLASSES);
    }

    // 5: state

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
    void what_belongs_to_a_shard_is_not_made_for_several_threads() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(ShardConfined.class)
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent.."))
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(ShardConfined.class)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(CLASSES);
    }

    @Test
    void what_changes_in_the_core_belongs_to_a_shard_or_is_one_of_the_concurrent_classes() {
        fields().that(describe(
                        "belong to the core and change",
                        (JavaField field) -> resideInAnyPackage(CORE).test(field.getOwner())
                                && !field.getModifiers().contains(JavaModifier.FINAL)
                                && !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beDeclaredInClassesThat(ARE_CONCURRENT.or(describe(
                        "belong to a shard",
                        owner -> owner.isAnnotatedWith(ShardConfined.class)
                                || topLevel(owner).isAnnotatedWith(ShardConfined.class))))
                .check(CLASSES);
    }

    // Names

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
                .and()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(KeyManager.class)
                .should()
                .haveNameNotMatching("get[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void every_package_says_that_null_is_marked() {
        JavaPackage root = CLASSES.getPackage("io.bellbird");
        for (JavaPackage room : root.getSubpackagesInTree()) {
            assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as(room.getName())
                    .isTrue();
        }
    }
}
