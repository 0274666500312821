/* Entering the sandbox, and the limits beside it. */
#include "server/sandbox.h"
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* For each process. The number of processes is not limited here: the kernel counts all of a user's,
 * not the server's. max_connections and max_worker_processes do it. */
static const struct {
    int resource;
    rlim_t limit;
} limits[] = {
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of addresses for itself */
    {RLIMIT_AS, (rlim_t)2 << 30},
#endif
    {RLIMIT_FSIZE, (rlim_t)2 << 30},
    {RLIMIT_NOFILE, 1024},
    {RLIMIT_CORE, 0},
};

static void limit(void) {
    for (guint i = 0; i < G_N_ELEMENTS(limits); i++) {
        struct rlimit now;
        if (getrlimit(limits[i].resource, &now) != 0)
            continue;
        rlim_t least = MIN(now.rlim_max, limits[i].limit);
        setrlimit(limits[i].resource, &(struct rlimit){least, least});
    }
}

/* Peer authentication asks for the name of the tool's user. One that only a service of the
 * machine's knows, reached by a socket, has no name inside. */
static bool is_local(uid_t uid) {
    FILE *file = fopen("/etc/passwd", "re");
    bool found = false;
    for (const struct passwd *entry; file && !found && (entry = fgetpwent(file));)
        found = entry->pw_uid == uid;
    if (file)
        fclose(file);
    return found;
}

static bool is_enough(const Sandbox *sandbox) {
    if (sandbox->mode != SANDBOX_REQUIRE)
        return true;
    dprintf(STDERR_FILENO, "FATAL: a sandbox is required, but there is %s\n",
            sandbox->report->text);
    return false;
}

/* Why the machine has no Landlock, from errno. */
static const char *why_no_landlock(int reason) {
    return reason == ENOSYS       ? "the kernel has no Landlock"
           : reason == EOPNOTSUPP ? "the kernel's Landlock is switched off"
                                  : g_strerror(reason);
}

bool sandbox_enter(const Sandbox *sandbox, guint64 *ticket) {
    SandboxReport *report = sandbox->report;
    *ticket = 0;
    if (!is_local(geteuid()) || !is_local(sandbox->tool)) {
        g_strlcpy(report->text, "none: the user is not in /etc/passwd", sizeof report->text);
        return is_enough(sandbox);
    }
    limit();
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    int version = landlock_enter(sandbox->programs, sandbox->rundir);
    const char *no_landlock = why_no_landlock(errno);
    bool filtered = seccomp_enter(ticket);
    report->whole = version > 0 && filtered;
    if (report->whole)
        g_snprintf(report->text, sizeof report->text, "Landlock ABI %d and seccomp", version);
    else if (version > 0)
        g_snprintf(report->text, sizeof report->text, "Landlock ABI %d alone: no seccomp: %s",
                   version, g_strerror(errno));
    else
        g_snprintf(report->text, sizeof report->text, "%s: %s", filtered ? "seccomp alone" : "none",
                   no_landlock);
    return report->whole || is_enough(sandbox);
}
