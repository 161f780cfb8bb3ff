/* Packets that are sent: MQTT 3.1.1 and 5. */
#define _GNU_SOURCE
#include "mqttload.h"

#include <stdlib.h>
#include <string.h>

/* A socket's buffer is handed to the kernel above this. */
#define BUFFER_HIGH (1u << 17)
#define TOPIC_MAX 128
#define ID_MAX 64
#define SESSION_EXPIRY_S 3600
#define PACKET_IDS 65536
/* Messages between two looks at the clock in a closed loop. */
#define SAME_TIME 32

static uint8_t filler[1 << 16];

/* --------------------------------------------------------------- building */

static uint32_t length_bytes(uint32_t value) {
    return value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : 4;
}

static uint8_t *put_length(uint8_t *p, uint32_t value) {
    do {
        uint8_t low = value & 127;
        value >>= 7;
        *p++ = low | (value ? 128 : 0);
    } while (value);
    return p;
}

static uint8_t *put_short(uint8_t *p, unsigned value) {
    *p++ = value >> 8;
    *p++ = value;
    return p;
}

static uint8_t *put_text(uint8_t *p, const char *text, size_t len) {
    p = put_short(p, len);
    memcpy(p, text, len);
    return p + len;
}

/* A packet of four bytes: PUBACK and its like. */
void send_ack(struct conn *c, int first_byte, unsigned packet_id) {
    uint8_t *p = begin_packet(c, 4);
    p[0] = first_byte;
    p[1] = 2;
    put_short(p + 2, packet_id);
    end_packet(c, 4);
}

/* CONNECT, of at most 160 bytes; its length. */
uint64_t put_connect(uint8_t *to, const char *id, bool clean) {
    uint8_t body[140], *p = body;
    p = put_text(p, "MQTT", 4);
    *p++ = opt.v5 ? 5 : 4;
    *p++ = clean ? 2 : 0;
    p = put_short(p, opt.keepalive);
    if (opt.v5 && clean) {
        *p++ = 0;
    } else if (opt.v5) {
        *p++ = 5;
        *p++ = 17; /* Session Expiry Interval */
        p = put_short(p, 0);
        p = put_short(p, SESSION_EXPIRY_S);
    }
    p = put_text(p, id, strlen(id));
    uint8_t *packet = to;
    *packet++ = CONNECT << 4;
    packet = put_length(packet, p - body);
    memcpy(packet, body, p - body);
    return packet + (p - body) - to;
}

void send_connect(struct conn *c) {
    char id[ID_MAX];
    uint8_t packet[160];
    snprintf(id, sizeof id, "%s%c%d", opt.prefix, "ipsc"[c->role], c->index);
    uint64_t size = put_connect(packet, id, c->clean);
    memcpy(begin_packet(c, size), packet, size);
    end_packet(c, size);
    c->state = AWAITING_CONNACK;
    flush_connection(c);
}

void send_disconnect(struct conn *c) {
    uint8_t *p = begin_packet(c, 2);
    p[0] = DISCONNECT << 4;
    p[1] = 0;
    end_packet(c, 2);
    flush_connection(c);
}

/* --subtree: what is published to filter i, and to no other. */
static int subtree_topic(long i, char *to) {
    return sprintf(to, "%s/%ld/%ld/v", opt.prefix, i / 1000, i % 1000);
}

static int subtree_filter(long i, char *to) {
    switch ((i * 7 + i / 50) % 10) {
    case 9:
        return sprintf(to, "%s/%ld/%ld/#", opt.prefix, i / 1000, i % 1000);
    case 8:
        return sprintf(to, "+/%ld/%ld/v", i / 1000, i % 1000);
    case 7:
    case 6:
        return sprintf(to, "%s/%ld/%ld/+", opt.prefix, i / 1000, i % 1000);
    default:
        return subtree_topic(i, to);
    }
}

static int filter_of(struct conn *c, char *to) {
    if (c->role == CHURNER) {
        return sprintf(to, "%s/churn/%d/%" PRIu64, opt.prefix, c->index, c->pairs_begun);
    }
    if (opt.mode == RETAINED || opt.map == FAN_IN) {
        return sprintf(to, "%s/#", opt.prefix);
    }
    if (opt.map == SHARED) {
        return sprintf(to, "$share/g%s/%s/#", opt.prefix, opt.prefix);
    }
    return sprintf(to, "%s/%d", opt.prefix, c->index % opt.topics);
}

/* SUBSCRIBE or UNSUBSCRIBE with what its body has behind packet id and properties. */
static void send_filters(struct conn *c, enum packet_type type, const uint8_t *filters, size_t len) {
    uint32_t body = 2 + opt.v5 + len;
    uint64_t size = 1 + length_bytes(body) + body;
    uint8_t *p = begin_packet(c, size);
    *p++ = type << 4 | 2;
    p = put_length(p, body);
    p = put_short(p, 1);
    if (opt.v5) {
        *p++ = 0;
    }
    memcpy(p, filters, len);
    end_packet(c, size);
}

/* The client's filters, or in --subtree the next --per-packet of them. */
void send_subscribe(struct conn *c) {
    char filter[TOPIC_MAX];
    long count_max = opt.mode == SUBTREE ? opt.per_packet : 1;
    uint8_t *body = zeroed(count_max, TOPIC_MAX + 3), *p = body;
    if (opt.mode == SUBTREE) {
        for (long i = 0; i < count_max && c->filters_sent < c->filters; i++) {
            int len = subtree_filter(c->filters_sent++ * opt.subs + c->index, filter);
            p = put_text(p, filter, len);
            *p++ = opt.subqos;
        }
    } else {
        p = put_text(p, filter, filter_of(c, filter));
        *p++ = opt.subqos;
    }
    send_filters(c, SUBSCRIBE, body, p - body);
    free(body);
    c->state = AWAITING_SUBACK;
}

void send_churn(struct conn *c, enum packet_type type) {
    char filter[TOPIC_MAX];
    uint8_t body[TOPIC_MAX + 3], *p = body;
    p = put_text(p, filter, filter_of(c, filter));
    if (type == SUBSCRIBE) {
        *p++ = 0;
    }
    send_filters(c, type, body, p - body);
    flush_connection(c);
}

/* ------------------------------------------------------------- publishing */

void init_publisher(struct conn *c, int index) {
    char topic[TOPIC_MAX];
    c->fd = -1;
    c->role = PUBLISHER;
    c->index = index;
    c->clean = true;
    c->topic_len = sprintf(topic, "%s/%d", opt.prefix, index % opt.topics);
    c->topic = strdup(topic);
    if (opt.qos) {
        c->ids = zeroed(PACKET_IDS / 8, 1);
    }
    if (opt.ack_latency) {
        c->id_time = zeroed(PACKET_IDS, sizeof *c->id_time);
    }
    if (opt.window > 0 && c->fan_out > 1) {
        c->arrived = zeroed(opt.window, sizeof *c->arrived);
    }
    for (size_t i = 0; i < sizeof filler; i++) {
        filler[i] = (uint8_t)(i * 131 + (i >> 8) * 7);
    }
}

static uint16_t take_packet_id(struct conn *c, uint64_t sent_at) {
    do {
        if (!++c->next_id) {
            c->next_id = 1;
        }
    } while (c->ids[c->next_id >> 3] & (1 << (c->next_id & 7)));
    c->ids[c->next_id >> 3] |= 1 << (c->next_id & 7);
    c->inflight++;
    if (c->id_time) {
        c->id_time[c->next_id] = sent_at;
    }
    return c->next_id;
}

static int topic_of_next(struct conn *c, char *to) {
    static uint32_t random = 2463534242u;
    if (opt.mode == SUBTREE) {
        random ^= random << 13, random ^= random >> 17, random ^= random << 5;
        return subtree_topic(random % opt.n, to);
    }
    long i = c->seq * opt.pubs + c->index;
    return sprintf(to, "%s/%ld/%ld", opt.prefix, i / 1000, i % 1000);
}

static void put_payload(uint8_t *p, struct conn *c, uint64_t sent_at, long size) {
    uint32_t magic = PAYLOAD_MAGIC, index = c->index;
    memcpy(p, &magic, 4);
    memcpy(p + 4, &index, 4);
    memcpy(p + 8, &c->seq, 8);
    memcpy(p + 16, &sent_at, 8);
    p += PAYLOAD_HEADER;
    for (long left = size - PAYLOAD_HEADER; left > 0;) {
        long n = left > (long)sizeof filler ? (long)sizeof filler : left;
        memcpy(p, filler, n);
        p += n;
        left -= n;
    }
}

static void send_publish(struct conn *c, uint64_t sent_at) {
    char other_topic[TOPIC_MAX];
    const char *topic = c->topic;
    int topic_len = c->topic_len;
    if (opt.mode == SUBTREE || opt.mode == RETAINED) {
        topic_len = topic_of_next(c, other_topic);
        topic = other_topic;
    }
    long payload = empty_payload ? 0 : opt.size;
    uint32_t body = 2 + topic_len + (opt.qos ? 2 : 0) + opt.v5 + payload;
    uint64_t size = 1 + length_bytes(body) + body;
    uint8_t *p = begin_packet(c, size);
    *p++ = PUBLISH << 4 | opt.qos << 1 | set_retain;
    p = put_length(p, body);
    p = put_text(p, topic, topic_len);
    if (opt.qos) {
        p = put_short(p, take_packet_id(c, sent_at));
    }
    if (opt.v5) {
        *p++ = 0;
    }
    if (payload) {
        put_payload(p, c, sent_at, payload);
    }
    end_packet(c, size);
    c->seq++;
}

/* Sends what window, inflight and pace allow. */
void pump(struct conn *c) {
    if (c->state != READY) {
        return;
    }
    uint64_t sent_at = now_ns();
    int since_clock = 0;
    while (c->seq < c->limit && c->fd >= 0) {
        if (c->wlen - c->wpos > BUFFER_HIGH) {
            flush_connection(c);
            if (c->fd < 0 || c->wlen - c->wpos > BUFFER_HIGH) {
                break;
            }
        }
        if (opt.qos && c->inflight >= c->inflight_max) {
            break;
        }
        if (opt.window > 0 && c->seq - c->tail >= (uint64_t)opt.window) {
            break;
        }
        if (interval > 0) {
            sent_at = schedule_at + (uint64_t)((c->seq * opt.pubs + c->index) * interval);
        } else if (++since_clock % SAME_TIME == 0) {
            sent_at = now_ns();
        }
        send_publish(c, sent_at);
    }
    if (c->fd >= 0 && c->wpos < c->wlen) {
        flush_connection(c);
    }
}
