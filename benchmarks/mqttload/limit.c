/*
 * limit: the least work that a TCP relay can do for the same traffic as mqttload.
 *
 * One thread, one epoll set. It answers the handshake packets so that mqttload can drive it, but a PUBLISH is
 * forwarded by its frame length alone: no topic match, no session, no bookkeeping of acknowledgements. All frames
 * that are read from a socket in one go are copied to each receiver's buffer in one memcpy, and written in one send
 * for each receiver and turn.
 *
 *   limit PORT 1to1     subscriber i <-> publisher i, in the order in which they connect
 *   limit PORT fanout   every publisher -> every subscriber
 *   limit PORT fanin    every publisher -> the first subscriber
 *
 * A client is a subscriber once it sends SUBSCRIBE. With QoS 1 the relay sends PUBACK at once and drops those of the
 * subscribers. A receiver's buffer has no bound: mqttload's window bounds it.
 *
 * With '--lose N', '--repeat N' or '--swap N' behind, it loses every Nth PUBLISH, sends it twice, or exchanges it with
 * the one after it: faults that a verifier must find.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_MAX (1u << 18)
#define CONNECTIONS_MAX 65536
#define COMPACT_ABOVE (1u << 20)

enum { CONNECT = 1, PUBLISH = 3, SUBSCRIBE = 8, PINGREQ = 12 };
enum mode { ONE_TO_ONE, FAN_OUT, FAN_IN };
enum fault { NONE, LOSE, REPEAT, SWAP };

struct conn {
    int fd, number; /* among publishers; -1 before the first PUBLISH */
    bool subscriber, wants_write, dirty;
    uint8_t *rbuf, *wbuf;
    size_t rlen, rcap, wpos, wlen, wcap;
    size_t skip; /* bytes of a PUBLISH still to be forwarded */
};

static struct conn **subscribers, **dirty;
static int subscriber_count, publisher_count, dirty_count, epoll;
static uint8_t input[READ_MAX * 2];
static enum mode mode;
static enum fault fault;
static unsigned long fault_every, published;
static uint8_t held[READ_MAX]; /* a PUBLISH to be exchanged with the next */
static size_t held_len;

static void append(struct conn *c, const uint8_t *bytes, size_t len) {
    if (c->wpos == c->wlen) {
        c->wpos = c->wlen = 0;
    }
    if (c->wlen + len > c->wcap) {
        c->wcap = (c->wlen + len) * 2;
        c->wbuf = realloc(c->wbuf, c->wcap);
        if (!c->wbuf) {
            abort();
        }
    }
    memcpy(c->wbuf + c->wlen, bytes, len);
    c->wlen += len;
    if (!c->dirty) {
        c->dirty = true;
        dirty[dirty_count++] = c;
    }
}

static void flush(struct conn *c) {
    while (c->fd >= 0 && c->wpos < c->wlen) {
        ssize_t n = send(c->fd, c->wbuf + c->wpos, c->wlen - c->wpos, MSG_NOSIGNAL);
        if (n > 0) {
            c->wpos += n;
        } else if (errno != EINTR) {
            break;
        }
    }
    bool wants_write = c->fd >= 0 && c->wpos < c->wlen;
    if (wants_write && c->wpos > COMPACT_ABOVE) {
        memmove(c->wbuf, c->wbuf + c->wpos, c->wlen - c->wpos);
        c->wlen -= c->wpos;
        c->wpos = 0;
    }
    if (c->fd >= 0 && wants_write != c->wants_write) {
        struct epoll_event e = {.events = EPOLLIN | (wants_write ? EPOLLOUT : 0), .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
        c->wants_write = wants_write;
    }
}

static void forward(struct conn *from, const uint8_t *bytes, size_t len) {
    if (len == 0) {
        return;
    }
    int first = mode == ONE_TO_ONE ? from->number : 0;
    int last = mode == FAN_OUT ? subscriber_count - 1 : first;
    for (int i = first; i <= last && i < subscriber_count; i++) {
        if (subscribers[i]->fd >= 0) {
            append(subscribers[i], bytes, len);
        }
    }
}

/* A PUBLISH that is complete, when a fault was asked for. */
static void forward_with_fault(struct conn *from, const uint8_t *packet, size_t len) {
    bool hit = ++published % fault_every == 0;
    if (hit && fault == SWAP && held_len == 0) {
        memcpy(held, packet, len);
        held_len = len;
        return;
    }
    if (!(hit && fault == LOSE)) {
        forward(from, packet, len);
    }
    if (hit && fault == REPEAT) {
        forward(from, packet, len);
    }
    if (held_len > 0) {
        forward(from, held, held_len);
        held_len = 0;
    }
}

static void acknowledge(struct conn *c, const uint8_t *packet_id) {
    append(c, (const uint8_t[]){0x40, 2, packet_id[0], packet_id[1]}, 4);
}

static void answer(struct conn *c, int type, const uint8_t *body, const uint8_t *end) {
    if (type == CONNECT) {
        append(c, (const uint8_t[]){0x20, 2, 0, 0}, 4);
    } else if (type == PINGREQ) {
        append(c, (const uint8_t[]){0xd0, 0}, 2);
    } else if (type == SUBSCRIBE) {
        append(c, (const uint8_t[]){0x90, 3, body[0], body[1], end[-1]}, 5);
        if (!c->subscriber) {
            c->subscriber = true;
            subscribers[subscriber_count++] = c;
        }
    }
}

/* When all subscribers have gone, the next ones are counted from 0. */
static void disconnected(struct conn *c) {
    close(c->fd);
    c->fd = -1;
    for (int i = 0; i < subscriber_count; i++) {
        if (subscribers[i]->fd >= 0) {
            return;
        }
    }
    subscriber_count = publisher_count = 0;
}

/* Length of the fixed header, and of the body; 0 when it is not complete. */
static int read_header(const uint8_t *p, const uint8_t *end, uint32_t *body) {
    *body = 0;
    for (int i = 0; i < 4 && p + 1 + i < end; i++) {
        *body |= (uint32_t)(p[1 + i] & 127) << (7 * i);
        if (!(p[1 + i] & 128)) {
            return 2 + i;
        }
    }
    return 0;
}

static uint8_t *take_packets(struct conn *c, uint8_t *p, uint8_t *end) {
    uint8_t *from = NULL; /* where the PUBLISH packets begin that are forwarded together */
    while (p < end) {
        uint32_t body;
        int header = read_header(p, end, &body);
        uint8_t *packet_end = p + header + body;
        int type = *p >> 4, qos = *p >> 1 & 3;
        if (header == 0) {
            break;
        }
        if (type != PUBLISH) {
            if (from) {
                forward(c, from, p - from);
                from = NULL;
            }
            if (packet_end > end) {
                break;
            }
            answer(c, type, p + header, packet_end);
            p = packet_end;
            continue;
        }
        if (c->number < 0) {
            c->number = publisher_count++;
        }
        if (fault != NONE && packet_end > end) {
            break;
        }
        if (qos) {
            uint8_t *topic = p + header;
            if (topic + 2 > end || topic + 4 + (topic[0] << 8 | topic[1]) > end) {
                break;
            }
            acknowledge(c, topic + 2 + (topic[0] << 8 | topic[1]));
        }
        if (fault != NONE) {
            forward_with_fault(c, p, packet_end - p);
        } else if (!from) {
            from = p;
        }
        if (packet_end > end) {
            c->skip = packet_end - end;
            packet_end = end;
        }
        p = packet_end;
    }
    if (from) {
        forward(c, from, p - from);
    }
    return p;
}

static void on_readable(struct conn *c) {
    if (c->rlen) {
        memcpy(input, c->rbuf, c->rlen);
    }
    ssize_t n = recv(c->fd, input + c->rlen, READ_MAX, 0);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            disconnected(c);
        }
        return;
    }
    uint8_t *p = input, *end = input + c->rlen + n;
    if (c->skip) {
        size_t len = (size_t)(end - p) < c->skip ? (size_t)(end - p) : c->skip;
        forward(c, p, len);
        p += len;
        c->skip -= len;
    }
    p = take_packets(c, p, end);
    c->rlen = end - p;
    if (c->rlen > c->rcap) {
        c->rcap = c->rlen * 2;
        c->rbuf = realloc(c->rbuf, c->rcap);
        if (!c->rbuf) {
            abort();
        }
    }
    if (c->rlen) {
        memcpy(c->rbuf, p, c->rlen);
    }
}

static void accept_all(int listener) {
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct conn *c = calloc(1, sizeof *c);
        if (!c) {
            abort();
        }
        c->fd = fd;
        c->number = -1;
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
    }
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) {
        perror("limit: bind");
        exit(1);
    }
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e);
    return listener;
}

static void usage(void) {
    fputs("usage: limit PORT 1to1|fanout|fanin [--lose N | --repeat N | --swap N]\n", stderr);
    exit(2);
}

static void read_arguments(int argc, char **argv) {
    static const char *modes[] = {"1to1", "fanout", "fanin"}, *faults[] = {"", "--lose", "--repeat", "--swap"};
    int found = -1;
    if (argc != 3 && argc != 5) {
        usage();
    }
    for (int i = 0; i < 3; i++) {
        found = strcmp(argv[2], modes[i]) ? found : i;
    }
    if (found < 0) {
        usage();
    }
    mode = found;
    for (int i = LOSE; argc == 5 && i <= SWAP; i++) {
        fault = strcmp(argv[3], faults[i]) ? fault : (enum fault)i;
    }
    fault_every = argc == 5 ? strtoul(argv[4], NULL, 10) : 1;
    if (fault_every == 0 || (argc == 5 && fault == NONE)) {
        usage();
    }
}

int main(int argc, char **argv) {
    read_arguments(argc, argv);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    subscribers = calloc(CONNECTIONS_MAX, sizeof *subscribers);
    dirty = calloc(CONNECTIONS_MAX, sizeof *dirty);
    epoll = epoll_create1(0);
    if (!subscribers || !dirty || epoll < 0) {
        abort();
    }
    int listener = listen_on(atoi(argv[1]));
    static struct epoll_event events[1024];
    for (;;) {
        int n = epoll_wait(epoll, events, 1024, -1);
        for (int i = 0; i < n; i++) {
            struct conn *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
                continue;
            }
            if (c->fd >= 0 && (events[i].events & EPOLLOUT)) {
                flush(c);
            }
            if (c->fd >= 0 && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
                on_readable(c);
            }
        }
        for (int i = 0; i < dirty_count; i++) {
            dirty[i]->dirty = false;
            flush(dirty[i]);
        }
        dirty_count = 0;
    }
}
