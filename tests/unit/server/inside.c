#include "inside.h"

#include "base/file.h"
#include "server/sandbox.h"

#include <grp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

Inside inside;
static int landlock_version;

struct sockaddr_un inside_address(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    return address;
}

enum { DONE = 10, REFUSED = 11, NO_SANDBOX = 12 };

static void become_server(void) {
    if (inside.user.other && (setgroups(1, &inside.user.gid) != 0 || setgid(inside.user.gid) != 0 ||
                              setuid(inside.user.uid) != 0))
        _exit(1);
}

/* Makes the attempt in a child that is in the sandbox; its wait status. */
static int make_inside(const Attempt *attempt) {
    const Sandbox sandbox = {SANDBOX_PREFER, inside.programs->folder, inside.rundir, geteuid(),
                             inside.report};
    pid_t child = fork();
    if (child == 0) {
        guint64 ticket;
        child_stdio(-1, -1, -1);
        signal(SIGSEGV, SIG_DFL); /* not cmocka's */
        become_server();
        if (!sandbox_enter(&sandbox, &ticket) || !inside.report->whole)
            _exit(NO_SANDBOX);
        _exit(attempt->attempt() >= 0 ? DONE : REFUSED);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void skip_without_sandbox(const Attempt *attempt) {
    if (landlock_version >= attempt->version)
        return;
    print_message("%s: this kernel's sandbox is '%s'\n", attempt->name, inside.report->text);
    skip();
}

static void is_refused(void **state) {
    const Attempt *attempt = *state;
    skip_without_sandbox(attempt);
    int status = make_inside(attempt);
    /* SIGSEGV: a kernel that has no 32-bit calls at all. */
    bool killed =
        WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV);
    if (!killed && (!WIFEXITED(status) || WEXITSTATUS(status) != REFUSED))
        fail_msg("%s: wait status %x", attempt->name, (unsigned)status);
}

static void is_possible(void **state) {
    const Attempt *attempt = *state;
    skip_without_sandbox(attempt);
    int status = make_inside(attempt);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
        fail_msg("%s: wait status %x", attempt->name, (unsigned)status);
}

static long nothing(void) {
    return 0;
}

static int start(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    inside.programs = programs_find(NULL, 0, &error);
    if (!inside.programs || !server_user_find(&inside.user, &error)) {
        print_message("%s\n", error->message);
        return -1;
    }
    inside.report = mmap(NULL, sizeof *inside.report, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    inside.outside = g_dir_make_tmp("sandbox-test-XXXXXX", NULL);
    inside.rundir = g_dir_make_tmp("sandbox-run-XXXXXX", NULL);
    inside.bait = g_build_filename(inside.outside, "bait", NULL);
    inside.listening = g_build_filename(inside.outside, "socket", NULL);
    const struct sockaddr_un address = inside_address(inside.listening);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool fine =
        file_write(inside.bait, "bait", 4, 0666, NULL) && chmod(inside.bait, 0666) == 0 &&
        chmod(inside.outside, 0777) == 0 &&
        (!inside.user.other || chown(inside.rundir, inside.user.uid, inside.user.gid) == 0) &&
        bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 5) == 0 &&
        chmod(inside.listening, 0777) == 0;
    make_inside(&(Attempt){"nothing", nothing, 1});
    if (inside.report->whole)
        sscanf(inside.report->text, "Landlock ABI %d", &landlock_version);
    return fine ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    programs_free(inside.programs);
    bool fine = file_remove_tree(inside.outside, NULL) && file_remove_tree(inside.rundir, NULL);
    g_free(inside.outside);
    g_free(inside.rundir);
    g_free(inside.bait);
    g_free(inside.listening);
    return fine ? 0 : -1;
}

static void add(GArray *tests, const Attempt *list, guint count, CMUnitTestFunction function) {
    for (guint i = 0; i < count; i++) {
        const struct CMUnitTest test = {list[i].name, function, NULL, NULL, (void *)&list[i]};
        g_array_append_val(tests, test);
    }
}

int inside_run(const char *name, const Attempt *refused, guint refused_count,
               const Attempt *possible, guint possible_count) {
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    add(tests, refused, refused_count, is_refused);
    add(tests, possible, possible_count, is_possible);
    return _cmocka_run_group_tests(name, (const struct CMUnitTest *)(void *)tests->data, tests->len,
                                   start, stop);
}
