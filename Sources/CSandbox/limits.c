#define _GNU_SOURCE
#include "CSandbox.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __NR_close_range
#define __NR_close_range 436
#endif

// Lowers one limit; a hard limit that is lower already stays.
static int lower(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return -errno;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < hard) hard = limit.rlim_max;
    if (soft > hard) soft = hard;
    limit.rlim_cur = soft;
    limit.rlim_max = hard;
    return setrlimit(resource, &limit) == 0 ? 0 : -errno;
}

int kist_sandbox_set_limits(const struct kist_sandbox_limits *limits) {
    rlim_t memory = limits && limits->memory ? limits->memory : (rlim_t)1 << 30;
    rlim_t cpu = limits && limits->cpu_seconds ? limits->cpu_seconds : 120;
    int result = 0;
    int each;
    // The soft CPU limit counts from the process's start, so the host moves it on before every job; the hard one ends
    // a worker that nobody looks after any more and that ignores the signal.
    if ((each = lower(RLIMIT_CPU, cpu, cpu > 3600 ? cpu : 3600)) != 0) result = each;
    if ((each = lower(RLIMIT_AS, memory, memory)) != 0) result = each;
    if ((each = lower(RLIMIT_STACK, 8 << 20, 8 << 20)) != 0) result = each;
    if ((each = lower(RLIMIT_NOFILE, 16, 16)) != 0) result = each;
    if ((each = lower(RLIMIT_FSIZE, 0, 0)) != 0) result = each;
    if ((each = lower(RLIMIT_CORE, 0, 0)) != 0) result = each;
    return result;
}

int kist_sandbox_has_limits(void) {
    struct rlimit memory, file, core;
    if (getrlimit(RLIMIT_AS, &memory) != 0 || getrlimit(RLIMIT_FSIZE, &file) != 0 || getrlimit(RLIMIT_CORE, &core) != 0)
        return 0;
    return memory.rlim_max != RLIM_INFINITY && file.rlim_max == 0 && core.rlim_max == 0;
}

int kist_sandbox_close_from(int first) {
    if (syscall(__NR_close_range, (unsigned)first, ~0u, 0u) == 0) return 0;
    if (errno != ENOSYS && errno != EINVAL && errno != EPERM) return -errno;
    // Before Linux 5.9: what the process has open is listed in /proc; without it, all that may be open is closed.
    DIR *folder = opendir("/proc/self/fd");
    if (folder != NULL) {
        struct dirent *entry;
        while ((entry = readdir(folder)) != NULL) {
            int descriptor = atoi(entry->d_name);
            if (descriptor >= first && descriptor != dirfd(folder)) close(descriptor);
        }
        closedir(folder);
        return 0;
    }
    struct rlimit limit;
    int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < 65536 ? (int)limit.rlim_max : 65536;
    for (int descriptor = first; descriptor < end; descriptor++) close(descriptor);
    return 0;
}
