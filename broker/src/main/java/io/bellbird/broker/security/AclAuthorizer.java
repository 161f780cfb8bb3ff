package io.bellbird.broker.security;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.Reloadable;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the ACL files of the configuration allow. A listener without one allows everything.
 *
 * <p>Concurrent: all that is asked is immutable, and replaced as a whole by a reload.
 */
public final class AclAuthorizer implements Authorizer, Reloadable {
    private final RefusalLog refusals;
    private volatile Lists lists;

    /**
     * The rules of all listeners.
     *
     * @param common null when listeners differ
     */
    private record Lists(@Nullable ListenerRules common, List<ListenerRules> all) {

        /** The rules for a client; null when they are not known. */
        @Nullable
        ListenerRules of(@Nullable ListenerConfig listener) {
            if (common != null || listener == null) {
                return common;
            }
            for (ListenerRules rules : all) {
                if (rules.listener.equals(listener)) {
                    return rules;
                }
            }
            return atAddressOf(listener);
        }

        /** After a reload other settings of the listener may have changed. */
        private @Nullable ListenerRules atAddressOf(ListenerConfig before) {
            for (ListenerRules rules : all) {
                ListenerConfig now = rules.listener;
                if (now.port() == before.port()
                        && now.host().equals(before.host())
                        && now.bindInterface().equals(before.bindInterface())) {
                    return rules;
                }
            }
            return null;
        }
    }

    /** @param list null when everything is allowed */
    private record ListenerRules(ListenerConfig listener, @Nullable AccessList list) {

        @Nullable
        AccessRule ruleFor(Client client, Topic topic, Access access) {
            return list == null ? null : list.ruleFor(client, topic, access);
        }

        boolean allows(@Nullable AccessRule rule) {
            return list == null || (rule != null && !rule.isDeny());
        }
    }

    private AclAuthorizer(Lists lists, LongSupplier nanos) {
        this.lists = lists;
        this.refusals = new RefusalLog(nanos);
    }

    /**
     * Reads the ACL files of a configuration.
     *
     * @param nanos monotonic time
     * @throws ConfigurationException with everything that is wrong in them
     */
    public static AclAuthorizer read(BrokerConfig config, LongSupplier nanos) throws ConfigurationException {
        return new AclAuthorizer(lists(config), nanos);
    }

    /** From then on the new rights hold; what shards keep of the old ones they are to forget then. */
    @Override
    @AnyThread
    public Runnable prepare(BrokerConfig config) throws ConfigurationException {
        Lists next = lists(config);
        return () -> lists = next;
    }

    private static Lists lists(BrokerConfig config) throws ConfigurationException {
        Map<Path, AccessList> read = new HashMap<>();
        List<String> errors = new ArrayList<>();
        List<ListenerRules> all = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            Optional<Path> file = config.aclFile(listener);
            if (file.isPresent() && !read.containsKey(file.get())) {
                try {
                    read.put(file.get(), AclReader.read(file.get()));
                } catch (ConfigurationException e) {
                    errors.addAll(e.errors());
                }
            }
            all.add(new ListenerRules(listener, file.map(read::get).orElse(null)));
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors.stream().distinct().toList());
        }
        boolean oneForAll =
                config.listeners().stream().map(config::aclFile).distinct().count() <= 1;
        return new Lists(oneForAll && !all.isEmpty() ? all.get(0) : null, List.copyOf(all));
    }

    @Override
    @AnyThread
    public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
        ListenerRules rules = lists.of(client.listener());
        AccessRule rule = rules == null ? null : rules.ruleFor(client, topic, Access.PUBLISH);
        if (rules != null && rules.allows(rule)) {
            return Verdict.ALLOWED;
        }
        refusals.refused(client, Access.PUBLISH, topic.text(), Decision.by(rule));
        return Verdict.DENIED;
    }

    @Override
    @AnyThread
    public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
        Decision decision = maySubscribe(client, filter);
        if (decision.isAllowed()) {
            return Verdict.ALLOWED;
        }
        refusals.refused(client, Access.SUBSCRIBE, filter.text(), decision);
        return Verdict.DENIED;
    }

    private Decision maySubscribe(Client client, TopicFilter filter) {
        ListenerRules rules = lists.of(client.listener());
        if (rules != null && rules.list == null) {
            return Decision.withoutRules();
        }
        return Decision.by(rules == null || rules.list == null ? null : rules.list.ruleFor(client, filter));
    }

    @Override
    @AnyThread
    public boolean mayReceive(Client client, Topic topic) {
        ListenerRules rules = lists.of(client.listener());
        AccessRule rule = rules == null ? null : rules.ruleFor(client, topic, Access.RECEIVE);
        if (rules != null && rules.allows(rule)) {
            return true;
        }
        refusals.refused(client, Access.RECEIVE, topic.text(), Decision.by(rule));
        return false;
    }

    /** Where the publisher came to is not kept: some listener must let it. */
    @Override
    @AnyThread
    public boolean mayStillPublish(String clientId, @Nullable String username, Topic topic) {
        Client publisher = new Client(clientId, username, "", null);
        Lists now = lists;
        ListenerRules common = now.common;
        if (common != null) {
            return common.allows(common.ruleFor(publisher, topic, Access.PUBLISH));
        }
        return now.all.stream().anyMatch(rules -> rules.allows(rules.ruleFor(publisher, topic, Access.PUBLISH)));
    }

    @Override
    @AnyThread
    public String why(Client client, String name, Access access) {
        return explain(client, name, access).reason();
    }

    /**
     * Why a client may do something, or may not.
     *
     * @param name a topic; for SUBSCRIBE a filter, of a shared subscription what comes after {@code $share/NAME/}
     * @throws IllegalArgumentException when it is no topic
     * @throws io.bellbird.codec.ProtocolError when it is no filter
     */
    @AnyThread
    public Decision explain(Client client, String name, Access access) {
        if (access == Access.SUBSCRIBE) {
            return maySubscribe(client, TopicFilter.parse(name));
        }
        ListenerRules rules = lists.of(client.listener());
        if (rules != null && rules.list == null) {
            return Decision.withoutRules();
        }
        return Decision.by(rules == null ? null : rules.ruleFor(client, Topic.of(name), access));
    }
}
