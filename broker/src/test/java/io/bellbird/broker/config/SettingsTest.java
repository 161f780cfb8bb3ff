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
                .containsExactlyInAnyOrder(
                        "listener",
                        "port",
                        "bind_address",
                        "protocol",
                        "max_connections",
                        "max_qos",
                        "max_topic_alias",
                        "max_keepalive",
                        "allow_anonymous",
                        "allow_zero_length_clientid",
                        "auto_id_prefix",
                        "max_inflight_messages",
                        "max_queued_messages",
                        "max_queued_bytes",
                        "queue_qos0_messages",
                        "max_packet_size",
                        "message_size_limit",
                        "outbox_bytes_max",
                        "retain_available",
                        "set_tcp_nodelay",
                        "log_dest",
                        "log_type",
                        "connection_messages",
                        "pid_file",
                        "shards");
    }

    @ParameterizedTest
    @MethodSource("io.bellbird.broker.config.Settings#all")
    <T> void a_setting_is_described_and_its_default_can_be_written(Setting<T> setting) throws InvalidValueException {
        assertThat(setting.name()).matches("[a-z0-9_]+");
        assertThat(setting.help()).endsWith(".");
        assertThat(setting.type().allowed()).isNotEmpty();
        if (setting.defaultValue().isPresent()) {
            T byDefault = setting.byDefault();
            assertThat(setting.type().parse(setting.type().show(byDefault))).isEqualTo(byDefault);
        }
    }

    @Test
    void an_older_name_of_mosquitto_is_the_same_setting() {
        assertThat(Settings.find("maximum_qos")).contains(Settings.MAX_QOS);
    }

    @Test
    void no_setting_is_also_an_ignored_option() {
        assertThat(MosquittoOptions.all())
                .extracting(MosquittoOptions.Option::name)
                .noneMatch(name -> Settings.find(name).isPresent());
    }
}
