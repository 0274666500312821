/* Runs a command and gets in its way at a moment that is not a matter of luck.
 *
 * disturb nothing - -- COMMAND...: only runs it; a shell would comment on the signal that ends it.
 *
 * disturb sql URL SQL -- COMMAND...: when the command stops itself (MIGRATE_FAULT=point:stop), runs
 * SQL on URL and lets it go on.
 *
 * disturb shell TEXT -- COMMAND...: the same with a line for /bin/sh.
 *
 * disturb cut before|after WORD NTH FROM TO -- COMMAND...: hands the connections to the socket FROM
 * on to the socket TO, and cuts one when its client has sent WORD, zero-terminated or with "; "
 * behind it, for the NTH time: before the server sees it, or after the server has answered and
 * before the client sees that.
 *
 * disturb count FROM TO -- COMMAND...: hands them on and says on standard error at the end how many
 * connections there were and how many round trips, those of connecting among them.
 *
 * The status is the command's; 128 + number when a signal ended it.
 */
#include "pg/pg.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_PAIRS = 32 };

G_GNUC_NORETURN static void die(const char *what) {
    fprintf(stderr, "disturb: %s: %s\n", what, g_strerror(errno));
    _exit(98);
}

static pid_t start(char **command) {
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        execvp(command[0], command);
        die(command[0]);
    }
    return pid;
}

static int status_of(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void disturb_stopped(char **arguments) {
    if (strcmp(arguments[0], "nothing") == 0)
        return;
    if (strcmp(arguments[0], "shell") == 0) {
        if (system(arguments[1]) != 0)
            die("the command for the stop");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = pg_connect(arguments[1], "disturb", &error);
    if (pg == NULL || !pg_script(pg, arguments[2], &error)) {
        fprintf(stderr, "disturb: %s\n", error->message);
        _exit(98);
    }
}

static int watch_stops(char **arguments, char **command) {
    pid_t pid = start(command);
    for (;;) {
        int status;
        if (waitpid(pid, &status, WUNTRACED) < 0)
            die("waitpid");
        if (!WIFSTOPPED(status))
            return status_of(status);
        disturb_stopped(arguments);
        kill(pid, SIGCONT);
    }
}

static int open_socket(const char *path, bool listening) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr *any = (struct sockaddr *)&address;
    if (fd < 0 || (listening ? bind(fd, any, sizeof address) : connect(fd, any, sizeof address)) ||
        (listening && listen(fd, MAX_PAIRS)))
        die(path);
    return fd;
}

typedef struct {
    int client, server; /* -1: closed */
    bool swallow;       /* the client sees nothing more, and the end of the answer ends the pair */
    bool asked;         /* the client has sent something since the server last did */
} Pair;

typedef struct {
    const char *word;
    guint left; /* passes until the cut; 0: done */
    bool before;
    Pair pairs[MAX_PAIRS];
    guint count, turns; /* pairs, round trips */
} Proxy;

static void pair_close(Pair *pair) {
    close(pair->client);
    close(pair->server);
    pair->client = pair->server = -1;
}

static bool hand_on(int to, const char *bytes, gssize size) {
    while (size > 0) {
        gssize sent = send(to, bytes, (gsize)size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= sent;
    }
    return true;
}

/* The word as the last of a message, or as a statement before others in one line. */
static bool has_word(const char *bytes, gsize size, const char *word) {
    g_autofree char *inside = g_strconcat(word, "; ", NULL);
    return memmem(bytes, size, word, strlen(word) + 1) != NULL ||
           memmem(bytes, size, inside, strlen(inside)) != NULL;
}

static void from_client(Proxy *proxy, Pair *pair) {
    char bytes[65536];
    gssize size = read(pair->client, bytes, sizeof bytes);
    bool found = size > 0 && proxy->left > 0 && has_word(bytes, (gsize)size, proxy->word);
    bool cut = found && --proxy->left == 0;
    if (size <= 0 || (cut && proxy->before) || !hand_on(pair->server, bytes, size)) {
        pair_close(pair);
        return;
    }
    pair->swallow |= cut;
    if (!pair->asked && *bytes != 'X')
        proxy->turns++;
    pair->asked = true;
}

/* Whether these are the end of an answer: ReadyForQuery (manual: "Message Formats"), without the
 * state of the transaction. */
static bool is_end(const char *bytes, gssize size) {
    static const char ready[] = {'Z', 0, 0, 0, 5};
    enum { STATE = 1 };
    return size > (gssize)sizeof ready &&
           memcmp(bytes + size - STATE - sizeof ready, ready, sizeof ready) == 0;
}

static void from_server(Pair *pair) {
    char bytes[65536];
    gssize size = read(pair->server, bytes, sizeof bytes);
    pair->asked = false;
    bool gone = size <= 0 || (pair->swallow && is_end(bytes, size));
    if (gone || (!pair->swallow && !hand_on(pair->client, bytes, size)))
        pair_close(pair);
}

static void serve(Proxy *proxy, int listener, const char *to) {
    struct pollfd polls[1 + 2 * MAX_PAIRS] = {{.fd = listener, .events = POLLIN}};
    for (guint i = 0; i < proxy->count; i++) {
        polls[1 + 2 * i] = (struct pollfd){.fd = proxy->pairs[i].client, .events = POLLIN};
        polls[2 + 2 * i] = (struct pollfd){.fd = proxy->pairs[i].server, .events = POLLIN};
    }
    guint count = proxy->count;
    if (poll(polls, 1 + 2 * count, 20) <= 0)
        return;
    for (guint i = 0; i < count; i++) {
        Pair *pair = &proxy->pairs[i];
        if (pair->client >= 0 && polls[1 + 2 * i].revents != 0)
            from_client(proxy, pair);
        if (pair->client >= 0 && polls[2 + 2 * i].revents != 0)
            from_server(pair);
    }
    if (polls[0].revents != 0 && proxy->count < MAX_PAIRS)
        proxy->pairs[proxy->count++] = (Pair){.client = accept4(listener, NULL, NULL, SOCK_CLOEXEC),
                                              .server = open_socket(to, false)};
}

static int run_behind(Proxy *proxy, const char *from, const char *to, char **command) {
    int listener = open_socket(from, true), status;
    pid_t pid = start(command);
    while (waitpid(pid, &status, WNOHANG) == 0)
        serve(proxy, listener, to);
    unlink(from);
    return status_of(status);
}

static int cut(char **arguments, char **command) {
    Proxy proxy = {.before = strcmp(arguments[1], "before") == 0,
                   .word = arguments[2],
                   .left = (guint)atoi(arguments[3])};
    return run_behind(&proxy, arguments[4], arguments[5], command);
}

static int count_turns(char **arguments, char **command) {
    Proxy proxy = {.word = ""};
    int status = run_behind(&proxy, arguments[1], arguments[2], command);
    fprintf(stderr, "disturb: connections %u round-trips %u\n", proxy.count, proxy.turns);
    return status;
}

int main(int count, char **arguments) {
    int dashes = 1;
    while (dashes < count && strcmp(arguments[dashes], "--") != 0)
        dashes++;
    if (dashes < 3 || dashes + 1 >= count)
        return 2;
    char **command = arguments + dashes + 1;
    if (strcmp(arguments[1], "cut") == 0 && dashes == 7)
        return cut(arguments + 1, command);
    if (strcmp(arguments[1], "count") == 0 && dashes == 4)
        return count_turns(arguments + 1, command);
    return watch_stops(arguments + 1, command);
}
