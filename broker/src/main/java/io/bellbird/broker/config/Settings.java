package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting that has an effect, in the order of the reference that is generated from them. */
final class Settings {
    private static final Map<String, Setting<?>> BY_NAME = new LinkedHashMap<>();

    static {
        List<Setting<?>> all = new ArrayList<>();
        all.addAll(ListenerSettings.ALL);
        all.addAll(TlsSettings.ALL);
        all.addAll(SecuritySettings.ALL);
        all.addAll(ClientSettings.ALL);
        all.addAll(StoreSettings.ALL);
        all.addAll(LogSettings.ALL);
        all.addAll(AdminSettings.ALL);
        all.addAll(ProcessSettings.ALL);
        all.forEach(setting -> BY_NAME.put(setting.name(), setting));
    }

    private Settings() {}

    /** All settings. */
    static List<Setting<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The setting of a key, also of an older name that Mosquitto still accepts. */
    static Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(key.equals("maximum_qos") ? ListenerSettings.MAX_QOS : BY_NAME.get(key));
    }
}
