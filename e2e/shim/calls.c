/*
 * The functions of the C library that a program changes files with. Each asks for a fault, does what it is for, and
 * records it. What is not of the folder passes.
 */
#define _GNU_SOURCE
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int fail_with(int error) {
    errno = error;
    return -1;
}

/* ---- opening and closing ---- */

static int open_file(int directory, const char *path, int flags, mode_t mode) {
    char absolute[PATH_BYTES];
    if (!in_folder(directory, path, absolute)) {
        return (int) syscall(SYS_openat, directory, path, flags, mode);
    }
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
    int error = writes ? fault_on_change(last_part(absolute)) : 0;
    if (error != 0) {
        return fail_with(error);
    }
    int descriptor = (int) syscall(SYS_openat, directory, path, flags, mode);
    if (descriptor >= 0) {
        int64_t handle = new_handle();
        track(descriptor, handle, absolute, (flags & O_DSYNC) != 0);
        int64_t how = ((flags & O_CREAT) != 0 ? CREATES : 0) | ((flags & O_TRUNC) != 0 ? EMPTIES : 0);
        record_paths(OPENED, handle, how, absolute, "");
    }
    return descriptor;
}

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

#define OPEN_FUNCTION(NAME)                                                                                             \
    int NAME(const char *path, int flags, ...) {                                                                        \
        va_list arguments;                                                                                              \
        va_start(arguments, flags);                                                                                     \
        mode_t mode = mode_of(flags, arguments);                                                                        \
        va_end(arguments);                                                                                              \
        return open_file(AT_FDCWD, path, flags, mode);                                                                  \
    }
#define OPENAT_FUNCTION(NAME)                                                                                           \
    int NAME(int directory, const char *path, int flags, ...) {                                                         \
        va_list arguments;                                                                                              \
        va_start(arguments, flags);                                                                                     \
        mode_t mode = mode_of(flags, arguments);                                                                        \
        va_end(arguments);                                                                                              \
        return open_file(directory, path, flags, mode);                                                                 \
    }

OPEN_FUNCTION(open)
OPEN_FUNCTION(open64)
OPENAT_FUNCTION(openat)
OPENAT_FUNCTION(openat64)

int __open_2(const char *path, int flags) {
    return open_file(AT_FDCWD, path, flags, 0);
}

int __open64_2(const char *path, int flags) {
    return open_file(AT_FDCWD, path, flags, 0);
}

int creat(const char *path, mode_t mode) {
    return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
    return creat(path, mode);
}

/* What is written to a stream is not seen: only a log for people may use one. Its name is recorded, as an empty file. */
static FILE *open_stream(const char *function, const char *path, const char *mode) {
    FILE *(*real)(const char *, const char *) = (FILE * (*) (const char *, const char *) ) dlsym(RTLD_NEXT, function);
    char absolute[PATH_BYTES];
    int writes = strpbrk(mode, "wa+") != NULL && in_folder(AT_FDCWD, path, absolute);
    int error = writes ? fault_on_change(last_part(absolute)) : 0;
    if (error != 0) {
        errno = error;
        return NULL;
    }
    FILE *stream = real(path, mode);
    if (stream != NULL && writes) {
        int64_t handle = new_handle();
        record_paths(OPENED, handle, CREATES | (mode[0] == 'w' ? EMPTIES : 0), absolute, "");
        record_number(CLOSED, handle, 0);
    }
    return stream;
}

FILE *fopen(const char *path, const char *mode) {
    return open_stream("fopen", path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
    return open_stream("fopen64", path, mode);
}

static void forget(int descriptor) {
    int64_t handle = handle_of(descriptor);
    if (handle != 0) {
        untrack(descriptor);
        record_number(CLOSED, handle, 0);
    }
}

int close(int descriptor) {
    forget(descriptor);
    return (int) syscall(SYS_close, descriptor);
}

int dup3(int from, int to, int flags) {
    if (handle_of(from) != 0) {
        give_up("a second descriptor of one open file", name_of(from));
    }
    forget(to);
    return (int) syscall(SYS_dup3, from, to, flags);
}

int dup2(int from, int to) {
    return from == to ? (fcntl(from, F_GETFD) < 0 ? -1 : to) : dup3(from, to, 0);
}

/* ---- writing ---- */

static void wrote(int descriptor, off_t offset, const void *bytes, ssize_t count) {
    if (count > 0) {
        record_bytes(WRITTEN, handle_of(descriptor), offset, bytes, (size_t) count);
        if (syncs_each_write(descriptor)) {
            record_number(SYNCED, handle_of(descriptor), (int64_t) next_sequence());
        }
    }
}

/* The place where that many bytes were just written. */
static off_t place_of(int descriptor, ssize_t count) {
    return (off_t) syscall(SYS_lseek, descriptor, (off_t) 0, SEEK_CUR) - count;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (handle_of(descriptor) == 0) {
        return syscall(SYS_write, descriptor, bytes, size);
    }
    int error = fault_on_write(name_of(descriptor));
    if (error != 0) {
        return fail_with(error);
    }
    ssize_t count = syscall(SYS_write, descriptor, bytes, size);
    if (count > 0) {
        wrote(descriptor, place_of(descriptor, count), bytes, count);
    }
    return count;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    if (handle_of(descriptor) == 0) {
        return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
    }
    int error = fault_on_write(name_of(descriptor));
    if (error != 0) {
        return fail_with(error);
    }
    ssize_t count = syscall(SYS_pwrite64, descriptor, bytes, size, offset);
    wrote(descriptor, offset, bytes, count);
    return count;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return pwrite64(descriptor, bytes, size, offset);
}

/* One part after the other, which the standard allows: a caller must expect fewer bytes than it gave. */
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (handle_of(descriptor) == 0) {
        return syscall(SYS_writev, descriptor, parts, count);
    }
    for (int index = 0; index < count; index++) {
        if (parts[index].iov_len > 0) {
            return write(descriptor, parts[index].iov_base, parts[index].iov_len);
        }
    }
    return 0;
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
    if (handle_of(descriptor) == 0) {
        return syscall(SYS_pwritev, descriptor, parts, count, offset, 0L);
    }
    for (int index = 0; index < count; index++) {
        if (parts[index].iov_len > 0) {
            return pwrite64(descriptor, parts[index].iov_base, parts[index].iov_len, offset);
        }
    }
    return 0;
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return pwritev64(descriptor, parts, count, offset);
}

int ftruncate64(int descriptor, off64_t size) {
    int result = (int) syscall(SYS_ftruncate, descriptor, size);
    if (result == 0 && handle_of(descriptor) != 0) {
        record_number(RESIZED, handle_of(descriptor), size);
    }
    return result;
}

int ftruncate(int descriptor, off_t size) {
    return ftruncate64(descriptor, size);
}

int truncate64(const char *path, off64_t size) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return -1;
    }
    int result = ftruncate64(descriptor, size);
    int saved = errno;
    close(descriptor);
    errno = saved;
    return result;
}

int truncate(const char *path, off_t size) {
    return truncate64(path, size);
}

int fallocate64(int descriptor, int mode, off64_t offset, off64_t size) {
    if (handle_of(descriptor) == 0) {
        return (int) syscall(SYS_fallocate, descriptor, mode, offset, size);
    }
    if ((mode & ~FALLOC_FL_KEEP_SIZE) != 0) {
        give_up("an allocation that changes bytes", name_of(descriptor));
    }
    int error = fault_on_write(name_of(descriptor));
    if (error != 0) {
        return fail_with(error);
    }
    int result = (int) syscall(SYS_fallocate, descriptor, mode, offset, size);
    if (result == 0 && mode == 0) {
        record_number(ALLOCATED, handle_of(descriptor), offset + size);
    }
    return result;
}

int fallocate(int descriptor, int mode, off_t offset, off_t size) {
    return fallocate64(descriptor, mode, offset, size);
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
    return fallocate64(descriptor, 0, offset, size) == 0 ? 0 : errno;
}

int posix_fallocate(int descriptor, off_t offset, off_t size) {
    return posix_fallocate64(descriptor, offset, size);
}

/* ---- syncing ---- */

static int sync_file(int descriptor, long call) {
    int64_t handle = handle_of(descriptor);
    if (handle == 0) {
        return (int) syscall(call, descriptor);
    }
    int error = fault_on_sync(name_of(descriptor));
    if (error != 0) {
        return fail_with(error);
    }
    if (hides_sync()) {
        return 0;
    }
    uint64_t begun = next_sequence();
    int result = (int) syscall(call, descriptor);
    if (result == 0) {
        record_number(SYNCED, handle, (int64_t) begun);
    }
    return result;
}

int fsync(int descriptor) {
    return sync_file(descriptor, SYS_fsync);
}

int fdatasync(int descriptor) {
    return sync_file(descriptor, SYS_fdatasync);
}

/* Promises nothing after a power loss, and so is not in the record. */
int sync_file_range(int descriptor, off64_t offset, off64_t size, unsigned int flags) {
    if (handle_of(descriptor) != 0 && hides_sync()) {
        return 0;
    }
    return (int) syscall(SYS_sync_file_range, descriptor, offset, size, flags);
}

/* ---- names ---- */

int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned int flags) {
    char first[PATH_BYTES];
    char second[PATH_BYTES];
    int leaves = in_folder(from_directory, from, first);
    int enters = in_folder(to_directory, to, second);
    if (leaves != enters || (leaves && flags != 0)) {
        give_up("a rename across the border of the folder, or with flags", from);
    }
    int error = leaves ? fault_on_change(last_part(second)) : 0;
    if (error != 0) {
        return fail_with(error);
    }
    int result = (int) syscall(SYS_renameat2, from_directory, from, to_directory, to, flags);
    if (result == 0 && leaves) {
        record_paths(RENAMED, 0, 0, first, second);
    }
    return result;
}

int rename(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_directory, const char *from, int to_directory, const char *to) {
    return renameat2(from_directory, from, to_directory, to, 0);
}

int unlinkat(int directory, const char *path, int flags) {
    char absolute[PATH_BYTES];
    int inside = in_folder(directory, path, absolute);
    int error = inside ? fault_on_change(last_part(absolute)) : 0;
    if (error != 0) {
        return fail_with(error);
    }
    int result = (int) syscall(SYS_unlinkat, directory, path, flags);
    if (result == 0 && inside) {
        record_paths((flags & AT_REMOVEDIR) != 0 ? REMOVED_FOLDER : UNLINKED, 0, 0, absolute, "");
    }
    return result;
}

int unlink(const char *path) {
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path) {
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path) {
    int result = unlink(path);
    return result != 0 && errno == EISDIR ? rmdir(path) : result;
}

int linkat(int from_directory, const char *from, int to_directory, const char *to, int flags) {
    char first[PATH_BYTES];
    char second[PATH_BYTES];
    int inside = in_folder(from_directory, from, first) && in_folder(to_directory, to, second);
    int result = (int) syscall(SYS_linkat, from_directory, from, to_directory, to, flags);
    if (result == 0 && inside) {
        record_paths(LINKED, 0, 0, first, second);
    }
    return result;
}

int link(const char *from, const char *to) {
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int mkdirat(int directory, const char *path, mode_t mode) {
    char absolute[PATH_BYTES];
    int inside = in_folder(directory, path, absolute);
    int error = inside ? fault_on_change(last_part(absolute)) : 0;
    if (error != 0) {
        return fail_with(error);
    }
    int result = (int) syscall(SYS_mkdirat, directory, path, mode);
    if (result == 0 && inside) {
        record_paths(MADE_FOLDER, 0, 0, absolute, "");
    }
    return result;
}

int mkdir(const char *path, mode_t mode) {
    return mkdirat(AT_FDCWD, path, mode);
}

/* ---- what cannot be followed, and what is free ---- */

void *mmap64(void *address, size_t size, int protection, int flags, int descriptor, off64_t offset) {
    if ((flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && handle_of(descriptor) != 0) {
        give_up("a shared mapping that is written to", name_of(descriptor));
    }
    return (void *) syscall(SYS_mmap, address, size, protection, flags, descriptor, offset);
}

void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
    return mmap64(address, size, protection, flags, descriptor, offset);
}

ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t size, unsigned int flags) {
    if (handle_of(to) != 0) {
        give_up("a copy within the kernel", name_of(to));
    }
    return syscall(SYS_copy_file_range, from, from_offset, to, to_offset, size, flags);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    if (handle_of(to) != 0) {
        give_up("a copy within the kernel", name_of(to));
    }
    return syscall(SYS_sendfile, to, from, offset, size);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    return sendfile64(to, from, offset, size);
}

static int free_space(const char *function, const char *path, void *status) {
    int (*real)(const char *, void *) = (int (*)(const char *, void *)) dlsym(RTLD_NEXT, function);
    char absolute[PATH_BYTES];
    int result = real(path, status);
    if (result == 0 && in_folder(AT_FDCWD, path, absolute) && is_full()) {
        struct statvfs *space = status;
        space->f_bavail = 0;
        space->f_bfree = 0;
    }
    return result;
}

int statvfs(const char *path, struct statvfs *status) {
    return free_space("statvfs", path, status);
}

int statvfs64(const char *path, struct statvfs64 *status) {
    return free_space("statvfs64", path, status);
}
