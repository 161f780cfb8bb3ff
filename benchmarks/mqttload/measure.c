/* Clocks, the latency histogram, what the broker uses, and the line of JSON. */
#define _GNU_SOURCE
#include "mqttload.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * NANOS + t.tv_nsec;
}

void sleep_s(double seconds) {
    struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

/* -------------------------------------------------------------- latencies */

/* log-linear, 128 steps for each power of two: an error below 0.8 % */
#define STEP_BITS 7
#define STEPS (1u << STEP_BITS)
#define BUCKETS (64u << STEP_BITS)
static uint64_t buckets[BUCKETS], latencies, latency_max;

static unsigned bucket_of(uint64_t nanos) {
    if (nanos < STEPS) {
        return nanos;
    }
    int power = 63 - __builtin_clzll(nanos);
    return ((power - STEP_BITS + 1) << STEP_BITS) + ((nanos >> (power - STEP_BITS)) & (STEPS - 1));
}

static uint64_t highest_in(unsigned bucket) {
    if (bucket < STEPS) {
        return bucket;
    }
    int power = (bucket >> STEP_BITS) + STEP_BITS - 1;
    uint64_t step = 1ull << (power - STEP_BITS);
    return (1ull << power) + (bucket & (STEPS - 1)) * step + step - 1;
}

void latency_add(uint64_t nanos) {
    buckets[bucket_of(nanos)]++;
    latencies++;
    if (nanos > latency_max) {
        latency_max = nanos;
    }
}

double latency_us(double percentile) {
    if (latencies == 0) {
        return 0;
    }
    uint64_t wanted = (uint64_t)(percentile / 100 * latencies + 0.5), seen = 0;
    wanted = wanted < 1 ? 1 : wanted > latencies ? latencies : wanted;
    for (unsigned i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen >= wanted) {
            uint64_t nanos = highest_in(i);
            return (nanos > latency_max ? latency_max : nanos) / 1e3;
        }
    }
    return latency_max / 1e3;
}

double latency_max_us(void) {
    return latency_max / 1e3;
}

/* ------------------------------------------------------ what others use */

/* Seconds of user and system time of all threads of all --pid. */
double broker_cpu(void) {
    double sum = 0;
    for (int i = 0; i < opt.pid_count; i++) {
        char path[64], text[2048];
        snprintf(path, sizeof path, "/proc/%d/stat", opt.pids[i]);
        int fd = open(path, O_RDONLY);
        if (fd < 0) {
            continue;
        }
        ssize_t n = read(fd, text, sizeof text - 1);
        close(fd);
        if (n <= 0) {
            continue;
        }
        text[n] = 0;
        char *rest = strrchr(text, ')'); /* behind the name, which may have any character */
        unsigned long user, system;
        const char *format = "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu";
        if (rest && sscanf(rest + 2, format, &user, &system) == 2) {
            sum += (double)(user + system) / sysconf(_SC_CLK_TCK);
        }
    }
    return sum;
}

double own_cpu(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* Busy seconds of the whole machine, to tell how much others used meanwhile. */
double machine_cpu(void) {
    FILE *file = fopen("/proc/stat", "r");
    if (!file) {
        return 0;
    }
    unsigned long long user, nice, system, idle, io_wait, irq, soft_irq, stolen;
    int fields = fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &io_wait,
                        &irq, &soft_irq, &stolen);
    fclose(file);
    return fields == 8 ? (double)(user + nice + system + irq + soft_irq + stolen) / sysconf(_SC_CLK_TCK) : 0;
}

/* Sum over all --pid of a line of /proc/PID/status, such as VmRSS. */
long broker_memory_kib(const char *key) {
    long sum = 0;
    size_t length = strlen(key);
    for (int i = 0; i < opt.pid_count; i++) {
        char path[64], line[256];
        snprintf(path, sizeof path, "/proc/%d/status", opt.pids[i]);
        FILE *file = fopen(path, "r");
        if (!file) {
            continue;
        }
        while (fgets(line, sizeof line, file)) {
            if (!strncmp(line, key, length) && line[length] == ':') {
                sum += atol(line + length + 1);
                break;
            }
        }
        fclose(file);
    }
    return sum;
}

/* The peak of resident memory counts from here on, where the kernel allows it. */
void reset_peak(void) {
    for (int i = 0; i < opt.pid_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/clear_refs", opt.pids[i]);
        FILE *file = fopen(path, "w");
        if (file) {
            fputs("5", file);
            fclose(file);
        }
    }
}

bool brokers_alive(void) {
    for (int i = 0; i < opt.pid_count; i++) {
        if (kill(opt.pids[i], 0)) {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------- JSON */

static char *json_text;
static size_t json_len;
static FILE *json;

void json_begin(const char *scenario) {
    json = open_memstream(&json_text, &json_len);
    fprintf(json, "{\"label\":\"%s\",\"scenario\":\"%s\"", opt.label, scenario);
}

void json_number(const char *name, double value) {
    if (value == (double)(int64_t)value) {
        fprintf(json, ",\"%s\":%" PRId64, name, (int64_t)value);
    } else {
        fprintf(json, ",\"%s\":%.3f", name, value);
    }
}

/* Adds what every scenario reports, and prints the line; an exit status. */
int json_end(void) {
    json_number("v", opt.v5 ? 5 : 4);
    json_number("ws", opt.ws);
    json_number("qos", opt.qos);
    json_number("size", opt.size);
    json_number("pubs", opt.pubs);
    json_number("subs", opt.subs);
    json_number("recv", count.received);
    json_number("dup", count.duplicates);
    json_number("ooo", count.disordered);
    json_number("dupflag", count.dup_flags);
    json_number("foreign", count.foreign);
    json_number("refused", count.refused);
    json_number("disconnects", count.disconnects);
    json_number("connfail", count.failed_connects);
    json_number("subfail", count.failed_subscribes);
    json_number("nack", count.nack);
    json_number("downgraded", count.downgraded);
    json_number("stalls", count.stalls);
    json_number("protoerr", count.protocol_errors);
    if (opt.pid_count) {
        json_number("rss_kb", broker_memory_kib("VmRSS"));
        json_number("peak_rss_kb", broker_memory_kib("VmHWM"));
        json_number("broker_alive", brokers_alive());
    }
    fprintf(json, "}\n");
    fclose(json);
    fputs(json_text, stdout);
    if (opt.json) {
        FILE *file = fopen(opt.json, "a");
        if (!file) {
            die("cannot append to %s", opt.json);
        }
        fputs(json_text, file);
        fclose(file);
    }
    free(json_text);
    return 0;
}

/* What went wrong, for people; empty when nothing did. */
const char *faults(void) {
    static char text[400];
    const struct { const char *name; uint64_t count; } all[] = {
        {"DUPLICATES", count.duplicates}, {"OUT-OF-ORDER", count.disordered}, {"foreign", count.foreign},
        {"REFUSED", count.refused}, {"DISCONNECTS", count.disconnects}, {"FAILED-CONNECTS", count.failed_connects},
        {"FAILED-SUBSCRIBES", count.failed_subscribes}, {"DOWNGRADED", count.downgraded}, {"NACK", count.nack},
        {"STALLS", count.stalls}, {"PROTOCOL-ERRORS", count.protocol_errors},
        {"BROKER-DIED", opt.pid_count && !brokers_alive()},
    };
    size_t len = 0;
    text[0] = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].count) {
            len += snprintf(text + len, sizeof text - len, " %s=%" PRIu64, all[i].name, all[i].count);
        }
    }
    return text;
}
