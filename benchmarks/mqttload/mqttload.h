/* What the files of mqttload share. README.md has the meaning of every figure. */
#ifndef MQTTLOAD_H
#define MQTTLOAD_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum packet_type {
    CONNECT = 1, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK,
    PINGREQ, PINGRESP, DISCONNECT
};
enum role { IDLE, PUBLISHER, SUBSCRIBER, CHURNER };
enum state { CLOSED, CONNECTING, UPGRADING, AWAITING_CONNACK, AWAITING_SUBACK, READY, DEAD };
enum mode { FLOW, IDLE_CONNECTIONS, PERSISTENT, RETAINED, SUBTREE, STARTUP };
enum map { ONE_TO_ONE, FAN_IN, FAN_OUT, SHARED };

#define PREFIX_MAX 20
#define PIDS_MAX 16
#define NANOS 1000000000ull

/* A payload begins with: magic, index of the publisher, number of the message, time of sending. */
#define PAYLOAD_MAGIC 0x4d4c3031u
#define PAYLOAD_HEADER 24

/* What the command line says. */
struct options {
    const char *host, *label, *json;
    char prefix[PREFIX_MAX];
    int port, pubs, subs, topics, qos, subqos, inflight, parallel, per_packet, keepalive, churn_conns;
    enum mode mode;
    enum map map;
    bool v5, ws, keep, idlesub, stay, leave, ack_latency, wait;
    long size, msgs, conns, window, n;
    double rate, secs, warm, drain, hold, stall, churn;
    uint64_t t0;
    int pid_count, pids[PIDS_MAX];
};
extern struct options opt;

/* What came in of the messages of one publisher: a bit for each. */
struct stream {
    uint64_t max;
    uint8_t *bits;
    uint64_t capacity;
};

/* A PUBLISH that is being received. */
struct incoming {
    uint64_t seq, sent_at;
    uint32_t publisher;
    uint16_t packet_id;
    uint8_t qos;
    bool dup, retain, ours;
};

struct conn {
    int fd, index;
    enum role role;
    enum state state;
    bool wants_write, dirty, clean;
    uint8_t *rbuf; /* the beginning of a packet whose end has not come */
    uint32_t rlen, rcap;
    uint8_t *wbuf;
    uint64_t wpos, wlen, wcap;
    uint64_t skip; /* bytes of a large PUBLISH still to come */
    struct incoming incoming;
    uint64_t frame_left; /* WebSocket: bytes of the frame still to come, and of the next one's header so far */
    uint8_t frame_header[10], frame_header_len;
    bool frame_is_data;
    /* a publisher's */
    uint64_t seq, limit, tail; /* messages sent, to be sent, and complete at their receivers */
    uint32_t inflight, inflight_max, fan_out;
    uint16_t next_id, topic_len;
    uint8_t *ids;      /* a bit for each packet id in use */
    uint64_t *id_time; /* --ack-latency: when it was sent */
    uint16_t *arrived; /* how many receivers have each message of the window */
    char *topic;
    /* a subscriber's, in --subtree */
    long filters_sent, filters;
    /* a churner's */
    uint64_t pairs_begun, pairs_done;
};

extern struct conn *pubs, *subs, *churners;
extern struct stream *streams;
extern uint64_t *highest;    /* by subscriber and publisher, where several subscribers share a stream */
extern bool stream_per_pub;  /* a stream's index is the publisher's alone */
extern bool set_retain, empty_payload;
extern double interval;      /* nanoseconds between the messages of an open loop, 0 in a closed one */
extern uint64_t schedule_at; /* when the open loop began */
extern uint64_t measured_from; /* latency is recorded for messages meant to be sent after this; 0: none yet */
extern uint64_t last_unique_at;
extern uint64_t now_cached;

/* Counted over the whole run. */
struct counts {
    uint64_t received, unique, duplicates, disordered, dup_flags, foreign, refused, disconnects, failed_connects,
        ready, suback, failed_subscribes, nack, stalls, acked, protocol_errors, retain_flags, bytes, downgraded, pairs;
};
extern struct counts count;

/* main.c */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void *zeroed(size_t items, size_t size);
void *resized(void *memory, size_t size);

/* measure.c */
uint64_t now_ns(void);
void sleep_s(double seconds);
void latency_add(uint64_t nanos);
double latency_us(double percentile);
double latency_max_us(void);
double broker_cpu(void);
double own_cpu(void);
double machine_cpu(void);
long broker_memory_kib(const char *key);
void reset_peak(void);
bool brokers_alive(void);
void json_begin(const char *scenario);
void json_number(const char *name, double value);
int json_end(void);
const char *faults(void);

/* connection.c */
void open_epoll(void);
void start_connection(struct conn *c);
void close_connection(struct conn *c, bool unexpected);
void flush_connection(struct conn *c);
uint8_t *begin_packet(struct conn *c, uint64_t size);
void end_packet(struct conn *c, uint64_t size);
void mark_dirty(struct conn *c);
bool any_dirty(void);
void pump_dirty(void);
void poll_once(int64_t wait_nanos);
void connect_all(struct conn *all, int n, double timeout_s);
void drop_all(struct conn *all, int n);

/* send.c */
uint64_t put_connect(uint8_t *to, const char *id, bool clean);
void send_connect(struct conn *c);
void send_disconnect(struct conn *c);
void send_ack(struct conn *c, int first_byte, unsigned packet_id);
void send_subscribe(struct conn *c);
void send_churn(struct conn *c, enum packet_type type);
void init_publisher(struct conn *c, int index);
void pump(struct conn *c);

/* receive.c */
size_t take_packets(struct conn *c, uint8_t *bytes, size_t len);

/* publish.c */
struct measured {
    double secs, cpu, own_cpu, machine_cpu;
    uint64_t delivered, sent, acked, bytes;
};
struct measured publish_phase(bool subscribers_online);
uint64_t sent_in_all(void);
uint64_t expected_in_all(void);

/* scenarios.c */
int run_flow(void);
int run_idle(void);
int run_persistent(void);
int run_retained(void);
int run_subtree(void);
int run_startup(void);

#endif
