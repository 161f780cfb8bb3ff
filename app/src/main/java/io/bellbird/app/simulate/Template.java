package io.bellbird.app.simulate;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with placeholders: {@code home/{id}/temperature}. Braces around anything but a lower-case word are text. */
record Template(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

    /** The names in it. */
    Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        PLACEHOLDER.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** The text with values in place of the names; what is not among them stays. */
    String fill(Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
