package io.bellbird.broker.security;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.Reloadable;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.watch.Audit;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a user name and password of the listener's password file, who has a certificate that was checked, and
 * anonymous clients where the listener allows them. Slows down and bans who guesses ({@link LoginThrottle}).
 *
 * <p>A listener without a password file knows no users: everybody may connect to it where anonymous clients are allowed,
 * whatever name and password they give, and nobody elsewhere.
 *
 * <p>Any thread. A client is let in under the read lock and the users change under the write lock, so that whoever is let
 * in by the old users is known to its shard before anybody is asked who may stay.
 */
public final class PasswordAuthenticator implements Authenticator, Reloadable, AutoCloseable {
    private final PasswordChecks checks = new PasswordChecks();
    private final VerifiedPasswords verified = new VerifiedPasswords();
    private final LoginThrottle throttle;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile Known known;

    /**
     * Who is known.
     *
     * @param before the last reload, to tell who has changed
     */
    private record Known(Users now, Users before) {}

    /**
     * Reads the password files.
     *
     * @throws ConfigurationException with everything that is wrong in them
     */
    public PasswordAuthenticator(BrokerConfig config) throws ConfigurationException {
        this(config, null);
    }

    /**
     * Reads the password files, and tells of the bans that come.
     *
     * @param audit told of bans; may be null
     * @throws ConfigurationException with everything that is wrong in them
     */
    public PasswordAuthenticator(BrokerConfig config, @Nullable Audit audit) throws ConfigurationException {
        this(config, audit, System::nanoTime);
    }

    /** @param nanos the time, monotonic */
    PasswordAuthenticator(BrokerConfig config, @Nullable Audit audit, LongSupplier nanos)
            throws ConfigurationException {
        Users users = Users.read(config);
        this.known = new Known(users, users);
        this.throttle = new LoginThrottle(nanos, checks, config.loginLimits(), audit);
    }

    @Override
    @AnyThread
    public void authenticate(Credentials credentials, Reply answer) {
        if (credentials.certified()) {
            answer.accept(ReasonCode.SUCCESS);
            return;
        }
        LoginAddress address = LoginAddress.of(credentials.peer());
        Optional<LoginBan> ban = throttle.ban(address);
        Users users = known.now();
        Optional<PasswordFile> file = users.of(credentials.listener());
        String user = credentials.username();
        Bytes password = credentials.password();
        if (ban.isPresent()) {
            answer.accept(ReasonCode.BANNED, ban.get().toString());
        } else if (user == null || file.isEmpty()) {
            decideAnonymous(credentials, file.isPresent(), answer);
        } else if (password == null) {
            fail(address, answer, "no password was given");
        } else {
            checkPassword(new Login(credentials.listener(), address, file.get(), user, answer), password);
        }
    }

    private void decideAnonymous(Credentials credentials, boolean withUsers, Reply answer) {
        letIn(
                users -> users.allowAnonymous(credentials.listener())
                        && users.of(credentials.listener()).isPresent() == withUsers,
                answer,
                ReasonCode.NOT_AUTHORIZED,
                withUsers
                        ? "no user name was given, and anonymous clients are not allowed"
                        : "there is no password_file, and anonymous clients are not allowed");
    }

    /**
     * A client that gave a user name and a password.
     *
     * @param file of the listener, as it was when the client came
     */
    private record Login(ListenerConfig listener, LoginAddress address, PasswordFile file, String user, Reply answer) {}

    private void checkPassword(Login login, Bytes password) {
        PasswordFile.@Nullable User known = login.file().find(login.user());
        PasswordHash hash = known == null ? login.file().usual() : known.hash();
        if (hash == null) {
            fail(login.address(), login.answer(), "there are no users in " + login.file());
            return;
        }
        Bytes digest =
                verified.digest(login.file().toString(), login.user(), known == null ? "" : hash.toString(), password);
        if (verified.contains(digest)) {
            succeed(login, hash);
            return;
        }
        Optional<CompletableFuture<Boolean>> check = checks.start(digest, () -> hash.matches(password.array()));
        if (check.isEmpty()) {
            login.answer().accept(ReasonCode.SERVER_BUSY, "too many passwords wait to be checked");
            return;
        }
        check.get().whenComplete((matches, failure) -> {
            if (failure != null) {
                login.answer().accept(ReasonCode.UNSPECIFIED_ERROR, "the password could not be checked");
            } else if (known == null) {
                fail(login.address(), login.answer(), "not a user of " + login.file());
            } else if (!matches) {
                fail(login.address(), login.answer(), "wrong password for " + login.file() + ":" + known.line());
            } else {
                verified.add(digest);
                succeed(login, hash);
            }
        });
    }

    private void succeed(Login login, PasswordHash hash) {
        throttle.succeeded(login.address());
        letIn(
                users -> hash.isSame(users.find(login.listener(), login.user())),
                login.answer(),
                ReasonCode.SERVER_BUSY,
                "the users have changed meanwhile");
    }

    /** Accepts if that is right by the users of this moment; refuses otherwise. */
    private void letIn(Predicate<Users> right, Reply answer, ReasonCode refusal, String why) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (right.test(known.now())) {
                answer.accept(ReasonCode.SUCCESS);
            } else {
                answer.accept(refusal, why);
            }
        } finally {
            reading.unlock();
        }
    }

    private void fail(LoginAddress address, Reply answer, String why) {
        long delayNanos = throttle.failed(address);
        checks.after(delayNanos, () -> answer.accept(ReasonCode.BAD_USER_NAME_OR_PASSWORD, why));
    }

    /**
     * Whether the client may stay: while its user has the same hash as before the last reload, and an anonymous client
     * while those are allowed. Who has a certificate stays.
     */
    @Override
    @AnyThread
    public boolean mayStay(Client client) {
        ListenerConfig listener = client.listener();
        String user = client.username();
        Known current = known;
        if (listener != null
                && listener.tls().stream()
                        .anyMatch(tls -> tls.clientCertificate().isUser())) {
            return true;
        }
        if (user == null || current.now().of(listener).isEmpty()) {
            return current.now().allowAnonymous(listener);
        }
        PasswordHash hash = current.now().find(listener, user);
        return hash != null && hash.isSame(current.before().find(listener, user));
    }

    @Override
    public Runnable prepare(BrokerConfig config) throws ConfigurationException {
        Users next = Users.read(config);
        return () -> {
            lock.writeLock().lock();
            try {
                known = new Known(next, known.now());
                verified.clear();
            } finally {
                lock.writeLock().unlock();
            }
            throttle.limit(config.loginLimits());
        };
    }

    @Override
    @AnyThread
    public List<LoginBan> bans() {
        return throttle.bans();
    }

    @Override
    @AnyThread
    public Optional<LoginBan> liftBan(String address) {
        return throttle.lift(LoginAddress.named(address));
    }

    /** Ends its threads; who waits for an answer gets none. */
    @Override
    public void close() {
        checks.close();
    }
}
