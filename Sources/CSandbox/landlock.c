#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's interface, written out: system headers may be older than the kernel that the program meets.
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif

struct ruleset {
    uint64_t file_system;
    uint64_t network;  // from version 4
    uint64_t scoped;   // from version 6
};

struct path_rule {
    uint64_t allowed;
    int32_t folder;
} __attribute__((packed));

enum { RULE_PATH_BENEATH = 1, QUERY_VERSION = 1 };

#define RIGHT_EXECUTE ((uint64_t)1 << 0)
#define RIGHT_READ_FILE ((uint64_t)1 << 2)
#define RIGHT_READ_FOLDER ((uint64_t)1 << 3)

// All file-system rights that a version of landlock knows: 13 at first, then refer, truncate, ioctl.
static uint64_t all_rights(long version) {
    int count = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return ((uint64_t)1 << count) - 1;
}

static int allow(int ruleset, const char *path) {
    int folder = open(path, O_PATH | O_CLOEXEC);
    if (folder < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -errno;
    struct stat status;
    struct path_rule rule = {RIGHT_EXECUTE | RIGHT_READ_FILE, folder};
    int result = 0;
    if (fstat(folder, &status) != 0) {
        result = -errno;
    } else {
        if (S_ISDIR(status.st_mode)) rule.allowed |= RIGHT_READ_FOLDER;
        if (syscall(__NR_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) != 0) result = -errno;
    }
    close(folder);
    return result;
}

int kist_sandbox_landlock(const char *const *readable, size_t count) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, QUERY_VERSION);
    if (version < 1) return 0;
    struct ruleset rights = {all_rights(version), version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(__NR_landlock_create_ruleset, &rights, size, 0);
    if (ruleset < 0) return -errno;
    int result = 0;
    for (size_t index = 0; index < count && result == 0; index++) result = allow(ruleset, readable[index]);
    if (result == 0 && syscall(__NR_landlock_restrict_self, ruleset, 0) != 0) result = -errno;
    close(ruleset);
    return result == 0 ? (int)version : result;
}
