#include "pg/copy.h"

#include "pg/connection.h"
#include <string.h>

/* Sends `sql`, whose answer has to be the beginning of a COPY. */
static bool begin(Pg *pg, const char *sql, ExecStatusType wanted, GError **error) {
    if (!PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 0)) {
        pg_fail_lost(pg, error);
        return false;
    }
    PGresult *result = PQgetResult(pg->conn);
    bool begun = PQresultStatus(result) == wanted;
    if (!begun)
        pg_fail_result(pg, result, error);
    PQclear(result);
    if (!begun)
        pg_drain(pg);
    return begun;
}

/* The answer to the whole, and the end of all answers. */
static bool finish(Pg *pg, gint64 *rows, GError **error) {
    PGresult *result = PQgetResult(pg->conn);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!result)
        pg_fail_lost(pg, error);
    else if (!done)
        pg_fail_result(pg, result, error);
    if (done && rows)
        *rows = g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    pg_drain(pg);
    return done;
}

bool pg_copy_out(Pg *pg, const char *sql, GError **error) {
    return begin(pg, sql, PGRES_COPY_OUT, error);
}

bool pg_copy_take(Pg *pg, GString *piece, gsize most, bool *done, gint64 *rows, GError **error) {
    gsize start = piece->len;
    *done = false;
    while (piece->len - start < most) {
        char *row = NULL;
        /* What has arrived already is taken without waiting for more. */
        int length = PQgetCopyData(pg->conn, &row, piece->len > start);
        if (length > 0)
            g_string_append_len(piece, row, length);
        PQfreemem(row);
        if (length == 0)
            return true;
        if (length < 0) {
            *done = true;
            return finish(pg, rows, error);
        }
    }
    return true;
}

void pg_copy_stop(Pg *pg) {
    char *row = NULL;
    pg_cancel(pg, NULL);
    while (PQgetCopyData(pg->conn, &row, 0) > 0)
        PQfreemem(row);
    pg_drain(pg);
}

bool pg_copy_in(Pg *pg, const char *sql, GError **error) {
    return begin(pg, sql, PGRES_COPY_IN, error);
}

bool pg_copy_put(Pg *pg, const GString *piece, GError **error) {
    if (PQputCopyData(pg->conn, piece->str, (int)piece->len) == 1)
        return true;
    pg_fail_lost(pg, error);
    return false;
}

bool pg_copy_end(Pg *pg, const char *why, gint64 *rows, GError **error) {
    if (PQputCopyEnd(pg->conn, why) != 1) {
        pg_fail_lost(pg, error);
        return false;
    }
    return finish(pg, rows, why ? NULL : error) || why;
}

bool pg_set_unseen(Pg *pg, guint32 function, const char *name, const char *value, GError **error) {
    enum { LONGEST = 1024 };
    char yes = 1;
    int answer[LONGEST / sizeof(int)], length = 0;
    const PQArgBlock arguments[] = {
        {.len = (int)strlen(name), .isint = 0, .u = {.ptr = (int *)(gpointer)name}},
        {.len = (int)strlen(value), .isint = 0, .u = {.ptr = (int *)(gpointer)value}},
        {.len = 1, .isint = 0, .u = {.ptr = (int *)(gpointer)&yes}},
    };
    g_return_val_if_fail(strlen(value) < LONGEST, false);
    PGresult *result =
        PQfn(pg->conn, (int)function, answer, &length, 0, arguments, (int)G_N_ELEMENTS(arguments));
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done)
        pg_fail_result(pg, result, error);
    PQclear(result);
    return done;
}
