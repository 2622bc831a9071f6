#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Both filters are a chain of "is it this call? then this answer", so that no jump is longer than a few instructions. The
// kernel remembers which calls are always allowed, so the length of the chain costs nothing in the end.

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#else
#define THIS_MACHINE 0
#endif

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif

#define ALLOW SECCOMP_RET_ALLOW
#define KILL SECCOMP_RET_KILL_PROCESS
#define ANSWER(code) (SECCOMP_RET_ERRNO | (code))

// Numbers that are the same on both machines and may be newer than the system's headers.
enum {
    CALL_PIDFD_SEND_SIGNAL = 424, CALL_IO_URING_SETUP = 425, CALL_IO_URING_ENTER = 426, CALL_IO_URING_REGISTER = 427,
    CALL_OPEN_TREE = 428, CALL_MOVE_MOUNT = 429, CALL_FSOPEN = 430, CALL_FSCONFIG = 431, CALL_FSMOUNT = 432,
    CALL_FSPICK = 433, CALL_PIDFD_OPEN = 434, CALL_CLONE3 = 435, CALL_CLOSE_RANGE = 436, CALL_OPENAT2 = 437,
    CALL_PIDFD_GETFD = 438, CALL_FACCESSAT2 = 439, CALL_PROCESS_MADVISE = 440, CALL_MOUNT_SETATTR = 442,
    CALL_QUOTACTL_FD = 443, CALL_PROCESS_MRELEASE = 448, CALL_LAST_KNOWN = 450,
};

enum { FILTER_CAPACITY = 700 };

struct filter {
    struct sock_filter code[FILTER_CAPACITY];
    unsigned short length;
};

static void emit(struct filter *filter, unsigned short code, uint32_t value, uint8_t yes, uint8_t no) {
    // One place is kept free, so that a full filter shows as one.
    if (filter->length < FILTER_CAPACITY) {
        filter->code[filter->length] = (struct sock_filter){code, yes, no, value};
        filter->length++;
    }
}

static void load(struct filter *filter, size_t offset) { emit(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void answer(struct filter *filter, uint32_t action) { emit(filter, BPF_RET | BPF_K, action, 0, 0); }

// The lower and upper half of an argument; both machines are little-endian.
static size_t low(int argument) { return offsetof(struct seccomp_data, args) + 8 * (size_t)argument; }
static size_t high(int argument) { return low(argument) + 4; }

static void begin(struct filter *filter) {
    filter->length = 0;
    load(filter, offsetof(struct seccomp_data, arch));
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0);
    answer(filter, KILL);
    load(filter, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    // The x32 interface has the same machine word and other numbers.
    emit(filter, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    answer(filter, KILL);
#endif
}

static void on(struct filter *filter, long call, uint32_t action) {
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    answer(filter, action);
}

static void on_all(struct filter *filter, const long *calls, size_t count, uint32_t action) {
    for (size_t index = 0; index < count; index++) on(filter, calls[index], action);
}

#define ON_ALL(filter, action, ...)                                                \
    do {                                                                           \
        const long calls[] = {__VA_ARGS__};                                        \
        on_all(filter, calls, sizeof calls / sizeof calls[0], action);             \
    } while (0)

// `call`: one answer when any bit of `bits` is set in an argument's lower half, another when none is.
static void on_bits(struct filter *filter, long call, int argument, uint32_t bits, uint32_t some, uint32_t none) {
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load(filter, low(argument));
    emit(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
    answer(filter, some);
    answer(filter, none);
}

// `call`: one answer when an argument's lower half is `value`, another when not.
static void on_value(struct filter *filter, long call, int argument, uint32_t value, uint32_t same, uint32_t other) {
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load(filter, low(argument));
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    answer(filter, same);
    answer(filter, other);
}

// `call`: one answer when a pointer is null, another when not.
static void on_null(struct filter *filter, long call, int argument, uint32_t null, uint32_t other) {
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 6);
    load(filter, low(argument));
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3);
    load(filter, high(argument));
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1);
    answer(filter, null);
    answer(filter, other);
}

// New threads may come, new processes not. clone3 hides its flags behind a pointer: without it libc takes clone.
static void on_clone(struct filter *filter) {
    on(filter, CALL_CLONE3, ANSWER(ENOSYS));
    on_bits(filter, __NR_clone, 0, CLONE_THREAD, ALLOW, KILL);
}

// Signals to oneself only: abort() needs them.
static void on_signals(struct filter *filter) {
    on_value(filter, __NR_tgkill, 0, (uint32_t)getpid(), ALLOW, ANSWER(EPERM));
    on_value(filter, __NR_kill, 0, (uint32_t)getpid(), ALLOW, ANSWER(EPERM));
    ON_ALL(filter, ANSWER(EPERM), __NR_tkill, __NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo);
}

static int install(struct filter *filter) {
    if (THIS_MACHINE == 0) return -ENOSYS;
    if (filter->length >= FILTER_CAPACITY) return -E2BIG;
    struct sock_fprog program = {filter->length, filter->code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? 0 : -errno;
}

// What changes the file system by a path, on top of landlock, which older kernels lack.
static void refuse_file_output(struct filter *filter) {
    ON_ALL(filter, ANSWER(EACCES), __NR_truncate, __NR_ftruncate, __NR_fallocate, __NR_mknodat, __NR_mkdirat,
        __NR_unlinkat, __NR_renameat2, __NR_linkat, __NR_symlinkat, __NR_fchmodat, __NR_fchmod, __NR_fchownat,
        __NR_fchown, __NR_utimensat, __NR_setxattr, __NR_lsetxattr, __NR_fsetxattr, __NR_removexattr,
        __NR_lremovexattr, __NR_fremovexattr);
#if defined(__NR_renameat)
    on(filter, __NR_renameat, ANSWER(EACCES));
#endif
#if defined(__x86_64__)
    ON_ALL(filter, ANSWER(EACCES), __NR_creat, __NR_mknod, __NR_mkdir, __NR_rmdir, __NR_unlink, __NR_rename, __NR_link,
        __NR_symlink, __NR_chmod, __NR_chown, __NR_lchown, __NR_utime, __NR_utimes, __NR_futimesat);
#endif
}

// What no plugin has any business with.
static void kill_escapes(struct filter *filter) {
    ON_ALL(filter, KILL, __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4,
        __NR_sendto, __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmsg, __NR_recvmmsg);
    ON_ALL(filter, KILL, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_kcmp, CALL_PIDFD_OPEN,
        CALL_PIDFD_GETFD, CALL_PIDFD_SEND_SIGNAL, CALL_PROCESS_MADVISE, CALL_PROCESS_MRELEASE, __NR_execveat);
    ON_ALL(filter, KILL, CALL_IO_URING_SETUP, CALL_IO_URING_ENTER, CALL_IO_URING_REGISTER, __NR_bpf,
        __NR_perf_event_open, __NR_userfaultfd, __NR_add_key, __NR_request_key, __NR_keyctl);
    ON_ALL(filter, KILL, __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns,
        CALL_OPEN_TREE, CALL_MOVE_MOUNT, CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT, CALL_FSPICK, CALL_MOUNT_SETATTR,
        __NR_open_by_handle_at, __NR_name_to_handle_at, __NR_fanotify_init, __NR_quotactl, CALL_QUOTACTL_FD);
    ON_ALL(filter, KILL, __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load, __NR_reboot,
        __NR_swapon, __NR_swapoff, __NR_acct, __NR_syslog, __NR_sethostname, __NR_setdomainname, __NR_settimeofday,
        __NR_clock_settime, __NR_clock_adjtime, __NR_adjtimex, __NR_vhangup);
#if defined(__NR_kexec_file_load)
    on(filter, __NR_kexec_file_load, KILL);
#endif
#if defined(__x86_64__)
    ON_ALL(filter, KILL, __NR_fork, __NR_vfork, __NR_iopl, __NR_ioperm, __NR_modify_ldt, __NR_uselib, __NR_ustat,
        __NR__sysctl);
#endif
}

int kist_sandbox_seccomp_launcher(const uint64_t key[3]) {
    struct filter filter;
    begin(&filter);
    ON_ALL(&filter, ALLOW, __NR_read, __NR_write, __NR_futex);
    on_clone(&filter);
    on_signals(&filter);
    kill_escapes(&filter);
    refuse_file_output(&filter);

    // execve has three arguments; the filter sees the three registers after them too. They carry a random key that only
    // the launcher knows and that is gone with it: so the launcher's own exec is the last one.
    emit(&filter, BPF_JMP | BPF_JEQ | BPF_K, __NR_execve, 0, 14);
    for (int part = 0; part < 3; part++) {
        uint8_t rest = (uint8_t)(4 * (2 - part));
        load(&filter, low(3 + part));
        emit(&filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)key[part], 0, (uint8_t)(rest + 3));
        load(&filter, high(3 + part));
        emit(&filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(key[part] >> 32), 0, (uint8_t)(rest + 1));
    }
    answer(&filter, ALLOW);
    answer(&filter, KILL);

    // Files may be opened for reading; landlock says which.
    const uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    on_bits(&filter, __NR_openat, 2, writing, ANSWER(EACCES), ALLOW);
#if defined(__x86_64__)
    on_bits(&filter, __NR_open, 1, writing, ANSWER(EACCES), ALLOW);
#endif
    on(&filter, CALL_OPENAT2, ANSWER(ENOSYS));

    on_null(&filter, __NR_prlimit64, 2, ALLOW, ANSWER(EPERM));
#if defined(__NR_setrlimit)
    on(&filter, __NR_setrlimit, ANSWER(EPERM));
#endif
    on_value(&filter, __NR_ioctl, 1, 0x5412 /* TIOCSTI: types into a terminal */, ANSWER(EPERM), ALLOW);
    ON_ALL(&filter, ANSWER(EPERM), __NR_setsid, __NR_setpgid, __NR_personality, __NR_memfd_create, __NR_shmget,
        __NR_shmat, __NR_msgget, __NR_semget, __NR_mq_open, __NR_mq_unlink);
    emit(&filter, BPF_JMP | BPF_JGT | BPF_K, CALL_LAST_KNOWN, 0, 1);
    answer(&filter, ANSWER(ENOSYS));
    answer(&filter, ALLOW);
    return install(&filter);
}

int kist_sandbox_exec(const char *program, char *const arguments[], char *const environment[], const uint64_t key[3]) {
    syscall(__NR_execve, program, arguments, environment, key[0], key[1], key[2]);
    return -errno;
}

int kist_sandbox_seccomp_worker(void) {
    struct filter filter;
    begin(&filter);
    ON_ALL(&filter, ALLOW, __NR_read, __NR_write, __NR_futex, __NR_munmap, __NR_mremap, __NR_brk, __NR_madvise,
        __NR_readv, __NR_writev, __NR_close, __NR_lseek, __NR_fstat, __NR_dup, __NR_dup3, __NR_fcntl);
    // Memory that can be run never comes into being after this.
    on_bits(&filter, __NR_mmap, 2, PROT_EXEC, ANSWER(EACCES), ALLOW);
    on_bits(&filter, __NR_mprotect, 2, PROT_EXEC, ANSWER(EACCES), ALLOW);
    ON_ALL(&filter, ALLOW, __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_rt_sigtimedwait,
        __NR_sigaltstack, __NR_restart_syscall, __NR_exit, __NR_exit_group, __NR_getpid, __NR_gettid, __NR_getppid,
        __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid, __NR_uname, __NR_sysinfo, __NR_getrusage, __NR_times);
    ON_ALL(&filter, ALLOW, __NR_clock_gettime, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep,
        __NR_gettimeofday, __NR_getrandom, __NR_sched_yield, __NR_sched_getaffinity, __NR_sched_getparam,
        __NR_sched_getscheduler, __NR_getcpu, __NR_membarrier, __NR_set_robust_list, __NR_get_robust_list,
        __NR_set_tid_address, __NR_rseq, __NR_ppoll, __NR_pselect6, __NR_epoll_create1, __NR_epoll_ctl,
        __NR_epoll_pwait, __NR_eventfd2, __NR_timerfd_create, __NR_timerfd_settime, __NR_timerfd_gettime);
#if defined(__x86_64__)
    ON_ALL(&filter, ALLOW, __NR_dup2, __NR_poll, __NR_select, __NR_epoll_wait, __NR_time, __NR_arch_prctl);
#endif
    on_clone(&filter);
    on_signals(&filter);
    on_null(&filter, __NR_prlimit64, 2, ALLOW, ANSWER(EPERM));
#if defined(__NR_getrlimit)
    on(&filter, __NR_getrlimit, ALLOW);
#endif
    on_value(&filter, __NR_prctl, 0, PR_SET_NAME, ALLOW, ANSWER(EPERM));
    // What libraries try by themselves and can do without.
    on(&filter, __NR_ioctl, ANSWER(ENOTTY));
    ON_ALL(&filter, ANSWER(EPERM), __NR_setpriority, __NR_getpriority, __NR_sched_setaffinity, __NR_mlock,
        __NR_memfd_create, __NR_pipe2);
    ON_ALL(&filter, ANSWER(EACCES), __NR_openat, CALL_OPENAT2, __NR_newfstatat, __NR_statx, __NR_statfs, __NR_fstatfs,
        __NR_faccessat, CALL_FACCESSAT2, __NR_readlinkat, __NR_getcwd, __NR_chdir, __NR_getdents64);
#if defined(__x86_64__)
    ON_ALL(&filter, ANSWER(EACCES), __NR_open, __NR_stat, __NR_lstat, __NR_access, __NR_readlink);
#endif
    refuse_file_output(&filter);
    answer(&filter, KILL);
    return install(&filter);
}
