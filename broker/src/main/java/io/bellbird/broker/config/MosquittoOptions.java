package io.bellbird.broker.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of Mosquitto 2.0 and 2.1 that have no effect here, so that a file which has them is understood and its
 * owner is told. Those of its forerunners, which it ignores as well, are among them.
 */
final class MosquittoOptions {

    /** What the options are for, and so what it means that they have no effect. */
    enum Area {
        TLS(true, "this listener is not encrypted"),
        USERS(true, "no client is checked by it"),
        RIGHTS(true, "no topic is protected by it"),
        BRIDGE(true, "no bridge is opened"),
        NETWORK(true, "the listener is opened as without it"),
        PROCESS(true, "the process goes on as the user who started it"),
        SAVING(false, "every change is stored before it is acknowledged"),
        STORE_FILE(false, "the data is a folder, see persistence_location"),
        BUFFERS(false, "buffers have the size that they need"),
        DUPLICATES(false, "a client gets each message once, however many of its subscriptions match"),
        RESENDING(false, "messages are sent again when a client connects again"),
        DIFFIE_HELLMAN(false, "the parameters come with the algorithms"),
        TRACING(false, "log_type says what is logged");

        private final boolean needed;
        private final String reason;

        Area(boolean needed, String reason) {
            this.needed = needed;
            this.reason = reason;
        }

        /** Something is missing without it, which its owner should know. */
        boolean isNeeded() {
            return needed;
        }

        /** What happens instead, or why nothing is missing, as the end of a sentence. */
        String reason() {
            return reason;
        }
    }

    /**
     * An option of Mosquitto without effect here.
     *
     * @param name its key; one that ends with * stands for all keys that begin so
     * @param area what it is for
     * @param satisfied the value that asks for what happens anyway, of which nothing is said; may be empty
     */
    record Option(String name, Area area, String satisfied) {
        boolean asksForWhatHappensAnyway(String value) {
            return !satisfied.isEmpty() && satisfied.equals(value);
        }
    }

    private static final Map<String, Option> BY_NAME = new LinkedHashMap<>();

    static {
        add(Area.TLS, "tls_engine", "tls_engine_kpass_sha1", "tls_keyform", "psk_hint");
        add(Area.TLS, "disable_client_cert_date_checks=false");
        add(Area.USERS, "psk_file", "plugin", "global_plugin", "plugin_load", "plugin_use");
        add(Area.USERS, "plugin_opt_*", "auth_plugin", "auth_opt_*", "auth_plugin_deny_special_chars");
        add(Area.USERS, "clientid_prefixes");
        add(Area.RIGHTS, "enable_control_api=false");
        add(Area.NETWORK, "mptcp=false");
        add(Area.PROCESS, "user");
        add(Area.SAVING, "autosave_interval", "autosave_on_changes", "store_clean_interval");
        add(Area.STORE_FILE, "persistence_file");
        add(Area.BUFFERS, "packet_buffer_size");
        add(Area.DUPLICATES, "allow_duplicate_messages=false");
        add(Area.RESENDING, "retry_interval");
        add(Area.DIFFIE_HELLMAN, "dhparamfile");
        add(Area.TRACING, "websockets_log_level", "trace_level", "trace_output", "ffdc_output", "max_log_entries");
        add(Area.BRIDGE, "connection", "address", "addresses", "topic", "cleansession", "local_cleansession");
        add(Area.BRIDGE, "clientid", "remote_clientid", "local_clientid", "username", "remote_username");
        add(Area.BRIDGE, "local_username", "password", "remote_password", "local_password", "keepalive_interval");
        add(Area.BRIDGE, "idle_timeout", "restart_timeout", "round_robin", "start_type", "threshold", "try_private");
        add(Area.BRIDGE, "notifications", "notifications_local_only", "notification_topic");
        add(Area.BRIDGE, "bridge_alpn", "bridge_attempt_unsubscribe", "bridge_bind_address", "bridge_cafile");
        add(Area.BRIDGE, "bridge_capath", "bridge_certfile", "bridge_ciphers", "bridge_ciphers_tls1.3");
        add(Area.BRIDGE, "bridge_identity", "bridge_insecure", "bridge_keyfile", "bridge_max_packet_size");
        add(Area.BRIDGE, "bridge_max_topic_alias", "bridge_outgoing_retain", "bridge_protocol_version", "bridge_psk");
        add(Area.BRIDGE, "bridge_receive_maximum", "bridge_reload_type", "bridge_require_ocsp");
        add(Area.BRIDGE, "bridge_session_expiry_interval", "bridge_tcp_keepalive", "bridge_tcp_user_timeout");
        add(Area.BRIDGE, "bridge_tls_use_os_certs", "bridge_tls_version");
    }

    private MosquittoOptions() {}

    /** All of them. */
    static List<Option> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The option of a key. */
    static Optional<Option> find(String key) {
        for (String prefix : List.of("plugin_opt_", "auth_opt_")) {
            if (key.startsWith(prefix)) {
                return Optional.ofNullable(BY_NAME.get(prefix + "*"));
            }
        }
        return Optional.ofNullable(BY_NAME.get(key));
    }

    private static void add(Area area, String... names) {
        for (String name : names) {
            int equals = name.indexOf('=');
            Option option = equals < 0
                    ? new Option(name, area, "")
                    : new Option(name.substring(0, equals), area, name.substring(equals + 1));
            BY_NAME.put(option.name(), option);
        }
    }
}
