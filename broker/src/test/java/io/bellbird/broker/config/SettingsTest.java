package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    @Test
    void the_table_is_complete() {
        assertThat(Settings.all())
                .extracting(Setting::name)
                .containsExactly(
                        "listener",
                        "port",
                        "bind_address",
                        "bind_interface",
                        "socket_domain",
                        "protocol",
                        "enable_proxy_protocol",
                        "proxy_protocol_v2_require_tls",
                        "accept_protocol_versions",
                        "max_connections",
                        "max_qos",
                        "max_topic_alias",
                        "max_topic_alias_broker",
                        "mount_point",
                        "use_username_as_clientid",
                        "listener_allow_anonymous",
                        "listener_auto_id_prefix",
                        "http_dir",
                        "websockets_origin",
                        "websockets_headers_size",
                        "certfile",
                        "keyfile",
                        "cafile",
                        "capath",
                        "crlfile",
                        "require_certificate",
                        "use_identity_as_username",
                        "use_subject_as_username",
                        "tls_version",
                        "ciphers",
                        "ciphers_tls1.3",
                        "password_file",
                        "login_failures_max",
                        "login_ban_seconds",
                        "acl_file",
                        "check_retain_source",
                        "per_listener_settings",
                        "allow_anonymous",
                        "allow_zero_length_clientid",
                        "auto_id_prefix",
                        "max_keepalive",
                        "max_inflight_messages",
                        "max_inflight_bytes",
                        "max_queued_messages",
                        "max_queued_bytes",
                        "queue_full_policy",
                        "queue_qos0_messages",
                        "max_packet_size",
                        "message_size_limit",
                        "outbox_bytes_max",
                        "max_subscription_bytes",
                        "memory_limit",
                        "global_max_clients",
                        "global_max_connections",
                        "retain_available",
                        "upgrade_outgoing_qos",
                        "set_tcp_nodelay",
                        "persistence",
                        "persistence_location",
                        "durability",
                        "retained_persistence",
                        "store_free_bytes_min",
                        "persistent_client_expiration",
                        "retain_expiry_interval",
                        "log_dest",
                        "log_type",
                        "connection_messages",
                        "log_timestamp",
                        "log_timestamp_format",
                        "log_facility",
                        "audit_log",
                        "admin_listener",
                        "admin_user",
                        "shards",
                        "sys_interval",
                        "pid_file",
                        "include_dir");
    }

    @ParameterizedTest
    @MethodSource("io.bellbird.broker.config.Settings#all")
    <T> void a_setting_is_described_and_its_default_can_be_written(Setting<T> setting) throws InvalidValueException {
        assertThat(setting.name()).matches("[a-z0-9_.]+");
        assertThat(setting.help()).endsWith(".");
        assertThat(setting.type().allowed()).isNotEmpty();
        if (setting.defaultValue().isPresent()) {
            T byDefault = setting.byDefault();
            assertThat(setting.type().parse(setting.type().show(byDefault))).isEqualTo(byDefault);
        }
    }

    @Test
    void an_older_name_of_mosquitto_is_the_same_setting() {
        assertThat(Settings.find("maximum_qos")).contains(ListenerSettings.MAX_QOS);
    }

    @Test
    void no_setting_is_also_an_ignored_option() {
        assertThat(MosquittoOptions.all())
                .extracting(MosquittoOptions.Option::name)
                .noneMatch(name -> Settings.find(name).isPresent());
    }
}
