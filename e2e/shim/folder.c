/* Knows which paths lie in the folder, and which descriptors are open on such files. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 65536
#define NAME_BYTES 128

struct open_file {
    _Atomic int64_t handle; /* 0: not of the folder */
    int syncs_each_write;
    char name[NAME_BYTES];
};

static struct open_file files[DESCRIPTORS_MAX];
static _Atomic int64_t last_handle;

/* Removes empty and "." parts; there are no ".." in what the programs say. */
static void tidy(char *path) {
    char *to = path;
    for (char *from = path; *from != 0;) {
        if (from[0] == '/' && (from[1] == '/' || from[1] == 0)) {
            from++;
        } else if (from[0] == '/' && from[1] == '.' && (from[2] == '/' || from[2] == 0)) {
            from += 2;
        } else {
            *to++ = *from++;
        }
    }
    *to = 0;
}

static int make_absolute(int directory, const char *path, char *absolute) {
    if (path[0] == '/') {
        return snprintf(absolute, PATH_BYTES, "%s", path) < PATH_BYTES;
    }
    char base[PATH_BYTES];
    if (directory == AT_FDCWD) {
        if (getcwd(base, sizeof base) == NULL) {
            return 0;
        }
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) {
            return 0;
        }
        base[length] = 0;
    }
    return snprintf(absolute, PATH_BYTES, "%s/%s", base, path) < PATH_BYTES;
}

int in_folder(int directory, const char *path, char *absolute) {
    const char *folder = getenv("BELLBIRD_SHIM_FOLDER");
    if (folder == NULL || path == NULL) {
        return 0;
    }
    int saved = errno;
    int made = make_absolute(directory, path, absolute);
    errno = saved;
    if (!made) {
        return 0;
    }
    tidy(absolute);
    size_t length = strlen(folder);
    return strncmp(absolute, folder, length) == 0 && (absolute[length] == '/' || absolute[length] == 0);
}

const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

int64_t new_handle(void) {
    return atomic_fetch_add(&last_handle, 1) + 1;
}

void track(int descriptor, int64_t handle, const char *path, int each_write) {
    if (descriptor >= DESCRIPTORS_MAX) {
        give_up("too many open files", path);
    }
    struct open_file *file = &files[descriptor];
    snprintf(file->name, sizeof file->name, "%s", last_part(path));
    file->syncs_each_write = each_write;
    atomic_store(&file->handle, handle);
}

int64_t handle_of(int descriptor) {
    return descriptor < 0 || descriptor >= DESCRIPTORS_MAX ? 0 : atomic_load(&files[descriptor].handle);
}

const char *name_of(int descriptor) {
    return files[descriptor].name;
}

int syncs_each_write(int descriptor) {
    return files[descriptor].syncs_each_write;
}

void untrack(int descriptor) {
    if (handle_of(descriptor) != 0) {
        atomic_store(&files[descriptor].handle, 0);
    }
}
