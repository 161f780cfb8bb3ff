package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private static final AccessRule RULE =
            new AccessRule("farm.acl:3", "topic deny a/#", "a/#", AccessRule.Effect.DENY);

    private final Logger logger = (Logger) LoggerFactory.getLogger(AclAuthorizer.class);
    private final Level levelBefore = logger.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RefusalLog refusals = new RefusalLog(nanos::get);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
    }

    private void refuse(String clientId, String topic) {
        Client client = new Client(clientId, "ann", "192.0.2.1:5", null);
        refusals.refused(client, Access.PUBLISH, topic, Decision.by(RULE));
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void a_line_says_who_from_where_what_and_which_rule() {
        refuse("sensor 1", "a/b\n");

        assertThat(lines())
                .containsExactly("client=sensor\\u00201 user=ann may not publish from=192.0.2.1:5 topic=a/b\\u000a"
                        + " rule=\"farm.acl:3: topic deny a/#\"");
    }

    @Test
    void a_client_has_a_line_in_a_second() {
        for (int i = 0; i < 100; i++) {
            refuse("a", "a/" + i);
            refuse("b", "a/" + i);
        }
        assertThat(lines()).hasSize(2);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        refuse("a", "a/x");

        assertThat(lines()).hasSize(3);
    }

    @Test
    void all_clients_together_have_as_many_lines_as_there_are_slots() {
        for (int i = 0; i < 10_000; i++) {
            refuse("client-" + i, "a");
        }

        assertThat(lines()).hasSizeLessThanOrEqualTo(RefusalLog.SLOTS);
    }

    @Test
    void messages_that_are_withheld_are_no_news() {
        refusals.refused(new Client("a", null, "", null), Access.RECEIVE, "a", Decision.by(null));

        assertThat(lines()).isEmpty();
    }
}
