/* What a server answers, whatever was asked: the connection, the guards, the ledger, the catalog, a
 * migration's statements. The fake server welcomes its client, so that most inputs get past that,
 * unless the input begins with a zero byte. It answers each message up to a ReadyForQuery, and
 * hangs up when it has no more to say or nobody asks; so everything comes to its end. */
#include "apply/ledger.h"
#include "catalog/load.h"
#include "pg/pg.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* AuthenticationOk, ParameterStatus server_version, BackendKeyData with pid 7, ReadyForQuery. */
#define WELCOME                                                                                    \
    "R\0\0\0\x08\0\0\0\0S\0\0\0\x18server_version\00015.0\0K\0\0\0\x0c\0\0\0\x07\0\0\0\x07"        \
    "Z\0\0\0\x05I"

typedef struct {
    int listener;
    const uint8_t *data;
    size_t size;
    int stop;
} Server;

static char *folder, *path;

static void remove_folder(void) {
    g_unlink(path);
    g_rmdir(folder);
}

static int listen_once(void) {
    static int listener = -1;
    if (listener >= 0)
        return listener;
    folder = g_dir_make_tmp("reply.XXXXXX", NULL);
    path = g_build_filename(folder, ".s.PGSQL.5432", NULL);
    atexit(remove_folder);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(listen(listener, 8), ==, 0);
    return listener;
}

static void say(int client, const void *bytes, size_t size) {
    const char *at = bytes;
    for (gssize sent; size > 0; at += sent, size -= (size_t)sent) {
        sent = send(client, at, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
    }
}

/* The next thing to say: up to a ReadyForQuery, or all that is left. */
static size_t next_answer(const uint8_t *data, size_t size) {
    static const char ready[] = {'Z', 0, 0, 0, 5};
    const uint8_t *end = memmem(data, size, ready, sizeof ready);
    return end == NULL ? size : MIN((size_t)(end - data) + sizeof ready + 1, size);
}

/* Whether the client has sent something, and has not just waited for more. */
static bool listen_to(int client) {
    enum { PATIENCE = 200 };
    char heard[16384];
    struct pollfd ready = {.fd = client, .events = POLLIN};
    return poll(&ready, 1, PATIENCE) > 0 && recv(client, heard, sizeof heard, 0) > 0;
}

static void answer(const Server *server, int client) {
    bool raw = server->size > 0 && server->data[0] == 0;
    const uint8_t *data = server->data + raw;
    size_t left = server->size - raw;
    if (!raw && listen_to(client))
        say(client, WELCOME, sizeof WELCOME - 1);
    for (size_t length; left > 0 && listen_to(client); data += length, left -= length) {
        length = next_answer(data, left);
        say(client, data, length);
    }
    shutdown(client, SHUT_WR);
    while (listen_to(client))
        ;
}

/* Until the server is told to stop; who comes a second time is sent away. */
static gpointer serve(gpointer data) {
    Server *server = data;
    for (bool first = true; !g_atomic_int_get(&server->stop); first = false) {
        int client = accept(server->listener, NULL, NULL);
        if (first && !g_atomic_int_get(&server->stop))
            answer(server, client);
        close(client);
    }
    return NULL;
}

/* Wakes the server up for its last time. */
static void stop(Server *server, GThread *thread) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_atomic_int_set(&server->stop, 1);
    g_assert_cmpint(connect(client, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_thread_join(thread);
    close(client);
}

static void use_ledger(Pg *pg, const Guard *guard) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Ledger) ledger = NULL;
    if (ledger_check(pg, guard, &error))
        ledger = ledger_read(pg, guard, &error);
    g_assert((ledger == NULL) == (error != NULL));
}

static void use_statements(Pg *pg) {
    static const char sql[] = "SELECT 1";
    const PgStatement all[] = {{.text = sql, .length = strlen(sql), .kept = true},
                               {.text = sql, .length = strlen(sql), .told = true}};
    g_autoptr(GError) error = NULL;
    g_assert(pg_run(pg, sql, strlen(sql), &error) == (error == NULL));
    g_clear_error(&error);
    g_autoptr(Rows) rows = pg_batch_run(pg, all, G_N_ELEMENTS(all), &error);
    g_assert((rows == NULL) == (error != NULL));
    g_clear_error(&error);
    g_autoptr(Rows) row = pg_ask(pg, PG_ONE_ROW("!."), sql, 0, NULL, &error);
    g_assert((row == NULL) == (error != NULL));
    g_assert(row == NULL || rows_value(row, 0, 0) != NULL);
}

static void use_catalog(Pg *pg) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Catalog) catalog = catalog_load(pg, NULL, &error);
    g_assert((catalog == NULL) == (error != NULL));
}

/* One connection, and what the input's length chooses of the things that are done with it. */
static void converse(Server *server, bool asking) {
    server->stop = 0;
    GThread *thread = g_thread_new("server", serve, server);
    g_autofree char *conninfo =
        g_strdup_printf("host='%s' port=5432 user=u dbname=d sslmode=disable gssencmode=disable "
                        "password=p passfile=/dev/null connect_timeout=10",
                        folder);
    g_autoptr(GError) error = NULL;
    g_auto(Guard) guard = {0};
    Pg *pg = asking ? guard_connect(conninfo, "fuzz", NULL, NULL, 0, &guard, &error)
                    : pg_connect_pooled(conninfo, "fuzz", NULL, &error);
    g_assert((pg == NULL) == (error != NULL));
    if (pg != NULL && asking)
        use_ledger(pg, &guard);
    if (pg != NULL && !asking && server->size % 2 == 0)
        use_statements(pg);
    else if (pg != NULL)
        use_catalog(pg);
    pg_close(pg);
    stop(server, thread);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Server server = {.listener = listen_once(), .data = data, .size = size};
    converse(&server, true);
    converse(&server, false);
    return 0;
}
