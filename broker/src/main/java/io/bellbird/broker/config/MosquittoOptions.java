package io.bellbird.broker.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of Mosquitto 2.0 and 2.1 that have no effect here, so that a file which has them is understood and its
 * owner is told.
 */
final class MosquittoOptions {

    /** What the options are for, and so what it means that they have no effect. */
    enum Area {
        TLS("this listener is not encrypted"),
        USERS("no client is checked by it"),
        RIGHTS("no topic is protected by it"),
        BRIDGE("no bridge is opened"),
        STORE("sessions and retained messages end with this process"),
        LIMIT("this limit is not kept"),
        SESSION("sessions and messages are handled as without it"),
        NETWORK("the listener is opened as without it"),
        LOG("log lines are written as without it"),
        SYS("no $SYS topics are published"),
        FILES("no other file is read"),
        PROCESS("the process goes on as the user who started it"),
        OBSOLETE("nothing here corresponds to it");

        private final String consequence;

        Area(String consequence) {
            this.consequence = consequence;
        }

        /** What happens instead, as the end of a sentence. */
        String consequence() {
            return consequence;
        }
    }

    /**
     * An option of Mosquitto without effect here.
     *
     * @param name its key; one that ends with * stands for all keys that begin so
     * @param area what it is for
     * @param satisfied the value that asks for what happens anyway, which needs no warning; may be empty
     */
    record Option(String name, Area area, String satisfied) {}

    private static final Map<String, Option> BY_NAME = new LinkedHashMap<>();

    static {
        add(Area.TLS, "cafile", "capath", "certfile", "keyfile", "ciphers", "ciphers_tls1.3", "crlfile");
        add(Area.TLS, "dhparamfile", "tls_engine", "tls_engine_kpass_sha1", "tls_keyform", "tls_version", "psk_hint");
        add(Area.TLS, "disable_client_cert_date_checks=false", "require_certificate=false");
        add(Area.USERS, "password_file", "psk_file", "plugin", "global_plugin", "plugin_load", "plugin_use");
        add(Area.USERS, "plugin_opt_*", "auth_plugin", "auth_opt_*", "auth_plugin_deny_special_chars");
        add(Area.USERS, "listener_allow_anonymous", "per_listener_settings=false", "clientid_prefixes");
        add(Area.USERS, "use_identity_as_username=false", "use_subject_as_username=false");
        add(Area.USERS, "use_username_as_clientid=false", "listener_auto_id_prefix");
        add(Area.RIGHTS, "acl_file", "check_retain_source", "mount_point", "enable_control_api=false");
        add(Area.STORE, "persistence=false", "retained_persistence=false", "persistence_file", "persistence_location");
        add(Area.STORE, "autosave_interval", "autosave_on_changes");
        add(Area.LIMIT, "max_inflight_bytes=0", "memory_limit=0", "max_topic_alias_broker");
        add(Area.LIMIT, "global_max_clients=-1", "global_max_connections=-1", "websockets_headers_size");
        add(Area.LIMIT, "packet_buffer_size");
        add(Area.SESSION, "persistent_client_expiration", "retain_expiry_interval", "upgrade_outgoing_qos=false");
        add(Area.NETWORK, "accept_protocol_versions", "bind_interface", "socket_domain", "http_dir");
        add(Area.NETWORK, "enable_proxy_protocol", "proxy_protocol_v2_require_tls=false", "websockets_origin");
        add(Area.LOG, "log_facility", "log_timestamp=true", "log_timestamp_format", "websockets_log_level");
        add(Area.SYS, "sys_interval=0");
        add(Area.FILES, "include_dir");
        add(Area.PROCESS, "user");
        add(Area.OBSOLETE, "allow_duplicate_messages=false", "retry_interval", "store_clean_interval");
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
