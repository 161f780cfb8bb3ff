/* Packets of MQTT 3.1.1 and 5, and what a delivery must be. */
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
static void send_ack(struct conn *c, int first_byte, unsigned packet_id) {
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

static void acknowledged(struct conn *c, unsigned packet_id) {
    if (!c->ids || !(c->ids[packet_id >> 3] & (1 << (packet_id & 7)))) {
        count.protocol_errors++;
        return;
    }
    c->ids[packet_id >> 3] &= ~(1 << (packet_id & 7));
    c->inflight--;
    count.acked++;
    if (c->id_time && measured_from && c->id_time[packet_id] >= measured_from) {
        latency_add(now_ns() - c->id_time[packet_id]);
    }
    mark_dirty(c);
}

/* -------------------------------------------------------------- receiving */

/* Notes that message seq came; false when it had come before. */
static bool note(struct stream *stream, uint64_t seq) {
    if (seq >> 3 >= stream->capacity) {
        uint64_t capacity = stream->capacity ? stream->capacity * 2 : 256;
        while (capacity <= seq >> 3) {
            capacity *= 2;
        }
        stream->bits = resized(stream->bits, capacity);
        memset(stream->bits + stream->capacity, 0, capacity - stream->capacity);
        stream->capacity = capacity;
    }
    uint8_t *byte = &stream->bits[seq >> 3], bit = 1 << (seq & 7);
    bool first = !(*byte & bit);
    *byte |= bit;
    return first;
}

/* Opens the publisher's window when a message is at all its receivers. */
static void advance_window(struct conn *publisher, uint64_t seq) {
    if (publisher->fan_out <= 1) {
        if (publisher->tail < publisher->seq) {
            publisher->tail++; /* a count, not a position: order is checked apart */
            mark_dirty(publisher);
        }
        return;
    }
    if (seq < publisher->tail) {
        return; /* written off before */
    }
    uint16_t *arrived = publisher->arrived;
    if (++arrived[seq % opt.window] >= publisher->fan_out) {
        while (publisher->tail < publisher->seq && arrived[publisher->tail % opt.window] >= publisher->fan_out) {
            arrived[publisher->tail++ % opt.window] = 0;
        }
    }
    mark_dirty(publisher);
}

static void deliver(struct conn *c) {
    struct incoming *in = &c->incoming;
    count.received++;
    count.dup_flags += in->dup;
    count.retain_flags += in->retain;
    if (in->qos == 1) {
        send_ack(c, PUBACK << 4, in->packet_id);
    } else if (in->qos == 2) {
        send_ack(c, PUBREC << 4, in->packet_id);
    }
    if (!in->ours || in->publisher >= (uint32_t)opt.pubs || in->seq >= pubs[in->publisher].seq) {
        count.foreign++;
        return;
    }
    struct conn *publisher = &pubs[in->publisher];
    size_t pair = (size_t)c->index * opt.pubs + in->publisher;
    struct stream *stream = &streams[stream_per_pub ? in->publisher : pair];
    if (!note(stream, in->seq)) {
        count.duplicates++;
        return;
    }
    count.unique++;
    last_unique_at = now_cached;
    uint64_t *max = highest ? &highest[pair] : &stream->max;
    if (in->seq + 1 > *max) {
        *max = in->seq + 1;
    } else {
        count.disordered++;
    }
    if (!opt.ack_latency && measured_from && in->sent_at >= measured_from) {
        latency_add(now_cached > in->sent_at ? now_cached - in->sent_at : 0);
    }
    if (opt.window > 0) {
        advance_window(publisher, in->seq);
    }
}

/* Bytes that a length takes, with its value; 0 when its end is missing, -1 when it is malformed. */
static int read_length(const uint8_t *p, const uint8_t *end, uint32_t *value) {
    uint32_t sum = 0;
    for (int i = 0; i < 4; i++) {
        if (p + i >= end) {
            return 0;
        }
        sum |= (uint32_t)(p[i] & 127) << (7 * i);
        if (!(p[i] & 128)) {
            *value = sum;
            return i + 1;
        }
    }
    return -1;
}

static uint16_t read_short(const uint8_t *p) {
    return p[0] << 8 | p[1];
}

/* Receive Maximum among the properties of CONNACK; 65,535 when it is not there. */
static uint32_t receive_maximum(const uint8_t *p, const uint8_t *end) {
    while (p + 3 <= end) {
        switch (*p++) {
        case 33:
            return read_short(p);
        case 34: case 19:
            p += 2;
            break;
        case 17: case 39:
            p += 4;
            break;
        case 36: case 37: case 40: case 41: case 42:
            p++;
            break;
        case 18: case 31: case 26: case 28: case 21: case 22:
            p += 2 + read_short(p);
            break;
        case 38: /* a user property: two texts */
            p += 2 + read_short(p);
            p += p + 2 <= end ? 2 + read_short(p) : 0;
            break;
        default:
            return 65535;
        }
    }
    return 65535;
}

static void on_connack(struct conn *c, const uint8_t *body, uint32_t len) {
    if (len < 2 || body[1]) {
        count.refused++;
        close_connection(c, true);
        return;
    }
    c->inflight_max = opt.inflight;
    uint32_t properties;
    int prefix = opt.v5 ? read_length(body + 2, body + len, &properties) : 0;
    if (prefix > 0 && 2 + prefix + properties <= len) {
        uint32_t granted = receive_maximum(body + 2 + prefix, body + 2 + prefix + properties);
        if (granted < c->inflight_max) {
            c->inflight_max = granted;
        }
    }
    bool session_present = body[0] & 1;
    bool subscribes = (c->role == SUBSCRIBER && opt.mode != RETAINED && !(opt.mode == PERSISTENT && session_present)) ||
                      (c->role == IDLE && opt.idlesub);
    if (subscribes) {
        send_subscribe(c);
    } else {
        c->state = READY;
        count.ready++;
    }
}

static void on_suback(struct conn *c, const uint8_t *body, uint32_t len) {
    uint32_t codes = 2, properties;
    if (opt.v5) {
        int prefix = read_length(body + 2, body + len, &properties);
        codes += prefix > 0 ? prefix + properties : 0;
    }
    for (uint32_t i = codes; i < len; i++) {
        if (body[i] >= 0x80) {
            count.failed_subscribes++;
        } else if (c->role != CHURNER) {
            count.suback++;
            count.downgraded += body[i] < opt.subqos;
        }
    }
    if (c->role == CHURNER) {
        send_churn(c, UNSUBSCRIBE);
    } else if (opt.mode == SUBTREE && c->filters_sent < c->filters) {
        send_subscribe(c);
    } else if (c->state == AWAITING_SUBACK) {
        c->state = READY;
        count.ready++;
    }
}

static void on_control(struct conn *c, int type, const uint8_t *body, uint32_t len) {
    unsigned packet_id = len >= 2 ? read_short(body) : 0;
    bool refused = len >= 3 && body[2] >= 0x80;
    switch (type) {
    case CONNACK:
        on_connack(c, body, len);
        break;
    case SUBACK:
        on_suback(c, body, len);
        break;
    case UNSUBACK:
        c->pairs_done++;
        count.pairs++;
        break;
    case PUBREC:
        if (!refused) {
            send_ack(c, PUBREL << 4 | 2, packet_id);
            break;
        } /* else it ends here */
        /* fall through */
    case PUBACK:
    case PUBCOMP:
        count.nack += refused;
        acknowledged(c, packet_id);
        break;
    case PUBREL:
        send_ack(c, PUBCOMP << 4, packet_id);
        break;
    case PINGRESP:
        break;
    case DISCONNECT:
        close_connection(c, true);
        break;
    default:
        count.protocol_errors++;
    }
}

/*
 * PUBLISH, of which the end may be missing: what is of use is in the first bytes.
 * Where it goes on, or NULL when more bytes are needed.
 */
static uint8_t *on_publish(struct conn *c, int flags, uint8_t *p, uint8_t *packet_end, uint8_t *end) {
    struct incoming *in = &c->incoming;
    in->qos = flags >> 1 & 3;
    in->dup = flags >> 3 & 1;
    in->retain = flags & 1;
    if (p + 2 > end) {
        return NULL;
    }
    p += 2 + read_short(p);
    if (in->qos) {
        if (p + 2 > end) {
            return NULL;
        }
        in->packet_id = read_short(p);
        p += 2;
    }
    if (opt.v5) {
        uint32_t properties;
        int prefix = p < end ? read_length(p, end, &properties) : 0;
        if (prefix <= 0) {
            return NULL;
        }
        p += prefix + properties;
    }
    long payload = packet_end - p;
    in->ours = false;
    if (payload >= PAYLOAD_HEADER) {
        if (p + PAYLOAD_HEADER > end) {
            return NULL;
        }
        uint32_t magic;
        memcpy(&magic, p, 4);
        in->ours = magic == PAYLOAD_MAGIC;
        memcpy(&in->publisher, p + 4, 4);
        memcpy(&in->seq, p + 8, 8);
        memcpy(&in->sent_at, p + 16, 8);
    } else if (packet_end > end) {
        return NULL;
    }
    count.bytes += payload > 0 ? payload : 0;
    if (packet_end > end) {
        c->skip = packet_end - end;
        return end;
    }
    deliver(c);
    return packet_end;
}

/* Takes packets as far as they are complete; how many bytes they had. */
size_t take_packets(struct conn *c, uint8_t *bytes, size_t len) {
    uint8_t *p = bytes, *end = bytes + len;
    while (p < end && c->fd >= 0) {
        if (c->skip) {
            size_t n = (size_t)(end - p) < c->skip ? (size_t)(end - p) : c->skip;
            p += n;
            c->skip -= n;
            if (c->skip == 0) {
                deliver(c);
            }
            continue;
        }
        uint32_t body_len;
        int prefix = read_length(p + 1, end, &body_len);
        if (prefix < 0) {
            count.protocol_errors++;
            close_connection(c, true);
        }
        if (prefix <= 0) {
            break;
        }
        uint8_t *body = p + 1 + prefix, *packet_end = body + body_len;
        if (*p >> 4 == PUBLISH) {
            uint8_t *next = on_publish(c, *p & 15, body, packet_end, end);
            if (!next) {
                break;
            }
            p = next;
        } else if (packet_end <= end) {
            on_control(c, *p >> 4, body, body_len);
            p = packet_end;
        } else {
            break;
        }
    }
    return p - bytes;
}
