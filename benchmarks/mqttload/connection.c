/* Sockets, their buffers, WebSocket frames, and the one epoll set. */
#define _GNU_SOURCE
#include "mqttload.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

#define READ_MAX (1u << 18)
#define FIRST_CAPACITY 256
/* Ports of one source address that are used before the next one is. */
#define CONNECTIONS_PER_ADDRESS 15000
#define NO_PROGRESS_MAX (20 * NANOS)

static int epoll;
static uint8_t input[READ_MAX + 64];
static struct conn **dirty;
static int dirty_len, dirty_capacity;

void open_epoll(void) {
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
        die("epoll_create1: %s", strerror(errno));
    }
}

/* ----------------------------------------------------------------- output */

static uint8_t *reserve(struct conn *c, uint64_t n) {
    if (c->wpos == c->wlen) {
        c->wpos = c->wlen = 0;
    }
    if (c->wlen + n > c->wcap && c->wpos) {
        memmove(c->wbuf, c->wbuf + c->wpos, c->wlen - c->wpos);
        c->wlen -= c->wpos;
        c->wpos = 0;
    }
    if (c->wlen + n > c->wcap) {
        uint64_t capacity = c->wcap ? c->wcap * 2 : FIRST_CAPACITY;
        while (capacity < c->wlen + n) {
            capacity *= 2;
        }
        c->wbuf = resized(c->wbuf, capacity);
        c->wcap = capacity;
    }
    return c->wbuf + c->wlen;
}

/* RFC 6455, section 5: a binary frame for each packet, as clients send them. */
static uint64_t put_frame_header(uint8_t *to, uint64_t size) {
    static uint32_t key = 2463534242u;
    uint8_t *p = to;
    *p++ = 0x82;
    if (size < 126) {
        *p++ = 0x80 | size;
    } else if (size < 65536) {
        *p++ = 0x80 | 126;
        *p++ = size >> 8;
        *p++ = size;
    } else {
        *p++ = 0x80 | 127;
        for (int shift = 56; shift >= 0; shift -= 8) {
            *p++ = size >> shift;
        }
    }
    key ^= key << 13, key ^= key >> 17, key ^= key << 5;
    memcpy(p, &key, 4);
    return p + 4 - to;
}

static void mask(uint8_t *bytes, uint64_t size) {
    uint32_t key;
    memcpy(&key, bytes - 4, 4); /* the end of the header */
    uint64_t wide = (uint64_t)key << 32 | key, word;
    uint64_t i = 0;
    for (; i + 8 <= size; i += 8) {
        memcpy(&word, bytes + i, 8);
        word ^= wide;
        memcpy(bytes + i, &word, 8);
    }
    for (; i < size; i++) {
        bytes[i] ^= ((uint8_t *)&key)[i % 4];
    }
}

/* Room for a packet of exactly this size; end_packet follows when it is filled. */
uint8_t *begin_packet(struct conn *c, uint64_t size) {
    if (!opt.ws) {
        return reserve(c, size);
    }
    uint8_t *frame = reserve(c, size + 14);
    uint64_t header = put_frame_header(frame, size);
    c->wlen += header;
    return frame + header;
}

void end_packet(struct conn *c, uint64_t size) {
    if (opt.ws) {
        mask(c->wbuf + c->wlen, size);
    }
    c->wlen += size;
}

void flush_connection(struct conn *c) {
    while (c->fd >= 0 && c->wpos < c->wlen) {
        ssize_t n = send(c->fd, c->wbuf + c->wpos, c->wlen - c->wpos, MSG_NOSIGNAL);
        if (n > 0) {
            c->wpos += n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno != EINTR) {
            close_connection(c, true);
            return;
        }
    }
    bool wants_write = c->wpos < c->wlen;
    if (c->fd >= 0 && wants_write != c->wants_write) {
        struct epoll_event e = {.events = EPOLLIN | (wants_write ? EPOLLOUT : 0), .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
        c->wants_write = wants_write;
    }
}

/* -------------------------------------------------------- a connection's life */

/* Spreads the source addresses over 127.0.0.2 and those after it: each has about 28,000 ports. */
static void bind_source(int fd) {
    static long serial;
    int one = 1;
    struct sockaddr_in source = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(0x7f000002u + (uint32_t)(serial++ / CONNECTIONS_PER_ADDRESS) % 250);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(fd, (void *)&source, sizeof source)) {
        /* the kernel chooses one then */
    }
}

void start_connection(struct conn *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) {
        count.failed_connects++;
        c->state = DEAD;
        return;
    }
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons(opt.port)};
    inet_pton(AF_INET, opt.host, &target.sin_addr);
    if (ntohl(target.sin_addr.s_addr) >> 24 == 127) {
        bind_source(c->fd);
    }
    c->state = CONNECTING;
    if (connect(c->fd, (void *)&target, sizeof target) && errno != EINPROGRESS) {
        close_connection(c, true);
        return;
    }
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    c->wants_write = true;
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

void close_connection(struct conn *c, bool unexpected) {
    if (c->fd >= 0) {
        close(c->fd);
        c->fd = -1;
    }
    if (!unexpected) {
        c->state = CLOSED;
    } else {
        if (c->state >= AWAITING_SUBACK) {
            count.disconnects++;
        } else {
            count.failed_connects++;
        }
        c->state = DEAD;
    }
    free(c->rbuf);
    free(c->wbuf);
    c->rbuf = c->wbuf = NULL;
    c->rlen = c->rcap = 0;
    c->wpos = c->wlen = c->wcap = 0;
    c->skip = c->frame_left = 0;
    c->frame_header_len = 0;
    c->wants_write = false;
}

static void send_upgrade(struct conn *c) {
    char *to = (char *)reserve(c, 400);
    c->wlen += sprintf(to,
                       "GET /mqtt HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: bXF0dGxvYWQtbWVhc3VyZQ==\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Protocol: mqtt\r\n\r\n",
                       opt.host, opt.port);
    c->state = UPGRADING;
    flush_connection(c);
}

/* ------------------------------------------------------------------ input */

static void keep(struct conn *c, const uint8_t *bytes, size_t len) {
    if (len > c->rcap) {
        if (len >= READ_MAX) {
            die("a packet header or handshake of more than %u bytes", READ_MAX);
        }
        c->rcap = len < 512 ? 512 : len;
        c->rbuf = resized(c->rbuf, c->rcap);
    }
    if (len) {
        memcpy(c->rbuf, bytes, len);
    }
    c->rlen = len;
}

/* The answer to the handshake: bytes of frames that follow it, or -1 when it is not complete or refused. */
static ssize_t take_upgrade(struct conn *c, uint8_t *bytes, size_t len) {
    uint8_t *end = memmem(bytes, len, "\r\n\r\n", 4);
    if (!end) {
        keep(c, bytes, len);
        return -1;
    }
    if (len < 12 || memcmp(bytes, "HTTP/1.1 101", 12)) {
        count.refused++;
        close_connection(c, true);
        return -1;
    }
    size_t rest = bytes + len - (end + 4);
    memmove(bytes, end + 4, rest);
    send_connect(c);
    return rest;
}

/* Adds a byte to the header of the next frame; true when the header is complete. */
static bool take_frame_header(struct conn *c, uint8_t byte) {
    uint8_t *h = c->frame_header;
    h[c->frame_header_len++] = byte;
    if (c->frame_header_len < 2) {
        return false;
    }
    int extended = (h[1] & 127) == 126 ? 2 : (h[1] & 127) == 127 ? 8 : 0;
    if (c->frame_header_len < 2 + extended) {
        return false;
    }
    c->frame_left = extended ? 0 : h[1] & 127;
    for (int i = 0; i < extended; i++) {
        c->frame_left = c->frame_left << 8 | h[2 + i];
    }
    c->frame_is_data = (h[0] & 8) == 0;
    c->frame_header_len = 0;
    return true;
}

/* Takes the frames off: leaves what they carry at the beginning of the bytes; its length, -1 for a close. */
static ssize_t take_frames(struct conn *c, uint8_t *bytes, size_t len) {
    uint8_t *to = bytes, *from = bytes, *end = bytes + len;
    while (from < end) {
        if (c->frame_left == 0) {
            bool is_close = c->frame_header_len == 0 && (*from & 15) == 8;
            if (is_close) {
                return -1;
            }
            take_frame_header(c, *from++);
            continue;
        }
        size_t n = (size_t)(end - from) < c->frame_left ? (size_t)(end - from) : c->frame_left;
        if (c->frame_is_data) {
            memmove(to, from, n);
            to += n;
        }
        from += n;
        c->frame_left -= n;
    }
    return to - bytes;
}

static void on_readable(struct conn *c) {
    size_t held = c->rlen;
    if (held) {
        memcpy(input, c->rbuf, held);
    }
    ssize_t n = recv(c->fd, input + held, READ_MAX - held, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close_connection(c, true);
        return;
    }
    if (n < 0) {
        return;
    }
    now_cached = now_ns();
    c->rlen = 0;
    if (c->state == UPGRADING) {
        n = take_upgrade(c, input, held + n);
        held = 0;
        if (n < 0) {
            return;
        }
    }
    if (opt.ws && (n = take_frames(c, input + held, n)) < 0) {
        close_connection(c, true);
        return;
    }
    size_t used = take_packets(c, input, held + n);
    if (c->fd < 0) {
        return;
    }
    keep(c, input + used, held + n - used);
    if (c->wpos < c->wlen) {
        flush_connection(c);
    }
}

static void on_connected(struct conn *c, uint32_t events) {
    int error = 0;
    socklen_t len = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len);
    if (error) {
        close_connection(c, true);
    } else if (events & EPOLLOUT) {
        if (opt.ws) {
            send_upgrade(c);
        } else {
            send_connect(c);
        }
    }
}

void poll_once(int64_t wait_nanos) {
    static struct epoll_event events[1024];
    struct timespec wait = {wait_nanos / (int64_t)NANOS, wait_nanos % (int64_t)NANOS};
    int n = epoll_pwait2(epoll, events, 1024, &wait, NULL);
    if (n < 0 && errno != EINTR) {
        die("epoll_pwait2: %s", strerror(errno));
    }
    for (int i = 0; i < n; i++) {
        struct conn *c = events[i].data.ptr;
        if (c->fd < 0) {
            continue;
        }
        if (c->state == CONNECTING) {
            on_connected(c, events[i].events);
            continue;
        }
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
            on_readable(c);
        }
        if (c->fd >= 0 && (events[i].events & EPOLLOUT)) {
            flush_connection(c);
            if (c->role == PUBLISHER) {
                mark_dirty(c);
            }
        }
    }
}

/* --------------------------------------------- publishers that may go on */

void mark_dirty(struct conn *c) {
    if (c->dirty) {
        return;
    }
    if (dirty_len == dirty_capacity) {
        dirty_capacity = dirty_capacity ? dirty_capacity * 2 : 1024;
        dirty = resized(dirty, dirty_capacity * sizeof *dirty);
    }
    c->dirty = true;
    dirty[dirty_len++] = c;
}

bool any_dirty(void) {
    return dirty_len > 0;
}

void pump_dirty(void) {
    int n = dirty_len;
    for (int i = 0; i < n; i++) {
        dirty[i]->dirty = false;
    }
    for (int i = 0; i < n; i++) {
        pump(dirty[i]);
    }
    memmove(dirty, dirty + n, (dirty_len - n) * sizeof *dirty);
    dirty_len -= n;
}

/* ------------------------------------------------------ many connections */

static uint64_t connected_or_not(void) {
    return count.ready + count.failed_connects + count.disconnects;
}

/* Opens --parallel at a time; ends when all are ready or failed, at the timeout, or without progress. */
void connect_all(struct conn *all, int n, double timeout_s) {
    uint64_t before = connected_or_not(), end = now_ns() + (uint64_t)(timeout_s * 1e9);
    uint64_t progress = 0, progress_at = now_ns();
    int begun = 0, done = 0;
    while (done < n && now_ns() < end) {
        while (begun < n && begun - done < opt.parallel) {
            start_connection(&all[begun++]);
        }
        poll_once(50000000);
        done = connected_or_not() - before;
        if (done + count.suback != progress) {
            progress = done + count.suback;
            progress_at = now_ns();
        } else if (now_ns() - progress_at > NO_PROGRESS_MAX) {
            break;
        }
    }
}

/* With DISCONNECT. */
void drop_all(struct conn *all, int n) {
    for (int i = 0; i < n; i++) {
        if (all[i].fd >= 0) {
            send_disconnect(&all[i]);
        }
        if (all[i].fd >= 0) {
            close_connection(&all[i], false);
        }
    }
}
