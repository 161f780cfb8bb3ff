/*
 * Reads the file of faults again whenever it has changed. A line is a fault, a pattern for the names of the files that it
 * concerns ("*", "*.log"), and for a slow disk the milliseconds:
 *
 *   full PATTERN           writing fails: ENOSPC; with the pattern * the file system also says that nothing is free
 *   sync-error PATTERN     fsync and fdatasync fail: EIO
 *   read-only PATTERN      opening for writing, creating, renaming and removing fail: EROFS
 *   slow PATTERN MILLIS    each write and each sync takes that much longer
 *
 * Whoever changes it puts a new file into its place, so that it is never seen half written.
 */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define FAULTS_MAX 16

struct fault {
    char kind[16];
    char pattern[64];
    int millis;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fault faults[FAULTS_MAX];
static int count;
static ino_t read_inode;

static void parse(char *text) {
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line != NULL && count < FAULTS_MAX; line = strsep(&rest, "\n")) {
        struct fault *fault = &faults[count];
        fault->millis = 0;
        if (sscanf(line, "%15s %63s %d", fault->kind, fault->pattern, &fault->millis) >= 2) {
            count++;
        }
    }
}

/* With the lock held. */
static void refresh(void) {
    const char *path = getenv("BELLBIRD_SHIM_FAULTS");
    struct stat status;
    if (path == NULL || syscall(SYS_newfstatat, AT_FDCWD, path, &status, 0) != 0) {
        count = 0;
        read_inode = 0;
        return;
    }
    if (status.st_ino == read_inode) {
        return;
    }
    char text[4096];
    int file = (int) syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    ssize_t length = file < 0 ? -1 : syscall(SYS_read, file, text, sizeof text - 1);
    if (length < 0) {
        give_up("cannot read the faults", path);
    }
    syscall(SYS_close, file);
    text[length] = 0;
    count = 0;
    parse(text);
    read_inode = status.st_ino;
}

/* The fault of that kind that concerns the file, or NULL; a copy in found. */
static struct fault *find(const char *kind, const char *name, struct fault *found) {
    int saved = errno;
    struct fault *result = NULL;
    pthread_mutex_lock(&lock);
    refresh();
    for (int index = 0; index < count && result == NULL; index++) {
        if (strcmp(faults[index].kind, kind) == 0 && fnmatch(faults[index].pattern, name, 0) == 0) {
            *found = faults[index];
            result = found;
        }
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}

static void be_slow(const char *name) {
    struct fault fault;
    if (find("slow", name, &fault) != NULL) {
        struct timespec pause = {fault.millis / 1000, (long) (fault.millis % 1000) * 1000000};
        nanosleep(&pause, NULL);
    }
}

int fault_on_write(const char *name) {
    struct fault fault;
    be_slow(name);
    return find("full", name, &fault) == NULL ? 0 : ENOSPC;
}

int fault_on_sync(const char *name) {
    struct fault fault;
    be_slow(name);
    return find("sync-error", name, &fault) == NULL ? 0 : EIO;
}

int fault_on_change(const char *name) {
    struct fault fault;
    return find("read-only", name, &fault) == NULL ? 0 : EROFS;
}

int is_full(void) {
    struct fault fault;
    return find("full", "anything", &fault) != NULL && strcmp(fault.pattern, "*") == 0;
}
