package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsGuideTest {
    @Test
    void a_setting_is_explained_as_in_the_reference() {
        assertThat(SettingsGuide.explain("max_inflight_messages"))
                .contains(
                        """
                        max_inflight_messages

                        QoS 1 and 2 messages on their way, for each client and in each direction. 0 means no limit of our
                        own: the client's Receive Maximum applies. 1 keeps strict order across redelivery.

                        Value: a whole number from 0 to 65535 (messages)
                        Default: 500
                        Belongs to: the broker
                        A change counts: for new connections
                        Mosquitto's default: 20. A window of 500 keeps a line with a long delay full.
                        """);
    }

    @Test
    void an_option_of_mosquitto_is_explained_by_what_happens_without_it() {
        assertThat(SettingsGuide.explain("autosave_interval"))
                .contains("autosave_interval\n\nAn option of Mosquitto that has no effect here:"
                        + " every change is stored before it is acknowledged.\n");
        assertThat(SettingsGuide.explain("user"))
                .contains("user\n\nAn option of Mosquitto that is not supported yet and is ignored here:"
                        + " the process goes on as the user who started it.\n");
    }

    @Test
    void what_is_not_known_is_guessed() {
        assertThat(SettingsGuide.explain("max_inflght_messages")).isEmpty();
        assertThat(SettingsGuide.unknown("max_inflght_messages"))
                .isEqualTo("unknown setting 'max_inflght_messages', did you mean 'max_inflight_messages'?");
        assertThat(SettingsGuide.unknown("xyzzy")).isEqualTo("unknown setting 'xyzzy': 'bellbird config list' has all");
    }

    @Test
    void the_list_has_a_line_for_each_setting() {
        assertThat(SettingsGuide.list().lines())
                .hasSize(1 + Settings.all().size())
                .contains("max_qos                        2            for new connections");
    }
}
