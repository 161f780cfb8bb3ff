package io.bellbird.app.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeReportTest {
    private static final ProbeReport REPORT = new ProbeReport(
            "mqtt://there:1883",
            List.of(
                    new Row("Limits", "receive maximum", Finding.yes("20")),
                    new Row("Messages", "QoS 2", Finding.no("it \"says\"\nso")),
                    new Row("Messages", "QoS 1", Finding.deviation("MQTT-4.3.2-4", "no PUBACK comes"))));

    @Test
    void people_get_a_table_with_an_area_after_the_other() {
        assertThat(REPORT.lines())
                .containsExactly(
                        "mqtt://there:1883",
                        "",
                        "Limits",
                        "  receive maximum  yes        20",
                        "",
                        "Messages",
                        "  QoS 2            no         it \\u0022says\\u0022\\u000aso",
                        "  QoS 1            deviation  no PUBACK comes [MQTT-4.3.2-4]",
                        "",
                        "1 yes, 1 no, 1 deviation");
    }

    @Test
    void scripts_get_an_object_for_each_row() {
        assertThat(REPORT.json())
                .isEqualTo(
                        """
                        {"broker": "mqtt://there:1883",
                         "rows": [
                          {"area": "Limits", "what": "receive maximum", "answer": "yes", "detail": "20", "statement": ""},
                          {"area": "Messages", "what": "QoS 2", "answer": "no", "detail": "it \\"says\\"\\u000aso", "statement": ""},
                          {"area": "Messages", "what": "QoS 1", "answer": "deviation", "detail": "no PUBACK comes", "statement": "MQTT-4.3.2-4"}
                         ]}""");
    }
}
