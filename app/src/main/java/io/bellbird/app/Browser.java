package io.bellbird.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser of whoever runs a command. */
final class Browser {
    private Browser() {}

    /** Opens an address; false when there is no browser. */
    static boolean open(String address) {
        return commands(System.getProperty("os.name"), System.getenv()).stream()
                .anyMatch(command -> starts(command, address));
    }

    /** What opens a browser on such a system, the best first; the address is to follow. */
    static List<List<String>> commands(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        List<List<String>> commands = new ArrayList<>();
        String chosen = environment.getOrDefault("BROWSER", "");
        if (!chosen.isBlank()) {
            commands.add(List.of(chosen.strip().split("\\s+")));
        }
        if (name.startsWith("mac")) {
            commands.add(List.of("open"));
        } else if (name.startsWith("windows")) {
            commands.add(List.of("rundll32", "url.dll,FileProtocolHandler"));
        } else if (environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
            commands.add(List.of("xdg-open"));
            commands.add(List.of("sensible-browser"));
        }
        return commands;
    }

    private static boolean starts(List<String> command, String address) {
        List<String> words = new ArrayList<>(command);
        words.add(address);
        try {
            new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }
}
