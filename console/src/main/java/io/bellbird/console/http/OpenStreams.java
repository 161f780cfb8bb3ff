package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.security.LoginAddress;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams that are open, of which there are only so many; each ends with the one who opened it. Any thread. */
final class OpenStreams {
    /** At one time. */
    static final int STREAMS_MAX = 128;
    /** At one time, from one address. */
    static final int OF_ADDRESS_MAX = 32;

    private final Set<Stream> open = new HashSet<>();

    /** One of them; equal to itself alone. */
    static final class Stream {
        private final String address;
        private final @Nullable Principal principal;
        private final Set<Scope> scopes;
        private final Runnable end;

        /**
         * One that is not open yet.
         *
         * @param peer where it goes
         * @param principal who gets it; null when everybody may
         * @param end ends it, from any thread
         */
        Stream(String peer, @Nullable Principal principal, Runnable end) {
            this.address = LoginAddress.of(peer).text();
            this.principal = principal;
            this.scopes = principal == null ? Set.of() : Set.copyOf(principal.scopes());
            this.end = end;
        }

        /** Who may do less than when it began has to ask anew. */
        private boolean mayStay() {
            return principal == null
                    || (principal.mayStay() && principal.scopes().containsAll(scopes));
        }
    }

    /** Whether there is room for it, so that it is one of them from now on. */
    synchronized boolean add(Stream stream) {
        long ofAddress = open.stream()
                .filter(each -> each.address.equals(stream.address))
                .count();
        return open.size() < STREAMS_MAX && ofAddress < OF_ADDRESS_MAX && open.add(stream);
    }

    synchronized void remove(Stream stream) {
        open.remove(stream);
    }

    /** Ends those whose principals may not stay. */
    @AnyThread
    void review() {
        look(stream -> {
            if (!stream.mayStay()) {
                stream.end.run();
            }
        });
    }

    /** Tells all principals of a reload. */
    @AnyThread
    void onReload() {
        look(stream -> {
            if (stream.principal != null) {
                stream.principal.onReload();
            }
        });
        review();
    }

    private void look(Consumer<Stream> action) {
        List<Stream> all;
        synchronized (this) {
            all = new ArrayList<>(open);
        }
        all.forEach(action);
    }
}
