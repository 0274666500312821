/* What a connection says about itself without asking the server, and waiting for it. */
#include "pg/connection.h"
#include <poll.h>

int pg_version(const Pg *pg) {
    return PQserverVersion(pg->conn);
}

guint pg_major(const Pg *pg) {
    return (guint)PQserverVersion(pg->conn) / 10000;
}

int pg_backend_pid(const Pg *pg) {
    return PQbackendPID(pg->conn);
}

const char *pg_database(const Pg *pg) {
    return PQdb(pg->conn);
}

const char *pg_user(const Pg *pg) {
    return pg->role ? pg->role : PQuser(pg->conn);
}

bool pg_in_transaction(const Pg *pg) {
    PGTransactionStatusType status = PQtransactionStatus(pg->conn);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int pg_socket(const Pg *pg) {
    return PQsocket(pg->conn);
}

const char *pg_death(const Pg *pg) {
    const char *text = pg->death ? g_bytes_get_data(pg->death, NULL) : NULL;
    return text && *text ? text : NULL;
}

/* Milliseconds until `end`, which is monotonic. */
static int until(gint64 end) {
    return (int)MAX((end - g_get_monotonic_time()) / 1000, 0);
}

bool pg_await_connection(PGconn *conn, guint patience) {
    gint64 end = g_get_monotonic_time() + (gint64)patience * 1000;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
        struct pollfd ready = {.fd = PQsocket(conn),
                               .events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        if (PQstatus(conn) == CONNECTION_BAD)
            return true;
        if (poll(&ready, 1, until(end)) <= 0)
            return false;
        next = PQconnectPoll(conn);
    }
    return true;
}

bool pg_await_answer(Pg *pg) {
    gint64 end = g_get_monotonic_time() + (gint64)pg->patience * 1000;
    while (pg->patience && PQisBusy(pg->conn)) {
        struct pollfd ready = {.fd = PQsocket(pg->conn), .events = POLLIN};
        if (poll(&ready, 1, until(end)) <= 0)
            return false;
        if (!PQconsumeInput(pg->conn))
            return true;
    }
    return true;
}

char *pg_library(void) {
    return g_strdup_printf("libpq %d.%d", PQlibVersion() / 10000, PQlibVersion() % 10000);
}
