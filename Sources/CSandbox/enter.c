#define _GNU_SOURCE
#include "CSandbox.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void kist_sandbox_enter(struct kist_sandbox_report *report) {
    memset(report, 0, sizeof *report);
    report->no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    kist_sandbox_close_from(3);
    // A launcher that set the limits before may have forbidden changing them: what holds in the end is what counts.
    if (!kist_sandbox_has_limits()) kist_sandbox_set_limits(NULL);
    report->limits = kist_sandbox_has_limits();
    int landlock = kist_sandbox_landlock(NULL, 0);
    report->landlock = landlock > 0 ? landlock : 0;
    report->seccomp = kist_sandbox_seccomp_worker() == 0;
    if (!report->seccomp) {
        // Without a filter this at least stops new processes (not for a superuser), and threads with them.
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_NPROC, &none);
    }
}
