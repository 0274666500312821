/* What a program could do that took over the server: each system call, made inside. */
#include "base/file.h"
#include "server/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cmocka.h>

static ServerUser user;
static Programs *programs;
static SandboxReport *report;
static char *outside, *rundir, *bait, *listening;
static int landlock_version;

static long program(void) {
    return execve("/bin/true", (char *const[]){(char *)"true", NULL}, NULL);
}

static long postgres_again(void) {
    g_autofree char *path = g_build_filename(programs->folder, "postgres", NULL);
    return execve(path, (char *const[]){path, (char *)"--version", NULL}, NULL);
}

static long program_by_descriptor(void) {
    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", NULL, NULL, 0);
}

static long program_in_memory(void) {
    return memfd_create("x", 0);
}

static long program_of_its_own(void) {
    g_autofree char *path = g_build_filename(rundir, "program", NULL);
    int fd = open(path, O_WRONLY | O_CREAT, 0700);
    if (fd < 0 || write(fd, "#!/bin/true\n", 12) != 12 || close(fd) != 0)
        return -1;
    return execve(path, (char *const[]){path, NULL}, NULL);
}

static long tcp(void) {
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long tcp6(void) {
    return socket(AF_INET6, SOCK_STREAM, 0);
}

static long udp(void) {
    return socket(AF_INET, SOCK_DGRAM, 0);
}

static long netlink(void) {
    return socket(AF_NETLINK, SOCK_RAW, 0);
}

static long unix_datagram(void) {
    return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static long unix_packets(void) {
    return socket(AF_UNIX, SOCK_SEQPACKET, 0);
}

static long socket_pair(void) {
    int ends[2];
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
}

static struct sockaddr_un address_of(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    return address;
}

static long unix_connection(void) {
    const struct sockaddr_un address = address_of(listening);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd < 0 ? -1 : connect(fd, (const struct sockaddr *)&address, sizeof address);
}

static long message_to_an_address(void) {
    const struct sockaddr_un address = address_of(listening);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd < 0 ? -1
                  : sendto(fd, "x", 1, MSG_NOSIGNAL, (const struct sockaddr *)&address,
                           sizeof address);
}

static long message(void) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd < 0 ? -1 : sendmsg(fd, &(struct msghdr){0}, MSG_NOSIGNAL);
}

static long file_of_others(void) {
    return open(bait, O_RDONLY);
}

static long writing_a_file_of_others(void) {
    return open(bait, O_WRONLY);
}

static long folder_of_others(void) {
    return open(outside, O_RDONLY | O_DIRECTORY);
}

static long new_file_of_others(void) {
    g_autofree char *path = g_build_filename(outside, "new", NULL);
    return open(path, O_WRONLY | O_CREAT, 0600);
}

static long home_of_root(void) {
    return open("/root", O_RDONLY | O_DIRECTORY);
}

static long own_environment(void) {
    return open("/proc/self/environ", O_RDONLY);
}

static long command_line_of_the_tool(void) {
    g_autofree char *path = g_strdup_printf("/proc/%d/cmdline", (int)getppid());
    return open(path, O_RDONLY);
}

static long memory_of_the_tool(void) {
    g_autofree char *path = g_strdup_printf("/proc/%d/mem", (int)getppid());
    return open(path, O_RDONLY);
}

static long shadow_passwords(void) {
    return open("/etc/shadow", O_RDONLY);
}

static long terminal(void) {
    return open("/dev/tty", O_RDWR);
}

static long shared_memory_of_others(void) {
    return open("/dev/shm/migrate-test-sandbox", O_RDWR | O_CREAT, 0600);
}

static long hard_link(void) {
    g_autofree char *path = g_build_filename(rundir, "link", NULL);
    return link(bait, path);
}

static long symbolic_link(void) {
    g_autofree char *path = g_build_filename(rundir, "link", NULL);
    return symlink(bait, path);
}

static long fifo(void) {
    g_autofree char *path = g_build_filename(rundir, "fifo", NULL);
    return mkfifo(path, 0600);
}

static long device(void) {
    g_autofree char *path = g_build_filename(rundir, "device", NULL);
    return mknod(path, S_IFCHR | 0600, 0x103);
}

static long moving_out(void) {
    g_autofree char *from = g_build_filename(rundir, "file", NULL);
    g_autofree char *to = g_build_filename(outside, "file", NULL);
    int fd = open(from, O_WRONLY | O_CREAT, 0600);
    return fd < 0 ? -1 : rename(from, to);
}

static long cutting_a_file_of_others(void) {
    return truncate(bait, 0);
}

static long owner(void) {
    return chown(rundir, getuid(), getgid());
}

static long extended_attribute(void) {
    return setxattr(bait, "user.x", "x", 1, 0);
}

static long signal_to_the_tool(void) {
    return kill(getppid(), 0);
}

static long tracing_the_tool(void) {
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static long being_traced(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long reading_the_tool(void) {
    char byte;
    struct iovec here = {&byte, 1}, there = {report, 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}

static long handle_of_the_tool(void) {
    return syscall(434 /* pidfd_open */, getppid(), 0);
}

static long descriptor_of_the_tool(void) {
    return syscall(438 /* pidfd_getfd */, 0, 0, 0);
}

static long user_namespace(void) {
    return unshare(CLONE_NEWUSER);
}

static long process_in_a_namespace(void) {
    long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return child;
}

static long other_namespace(void) {
    return setns(0, 0) == 0 || errno == EINVAL || errno == EBADF ? 0 : -1;
}

static long mounting(void) {
    return mount("none", rundir, "tmpfs", 0, NULL);
}

static long changing_the_root(void) {
    return chroot(rundir);
}

static long bpf(void) {
    return syscall(SYS_bpf, 0, NULL, 0) == 0 || errno != EPERM ? 0 : -1;
}

static long io_uring(void) {
    return syscall(425 /* io_uring_setup */, 1, NULL) == 0 || errno != EPERM ? 0 : -1;
}

static long page_faults(void) {
    return syscall(SYS_userfaultfd, 1 /* of the user's own */);
}

static long performance_events(void) {
    return syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0) == 0 || errno != EPERM ? 0 : -1;
}

static long keyring(void) {
    return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1);
}

static long execution_domain(void) {
    return syscall(SYS_personality, 0xffffffff);
}

#ifndef __SANITIZE_ADDRESS__
static long much_memory(void) {
    return mmap(NULL, (size_t)4 << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}
#endif

static long large_file(void) {
    g_autofree char *path = g_build_filename(rundir, "large", NULL);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    signal(SIGXFSZ, SIG_IGN);
    return fd < 0 ? -1 : pwrite(fd, "x", 1, (off_t)3 << 30);
}

static long higher_limit(void) {
    return setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
}

static long limit_of_the_tool(void) {
    struct rlimit limit;
    return prlimit(getppid(), RLIMIT_CORE, NULL, &limit);
}

#ifdef __x86_64__
static long other_numbers(void) {
    return syscall(0x40000000 | 39 /* getpid of x32 */);
}

static long old_calls(void) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory"); /* getpid of i386 */
    return result;
}
#endif

typedef struct {
    const char *name;
    long (*attempt)(void);
    int version; /* of Landlock that is needed */
} Attempt;

static const Attempt attempts[] = {
    {"program", program, 1},
    {"postgres again", postgres_again, 1},
    {"program by descriptor", program_by_descriptor, 1},
    {"program in memory", program_in_memory, 1},
    {"program of its own", program_of_its_own, 1},
    {"tcp", tcp, 1},
    {"tcp6", tcp6, 1},
    {"udp", udp, 1},
    {"netlink", netlink, 1},
    {"unix datagram", unix_datagram, 1},
    {"unix packets", unix_packets, 1},
    {"socket pair", socket_pair, 1},
    {"unix connection", unix_connection, 1},
    {"message to an address", message_to_an_address, 1},
    {"message", message, 1},
    {"file of others", file_of_others, 1},
    {"writing a file of others", writing_a_file_of_others, 1},
    {"folder of others", folder_of_others, 1},
    {"new file of others", new_file_of_others, 1},
    {"home of root", home_of_root, 1},
    {"own environment", own_environment, 1},
    {"command line of the tool", command_line_of_the_tool, 1},
    {"memory of the tool", memory_of_the_tool, 1},
    {"shadow passwords", shadow_passwords, 1},
    {"terminal", terminal, 1},
    {"shared memory of others", shared_memory_of_others, 1},
    {"hard link", hard_link, 1},
    {"symbolic link", symbolic_link, 1},
    {"fifo", fifo, 1},
    {"device", device, 1},
    {"moving out", moving_out, 1},
    {"cutting a file of others", cutting_a_file_of_others, 3},
    {"owner", owner, 1},
    {"extended attribute", extended_attribute, 1},
    {"signal to the tool", signal_to_the_tool, 6},
    {"tracing the tool", tracing_the_tool, 1},
    {"being traced", being_traced, 1},
    {"reading the tool", reading_the_tool, 1},
    {"handle of the tool", handle_of_the_tool, 1},
    {"descriptor of the tool", descriptor_of_the_tool, 1},
    {"user namespace", user_namespace, 1},
    {"process in a namespace", process_in_a_namespace, 1},
    {"other namespace", other_namespace, 1},
    {"mounting", mounting, 1},
    {"changing the root", changing_the_root, 1},
    {"bpf", bpf, 1},
    {"io_uring", io_uring, 1},
    {"page faults", page_faults, 1},
    {"performance events", performance_events, 1},
    {"keyring", keyring, 1},
    {"execution domain", execution_domain, 1},
#ifndef __SANITIZE_ADDRESS__ /* see server/sandbox.c */
    {"much memory", much_memory, 1},
#endif
    {"large file", large_file, 1},
    {"higher limit", higher_limit, 1},
    {"limit of the tool", limit_of_the_tool, 1},
#ifdef __x86_64__
    {"other numbers", other_numbers, 1},
    {"old calls", old_calls, 1},
#endif
};

/* What the server needs: the same from the other side. */

static long new_process(void) {
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? -1 : child_wait(child);
}

static long own_socket(void) {
    g_autofree char *path = g_build_filename(rundir, "socket", NULL);
    const struct sockaddr_un address = address_of(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
                   chmod(path, 0700) != 0
               ? -1
               : listen(fd, 1);
}

static long own_files(void) {
    g_autofree char *folder = g_build_filename(rundir, "folder", NULL);
    g_autofree char *one = g_build_filename(folder, "one", NULL);
    g_autofree char *two = g_build_filename(rundir, "two", NULL);
    bool fine = mkdir(folder, 0700) == 0 && open(one, O_RDWR | O_CREAT | O_TRUNC, 0600) >= 0 &&
                rename(one, two) == 0 && truncate(two, 100) == 0 && unlink(two) == 0 &&
                rmdir(folder) == 0;
    return fine ? 0 : -1;
}

static long files_of_postgres(void) {
    g_autofree char *path = g_build_filename(programs->folder, "postgres", NULL);
    return open(path, O_RDONLY) >= 0 && open("/etc/passwd", O_RDONLY) >= 0 &&
                   open("/dev/urandom", O_RDONLY) >= 0 && open("/dev/null", O_RDWR) >= 0
               ? 0
               : -1;
}

static const Attempt needs[] = {{"new process", new_process, 1},
                                {"own socket", own_socket, 1},
                                {"own files", own_files, 1},
                                {"files of postgres", files_of_postgres, 1}};

enum { DONE = 10, REFUSED = 11, NO_SANDBOX = 12 };

static void become_server(void) {
    if (user.other &&
        (setgroups(1, &user.gid) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0))
        _exit(1);
}

/* Makes the attempt in a child that is in the sandbox; its wait status. */
static int make_inside(const Attempt *attempt) {
    const Sandbox sandbox = {SANDBOX_PREFER, programs->folder, rundir, geteuid(), report};
    pid_t child = fork();
    if (child == 0) {
        guint64 ticket;
        child_stdio(-1, -1, -1);
        signal(SIGSEGV, SIG_DFL); /* not cmocka's */
        become_server();
        if (!sandbox_enter(&sandbox, &ticket) || !report->whole)
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
    print_message("%s: this kernel's sandbox is '%s'\n", attempt->name, report->text);
    skip();
}

static void is_refused(void **state) {
    const Attempt *attempt = *state;
    skip_without_sandbox(attempt);
    int status = make_inside(attempt);
    /* SIGSEGV: a kernel that has no 32-bit calls at all. */
    bool killed = WIFSIGNALED(status) &&
                  (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV);
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
    programs = programs_find(NULL, 0, &error);
    if (!programs || !server_user_find(&user, &error)) {
        print_message("%s\n", error->message);
        return -1;
    }
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    outside = g_dir_make_tmp("sandbox-test-XXXXXX", NULL);
    rundir = g_dir_make_tmp("sandbox-run-XXXXXX", NULL);
    bait = g_build_filename(outside, "bait", NULL);
    listening = g_build_filename(outside, "socket", NULL);
    const struct sockaddr_un address = address_of(listening);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool fine = file_write(bait, "bait", 4, 0666, NULL) && chmod(bait, 0666) == 0 &&
                chmod(outside, 0777) == 0 &&
                (!user.other || chown(rundir, user.uid, user.gid) == 0) &&
                bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                listen(fd, 5) == 0 && chmod(listening, 0777) == 0;
    make_inside(&(Attempt){"nothing", nothing, 1});
    if (report->whole)
        sscanf(report->text, "Landlock ABI %d", &landlock_version);
    return fine ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    programs_free(programs);
    bool fine = file_remove_tree(outside, NULL) && file_remove_tree(rundir, NULL);
    g_free(outside);
    g_free(rundir);
    g_free(bait);
    g_free(listening);
    return fine ? 0 : -1;
}

static void add(GArray *tests, const Attempt *list, guint count, CMUnitTestFunction function) {
    for (guint i = 0; i < count; i++) {
        const struct CMUnitTest test = {list[i].name, function, NULL, NULL, (void *)&list[i]};
        g_array_append_val(tests, test);
    }
}

int main(void) {
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    add(tests, attempts, G_N_ELEMENTS(attempts), is_refused);
    add(tests, needs, G_N_ELEMENTS(needs), is_possible);
    return _cmocka_run_group_tests("sandbox", (const struct CMUnitTest *)(void *)tests->data,
                                   tests->len, start, stop);
}
