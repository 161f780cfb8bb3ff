package io.bellbird.app.bench;

import io.bellbird.app.cli.JsonText;
import io.bellbird.client.ClientOptions;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All runs that a command asks for, and what it prints.
 *
 * @param loads one after the other; with two brokers one only
 * @param brokers one or two addresses
 * @param options begins a client of an address
 * @param runs of each broker
 * @param json prints one document in place of everything else
 * @param terminal what is printed goes to one
 */
record Bench(
        List<Load> loads,
        List<String> brokers,
        Function<String, ClientOptions.Builder> options,
        int runs,
        boolean json,
        boolean terminal) {
    Bench {
        loads = List.copyOf(loads);
        brokers = List.copyOf(brokers);
    }

    /**
     * Does them.
     *
     * @return whether nothing of QoS 1 or 2 was lost
     * @throws UnreachableException when a broker lets nobody in
     */
    boolean run(Stop stop, PrintWriter out) throws UnreachableException, InterruptedException {
        if (brokers.size() > 1) {
            practise(stop, out);
        }
        List<Result> results = new ArrayList<>();
        for (int round = 0; round < runs; round++) {
            for (String broker : brokers) {
                for (Load load : loads) {
                    if (!stop.isAsked()) {
                        results.add(run(broker, load, stop, out));
                    }
                }
            }
        }
        boolean compared = brokers.size() > 1 && results.size() == runs * brokers.size() && !stop.isAsked();
        if (json) {
            out.println(JsonText.of(document(results, compared)));
        } else if (compared) {
            comparison(results).lines().forEach(out::println);
        }
        return results.stream().noneMatch(Result::hasLost);
    }

    /** Else the first of two brokers would be measured by a program that Java has not compiled yet. */
    private void practise(Stop stop, PrintWriter out) throws UnreachableException, InterruptedException {
        if (!json) {
            out.println("a short run comes first, which does not count");
            out.flush();
        }
        for (String broker : brokers) {
            new Run(broker, loads.get(0).forPractice(), () -> options.apply(broker), runNumber(), stop).execute();
        }
    }

    private Result run(String broker, Load load, Stop stop, PrintWriter out)
            throws UnreachableException, InterruptedException {
        Run run = new Run(broker, load, () -> options.apply(broker), runNumber(), stop);
        if (json) {
            return run.execute();
        }
        Live live = new Live(load.scenario().word(), run.tally(), out, terminal);
        Result result;
        try {
            result = run.execute();
        } finally {
            live.end();
        }
        result.lines().forEach(out::println);
        out.flush();
        return result;
    }

    /** Not that of another run, on whatever machine. */
    private static int runNumber() {
        return new SecureRandom().nextInt(Integer.MAX_VALUE - 1) + 1;
    }

    /** The runs were of one, the other, one, the other ... */
    private static Comparison comparison(List<Result> results) {
        List<Result> first = new ArrayList<>();
        List<Result> second = new ArrayList<>();
        for (int i = 0; i < results.size(); i += 2) {
            first.add(results.get(i));
            second.add(results.get(i + 1));
        }
        return new Comparison(first, second);
    }

    private Map<String, Object> document(List<Result> results, boolean compared) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("scenario", loads.get(0).scenario().word());
        document.put("cores", Cpu.cores());
        document.put("results", results.stream().map(Result::members).toList());
        if (compared) {
            document.put("comparison", comparison(results).members());
        }
        return document;
    }
}
