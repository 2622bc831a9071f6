// kist-box: starts a plugin so that it can do no harm.
//
//   kist-box [--require] [--memory BYTES] [--cpu SECONDS] [--read PATH]… [--] PROGRAM [ARGUMENT]…
//
//   --require   refuse to start the program where the kernel lacks landlock or seccomp
//   --memory    address space in bytes (default 1 GiB)
//   --cpu       seconds of processor time until SIGXCPU (default 120; the host moves it on with prlimit for each job)
//   --read      one more file or folder that the program may read (the folder of a language's run-time libraries)
//   --report    prints what this kernel can do as one line of JSON, starts nothing
//
// The program gets: standard input, output and error (pipes: a regular file would end it with SIGXFSZ) and no other
// descriptor; a small fixed environment; the right to read and run what lies in the system's library and program folders
// and in its own folder. It cannot write files, reach the network, start processes or run another program: seccomp ends
// it with SIGSYS when it tries. A script whose first line is `#!/usr/bin/env NAME` is started with NAME from /usr/local/bin,
// /usr/bin or /bin, since a second exec is not allowed.
//
// The process id stays the same: box and plugin are one process. Exit codes before the program runs:
//   120  wrong usage
//   121  a limit, landlock or seccomp failed although the kernel has it
//   122  --require, and the kernel lacks landlock or seccomp
//   126  the program cannot be run
//   127  there is no such program
#define _GNU_SOURCE
#include <CSandbox.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

enum { EXIT_USAGE = 120, EXIT_NOT_BOXED = 121, EXIT_REQUIRED = 122, EXIT_CANNOT_RUN = 126, EXIT_NOT_FOUND = 127 };
enum { READABLE_CAPACITY = 64 };

static int fail(int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("kist-box: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return code;
}

// What every program needs to be loaded, whatever its language. The devices are harmless to read.
static const char *const system_paths[] = {
    "/usr",          "/bin",      "/lib",      "/lib32",      "/lib64",         "/etc/ld.so.cache",
    "/etc/alternatives", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
};

struct options {
    int require;
    struct kist_sandbox_limits limits;
    const char *readable[READABLE_CAPACITY];
    size_t readable_count;
    char **program;
};

static int read_number(const char *text, uint64_t *number) {
    char *end;
    if (text == NULL || *text < '0' || *text > '9') return 0;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0' && *number > 0;
}

static int read_options(char **argument, struct options *options) {
    for (; *argument != NULL; argument++) {
        if (strcmp(*argument, "--") == 0) {
            argument++;
            break;
        } else if (strncmp(*argument, "--", 2) != 0) {
            break;
        } else if (strcmp(*argument, "--require") == 0) {
            options->require = 1;
        } else if (strcmp(*argument, "--memory") == 0) {
            if (!read_number(*++argument, &options->limits.memory)) return 0;
        } else if (strcmp(*argument, "--cpu") == 0) {
            if (!read_number(*++argument, &options->limits.cpu_seconds)) return 0;
        } else if (strcmp(*argument, "--read") == 0) {
            if (*++argument == NULL || options->readable_count == READABLE_CAPACITY - 2) return 0;
            options->readable[options->readable_count++] = *argument;
        } else {
            return 0;
        }
    }
    options->program = argument;
    return *argument != NULL;
}

// For `#!/usr/bin/env NAME`, the interpreter's path in `path`. 1 when the script is such a one and NAME was found.
static int find_interpreter(const char *script, char path[PATH_MAX]) {
    static const char *const marker = "#!/usr/bin/env ";
    static const char *const folders[] = {"/usr/local/bin/", "/usr/bin/", "/bin/"};
    char line[256];
    int file = open(script, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t length = read(file, line, sizeof line - 1);
    close(file);
    if (length <= 0) return 0;
    line[length] = '\0';
    if (strncmp(line, marker, strlen(marker)) != 0) return 0;
    char *name = line + strlen(marker);
    name[strcspn(name, " \t\r\n")] = '\0';
    if (*name == '\0' || strchr(name, '/') != NULL) return 0;
    for (size_t index = 0; index < sizeof folders / sizeof folders[0]; index++) {
        snprintf(path, PATH_MAX, "%s%s", folders[index], name);
        if (access(path, X_OK) == 0) return 1;
    }
    return 0;
}

// A host's thread may block or ignore signals, and its children inherit that: a limit whose signal is blocked is none.
static void reset_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

static int print_report(void) {
    uint64_t key[3] = {1, 2, 3};
    struct kist_sandbox_report report = {0};
    report.no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    int landlock = kist_sandbox_landlock(NULL, 0);
    report.landlock = landlock > 0 ? landlock : 0;
    report.seccomp = kist_sandbox_seccomp_launcher(key) == 0;
    char number[16] = "null";
    if (report.landlock > 0) snprintf(number, sizeof number, "%d", report.landlock);
    printf("{\"noNewPrivileges\":%s,\"landlock\":%s,\"seccomp\":%s}\n", report.no_new_privileges ? "true" : "false",
        number, report.seccomp ? "true" : "false");
    return 0;
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "--report") == 0) return print_report();
    reset_signals();
    struct options options = {0};
    if (count < 2 || !read_options(arguments + 1, &options))
        return fail(EXIT_USAGE, "usage: kist-box [--require] [--memory BYTES] [--cpu SECONDS] [--read PATH]... [--] "
                                "PROGRAM [ARGUMENT]...");

    char program[PATH_MAX], folder[PATH_MAX], interpreter[PATH_MAX];
    if (realpath(options.program[0], program) == NULL)
        return fail(EXIT_NOT_FOUND, "%s: %s", options.program[0], strerror(errno));
    if (access(program, X_OK) != 0) return fail(EXIT_CANNOT_RUN, "%s: %s", program, strerror(errno));
    strcpy(folder, program);
    char *slash = strrchr(folder, '/');
    slash[slash == folder ? 1 : 0] = '\0';
    options.readable[options.readable_count++] = folder;

    int has_interpreter = find_interpreter(program, interpreter);
    const char *start = has_interpreter ? interpreter : program;
    char **command = calloc((size_t)count + 2, sizeof *command);
    if (command == NULL) return fail(EXIT_NOT_BOXED, "out of memory");
    size_t length = 0;
    if (has_interpreter) command[length++] = interpreter;
    command[length++] = program;
    for (char **rest = options.program + 1; *rest != NULL; rest++) command[length++] = *rest;

    // Nothing of the user's environment reaches a plugin, except where its libraries are.
    char libraries[PATH_MAX] = "LD_LIBRARY_PATH=";
    const char *inherited = getenv("LD_LIBRARY_PATH");
    char *environment[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", "HOME=/", "SWIFT_BACKTRACE=enable=no",
        "MALLOC_ARENA_MAX=2", "XML_CATALOG_FILES=", "PYTHONDONTWRITEBYTECODE=1", NULL, NULL,
    };
    if (inherited != NULL && *inherited != '\0' && strlen(inherited) < sizeof libraries - strlen(libraries))
        environment[8] = strcat(libraries, inherited);

    uint64_t key[3];
    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
        return fail(EXIT_NOT_BOXED, "no random numbers: %s", strerror(errno));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(EXIT_NOT_BOXED, "no-new-privileges: %s", strerror(errno));
    int result = kist_sandbox_close_from(3);
    if (result != 0) return fail(EXIT_NOT_BOXED, "closing descriptors: %s", strerror(-result));

    const char *readable[READABLE_CAPACITY + sizeof system_paths / sizeof system_paths[0]];
    size_t readable_count = 0;
    for (size_t index = 0; index < sizeof system_paths / sizeof system_paths[0]; index++)
        readable[readable_count++] = system_paths[index];
    for (size_t index = 0; index < options.readable_count; index++)
        readable[readable_count++] = options.readable[index];
    int landlock = kist_sandbox_landlock(readable, readable_count);
    if (landlock < 0) return fail(EXIT_NOT_BOXED, "landlock: %s", strerror(-landlock));
    if (landlock == 0 && options.require)
        return fail(EXIT_REQUIRED, "this kernel has no landlock, and --require asks for it");

    result = kist_sandbox_set_limits(&options.limits);
    if (result != 0) return fail(EXIT_NOT_BOXED, "limits: %s", strerror(-result));
    result = kist_sandbox_seccomp_launcher(key);
    if (result != 0 && result != -ENOSYS && result != -EINVAL)
        return fail(EXIT_NOT_BOXED, "seccomp: %s", strerror(-result));
    if (result != 0 && options.require)
        return fail(EXIT_REQUIRED, "this kernel has no seccomp, and --require asks for it");

    result = kist_sandbox_exec(start, command, environment, key);
    return fail(result == -ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN, "%s: %s", program, strerror(-result));
}
