/* A server between, which speaks the protocol with fewer words than PostgreSQL. */
#include "pg/pg.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* AuthenticationOk, ReadyForQuery. */
#define WELCOME "R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"
/* ErrorResponse with one severity, the code and the message; ReadyForQuery. */
#define LAST_WORD "E\0\0\0\x19SFATAL\0C08P01\0Mover\0\0Z\0\0\0\x05I"

static bool hear(int client, void *buffer, gsize size) {
    return recv(client, buffer, size, MSG_WAITALL) == (gssize)size;
}

/* Takes a message that begins with its length in four bytes. */
static bool take_message(int client) {
    guint32 size = 0;
    char body[1024];
    if (!hear(client, &size, sizeof size))
        return false;
    size = GUINT32_FROM_BE(size) - (guint32)sizeof size;
    return size <= sizeof body && hear(client, body, size);
}

static bool say(int client, const char *bytes, gsize size) {
    return send(client, bytes, size, MSG_NOSIGNAL) == (gssize)size;
}

/* Welcomes one client, says its last word to the first thing that it asks, and stays. */
static gpointer serve(gpointer listener) {
    int client = accept(GPOINTER_TO_INT(listener), NULL, NULL);
    char kind;
    if (take_message(client) && say(client, WELCOME, sizeof WELCOME - 1) &&
        hear(client, &kind, 1) && take_message(client) &&
        say(client, LAST_WORD, sizeof LAST_WORD - 1))
        while (hear(client, &kind, 1)) {
        }
    close(client);
    return NULL;
}

static int listen_at(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    return listener;
}

static void a_poolers_fatal_error_ends_the_connection(void **state) {
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("pooler.XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, ".s.PGSQL.5432", NULL);
    int listener = listen_at(path);
    GThread *server = g_thread_new("pooler", serve, GINT_TO_POINTER(listener));
    g_autofree char *conninfo = g_strdup_printf("host='%s' port=5432 user=u dbname=d", folder);

    g_autoptr(GError) error = NULL;
    Pg *pg = pg_connect_pooled(conninfo, "test", NULL, &error);
    if (!pg)
        fail_msg("%s", error->message);
    assert_false(pg_script(pg, "SELECT 1", &error));
    pg_close(pg);
    g_thread_join(server);
    close(listener);
    g_unlink(path);
    g_rmdir(folder);
    assert_true(pg_fault(error)->connection_lost);
    assert_true(pg_fault_is(error, "08P01"));
    assert_string_equal(error->message,
                        "the connection to the server was lost: over (SQLSTATE 08P01)");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_poolers_fatal_error_ends_the_connection)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
