package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ObjIntConsumer;

/** Makes of the listener lines of a file, and of the port of the command line, the listeners to open. */
final class Listeners {
    private static final String LOOPBACK_IPV4 = "127.0.0.1";
    private static final String LOOPBACK_IPV6 = "::1";

    private final Section global;
    private final Section defaultListener;
    private final List<Section> listed;
    private final OptionalInt port;

    /**
     * @param global what is set for the broker
     * @param defaultListener what is set before the first listener line
     * @param listed the listener lines and what follows each
     * @param port the port of the command line, 0..65535
     */
    Listeners(Section global, Section defaultListener, List<Section> listed, OptionalInt port) {
        this.global = global;
        this.defaultListener = defaultListener;
        this.listed = listed;
        this.port = port;
    }

    /** No listener is given, so that only this machine is served. */
    boolean localOnly() {
        return listed.isEmpty() && !defaultIsOpened();
    }

    /** The listeners to open, at least one. */
    List<ListenerConfig> configs() {
        List<ListenerConfig> configs = new ArrayList<>();
        if (localOnly()) {
            addLocal(configs, defaultListener, port.orElse(Settings.PORT.byDefault()));
            return configs;
        }
        addresses().forEach(listener -> configs.add(config(listener.address(), listener.section())));
        if (port.isPresent() && configs.stream().noneMatch(config -> config.port() == port.getAsInt())) {
            addLocal(configs, new Section(0), port.getAsInt());
        }
        return configs;
    }

    /**
     * Finds listeners that could not be open at once.
     *
     * @param error takes a sentence and the number of the line that it is about
     */
    void check(ObjIntConsumer<String> error) {
        List<Listener> all = addresses();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).address().overlaps(all.get(j).address())) {
                    int line = all.get(i).section().line();
                    int earlier = all.get(j).section().line();
                    error.accept(
                            "port " + all.get(i).address().port() + " is already opened by "
                                    + (earlier == 0 ? "'port' or 'bind_address'" : "line " + earlier)
                                    + ": remove one of them or choose another port",
                            line);
                }
            }
        }
    }

    /**
     * Finds settings of a listener that belong to none.
     *
     * @param warning takes a sentence and the number of the line that it is about
     */
    void checkOrder(ObjIntConsumer<String> warning) {
        if (!localOnly() && !defaultIsOpened()) {
            defaultListener.lines().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .forEach(entry -> warning.accept(
                            entry.getKey().name() + " stands before the first 'listener' line and has no effect:"
                                    + " move it below the listener that it is for",
                            entry.getValue()));
        }
    }

    private record Listener(ListenAddress address, Section section) {}

    private boolean defaultIsOpened() {
        return global.find(Settings.PORT).isPresent()
                || global.find(Settings.BIND_ADDRESS).isPresent();
    }

    private List<Listener> addresses() {
        List<Listener> all = new ArrayList<>();
        if (defaultIsOpened()) {
            String host = global.find(Settings.BIND_ADDRESS).orElse("");
            all.add(new Listener(new ListenAddress(global.get(Settings.PORT), host), defaultListener));
        }
        listed.forEach(section -> all.add(new Listener(section.get(Settings.LISTENER), section)));
        return all;
    }

    private static void addLocal(List<ListenerConfig> configs, Section section, int port) {
        configs.add(config(new ListenAddress(port, LOOPBACK_IPV4), section));
        if (port != 0) { // two free ports would not be one broker's port
            configs.add(config(new ListenAddress(port, LOOPBACK_IPV6), section));
        }
    }

    private static ListenerConfig config(ListenAddress address, Section section) {
        return new ListenerConfig(
                address.host(),
                address.port(),
                section.get(Settings.PROTOCOL),
                section.get(Settings.MAX_CONNECTIONS),
                section.get(Settings.MAX_QOS),
                section.get(Settings.MAX_TOPIC_ALIAS));
    }
}
