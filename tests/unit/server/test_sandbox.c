/* What a program could do that took over the server, to files, to the network and by other
 * programs: each call, made inside. What it could do to processes and the kernel is in
 * test_sandbox_calls.c. */
#include "inside.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static long program(void) {
    return execve("/bin/true", (char *const[]){(char *)"true", NULL}, NULL);
}

static long postgres_again(void) {
    g_autofree char *path = g_build_filename(inside.programs->folder, "postgres", NULL);
    return execve(path, (char *const[]){path, (char *)"--version", NULL}, NULL);
}

static long program_by_descriptor(void) {
    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", NULL, NULL, 0);
}

static long program_in_memory(void) {
    return memfd_create("x", 0);
}

static long program_of_its_own(void) {
    g_autofree char *path = g_build_filename(inside.rundir, "program", NULL);
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

static long unix_connection(void) {
    const struct sockaddr_un address = inside_address(inside.listening);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd < 0 ? -1 : connect(fd, (const struct sockaddr *)&address, sizeof address);
}

static long message_to_an_address(void) {
    const struct sockaddr_un address = inside_address(inside.listening);
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
    return open(inside.bait, O_RDONLY);
}

static long writing_a_file_of_others(void) {
    return open(inside.bait, O_WRONLY);
}

static long folder_of_others(void) {
    return open(inside.outside, O_RDONLY | O_DIRECTORY);
}

static long new_file_of_others(void) {
    g_autofree char *path = g_build_filename(inside.outside, "new", NULL);
    return open(path, O_WRONLY | O_CREAT, 0600);
}

static long home_of_root(void) {
    return open("/root", O_RDONLY | O_DIRECTORY);
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
    g_autofree char *path = g_build_filename(inside.rundir, "link", NULL);
    return link(inside.bait, path);
}

static long symbolic_link(void) {
    g_autofree char *path = g_build_filename(inside.rundir, "link", NULL);
    return symlink(inside.bait, path);
}

static long fifo(void) {
    g_autofree char *path = g_build_filename(inside.rundir, "fifo", NULL);
    return mkfifo(path, 0600);
}

static long device(void) {
    g_autofree char *path = g_build_filename(inside.rundir, "device", NULL);
    return mknod(path, S_IFCHR | 0600, 0x103);
}

static long moving_out(void) {
    g_autofree char *from = g_build_filename(inside.rundir, "file", NULL);
    g_autofree char *to = g_build_filename(inside.outside, "file", NULL);
    int fd = open(from, O_WRONLY | O_CREAT, 0600);
    return fd < 0 ? -1 : rename(from, to);
}

static long cutting_a_file_of_others(void) {
    return truncate(inside.bait, 0);
}

static long owner(void) {
    return chown(inside.rundir, getuid(), getgid());
}

static long extended_attribute(void) {
    return setxattr(inside.bait, "inside.user.x", "x", 1, 0);
}

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
};

/* What the server needs: the same from the other side. */

static long new_process(void) {
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? -1 : child_wait(child);
}

static long own_socket(void) {
    g_autofree char *path = g_build_filename(inside.rundir, "socket", NULL);
    const struct sockaddr_un address = inside_address(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
                   chmod(path, 0700) != 0
               ? -1
               : listen(fd, 1);
}

static long own_files(void) {
    g_autofree char *folder = g_build_filename(inside.rundir, "folder", NULL);
    g_autofree char *one = g_build_filename(folder, "one", NULL);
    g_autofree char *two = g_build_filename(inside.rundir, "two", NULL);
    bool fine = mkdir(folder, 0700) == 0 && open(one, O_RDWR | O_CREAT | O_TRUNC, 0600) >= 0 &&
                rename(one, two) == 0 && truncate(two, 100) == 0 && unlink(two) == 0 &&
                rmdir(folder) == 0;
    return fine ? 0 : -1;
}

static long files_of_postgres(void) {
    g_autofree char *path = g_build_filename(inside.programs->folder, "postgres", NULL);
    return open(path, O_RDONLY) >= 0 && open("/etc/passwd", O_RDONLY) >= 0 &&
                   open("/dev/urandom", O_RDONLY) >= 0 && open("/dev/null", O_RDWR) >= 0
               ? 0
               : -1;
}

static const Attempt needs[] = {{"new process", new_process, 1},
                                {"own socket", own_socket, 1},
                                {"own files", own_files, 1},
                                {"files of postgres", files_of_postgres, 1}};

int main(void) {
    return inside_run("sandbox", attempts, G_N_ELEMENTS(attempts), needs, G_N_ELEMENTS(needs));
}
