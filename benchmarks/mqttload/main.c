/*
 * mqttload: a load generator for MQTT 3.1.1 and 5 that verifies what is delivered.
 *
 * One thread, one epoll set, no libraries. It connects to the IPv4 address given with --host and to no other.
 */
#define _GNU_SOURCE
#include "mqttload.h"

#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define INFLIGHT_MAX 60000
#define SPARE_FILES 32
#define SECS_DEFAULT 5

struct options opt = {
    .host = "127.0.0.1", .label = "", .port = 1883, .pubs = 1, .subs = -1, .subqos = -1, .inflight = 100,
    .parallel = 100, .per_packet = 100, .keepalive = 600, .churn_conns = 50, .size = 64, .window = -1, .warm = 1,
    .drain = 5, .hold = 3, .stall = 3,
};
struct conn *pubs, *subs, *churners;
struct stream *streams;
uint64_t *highest;
bool stream_per_pub, set_retain, empty_payload;
double interval;
uint64_t schedule_at, measured_from, last_unique_at, now_cached;
struct counts count;

void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("mqttload: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    exit(2);
}

void *zeroed(size_t items, size_t size) {
    void *memory = calloc(items ? items : 1, size);
    if (!memory) {
        die("out of memory");
    }
    return memory;
}

void *resized(void *memory, size_t size) {
    memory = realloc(memory, size);
    if (!memory) {
        die("out of memory");
    }
    return memory;
}

static void usage(FILE *to) {
    fputs("mqttload --port N [--host 127.0.0.1] [--v5] [--ws] [--pid PID[,PID..]] [--label L] [--json FILE] SCENARIO\n"
          "flow (default): --map 1to1|fanin|fanout|shared --pubs P --subs S [--topics T] --qos Q [--subqos Q]\n"
          "                [--size B] (--msgs N | --secs D [--warm W]) [--rate R] [--inflight I] [--window W]\n"
          "                [--drain S] [--stall S] [--stay] [--ack-latency] [--churn R [--churn-conns C]]\n"
          "--conns N --idle [--idlesub] [--parallel C] [--hold S] [--wait]\n"
          "--persistent --pubs P --msgs N --qos Q [--size B] [--leave] [--ack-latency]\n"
          "--retained N [--pubs P] --qos Q [--size B] [--keep]\n"
          "--subtree N [--subs C] [--pubs P] --secs D [--per-packet F] [--wait]\n"
          "--startup [--t0 REALTIME_NS] [--hold S]\n"
          "README.md says what each means.\n",
          to);
}

static void wrong_usage(void) {
    usage(stderr);
    exit(2);
}

enum flag {
    HELP = 1, HOST, PORT, V5, WS, PID, LABEL, JSON, MAP, PUBS, SUBS, TOPICS, QOS, SUBQOS, SIZE, MSGS, SECS, WARM, RATE,
    INFLIGHT, WINDOW, DRAIN, STALL, STAY, ACK_LATENCY, CHURN, CHURN_CONNS, CONNS, IDLE_FLAG, IDLESUB, PARALLEL, HOLD,
    WAIT, PERSISTENT_FLAG, LEAVE, RETAINED_FLAG, KEEP, SUBTREE_FLAG, PER_PACKET, STARTUP_FLAG, T0, KEEPALIVE, PREFIX
};

static const struct option FLAGS[] = {
    {"help", 0, 0, HELP}, {"host", 1, 0, HOST}, {"port", 1, 0, PORT}, {"v5", 0, 0, V5}, {"ws", 0, 0, WS},
    {"pid", 1, 0, PID}, {"label", 1, 0, LABEL}, {"json", 1, 0, JSON}, {"map", 1, 0, MAP}, {"pubs", 1, 0, PUBS},
    {"subs", 1, 0, SUBS}, {"topics", 1, 0, TOPICS}, {"qos", 1, 0, QOS}, {"subqos", 1, 0, SUBQOS},
    {"size", 1, 0, SIZE}, {"msgs", 1, 0, MSGS}, {"secs", 1, 0, SECS}, {"warm", 1, 0, WARM}, {"rate", 1, 0, RATE},
    {"inflight", 1, 0, INFLIGHT}, {"window", 1, 0, WINDOW}, {"drain", 1, 0, DRAIN}, {"stall", 1, 0, STALL},
    {"stay", 0, 0, STAY}, {"ack-latency", 0, 0, ACK_LATENCY}, {"churn", 1, 0, CHURN},
    {"churn-conns", 1, 0, CHURN_CONNS}, {"conns", 1, 0, CONNS}, {"idle", 0, 0, IDLE_FLAG},
    {"idlesub", 0, 0, IDLESUB}, {"parallel", 1, 0, PARALLEL}, {"hold", 1, 0, HOLD}, {"wait", 0, 0, WAIT},
    {"persistent", 0, 0, PERSISTENT_FLAG}, {"leave", 0, 0, LEAVE}, {"retained", 1, 0, RETAINED_FLAG},
    {"keep", 0, 0, KEEP}, {"subtree", 1, 0, SUBTREE_FLAG}, {"per-packet", 1, 0, PER_PACKET},
    {"startup", 0, 0, STARTUP_FLAG}, {"t0", 1, 0, T0}, {"keepalive", 1, 0, KEEPALIVE}, {"prefix", 1, 0, PREFIX},
    {0},
};

static enum map map_named(const char *name) {
    static const char *names[] = {"1to1", "fanin", "fanout", "shared"};
    for (int i = 0; i < 4; i++) {
        if (!strcmp(name, names[i])) {
            return i;
        }
    }
    die("--map is 1to1, fanin, fanout or shared, not %s", name);
}

static void add_pids(char *list) {
    for (char *pid = strtok(list, ","); pid && opt.pid_count < PIDS_MAX; pid = strtok(NULL, ",")) {
        opt.pids[opt.pid_count++] = atoi(pid);
    }
}

static void set(enum flag flag, char *value) {
    switch (flag) {
    case HELP: usage(stdout); exit(0);
    case HOST: opt.host = value; break;
    case PORT: opt.port = atoi(value); break;
    case V5: opt.v5 = true; break;
    case WS: opt.ws = true; break;
    case PID: add_pids(value); break;
    case LABEL: opt.label = value; break;
    case JSON: opt.json = value; break;
    case MAP: opt.map = map_named(value); break;
    case PUBS: opt.pubs = atoi(value); break;
    case SUBS: opt.subs = atoi(value); break;
    case TOPICS: opt.topics = atoi(value); break;
    case QOS: opt.qos = atoi(value); break;
    case SUBQOS: opt.subqos = atoi(value); break;
    case SIZE: opt.size = atol(value); break;
    case MSGS: opt.msgs = atol(value); break;
    case SECS: opt.secs = atof(value); break;
    case WARM: opt.warm = atof(value); break;
    case RATE: opt.rate = atof(value); break;
    case INFLIGHT: opt.inflight = atoi(value); break;
    case WINDOW: opt.window = atol(value); break;
    case DRAIN: opt.drain = atof(value); break;
    case STALL: opt.stall = atof(value); break;
    case STAY: opt.stay = true; break;
    case ACK_LATENCY: opt.ack_latency = true; break;
    case CHURN: opt.churn = atof(value); break;
    case CHURN_CONNS: opt.churn_conns = atoi(value); break;
    case CONNS: opt.conns = atol(value); break;
    case IDLE_FLAG: opt.mode = IDLE_CONNECTIONS; break;
    case IDLESUB: opt.idlesub = true; break;
    case PARALLEL: opt.parallel = atoi(value); break;
    case HOLD: opt.hold = atof(value); break;
    case WAIT: opt.wait = true; break;
    case PERSISTENT_FLAG: opt.mode = PERSISTENT; break;
    case LEAVE: opt.leave = true; break;
    case RETAINED_FLAG: opt.mode = RETAINED; opt.n = atol(value); break;
    case KEEP: opt.keep = true; break;
    case SUBTREE_FLAG: opt.mode = SUBTREE; opt.n = atol(value); break;
    case PER_PACKET: opt.per_packet = atoi(value); break;
    case STARTUP_FLAG: opt.mode = STARTUP; break;
    case T0: opt.t0 = strtoull(value, NULL, 10); break;
    case KEEPALIVE: opt.keepalive = atoi(value); break;
    case PREFIX: snprintf(opt.prefix, sizeof opt.prefix, "%s", value); break;
    default: wrong_usage();
    }
}

static void check_options(void) {
    bool no_number = (opt.mode == IDLE_CONNECTIONS && opt.conns < 1) ||
                     ((opt.mode == RETAINED || opt.mode == SUBTREE) && opt.n < 1);
    if (opt.pubs < 1 || opt.qos < 0 || opt.qos > 2 || no_number || opt.churn_conns < 1 || opt.per_packet < 1) {
        wrong_usage();
    }
    opt.size = opt.size < PAYLOAD_HEADER ? PAYLOAD_HEADER : opt.size;
    opt.subqos = opt.subqos >= 0 ? opt.subqos : opt.qos;
    opt.inflight = opt.inflight < 1 ? 1 : opt.inflight > INFLIGHT_MAX ? INFLIGHT_MAX : opt.inflight;
    if ((opt.mode == FLOW || opt.mode == SUBTREE) && opt.secs <= 0 && opt.msgs <= 0) {
        opt.secs = SECS_DEFAULT;
    }
    if (!opt.prefix[0]) {
        unsigned any = (getpid() ^ (now_ns() / 1000) << 3) & 0xffffff;
        snprintf(opt.prefix, sizeof opt.prefix, "m%x", any);
    }
}

static void raise_file_limit(void) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    long needed = (opt.mode == IDLE_CONNECTIONS ? opt.conns : opt.pubs + opt.subs) + SPARE_FILES;
    if ((long)files.rlim_max < needed) {
        die("this needs %ld open files, and the limit is %ld: raise 'ulimit -Hn'", needed, (long)files.rlim_max);
    }
}

int main(int argc, char **argv) {
    int flag;
    while ((flag = getopt_long(argc, argv, "", FLAGS, NULL)) != -1) {
        set(flag, optarg);
    }
    if (optind < argc) {
        wrong_usage();
    }
    check_options();
    raise_file_limit();
    prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    open_epoll();
    reset_peak();
    switch (opt.mode) {
    case IDLE_CONNECTIONS: return run_idle();
    case PERSISTENT: return run_persistent();
    case RETAINED: return run_retained();
    case SUBTREE: return run_subtree();
    case STARTUP: return run_startup();
    default: return run_flow();
    }
}
