/*
 * A library for LD_PRELOAD between a program and the files of one folder. It writes down what would matter after a power
 * loss, and makes the disk fail on demand. For 64-bit Linux with glibc.
 *
 *   BELLBIRD_SHIM_FOLDER     the folder, as an absolute path without symbolic links; without it nothing is done
 *   BELLBIRD_SHIM_RECORD     the file that the record is appended to; without it there is no record
 *   BELLBIRD_SHIM_HIDE_SYNC  when set, a sync returns at once and is neither made nor recorded
 *   BELLBIRD_SHIM_FAULTS     the file that says how the disk fails; without it, or while it is absent, not at all
 *
 * What it cannot follow (a shared mapping that is written to, a copy within the kernel) ends the program with status 86.
 */
#ifndef BELLBIRD_SHIM_H
#define BELLBIRD_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What happened to the folder. The numbers are in the record; its reader knows the same. */
enum operation {
    STARTED = 1,   /* a program begins; handles and sequence numbers begin again */
    OPENED = 2,    /* first: path; size: enum open_flag */
    WRITTEN = 3,   /* first: the bytes, at offset */
    RESIZED = 4,   /* to size */
    ALLOCATED = 5, /* the file is at least size long */
    SYNCED = 6,    /* size: the sequence number that the next record had when the sync began */
    RENAMED = 7,   /* first to second */
    UNLINKED = 8,  /* first: path */
    LINKED = 9,    /* first: the old path, second: the new one */
    MADE_FOLDER = 10,
    REMOVED_FOLDER = 11,
    CLOSED = 12
};

enum open_flag { CREATES = 1, EMPTIES = 2 };

/* The head of each record in the file; the bytes of first and second follow it. */
struct record {
    uint32_t length; /* of all of it */
    uint32_t operation;
    uint64_t nanos; /* CLOCK_MONOTONIC */
    int64_t handle; /* of an open file: grows with each open */
    int64_t offset;
    int64_t size;
    uint32_t first;  /* bytes */
    uint32_t second; /* bytes */
};

/* record.c: every call appends one record, in the order of their effects; nothing without a record file. */
int is_recording(void);
int hides_sync(void);
uint64_t next_sequence(void);
void record_bytes(enum operation operation, int64_t handle, int64_t offset, const void *bytes, size_t count);
void record_number(enum operation operation, int64_t handle, int64_t size);
void record_paths(enum operation operation, int64_t handle, int64_t size, const char *first, const char *second);

/* faults.c: how the disk fails at the moment. Each returns 0 or the errno to fail with; name is a file's last part. */
int fault_on_write(const char *name); /* waits first, if the disk is slow */
int fault_on_sync(const char *name);  /* waits first, if the disk is slow */
int fault_on_change(const char *name); /* of a name: create, rename, remove; also an open for writing */
int is_full(void); /* whether everything is */

/* folder.c: which paths and descriptors belong to the folder. */
#define PATH_BYTES 4096
int in_folder(int directory, const char *path, char *absolute); /* fills absolute, PATH_BYTES long */
const char *last_part(const char *path);
void track(int descriptor, int64_t handle, const char *path, int syncs_each_write);
int64_t handle_of(int descriptor); /* 0 when it is not of the folder */
const char *name_of(int descriptor);
int syncs_each_write(int descriptor);
void untrack(int descriptor);
int64_t new_handle(void);

void give_up(const char *what, const char *path) __attribute__((noreturn));

#endif
