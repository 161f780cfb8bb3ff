/* Packets that are received, and what a delivery must be. */
#include "mqttload.h"

#include <string.h>

#define RECEIVE_MAXIMUM_DEFAULT 65535

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
            return RECEIVE_MAXIMUM_DEFAULT;
        }
    }
    return RECEIVE_MAXIMUM_DEFAULT;
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
