package io.bellbird.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.codec.Bytes;
import io.bellbird.console.access.Principal;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of the REST interface on its way to its answer, which is given once. */
public final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private static final String JSON = "application/json";

    private final AdminRequest request;
    private final ApiReply reply;
    private final Map<String, String> pathParameters;

    Call(AdminRequest request, ApiReply reply, Map<String, String> pathParameters) {
        this.request = request;
        this.reply = reply;
        this.pathParameters = pathParameters;
    }

    // What is asked for

    /** The request itself. */
    public AdminRequest request() {
        return request;
    }

    /** Who asks; only of what needs a scope. */
    public Principal principal() {
        Principal principal = reply.principal();
        if (principal == null) {
            throw new IllegalStateException(request.path() + " is open to everybody");
        }
        return principal;
    }

    /** Of what needs no scope: it was found out all the same who asks, for the audit log. */
    @AnyThread
    public void by(Principal principal) {
        reply.by(principal);
    }

    /**
     * What the path does not say of a change, for the audit log.
     *
     * @param text without secrets, at most a line; what a peer has chosen comes last
     */
    @AnyThread
    public void about(String text) {
        reply.about(text);
    }

    /** A parameter in the path, decoded. */
    public String path(String name) {
        String encoded = pathParameters.get(name);
        if (encoded == null) {
            throw new IllegalStateException("no parameter " + name + " in the path");
        }
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notDecoded) {
            throw Problem.badRequest("in the address of the request a % is not followed by two hexadecimal digits");
        }
    }

    /**
     * A number among the parameters after the question mark.
     *
     * @throws Problem when it is none, or not in the range
     */
    public int number(String name, int otherwise, int min, int max) {
        String text = request.parameter(name).orElse(Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException none) {
            log.trace("{} is no number", name, none);
        }
        throw Problem.badRequest("parameter " + name + " is " + text + ": use a number from " + min + " to " + max);
    }

    /**
     * Whether a parameter after the question mark is there, and is not {@code false}.
     *
     * @throws Problem when it is neither true nor false
     */
    public boolean flag(String name) {
        String text = request.parameter(name).orElse("false");
        return switch (text) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw Problem.badRequest("parameter " + name + " is " + text + ": use true or false");
        };
    }

    /**
     * The body, which is JSON.
     *
     * @throws Problem when it is not what the type says
     */
    public <T> T body(Class<T> type) {
        String contentType = request.header("content-type").orElse(JSON);
        if (!contentType.startsWith(JSON)) {
            throw Problem.of(415, "Unsupported media type", "the body is " + contentType + ": send " + JSON);
        }
        try {
            T body = Json.read(request.body().array(), type);
            if (body == null) {
                throw Problem.badRequest("the body is null: send what is expected");
            }
            return body;
        } catch (JsonProcessingException wrong) {
            throw Problem.badRequest("the body is not what is expected: " + wrong.getOriginalMessage()
                    + (wrong.getLocation() == null
                            ? ""
                            : ", in line " + wrong.getLocation().getLineNr()));
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
    }

    // What is answered

    /** Answers with a value, as JSON. */
    @AnyThread
    public void ok(Object value) {
        answer(200, value);
    }

    /** Answers with a value, as JSON, and a status of success. */
    @AnyThread
    public void answer(int status, Object value) {
        reply.send(AdminAnswer.of(status, JSON, Json.write(value)));
    }

    /** It is done, and there is nothing to say. */
    @AnyThread
    public void done() {
        reply.send(new AdminAnswer(204, Map.of(), Bytes.EMPTY));
    }

    /** Answers with something else than JSON. */
    @AnyThread
    public void send(AdminAnswer answer) {
        reply.send(answer);
    }

    /** Answers with what comes later; with a problem, if it fails with one. */
    @AnyThread
    public void later(CompletionStage<?> value) {
        later(value, result -> {
            if (result == null) {
                done();
            } else {
                ok(result);
            }
        });
    }

    /** Answers as it is said once something has come; with a problem, if it fails with one. */
    @AnyThread
    public <T> void later(CompletionStage<T> value, Consumer<? super T> answer) {
        value.whenComplete((result, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                answer.accept(result);
            }
        });
    }

    /** Says why it is not done; what is not a problem is a defect. */
    @AnyThread
    public void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Problem problem) {
            reply.send(problem.answer());
        } else {
            log.error("{} {} failed, this is a defect of the console", request.method(), request.path(), cause);
            fail(Problem.of(500, "Defect", "this is a defect of the console, which the broker's log describes"));
        }
    }

    /**
     * Answers with Server-Sent Events, for as long as the client stays. On the admin thread.
     *
     * @param events pieces as {@link Events} writes them
     * @return to be run on any thread whenever there are more
     */
    public Runnable stream(TextSource events) {
        return reply.stream(
                Map.of("content-type", "text/event-stream", "cache-control", "no-store", "x-accel-buffering", "no"),
                events);
    }
}
