package io.bellbird.broker.shard;

import java.util.Locale;
import java.util.Set;

/** The kinds of runs that a seed decides. */
enum SeededRun {
    /** A {@link Simulation}. */
    SIMULATION(400) {
        @Override
        Set<Happening> wanted() {
            return Happening.OF_SIMULATION;
        }

        @Override
        void begin(long seed, int shards, Course course) {
            new Simulation(seed, shards, course).run();
        }
    },
    /** A {@link SharedSimulation}. */
    SHARED(300) {
        @Override
        Set<Happening> wanted() {
            return Happening.OF_GROUPS;
        }

        @Override
        void begin(long seed, int shards, Course course) {
            new SharedSimulation(seed, shards, course).run();
        }
    },
    /** A {@link ModelRun}. */
    MODEL(100) {
        @Override
        Set<Happening> wanted() {
            return Happening.OF_MODEL;
        }

        @Override
        void begin(long seed, int shards, Course course) {
            new ModelRun(seed, shards, course).run();
        }
    };

    /** So many shards a broker has in the tests, from 1 on. */
    static final int SHARDS_MAX = 4;

    private final int seeds;

    /**
     * A kind.
     *
     * @param seeds that a test runs on each number of shards
     */
    SeededRun(int seeds) {
        this.seeds = seeds;
    }

    /** Its name in commands. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is to happen in the runs of a test. */
    abstract Set<Happening> wanted();

    abstract void begin(long seed, int shards, Course course);

    /** @throws AssertionError that names the seed and the command that repeats it */
    void run(long seed, int shards, Course course) {
        try {
            begin(seed, shards, course);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    "failed with seed %d and %d shards; to repeat it: e2e/simulate %s %d %d"
                            .formatted(seed, shards, title(), seed, shards),
                    failure);
        }
    }

    /** Runs what the tests run, on one number of shards; fewer seeds where a store is slow. */
    void runAll(int shards, Course course) {
        int count = Integer.getInteger("simulation.seeds", seeds);
        for (long seed = 1; seed <= count; seed++) {
            run(seed, shards, course);
        }
    }

    /** Says how often each thing happened, and fails if it was too seldom for a test of all seeds. */
    void assertEnough(Course course) {
        System.out.println(title() + ": " + course);
        if (Integer.getInteger("simulation.seeds", seeds) >= seeds) {
            course.assertEnough(wanted());
        }
    }
}
