/* What a program could do that took over the server, to other processes and to the kernel: each
 * call, made inside. */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

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
    struct iovec here = {&byte, 1}, there = {inside.report, 1};
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
    return mount("none", inside.rundir, "tmpfs", 0, NULL);
}

static long changing_the_root(void) {
    return chroot(inside.rundir);
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
    g_autofree char *path = g_build_filename(inside.rundir, "large", NULL);
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

static const Attempt attempts[] = {
    {"own environment", own_environment, 1},
    {"command line of the tool", command_line_of_the_tool, 1},
    {"memory of the tool", memory_of_the_tool, 1},
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

int main(void) {
    return inside_run("sandbox_calls", attempts, G_N_ELEMENTS(attempts), NULL, 0);
}
