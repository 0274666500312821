/* System calls that the server may not make. The only file that sees libseccomp.
 *
 * A list of what is refused and not of what is allowed: extensions and C libraries use different
 * ones, and files are Landlock's matter.
 */
#include "server/sandbox.h"
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/random.h>
#include <sys/socket.h>

static const char *const refused[] = {
    /* leaving by a socket; backends only accept */
    "connect",
    "socketpair",
    "sendmsg",
    "sendmmsg",
    /* programs */
    "execveat",
    "memfd_create",
    /* other processes */
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "kcmp",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "perf_event_open",
    "mq_open",
    "msgget",
    /* namespaces and file systems */
    "unshare",
    "setns",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "name_to_handle_at",
    "open_by_handle_at",
    "fanotify_init",
    "quotactl",
    "quotactl_fd",
    /* what Landlock leaves open: the attributes of files */
    "chown",
    "lchown",
    "fchown",
    "fchownat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
    "mknod",
    "mknodat",
    /* large parts of the kernel that databases can do without */
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "bpf",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "vmsplice",
    "lookup_dcookie",
    "modify_ldt",
    "iopl",
    "ioperm",
    "personality",
    /* the machine */
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "syslog",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "vhangup",
};

static int refuse_all(scmp_filter_ctx filter) {
    int failed = 0;
    for (guint i = 0; !failed && i < G_N_ELEMENTS(refused); i++) {
        int number = seccomp_syscall_resolve_name(refused[i]);
        if (number != __NR_SCMP_ERROR) /* an older library, or another processor */
            failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
    }
    return failed;
}

/* Stream sockets of the Unix family only, and nothing sent to an address: a datagram needs no
 * connect(). */
static int refuse_sockets(scmp_filter_ctx filter) {
    static const guint types[] = {SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_PACKET};
    int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                                  SCMP_A0(SCMP_CMP_NE, AF_UNIX));
    for (guint i = 0; !failed && i < G_N_ELEMENTS(types); i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 2,
                                  SCMP_A0(SCMP_CMP_EQ, AF_UNIX),
                                  SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, types[i]));
    return failed ? failed
                  : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(sendto), 1,
                                     SCMP_A4(SCMP_CMP_NE, 0));
}

/* Processes, but no namespaces. The flags of clone3() cannot be seen; without it the C library uses
 * clone(). */
static int refuse_namespaces(scmp_filter_ctx filter) {
    static const guint flags[] = {CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
                                  CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET};
    int failed = 0;
    for (guint i = 0; !failed && i < G_N_ELEMENTS(flags); i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                  SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
    int number = seccomp_syscall_resolve_name("clone3");
    if (!failed && number != __NR_SCMP_ERROR)
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0);
    return failed;
}

static int refuse_the_rest(scmp_filter_ctx filter, guint64 ticket) {
    int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(execve), 1,
                                  SCMP_A3(SCMP_CMP_NE, ticket));
    return failed ? failed
                  : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1,
                                     SCMP_A0(SCMP_CMP_NE, 0));
}

bool seccomp_enter(guint64 *ticket) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter || getrandom(ticket, sizeof *ticket, 0) != sizeof *ticket) {
        errno = ENOMEM;
        return false;
    }
    int failed = refuse_all(filter);
    if (!failed)
        failed = refuse_sockets(filter);
    if (!failed)
        failed = refuse_namespaces(filter);
    if (!failed)
        failed = refuse_the_rest(filter, *ticket);
    if (!failed)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    errno = -failed;
    return !failed;
}

char *sandbox_library(void) {
    const struct scmp_version *version = seccomp_version();
    return g_strdup_printf("libseccomp %u.%u.%u", version->major, version->minor, version->micro);
}
