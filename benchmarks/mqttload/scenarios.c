/* One function for each scenario: who connects, what happens, what is reported. */
#include "mqttload.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define POLL_NANOS 20000000
#define STARTUP_MAX (120 * NANOS)
#define STARTUP_TRY_S 0.002

static double per(double amount, double things) {
    return things > 0 ? amount / things : 0;
}

static struct conn *make_subscribers(int n, bool clean) {
    struct conn *made = zeroed(n, sizeof *made);
    for (int i = 0; i < n; i++) {
        made[i].fd = -1;
        made[i].role = SUBSCRIBER;
        made[i].index = i;
        made[i].clean = clean;
    }
    return made;
}

static struct conn *make_publishers(void) {
    struct conn *made = zeroed(opt.pubs, sizeof *made);
    for (int i = 0; i < opt.pubs; i++) {
        made[i].fan_out = 1;
        init_publisher(&made[i], i);
    }
    return made;
}

/* --wait: says that everything is connected, and goes on when a line comes. */
static void wait_for_line(void) {
    if (!opt.wait) {
        return;
    }
    puts("ready");
    fflush(stdout);
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    while (poll(&in, 1, 0) == 0) {
        poll_once(POLL_NANOS);
    }
    for (int c = getchar(); c != EOF && c != '\n'; c = getchar()) {
    }
}

/* Receives until all that was sent is there, or nothing has come for --drain seconds. */
static void receive_all(uint64_t sent, struct conn *only) {
    uint64_t received = count.received, progress_at = now_ns();
    while (count.unique < sent && (!only || only->fd >= 0) && brokers_alive()) {
        poll_once(POLL_NANOS);
        if (count.received != received) {
            received = count.received;
            progress_at = now_ns();
        } else if (now_ns() - progress_at > opt.drain * 1e9) {
            break;
        }
    }
}

/* Ends the sessions that clients have left behind. */
static void end_sessions(struct conn *all, int n) {
    drop_all(all, n);
    sleep_s(0.2);
    for (int i = 0; i < n; i++) {
        all[i].clean = true;
    }
    uint64_t disconnects = count.disconnects;
    connect_all(all, n, 20);
    count.disconnects = disconnects;
    drop_all(all, n);
}

static void json_flow(struct measured *m) {
    json_number("secs", m->secs);
    json_number("sent", sent_in_all());
    json_number("expected", expected_in_all());
    json_number("received", count.unique);
    json_number("lost", (double)expected_in_all() - count.unique);
    json_number("sent_s", per(m->sent, m->secs));
    json_number("msg_s", per(m->delivered, m->secs));
    json_number("mb_s", per(m->bytes / 1e6, m->secs));
    json_number("lat_p50_us", latency_us(50));
    json_number("lat_p99_us", latency_us(99));
    json_number("lat_p999_us", latency_us(99.9));
    json_number("lat_max_us", latency_max_us());
    json_number("gen_cpu_us_msg", per(m->own_cpu * 1e6, m->delivered));
    if (opt.pid_count) {
        json_number("cpu_s", m->cpu);
        json_number("cpu_us_msg", per(m->cpu * 1e6, m->delivered));
        json_number("cpu_cores", per(m->cpu, m->secs));
    }
    json_number("other_cores", per(m->machine_cpu - m->cpu - m->own_cpu, m->secs));
}

/* ------------------------------------------------------------------- flow */

static uint32_t fan_out(int publisher) {
    if (opt.map == SHARED) {
        return 1;
    }
    if (opt.map == FAN_IN) {
        return opt.subs;
    }
    uint32_t receivers = 0;
    for (int i = 0; i < opt.subs; i++) {
        receivers += i % opt.topics == publisher % opt.topics;
    }
    return receivers;
}

static void connect_flow(void) {
    bool pairs = opt.map == ONE_TO_ONE && opt.subs == opt.pubs && opt.topics == opt.pubs;
    stream_per_pub = opt.map == SHARED || pairs || opt.subs == 1;
    streams = zeroed(stream_per_pub ? (size_t)opt.pubs : (size_t)opt.pubs * opt.subs, sizeof *streams);
    if (opt.map == SHARED) {
        highest = zeroed((size_t)opt.pubs * opt.subs, sizeof *highest);
    }
    pubs = zeroed(opt.pubs, sizeof *pubs);
    for (int i = 0; i < opt.pubs; i++) {
        pubs[i].fan_out = fan_out(i);
        init_publisher(&pubs[i], i);
    }
    subs = make_subscribers(opt.subs, !opt.stay);
    connect_all(subs, opt.subs, 60);
    connect_all(pubs, opt.pubs, 60);
    if (opt.churn > 0) {
        churners = zeroed(opt.churn_conns, sizeof *churners);
        for (int i = 0; i < opt.churn_conns; i++) {
            churners[i] = (struct conn){.fd = -1, .role = CHURNER, .index = i, .clean = !opt.stay};
        }
        connect_all(churners, opt.churn_conns, 60);
    }
    if (count.failed_connects || count.refused) {
        fprintf(stderr, "mqttload: %" PRIu64 " connections failed\n", count.failed_connects);
    }
}

int run_flow(void) {
    static const char *names[] = {"1to1", "fanin", "fanout", "shared"};
    if (opt.subs < 0) {
        opt.subs = opt.map == ONE_TO_ONE ? opt.pubs : 1;
    }
    if (!opt.topics) {
        opt.topics = opt.map == FAN_OUT ? 1 : opt.pubs;
    }
    if (opt.window < 0) {
        opt.window = opt.rate > 0 ? 0 : 1000;
    }
    connect_flow();
    wait_for_line();
    uint64_t churn_from = now_ns();
    struct measured m = publish_phase(true);
    double churn_s = per(count.pairs, (now_ns() - churn_from) / 1e9);
    if (opt.stay) {
        end_sessions(subs, opt.subs);
        end_sessions(churners, opt.churn > 0 ? opt.churn_conns : 0);
    }
    printf("%s %s qos%d %ldB %dp/%ds: %.0f msg/s delivered (%.1f MB/s), sent %" PRIu64 ", received %" PRIu64
           " of %" PRIu64 ", lost %" PRId64 ", lat p50 %.0f p99 %.0f p99.9 %.0f max %.0f us",
           opt.label, names[opt.map], opt.qos, opt.size, opt.pubs, opt.subs, per(m.delivered, m.secs),
           per(m.bytes / 1e6, m.secs), sent_in_all(), count.unique, expected_in_all(),
           (int64_t)(expected_in_all() - count.unique), latency_us(50), latency_us(99), latency_us(99.9),
           latency_max_us());
    if (opt.pid_count) {
        printf(", broker %.2f cores %.2f us/msg, peak RSS %ld MiB", per(m.cpu, m.secs), per(m.cpu * 1e6, m.delivered),
               broker_memory_kib("VmHWM") / 1024);
    }
    if (opt.churn > 0) {
        printf(", churn %.0f/s", churn_s);
    }
    printf(", generator %.2f us/msg, others %.2f cores%s\n", per(m.own_cpu * 1e6, m.delivered),
           per(m.machine_cpu - m.cpu - m.own_cpu, m.secs), faults());
    json_begin(names[opt.map]);
    json_number("window", opt.window);
    json_number("inflight", opt.inflight);
    json_number("rate", opt.rate);
    json_number("stay", opt.stay);
    if (opt.churn > 0) {
        json_number("churn_s", churn_s);
    }
    json_flow(&m);
    return json_end();
}

/* ------------------------------------------------------- idle connections */

int run_idle(void) {
    opt.pubs = 0;
    opt.subs = opt.conns;
    opt.topics = opt.topics ? opt.topics : 1 << 30;
    struct conn *all = zeroed(opt.conns, sizeof *all);
    for (long i = 0; i < opt.conns; i++) {
        all[i] = (struct conn){.fd = -1, .role = IDLE, .index = i, .clean = !opt.stay};
    }
    long rss_before = broker_memory_kib("VmRSS");
    double cpu_before = broker_cpu();
    uint64_t begin = now_ns();
    connect_all(all, opt.conns, 300);
    double secs = (now_ns() - begin) / 1e9, cpu = broker_cpu() - cpu_before;
    uint64_t ready = count.ready;
    wait_for_line();
    double cpu_idle = broker_cpu();
    for (uint64_t now = now_ns(), end = now + (uint64_t)(opt.hold * 1e9); now < end; now = now_ns()) {
        poll_once(end - now < NANOS / 10 ? end - now : NANOS / 10);
    }
    cpu_idle = broker_cpu() - cpu_idle;
    long rss_after = broker_memory_kib("VmRSS");
    double bytes_each = per((rss_after - rss_before) * 1024.0, ready);
    printf("%s idle %ld: %" PRIu64 " connected in %.2f s = %.0f/s", opt.label, opt.conns, ready, secs, per(ready, secs));
    if (opt.pid_count) {
        printf(", RSS %ld -> %ld KiB = %.0f bytes/conn, %.1f us CPU/connect, idle CPU %.3f s in %.0f s", rss_before,
               rss_after, bytes_each, per(cpu * 1e6, ready), cpu_idle, opt.hold);
    }
    printf("%s\n", faults());
    json_begin("idle");
    json_number("conns", opt.conns);
    json_number("connected", ready);
    json_number("secs", secs);
    json_number("conn_s", per(ready, secs));
    json_number("rss0_kb", rss_before);
    json_number("rss1_kb", rss_after);
    json_number("bytes_conn", bytes_each);
    json_number("cpu_us_conn", per(cpu * 1e6, ready));
    json_number("idle_cpu_s", cpu_idle);
    return json_end();
}

/* ---------------------------------------------------------- offline queues */

int run_persistent(void) {
    if (opt.secs > 0 || opt.msgs <= 0) {
        die("--persistent needs --msgs");
    }
    opt.subs = opt.topics = opt.pubs;
    opt.map = ONE_TO_ONE;
    opt.window = 0;
    stream_per_pub = true;
    streams = zeroed(opt.pubs, sizeof *streams);
    pubs = make_publishers();
    subs = make_subscribers(opt.subs, false);
    connect_all(subs, opt.subs, 60);
    drop_all(subs, opt.subs);
    sleep_s(0.3);
    connect_all(pubs, opt.pubs, 60);
    struct measured in = publish_phase(false);
    uint64_t sent = sent_in_all(), acked = count.acked, received = 0;
    long rss_queued = broker_memory_kib("VmRSS");
    double out_secs = 0, out_cpu = 0, own = 0;
    if (!opt.leave) {
        sleep_s(0.5);
        count.stalls = 0;
        double cpu_before = broker_cpu(), own_before = own_cpu();
        uint64_t begin = now_ns();
        last_unique_at = begin;
        connect_all(subs, opt.subs, 60);
        receive_all(sent, NULL);
        received = count.unique;
        out_secs = (last_unique_at - begin) / 1e9;
        out_cpu = broker_cpu() - cpu_before;
        own = own_cpu() - own_before;
        end_sessions(subs, opt.subs);
    }
    printf("%s offline queue qos%d %ldB %d sessions: enqueue %.0f msg/s (%" PRIu64 " sent, %" PRIu64 " acked)",
           opt.label, opt.qos, opt.size, opt.pubs, per(sent, in.secs), sent, acked);
    if (!opt.leave) {
        printf(", drain %.0f msg/s (%" PRIu64 " received, lost %" PRId64 ")", per(received, out_secs), received,
               (int64_t)(sent - received));
    }
    if (opt.pid_count) {
        printf(", broker %.2f us/msg enqueue %.2f us/msg drain, RSS with queue %ld MiB, peak %ld MiB",
               per(in.cpu * 1e6, sent), per(out_cpu * 1e6, received), rss_queued / 1024,
               broker_memory_kib("VmHWM") / 1024);
    }
    printf("%s\n", faults());
    json_begin(opt.leave ? "enqueue" : "persistent");
    json_number("inflight", opt.inflight);
    json_number("sent", sent);
    json_number("acked", acked);
    json_number("enqueue_s", per(sent, in.secs));
    json_number("enqueue_secs", in.secs);
    json_number("enqueue_cpu_us", per(in.cpu * 1e6, sent));
    if (opt.ack_latency) {
        json_number("lat_p50_us", latency_us(50));
        json_number("lat_p99_us", latency_us(99));
    }
    json_number("rss_queued_kb", rss_queued);
    if (!opt.leave) {
        json_number("received", received);
        json_number("lost", (double)sent - received);
        json_number("drain_s", per(received, out_secs));
        json_number("drain_secs", out_secs);
        json_number("drain_cpu_us", per(out_cpu * 1e6, received));
        json_number("gen_cpu_us_msg", per(own * 1e6, received));
    }
    return json_end();
}

/* ------------------------------------------------------- retained messages */

int run_retained(void) {
    opt.subs = opt.topics = 1;
    opt.window = 0;
    opt.msgs = opt.n;
    opt.secs = 0;
    stream_per_pub = true;
    streams = zeroed(opt.pubs, sizeof *streams);
    pubs = make_publishers();
    subs = make_subscribers(1, true);
    connect_all(pubs, opt.pubs, 60);
    long rss_before = broker_memory_kib("VmRSS");
    set_retain = true;
    struct measured set = publish_phase(false);
    uint64_t sent = sent_in_all(), acked = count.acked;
    double bytes_each = per((broker_memory_kib("VmRSS") - rss_before) * 1024.0, sent);
    sleep_s(0.5);
    connect_all(subs, 1, 20);
    double cpu = broker_cpu();
    uint64_t begin = now_ns(), first_at = 0;
    last_unique_at = begin;
    if (subs->fd >= 0) {
        send_subscribe(subs);
        flush_connection(subs);
    }
    while (!count.received && subs->fd >= 0 && now_ns() - begin < opt.drain * 1e9) {
        poll_once(POLL_NANOS);
    }
    first_at = now_ns();
    receive_all(sent, subs);
    double secs = (last_unique_at - begin) / 1e9;
    cpu = broker_cpu() - cpu;
    uint64_t received = count.unique, flagged = count.retain_flags;
    count.disordered = 0; /* there is no order among topics */
    bool cut = subs->fd < 0;
    drop_all(subs, 1);
    if (!opt.keep) {
        empty_payload = true;
        for (int i = 0; i < opt.pubs; i++) {
            pubs[i].seq = 0;
        }
        publish_phase(false);
    }
    printf("%s retained %" PRIu64 " x %ldB qos%d: set %.0f msg/s, fetch %.0f msg/s (%" PRIu64 " received, %" PRIu64
           " with retain flag, lost %" PRId64 ", first after %.1f ms)%s",
           opt.label, sent, opt.size, opt.qos, per(sent, set.secs), per(received, secs), received, flagged,
           (int64_t)(sent - received), (first_at - begin) / 1e6, cut ? " SUBSCRIBER-CUT" : "");
    if (opt.pid_count) {
        printf(", broker %.2f us/msg set %.2f us/msg fetch, %.0f bytes/retained", per(set.cpu * 1e6, sent),
               per(cpu * 1e6, received), bytes_each);
    }
    printf("%s\n", faults());
    json_begin("retained");
    json_number("n", opt.n);
    json_number("sent", sent);
    json_number("acked", acked);
    json_number("received", received);
    json_number("lost", (double)sent - received);
    json_number("retain_flag", flagged);
    json_number("set_s", per(sent, set.secs));
    json_number("fetch_s", per(received, secs));
    json_number("first_ms", (first_at - begin) / 1e6);
    json_number("set_cpu_us", per(set.cpu * 1e6, sent));
    json_number("fetch_cpu_us", per(cpu * 1e6, received));
    json_number("bytes_retained", bytes_each);
    return json_end();
}

/* ------------------------------------------------------ many subscriptions */

int run_subtree(void) {
    opt.subs = opt.subs < 0 ? 50 : opt.subs;
    opt.topics = 1;
    opt.map = SHARED;
    opt.window = opt.window < 0 ? 1000 : opt.window;
    stream_per_pub = true;
    streams = zeroed(opt.pubs, sizeof *streams);
    pubs = make_publishers();
    subs = make_subscribers(opt.subs, true);
    for (int i = 0; i < opt.subs; i++) {
        subs[i].filters = opt.n / opt.subs + (i < opt.n % opt.subs);
    }
    long rss_before = broker_memory_kib("VmRSS");
    double cpu = broker_cpu();
    uint64_t begin = now_ns();
    connect_all(subs, opt.subs, 400);
    double secs = (now_ns() - begin) / 1e9;
    cpu = broker_cpu() - cpu;
    uint64_t subscribed = count.suback;
    double bytes_each = per((broker_memory_kib("VmRSS") - rss_before) * 1024.0, subscribed);
    wait_for_line();
    connect_all(pubs, opt.pubs, 60);
    struct measured m = publish_phase(true);
    count.disordered = 0; /* there is no order among topics */
    printf("%s subtree %ld filters on %d clients: subscribe %" PRIu64 " ok in %.2f s = %.0f/s", opt.label, opt.n,
           opt.subs, subscribed, secs, per(subscribed, secs));
    if (opt.pid_count) {
        printf(" (%.2f us CPU, %.0f bytes each)", per(cpu * 1e6, subscribed), bytes_each);
    }
    printf("; routing %.0f msg/s delivered, lost %" PRId64, per(m.delivered, m.secs),
           (int64_t)(expected_in_all() - count.unique));
    if (opt.pid_count) {
        printf(", broker %.2f us/msg", per(m.cpu * 1e6, m.delivered));
    }
    printf("%s\n", faults());
    json_begin("subtree");
    json_number("n", opt.n);
    json_number("sub_ok", subscribed);
    json_number("sub_s", per(subscribed, secs));
    json_number("sub_cpu_us", per(cpu * 1e6, subscribed));
    json_number("bytes_sub", bytes_each);
    json_flow(&m);
    return json_end();
}

/* ---------------------------------------------------------------- startup */

static uint64_t wall_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * NANOS + t.tv_nsec;
}

/* Whether a CONNECT is accepted now. */
static bool is_up(void) {
    uint8_t bytes[160];
    struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons(opt.port)};
    inet_pton(AF_INET, opt.host, &target.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool up = false;
    if (!connect(fd, (void *)&target, sizeof target)) {
        uint64_t size = put_connect(bytes, opt.prefix, true);
        struct pollfd answer = {fd, POLLIN, 0};
        if (send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size && poll(&answer, 1, 2000) > 0) {
            up = recv(fd, bytes, sizeof bytes, 0) >= 4 && bytes[0] == CONNACK << 4 && bytes[3] == 0;
        }
    }
    close(fd);
    return up;
}

int run_startup(void) {
    uint64_t begin = opt.t0 ? opt.t0 : wall_ns(), end = now_ns() + STARTUP_MAX;
    int tries = 1;
    for (; !is_up(); tries++) {
        if (now_ns() > end) {
            printf("%s start-up FAILED: no CONNECT was accepted in 120 s\n", opt.label);
            return 1;
        }
        sleep_s(STARTUP_TRY_S);
    }
    double ms = (wall_ns() - begin) / 1e6;
    sleep_s(opt.hold);
    printf("%s start-up to first accepted CONNECT %.0f ms", opt.label, ms);
    if (opt.pid_count) {
        printf(", idle RSS after %.0f s %ld KiB, CPU used so far %.2f s", opt.hold, broker_memory_kib("VmRSS"),
               broker_cpu());
    }
    printf("\n");
    json_begin("startup");
    json_number("startup_ms", ms);
    json_number("tries", tries);
    if (opt.pid_count) {
        json_number("idle_rss_kb", broker_memory_kib("VmRSS"));
        json_number("startup_cpu_s", broker_cpu());
    }
    return json_end();
}
