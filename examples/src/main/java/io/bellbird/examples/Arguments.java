package io.bellbird.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What stands behind the name of a program: words, and options as {@code --name VALUE} or {@code --name}. */
public final class Arguments {
    private final String usage;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    /**
     * Ends the program with what it understands when there is something else.
     *
     * @param usage such as {@code NAME [--seconds N] [--show]}, which says what options there are
     */
    public Arguments(String usage, String... arguments) {
        this.usage = usage;
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (usage.contains("[" + argument + "]")) {
                options.put(argument, "yes");
            } else if (usage.contains("[" + argument + " ") && rest.hasNext()) {
                options.put(argument, rest.next());
            } else {
                throw stop(argument + " is no option, or its value is missing");
            }
        }
    }

    /** The words that are no options. */
    public List<String> words() {
        return words;
    }

    /** A word that has to be there, counted from 0. */
    public String word(int index) {
        if (index >= words.size()) {
            throw stop("something is missing");
        }
        return words.get(index);
    }

    /** Whether there is such an option, such as {@code --show}. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option, or another one when it is not there. */
    public String option(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }

    /** The value of an option that is a whole number, 1 or more. */
    public int option(String option, int otherwise) {
        String value = option(option, Integer.toString(otherwise));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw stop(option + " takes a whole number from 1 on, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** Ends the program, and says what is wrong and what would be right. */
    public IllegalArgumentException stop(String problem) {
        System.err.println(problem + "; what it takes: " + usage);
        System.exit(2);
        return new IllegalArgumentException(problem);
    }
}
