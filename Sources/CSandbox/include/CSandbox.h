// The kernel's means to hold a process in: resource limits, landlock, seccomp. No library is needed beyond libc.
#ifndef KIST_CSANDBOX_H
#define KIST_CSANDBOX_H

#include <stddef.h>
#include <stdint.h>

/// What holds the calling process in.
struct kist_sandbox_report {
    int no_new_privileges;  // 1 or 0
    int landlock;           // the kernel's landlock version; 0: absent
    int seccomp;            // 1 or 0
    int limits;             // 1 or 0
};

/// Numbers of the limits; 0 means the default that stands beside each.
struct kist_sandbox_limits {
    uint64_t memory;       // address space in bytes: 1 GiB
    uint64_t cpu_seconds;  // soft limit, which the host moves on for each job: 120; the hard one is an hour
};

/// Sets the resource limits: memory, CPU, 16 open files, no file output, no core dump, 8 MiB of stack. Returns 0 or -errno.
int kist_sandbox_set_limits(const struct kist_sandbox_limits *limits);

/// Whether memory, file output and core dumps are limited now. 1 or 0.
int kist_sandbox_has_limits(void);

/// Closes every descriptor from `first` on. Returns 0 or -errno.
int kist_sandbox_close_from(int first);

/// Takes away all file-system rights except reading and running what lies under `readable` (files or folders; those that
/// do not exist are passed over), and TCP, abstract sockets and signals where the kernel can. Returns the kernel's
/// landlock version, 0 where it has none, or -errno. Needs no-new-privileges.
int kist_sandbox_landlock(const char *const *readable, size_t count);

/// For a launcher: forbids network, new processes, other programs, tracing, mounting, file output. The one way left to
/// start a program is `kist_sandbox_exec` with the same three random numbers. Returns 0 or -errno.
int kist_sandbox_seccomp_launcher(const uint64_t key[3]);

/// execve with the key that the launcher's filter asks for. Returns -errno when it fails.
int kist_sandbox_exec(const char *program, char *const arguments[], char *const environment[], const uint64_t key[3]);

/// For a worker: allows memory, time, threads and the descriptors it has; opening files fails, all else ends the process.
/// Returns 0 or -errno.
int kist_sandbox_seccomp_worker(void);

/// All of it, for a worker that needs only its three descriptors. To be called before any thread starts. What the kernel
/// lacks is left out and shows in the report.
void kist_sandbox_enter(struct kist_sandbox_report *report);

#endif
