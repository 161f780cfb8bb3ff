/* The time in which messages are published: pace, churn, stalls, and what is measured. */
#include "mqttload.h"

#include <string.h>

#define WAIT_MAX 20000000 /* nanoseconds; the longest sleep */
/* Turns of the loop between two looks at whether all is done, and whether the broker lives. */
#define TURNS_PER_CHECK 16
#define TURNS_PER_ALIVE_CHECK 1024
#define STALLS_MAX 3
#define OPEN_LOOP_DELAY 1000000 /* nanoseconds before the first message is due */

struct snapshot {
    uint64_t at, delivered, sent, acked, bytes;
    double cpu, own_cpu, machine_cpu;
};

struct phase {
    bool online, measuring, stopped;
    uint64_t measure_at, stop_at;
    struct snapshot begin;
    struct measured result;
    uint64_t due, due_max; /* messages of the open loop: due so far, and in all */
    uint64_t churn_from, churn_begun;
    int churn_next;
    unsigned turns;
    uint64_t progress, progress_at, received;
    int stalls_in_a_row;
};

static struct snapshot look(void) {
    struct snapshot s = {
        .at = now_ns(), .delivered = count.unique, .sent = sent_in_all(), .acked = count.acked, .bytes = count.bytes,
        .cpu = broker_cpu(), .own_cpu = own_cpu(), .machine_cpu = machine_cpu(),
    };
    return s;
}

static struct measured since(struct snapshot *begin, uint64_t until) {
    struct snapshot end = look();
    struct measured m = {
        .secs = (until - begin->at) / 1e9, .cpu = end.cpu - begin->cpu, .own_cpu = end.own_cpu - begin->own_cpu,
        .machine_cpu = end.machine_cpu - begin->machine_cpu, .delivered = end.delivered - begin->delivered,
        .sent = end.sent - begin->sent, .acked = end.acked - begin->acked, .bytes = end.bytes - begin->bytes,
    };
    return m;
}

uint64_t sent_in_all(void) {
    uint64_t sum = 0;
    for (int i = 0; i < opt.pubs; i++) {
        sum += pubs[i].seq;
    }
    return sum;
}

uint64_t expected_in_all(void) {
    uint64_t sum = 0;
    for (int i = 0; i < opt.pubs; i++) {
        sum += pubs[i].seq * pubs[i].fan_out;
    }
    return sum;
}

static struct phase begin(bool online) {
    uint64_t now = now_ns();
    bool by_time = opt.secs > 0;
    struct phase p = {.online = online, .progress_at = now, .churn_from = now};
    p.measure_at = now + (by_time ? (uint64_t)(opt.warm * 1e9) : 0);
    p.stop_at = by_time ? p.measure_at + (uint64_t)(opt.secs * 1e9) : UINT64_MAX;
    p.due_max = by_time ? (uint64_t)(opt.rate * (opt.warm + opt.secs)) : (uint64_t)opt.msgs;
    interval = opt.rate > 0 ? 1e9 / opt.rate : 0;
    schedule_at = now + OPEN_LOOP_DELAY;
    for (int i = 0; i < opt.pubs; i++) {
        long share = opt.msgs / opt.pubs + (i < opt.msgs % opt.pubs);
        pubs[i].limit = opt.rate > 0 ? 0 : by_time ? UINT64_MAX : (uint64_t)share;
        mark_dirty(&pubs[i]);
    }
    return p;
}

static void stop(struct phase *p, uint64_t now) {
    p->stopped = true;
    p->result = since(&p->begin, now);
    for (int i = 0; i < opt.pubs && opt.rate <= 0; i++) {
        pubs[i].limit = pubs[i].seq;
    }
}

/* Open loop: message k is due at its time, whoever is late. */
static void release_due(struct phase *p, uint64_t now) {
    uint64_t due = now > schedule_at ? (uint64_t)((now - schedule_at) / interval) + 1 : 0;
    for (due = due > p->due_max ? p->due_max : due; p->due < due; p->due++) {
        struct conn *c = &pubs[p->due % opt.pubs];
        c->limit = p->due / opt.pubs + 1;
        mark_dirty(c);
    }
}

/* Begins the pairs that are due, each on a connection that has none; without one they are late. */
static void churn(struct phase *p, uint64_t now) {
    uint64_t due = (uint64_t)((now - p->churn_from) / 1e9 * opt.churn);
    for (int tried = 0; p->churn_begun < due && tried < opt.churn_conns; tried++) {
        struct conn *c = &churners[p->churn_next++ % opt.churn_conns];
        if (c->state == READY && c->pairs_begun == c->pairs_done) {
            c->pairs_begun++;
            p->churn_begun++;
            send_churn(c, SUBSCRIBE);
            tried = 0;
        }
    }
}

/* Writes off what is outstanding, so that a lost message does not end the run. */
static void write_off(void) {
    for (int i = 0; i < opt.pubs; i++) {
        pubs[i].tail = pubs[i].seq;
        if (pubs[i].arrived) {
            memset(pubs[i].arrived, 0, opt.window * sizeof *pubs[i].arrived);
        }
        mark_dirty(&pubs[i]);
    }
}

/* How far the publishers are. */
struct standing {
    bool all_sent, none_left, unwritten;
    uint64_t sent, inflight;
};

static struct standing standing(struct phase *p) {
    struct standing s = {.none_left = true};
    bool all_sent = opt.rate <= 0 || p->due >= p->due_max || p->stopped;
    for (int i = 0; i < opt.pubs; i++) {
        struct conn *c = &pubs[i];
        s.sent += c->seq;
        if (c->state == READY) {
            s.none_left = false;
            s.inflight += c->inflight;
            all_sent = all_sent && c->seq >= c->limit;
        }
        s.unwritten = s.unwritten || c->wpos < c->wlen;
    }
    s.all_sent = all_sent;
    return s;
}

static bool is_over(struct phase *p, uint64_t now) {
    struct standing s = standing(p);
    bool all_received = !p->online || count.unique >= expected_in_all();
    bool written = p->online || opt.qos > 0 || !s.unwritten;
    if (all_received && (s.none_left || (s.all_sent && s.inflight == 0 && written))) {
        return true;
    }
    uint64_t progress = count.received + count.acked + (p->online ? 0 : s.sent);
    if (progress != p->progress) {
        p->progress = progress;
        p->progress_at = now;
        if (count.received != p->received) {
            p->received = count.received;
            p->stalls_in_a_row = 0;
        }
        return false;
    }
    double idle = (now - p->progress_at) / 1e9;
    bool done = s.all_sent || p->stopped || s.none_left;
    if (done && idle > opt.drain) {
        return true;
    }
    if (!done && opt.rate <= 0 && idle > opt.stall) {
        count.stalls++;
        p->progress_at = now;
        if (++p->stalls_in_a_row >= STALLS_MAX) {
            return true;
        }
        write_off();
    }
    return p->turns % TURNS_PER_ALIVE_CHECK == 0 && !brokers_alive();
}

static int64_t wait_nanos(struct phase *p) {
    if (any_dirty()) {
        return 0;
    }
    uint64_t now = now_ns(), next = now + WAIT_MAX;
    if (opt.rate > 0 && p->due < p->due_max) {
        uint64_t due = schedule_at + (uint64_t)(p->due * interval);
        next = due < next ? due : next;
    }
    if (opt.churn > 0 && !p->stopped) {
        uint64_t due = p->churn_from + (uint64_t)((p->churn_begun + 1) / opt.churn * 1e9);
        next = due < next ? due : next;
    }
    return next > now ? (int64_t)(next - now) : 0;
}

/* Publishes for --secs after --warm, or --msgs, then waits for what is missing. */
struct measured publish_phase(bool online) {
    struct phase p = begin(online);
    for (;;) {
        uint64_t now = now_ns();
        now_cached = now;
        if (!p.measuring && now >= p.measure_at) {
            p.measuring = true;
            measured_from = now;
            p.begin = look();
        }
        if (!p.stopped && now >= p.stop_at) {
            stop(&p, now);
        }
        if (opt.rate > 0) {
            release_due(&p, now);
        }
        if (opt.churn > 0 && !p.stopped) {
            churn(&p, now);
        }
        pump_dirty();
        if ((++p.turns % TURNS_PER_CHECK == 0 || p.stopped) && is_over(&p, now)) {
            break;
        }
        poll_once(wait_nanos(&p));
    }
    if (!p.stopped) {
        p.result = since(&p.begin, online && last_unique_at ? last_unique_at : now_ns());
    }
    return p.result;
}
