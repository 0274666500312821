/* Statements and their results. */
#include "pg/connection.h"
#include <string.h>

struct Rows {
    PGresult *result;
};

static Rows *rows_new(PGresult *result) {
    Rows *rows = g_new(Rows, 1);
    rows->result = result;
    return rows;
}

void rows_free(Rows *rows) {
    if (!rows)
        return;
    PQclear(rows->result);
    g_free(rows);
}

guint rows_count(const Rows *rows) {
    return (guint)PQntuples(rows->result);
}

guint rows_columns(const Rows *rows) {
    return (guint)PQnfields(rows->result);
}

const char *rows_name(const Rows *rows, guint column) {
    return PQfname(rows->result, (int)column);
}

bool rows_is_boolean(const Rows *rows, guint column) {
    enum { BOOLEAN = 16 }; /* its oid, in pg_type.dat */
    return PQftype(rows->result, (int)column) == BOOLEAN;
}

/* Not PQfnumber(), which folds the case of the name that it looks for. */
int rows_column(const Rows *rows, const char *name) {
    int count = PQnfields(rows->result);
    for (int i = 0; i < count; i++) {
        if (strcmp(PQfname(rows->result, i), name) == 0)
            return i;
    }
    return -1;
}

const char *rows_value(const Rows *rows, guint row, guint column) {
    if (row >= rows_count(rows) || column >= rows_columns(rows) ||
        PQgetisnull(rows->result, (int)row, (int)column))
        return NULL;
    return PQgetvalue(rows->result, (int)row, (int)column);
}

gint64 rows_number(const Rows *rows, guint row, guint column) {
    const char *value = rows_value(rows, row, column);
    return value ? g_ascii_strtoll(value, NULL, 10) : 0;
}

/* The first value that is NULL and must not be, or column that is not there; NULL without one. */
static const char *missing_value(const Rows *rows, const PgShape *shape) {
    for (guint i = 0; shape->columns[i]; i++) {
        const char *name = shape->names ? shape->names[i] : rows_name(rows, i);
        if (rows_column(rows, name) < 0)
            return name;
        for (guint row = 0; shape->columns[i] == '!' && row < rows_count(rows); row++)
            if (!rows_value(rows, row, i))
                return name;
    }
    return NULL;
}

bool rows_fit(const Rows *rows, const PgShape *shape, GError **error) {
    guint columns = (guint)strlen(shape->columns), count = rows_count(rows);
    const char *missing = rows_columns(rows) == columns ? missing_value(rows, shape) : NULL;
    if (rows_columns(rows) == columns && count >= shape->least && count <= shape->most && !missing)
        return true;
    g_autofree char *what =
        missing ? g_strdup_printf("no value of \"%s\"", missing)
                : g_strdup_printf("%u rows of %u columns", count, rows_columns(rows));
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "the server's answer is not that of a PostgreSQL server (%s; %u "
                "columns expected); check that it is one, and any proxy in front of it",
                what, columns);
    return false;
}

void pg_offer_rows(Pg *pg, const char *rows, gsize length) {
    pg->rows = rows;
    pg->rows_length = length;
}

/* The rows that were offered, in pieces that the protocol takes; none are an error. */
static void send_rows(Pg *pg) {
    enum { PIECE = 1 << 20 };
    const char *rows = pg->rows;
    int sent = 1;
    for (gsize at = 0; rows && at < pg->rows_length && sent == 1; at += PIECE)
        sent = PQputCopyData(pg->conn, rows + at, (int)MIN(pg->rows_length - at, (gsize)PIECE));
    PQputCopyEnd(pg->conn, rows ? NULL : "COPY FROM STDIN has no data here");
    pg_offer_rows(pg, NULL, 0);
}

/* Ends a COPY: data from the client is what was offered, data to the client is discarded. */
static void end_copy(Pg *pg, ExecStatusType status) {
    if (status == PGRES_COPY_IN) {
        send_rows(pg);
        return;
    }
    char *data = NULL;
    while (PQgetCopyData(pg->conn, &data, 0) > 0)
        PQfreemem(data);
}

static bool is_fine(ExecStatusType status) {
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY ||
           status == PGRES_SINGLE_TUPLE;
}

static bool is_copy(ExecStatusType status) {
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

static void fail_on(Pg *pg, const PGresult *result, GError **error) {
    if (is_copy(PQresultStatus(result)))
        pg_fail_answer(pg, "an unexpected COPY", error);
    else
        pg_fail_result(pg, result, error);
}

/* Whether a result is that of a setting which a guest's message has sent along. */
static bool is_of_settings(Pg *pg) {
    if (pg->ours == 0)
        return false;
    if (pg->ahead > 0) {
        pg->ahead--;
        return false;
    }
    pg->ours--;
    return true;
}

/* The next result of what was sent, past the user's own COPY; NULL without error: there is no more.
 */
static PGresult *next_result(Pg *pg, bool copies, GError **error) {
    for (;;) {
        PGresult *result = pg_await_answer(pg) ? PQgetResult(pg->conn) : NULL;
        if (!result) {
            pg->ours = 0;
            if (PQtransactionStatus(pg->conn) == PQTRANS_ACTIVE)
                pg_fail_answer(pg, "no answer in time", error);
            return NULL;
        }
        ExecStatusType status = PQresultStatus(result);
        bool ended = copies && (status == PGRES_COPY_IN || status == PGRES_COPY_OUT);
        if (is_fine(status) && !is_of_settings(pg))
            return result;
        if (ended)
            end_copy(pg, status);
        else if (!is_fine(status))
            fail_on(pg, result, error);
        PQclear(result);
        if (!ended && !is_fine(status))
            return NULL;
    }
}

/* Takes all results of what was sent; the first error is the one that counts. The last result stays
 * in `last` (may be NULL). */
static bool drain(Pg *pg, bool copies, PGresult **last, GError **error) {
    g_autoptr(GError) first = NULL;
    for (;;) {
        g_autoptr(GError) failed = NULL;
        PGresult *result = next_result(pg, copies, &failed);
        if (failed && !first)
            first = g_steal_pointer(&failed);
        else if (!result && !failed)
            break;
        if (last && result) {
            PQclear(*last);
            *last = result;
        } else {
            PQclear(result);
        }
    }
    if (!first)
        return true;
    g_propagate_error(error, g_steal_pointer(&first));
    return false;
}

static Rows *empty_rows(Pg *pg) {
    return rows_new(PQmakeEmptyPGresult(pg->conn, PGRES_EMPTY_QUERY));
}

/* The last result of what was sent. */
static Rows *take_rows(Pg *pg, GError **error) {
    PGresult *result = NULL;
    if (!drain(pg, false, &result, error)) {
        PQclear(result);
        return NULL;
    }
    return result ? rows_new(result) : empty_rows(pg);
}

static Rows *query_here(Pg *pg, const char *sql, guint count, const char *const *values,
                        GError **error) {
    if (PQsendQueryParams(pg->conn, sql, (int)count, NULL, values, NULL, NULL, 0))
        return take_rows(pg, error);
    pg_fail_lost(pg, error);
    return NULL;
}

Rows *pg_query_prepared(Pg *pg, const char *name, guint count, const char *const *values,
                        GError **error) {
    if (PQsendQueryPrepared(pg->conn, name, (int)count, values, NULL, NULL, 0))
        return take_rows(pg, error);
    pg_fail_lost(pg, error);
    return NULL;
}

Rows *pg_query(Pg *pg, const char *sql, guint count, const char *const *values, GError **error) {
    if (!pg->guest || pg_in_transaction(pg))
        return query_here(pg, sql, count, values, error);
    g_autoptr(Rows) rows = NULL;
    if (pg_script(pg, "BEGIN", error))
        rows = query_here(pg, sql, count, values, error);
    bool ended = pg_script(pg, rows ? "COMMIT" : "ROLLBACK", rows ? error : NULL);
    return ended ? g_steal_pointer(&rows) : NULL;
}

Rows *pg_ask(Pg *pg, const PgShape *shape, const char *sql, guint count, const char *const *values,
             GError **error) {
    g_autoptr(Rows) rows = pg_query(pg, sql, count, values, error);
    return rows && rows_fit(rows, shape, error) ? g_steal_pointer(&rows) : NULL;
}

static bool has_no_zero(const char *sql, gsize length, GError **error) {
    if (!memchr(sql, '\0', length))
        return true;
    g_set_error_literal(error, PG_ERROR, FAIL_USAGE,
                        "the statement contains a zero byte, which SQL cannot");
    return false;
}

static bool send_slice(Pg *pg, const char *sql, gsize length) {
    g_autofree char *text = g_strndup(sql, length);
    return PQsendQueryParams(pg->conn, text, 0, NULL, NULL, NULL, NULL, 0);
}

bool pg_run_send(Pg *pg, const char *sql, gsize length, GError **error) {
    g_clear_error(&pg->failed);
    if (!has_no_zero(sql, length, error))
        return false;
    if (!send_slice(pg, sql, length)) {
        pg_fail_lost(pg, error);
        return false;
    }
    PQsetSingleRowMode(pg->conn);
    return true;
}

static bool send_batched(Pg *pg, const PgStatement *statement) {
    bool sent;
    if (statement->prepared) {
        sent = PQsendQueryPrepared(pg->conn, statement->text, (int)statement->count,
                                   statement->values, NULL, NULL, 0);
    } else {
        g_autofree char *text = g_strndup(statement->text, statement->length);
        sent = PQsendQueryParams(pg->conn, text, (int)statement->count, NULL, statement->values,
                                 NULL, NULL, 0);
    }
    return sent && (!statement->told || PQsendFlushRequest(pg->conn));
}

/* What pg_batch_send() knows of what it has sent. */
static void expect(Pg *pg, const PgStatement *statements, guint count) {
    g_clear_error(&pg->failed);
    g_clear_pointer(&pg->batch_rows, PQclear);
    pg->batch_done = 0;
    pg->batch_between = false;
    pg->batch_kept = 0;
    for (guint i = 0; i < count; i++)
        if (statements[i].kept)
            pg->batch_kept = i + 1;
}

/* The next statement's rows one by one, so that many take no memory, unless they are kept. */
static void expect_rows(Pg *pg) {
    if (pg->batch_done + 1 != pg->batch_kept)
        PQsetSingleRowMode(pg->conn);
}

bool pg_batch_send(Pg *pg, const PgStatement *statements, guint count, GError **error) {
    expect(pg, statements, count);
    for (guint i = 0; i < count; i++)
        if (!statements[i].prepared &&
            !has_no_zero(statements[i].text, statements[i].length, error))
            return false;
    bool sent = PQenterPipelineMode(pg->conn);
    for (guint i = 0; sent && i < count; i++)
        sent = send_batched(pg, &statements[i]);
    if (!sent || !PQpipelineSync(pg->conn)) {
        pg_fail_lost(pg, error);
        return false;
    }
    expect_rows(pg);
    return true;
}

guint pg_batch_done(const Pg *pg) {
    return pg->batch_done;
}

Rows *pg_batch_rows(Pg *pg) {
    return pg->batch_rows ? rows_new(g_steal_pointer(&pg->batch_rows)) : NULL;
}

/* An answer to what pg_run_send() has sent. */
static bool take_one(Pg *pg) {
    g_autoptr(GError) failed = NULL;
    PGresult *result = next_result(pg, true, &failed);
    bool last = !result && !failed;
    PQclear(result);
    if (failed && !pg->failed)
        pg->failed = g_steal_pointer(&failed);
    return last;
}

/* A statement of a batch has no more answers. */
static bool take_end(Pg *pg) {
    bool again = pg->batch_between;
    pg->batch_between = true;
    if (!pg->failed && !again)
        pg->batch_done++;
    /* Twice in a row: the connection is lost, and the rest with it. */
    if (!pg->failed && again)
        pg_fail_lost(pg, &pg->failed);
    expect_rows(pg);
    return again;
}

/* An answer to what pg_batch_send() has sent. */
static bool take_batched(Pg *pg) {
    PGresult *result = PQgetResult(pg->conn);
    if (!result)
        return take_end(pg);
    pg->batch_between = false;
    ExecStatusType status = PQresultStatus(result);
    bool last = status == PGRES_PIPELINE_SYNC;
    if (last && !PQexitPipelineMode(pg->conn))
        pg_fail_answer(pg, "the end of what was sent before its end",
                       pg->failed ? NULL : &pg->failed);
    else if (!last && !is_fine(status) && status != PGRES_PIPELINE_ABORTED)
        fail_on(pg, result, pg->failed ? NULL : &pg->failed);
    if (pg->failed && PQstatus(pg->conn) == CONNECTION_BAD)
        last = true;
    /* A server may answer one statement twice: the last answer counts. */
    if (pg->batch_done + 1 == pg->batch_kept && is_fine(status)) {
        PQclear(pg->batch_rows);
        pg->batch_rows = g_steal_pointer(&result);
    }
    PQclear(result);
    return last;
}

bool pg_run_take(Pg *pg, bool *done, GError **error) {
    *done = false;
    /* A broken connection has a result that says so. */
    (void)PQconsumeInput(pg->conn);
    while (!*done && !PQisBusy(pg->conn))
        *done = PQpipelineStatus(pg->conn) == PQ_PIPELINE_OFF ? take_one(pg) : take_batched(pg);
    if (!*done || !pg->failed)
        return true;
    g_propagate_error(error, g_steal_pointer(&pg->failed));
    return false;
}

static bool take_batch(Pg *pg, GError **error) {
    while (!take_batched(pg))
        ;
    if (!pg->failed)
        return true;
    g_propagate_error(error, g_steal_pointer(&pg->failed));
    return false;
}

Rows *pg_batch_run(Pg *pg, const PgStatement *statements, guint count, GError **error) {
    if (!pg_batch_send(pg, statements, count, error) || !take_batch(pg, error))
        return NULL;
    Rows *rows = pg_batch_rows(pg);
    return rows ? rows : empty_rows(pg);
}

bool pg_prepare(Pg *pg, const PgPrepared *statements, guint count, GError **error) {
    expect(pg, NULL, 0);
    bool sent = PQenterPipelineMode(pg->conn);
    for (guint i = 0; sent && i < count; i++)
        sent = PQsendPrepare(pg->conn, statements[i].name, statements[i].sql, 0, NULL);
    if (!sent || !PQpipelineSync(pg->conn)) {
        pg_fail_lost(pg, error);
        return false;
    }
    return take_batch(pg, error);
}

void pg_send_along(Pg *pg, const PgStatement *statement) {
    pg->along = statement;
}

bool pg_run(Pg *pg, const char *sql, gsize length, GError **error) {
    if (pg->along) {
        const PgStatement both[] = {{.text = sql, .length = length}, *pg->along};
        return pg_batch_send(pg, both, G_N_ELEMENTS(both), error) && take_batch(pg, error);
    }
    return pg_run_send(pg, sql, length, error) && drain(pg, true, NULL, error);
}

bool pg_send(Pg *pg, const char *sql, GError **error) {
    g_autofree char *text = pg_as_guest(pg, sql);
    if (PQsendQuery(pg->conn, text))
        return true;
    pg_fail_lost(pg, error);
    return false;
}

bool pg_script(Pg *pg, const char *sql, GError **error) {
    return pg_send(pg, sql, error) && drain(pg, false, NULL, error);
}

Rows *pg_next(Pg *pg, GError **error) {
    PGresult *result = next_result(pg, false, error);
    return result ? rows_new(result) : NULL;
}

void pg_drain(Pg *pg) {
    drain(pg, false, NULL, NULL);
}

Rows *pg_last(Pg *pg, guint *done, GError **error) {
    g_autoptr(Rows) last = NULL;
    g_autoptr(GError) first = NULL;
    *done = 0;
    for (;;) {
        g_autoptr(GError) failed = NULL;
        Rows *rows = pg_next(pg, &failed);
        if (!rows && !failed)
            break;
        if (failed && !first)
            first = g_steal_pointer(&failed);
        if (!rows)
            continue;
        *done += 1;
        rows_free(last);
        last = rows;
    }
    if (!first && !last)
        pg_fail_answer(pg, "nothing", &first);
    if (!first)
        return g_steal_pointer(&last);
    g_propagate_error(error, g_steal_pointer(&first));
    return NULL;
}

/* Whether a statement of our own can be sent in between. */
static bool is_free(Pg *pg) {
    PGTransactionStatusType status = PQtransactionStatus(pg->conn);
    return status == PQTRANS_IDLE || status == PQTRANS_INTRANS;
}

/* The server knows its keywords; where it cannot be asked, quoting always is right, too. */
char *pg_quote_ident(Pg *pg, const char *name) {
    if (is_free(pg)) {
        g_autoptr(Rows) rows = pg_query(pg, "SELECT pg_catalog.quote_ident($1)", 1, &name, NULL);
        if (rows && rows_value(rows, 0, 0))
            return g_strdup(rows_value(rows, 0, 0));
    }
    g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
    g_autofree char *inner = g_strjoinv("\"\"", parts);
    return g_strdup_printf("\"%s\"", inner);
}

char *pg_quote_literal(Pg *pg, const char *text) {
    char *quoted = PQescapeLiteral(pg->conn, text, strlen(text));
    if (!quoted) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        quoted = PQescapeLiteral(pg->conn, valid, strlen(valid));
    }
    char *copy = g_strdup(quoted);
    PQfreemem(quoted);
    /* libpq puts a blank before E'…' so that it never touches a word; callers place it themselves.
     */
    return g_strchug(copy);
}
