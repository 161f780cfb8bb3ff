/* Appends to the record. One write to the file for each record, under one lock, so that their order is that in time. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int file = -1;
static uint64_t sequence;

int is_recording(void) {
    return getenv("BELLBIRD_SHIM_RECORD") != NULL;
}

int hides_sync(void) {
    return getenv("BELLBIRD_SHIM_HIDE_SYNC") != NULL;
}

void give_up(const char *what, const char *path) {
    static const char prefix[] = "shim: ";
    struct iovec parts[] = {
        {(void *) prefix, sizeof prefix - 1},
        {(void *) what, strlen(what)},
        {": ", 2},
        {(void *) path, strlen(path)},
        {"\n", 1},
    };
    syscall(SYS_writev, 2, parts, 5);
    _exit(86);
}

static uint64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* With the lock held. */
static void append(struct record *head, const void *first, const void *second) {
    head->length = (uint32_t) (sizeof *head + head->first + head->second);
    head->nanos = now_nanos();
    struct iovec parts[] = {{head, sizeof *head}, {(void *) first, head->first}, {(void *) second, head->second}};
    if (syscall(SYS_writev, file, parts, 3) != (long) head->length) {
        give_up("cannot write to the record", getenv("BELLBIRD_SHIM_RECORD"));
    }
    sequence++;
}

/* With the lock held. */
static void open_record(void) {
    const char *path = getenv("BELLBIRD_SHIM_RECORD");
    file = (int) syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) {
        give_up("cannot open the record", path);
    }
    struct record head = {.operation = STARTED};
    append(&head, "", "");
    sequence = 0;
}

static void record(struct record *head, const void *first, const void *second) {
    if (!is_recording()) {
        return;
    }
    int saved = errno;
    pthread_mutex_lock(&lock);
    if (file < 0) {
        open_record();
    }
    append(head, first, second);
    pthread_mutex_unlock(&lock);
    errno = saved;
}

uint64_t next_sequence(void) {
    pthread_mutex_lock(&lock);
    uint64_t next = sequence;
    pthread_mutex_unlock(&lock);
    return next;
}

void record_bytes(enum operation operation, int64_t handle, int64_t offset, const void *bytes, size_t count) {
    struct record head = {
        .operation = operation, .handle = handle, .offset = offset, .size = (int64_t) count, .first = (uint32_t) count};
    record(&head, bytes, "");
}

void record_number(enum operation operation, int64_t handle, int64_t size) {
    struct record head = {.operation = operation, .handle = handle, .size = size};
    record(&head, "", "");
}

void record_paths(enum operation operation, int64_t handle, int64_t size, const char *first, const char *second) {
    struct record head = {
        .operation = operation,
        .handle = handle,
        .size = size,
        .first = (uint32_t) strlen(first),
        .second = (uint32_t) strlen(second)};
    record(&head, first, second);
}
