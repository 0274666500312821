#include "apply/batch.h"
#include "apply/bundle.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/ledger_place.h"
#include "apply/lock.h"
#include "apply/place_error.h"
#include "apply/session.h"
#include "apply/watch.h"
#include "sql.h"
#include <string.h>

/* The level that the statements begin with asking for: too late for the server, once it has seen
 * the fence. */
static const char *isolation_of(const Unit *unit) {
    static const char *const levels[] = {"serializable", "repeatable read", "read uncommitted"};
    g_autofree char *head = unit->count > 0 ? statement_head(unit->statements, 7) : g_strdup("");
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        g_autofree char *asked = g_strconcat("set transaction isolation level ", levels[i], NULL);
        if (strcmp(head, asked) == 0)
            return levels[i];
    }
    return "read committed";
}

void batch_init(Batch *batch, const Unit *unit, guint from, guint to) {
    *batch = (Batch){.unit = unit,
                     .arena = arena_new(),
                     .all = g_array_new(FALSE, FALSE, sizeof(PgStatement)),
                     .from = from,
                     .to = to,
                     .told = from};
}

void batch_clear(Batch *batch) {
    arena_free(batch->arena);
    g_array_unref(batch->all);
}
static void batch_add(Batch *batch, PgStatement statement) {
    g_array_append_val(batch->all, statement);
}

static void batch_add_text(Batch *batch, const char *sql) {
    char *copy = arena_strdup(batch->arena, sql);
    batch_add(batch, (PgStatement){.text = copy, .length = strlen(copy)});
}

static void batch_add_entry(Batch *batch, Entry entry, const char *const *values) {
    batch_add(batch, entry_statement(batch->unit->run, batch->arena, entry, values));
}

static void batch_add_chain(Batch *batch) {
    g_autofree char *chain = sum_hex(&batch->unit->run->chain);
    const char **values = arena_alloc(batch->arena, sizeof *values);
    values[0] = arena_strdup(batch->arena, chain);
    const char *sql = ledger_sql(SQL_pooled_chain);
    batch_add(batch,
              (PgStatement){.text = sql, .length = strlen(sql), .count = 1, .values = values});
}

static void batch_add_begin(Batch *batch) {
    g_autofree char *begin =
        g_strdup_printf("BEGIN ISOLATION LEVEL %s READ WRITE", isolation_of(batch->unit));
    batch_add_text(batch, begin);
}

/* What a transaction through a pooler is set to. */
static void batch_add_local(Batch *batch) {
    g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func(g_free);
    pooled_add_settings(batch->unit->run, settings);
    for (guint i = 0; i < settings->len; i++)
        batch_add_text(batch, settings->pdata[i]);
}

/* What run_reset() does between two transactions. */
static void batch_add_session(Batch *batch) {
    entries_add(batch->unit->run, batch->arena, batch->all, ENTRY_SETTINGS, ENTRY_TEMPORARY);
    batch_add_text(batch, pg_pin_sql);
    g_autofree char *settings = pg_settings_for(SQL_settings, "false");
    batch_add_text(batch, settings);
}

/* Nobody is inside a migration of the tool whose ledger is kept. */
static void batch_add_other_lock(Batch *batch) {
    g_autofree char *sql = g_strdup_printf(
        "SELECT (CASE WHEN pg_catalog.pg_try_advisory_xact_lock(%s) THEN '1' ELSE '" BUNDLE_FAILED
        "' END)::pg_catalog.int4",
        batch->unit->run->foreign.tool->lock);
    batch_add_text(batch, sql);
}

/* The second lock is the transaction's: nothing in a migration can give it
 * back. Through a pooler nothing keeps others from being at it between two transactions, so there
 * what the ledger ends with has to be what this run has read. */
void batch_add_opening(Batch *batch, guint lock_timeout) {
    const Unit *unit = batch->unit;
    const Run *run = unit->run;
    if (unit->join == JOIN_NOT)
        batch_add_begin(batch);
    else
        entries_add(run, batch->arena, batch->all, ENTRY_USER, ENTRY_ROLE);
    if (unit->join == JOIN_NEXT && !run->options->pooler)
        batch_add_session(batch);
    if (unit->join != JOIN_HOOK && run->options->pooler)
        batch_add_local(batch);
    g_autofree char *lock = g_strdup_printf("%u", lock_timeout),
                    *statement = g_strdup_printf("%u", run->options->statement_timeout);
    const char *const values[] = {
        ledger_lock(LOCK_OF_TRANSACTION), lock,       statement, run_environment(run),
        unit->migration->version,         run->run_id};
    batch_add_entry(batch, ENTRY_LOCK, values);
    if (run->options->pooler && unit->join == JOIN_NOT)
        batch_add_chain(batch);
    if (unit->join == JOIN_NOT && run->options->keep && run->foreign.tool &&
        run->foreign.tool->lock)
        batch_add_other_lock(batch);
    batch_add(batch, unit->fence);
    batch->opening = batch->all->len;
}

/* What takes up the owner's role in the place of a statement that goes back to the login: to the
 * server that is where a session comes from, to a migration it is the owner. NULL: another one. */
static const char *way_back(const Run *run, const Statement *statement) {
    const struct {
        const char *pattern, *text;
    } ways[] = {{"reset role END", run->act},
                {"set [session|local] role [to|=] none|default END", run->act},
                {"reset session authorization END", run->act_again},
                {"reset session_authorization END", run->act_again},
                {"set [session|local] session authorization default END", run->act_again},
                {"set [session|local] session_authorization to|= default END", run->act_again}};
    for (guint i = 0; run->act && i < G_N_ELEMENTS(ways); i++)
        if (statement_matches(statement, ways[i].pattern))
            return ways[i].text;
    return NULL;
}

/* The server tells of each while the next one runs; the last one's end comes with what is behind
 * it. */
void batch_add_statements(Batch *batch) {
    const Run *run = batch->unit->run;
    for (guint i = batch->from; i < batch->to; i++) {
        const Statement *statement = &batch->unit->statements[i];
        const char *back = way_back(run, statement);
        batch_add(batch, (PgStatement){.text = back ? back : statement->text,
                                       .length = back ? strlen(back) : statement->length,
                                       .told = i + 1 < batch->to});
    }
}

/* Where the schema is a tenant's, a path that a migration set where nobody saw it, as in a string
 * that it executed, leads into another's. */
static bool keeps_path(void) {
    return *ledger_prefix() != '\0';
}

static void batch_add_path_kept(Batch *batch) {
    static const char sql[] =
        "SELECT " BUNDLE_ASSERT("pg_catalog.current_setting('search_path') = $1");
    const char **values = arena_alloc(batch->arena, sizeof *values);
    values[0] = arena_strdup(batch->arena, run_path(batch->unit->run));
    batch_add(batch,
              (PgStatement){.text = sql, .length = strlen(sql), .count = 1, .values = values});
}

/* How many statements of the ending are through when the transaction is committed. */
static guint committed(const Unit *unit) {
    return ENTRY_DURABLE - ENTRY_DEFERRED + 1 + 3 + (unit->kept.text != NULL) + keeps_path();
}

/* The event goes with the proof, because a statement of its own would cost as much again. */
void batch_add_ending(Batch *batch, const char *xid, bool resets) {
    const Unit *unit = batch->unit;
    const Run *run = unit->run;
    batch->ends = true;
    if (keeps_path())
        batch_add_path_kept(batch);
    entries_add(run, batch->arena, batch->all, ENTRY_DEFERRED, ENTRY_DURABLE);
    batch_add(batch, unit->finish);
    if (unit->kept.text)
        batch_add(batch, unit->kept);
    const char *const proof[] = {
        xid,         run->options->pooler ? "true" : "false",
        run->run_id, ledger_lock(LOCK_OF_SESSION),
        unit->event, unit->event_key ? unit->event_key : unit->migration->key};
    batch_add_entry(batch, unit->event ? ENTRY_EVENT : ENTRY_PROOF, proof);
    if (!unit->open)
        batch_add_entry(batch, ENTRY_COMMIT, NULL);
    if (resets)
        entries_add_reset(run, batch->arena, batch->all);
}

void unit_tell_statement(const Unit *unit, guint i) {
    const Statement *statement = &unit->statements[i];
    g_autofree char *preview = statement_preview(statement);
    run_emit(unit->run, (ApplyEvent){.type = APPLY_STATEMENT,
                                     .statement = unit->first + i,
                                     .statements = unit->total,
                                     .file = unit->path,
                                     .line = statement->line,
                                     .text = preview});
}

static void tell_through(guint done, void *data) {
    Batch *batch = data;
    if (done < batch->opening)
        return;
    if (batch->opening > 0 && !batch->fenced)
        fault_point("fence");
    batch->fenced = true;
    for (guint end = batch->from + done - batch->opening;
         batch->told <= end && batch->told < batch->to; batch->told++) {
        unit_tell_statement(batch->unit, batch->told);
        fault_point("statement");
    }
}

/* The server has passed over what comes after statement `from` … `to` ended the transaction, or has
 * done it outside of one. */
static void tell_ended(const Unit *unit, guint from, guint to, GError **error) {
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s:%u: %s ended the transaction of the migration, so that a part of it is done "
                "and a part is not",
                unit->path, unit->count > from ? unit->statements[from].line : 1,
                to == from + 1 ? "this statement" : "this statement or one after it");
}

bool unit_still_inside(const Unit *unit, guint from, guint to, GError **error) {
    if (pg_in_transaction(unit->run->pg))
        return true;
    tell_ended(unit, from, to, error);
    return false;
}

static void tell_locked(const Unit *unit, GError **error) {
    g_clear_error(error);
    g_set_error_literal(
        error, HISTORY_ERROR, FAIL_LOCKED,
        unit->run->options->pooler
            ? "another run is inside a migration, or has just applied one"
            : "another run is inside a migration, although this one has the lock: one of the "
              "two comes through a transaction pooler");
}

/* What went wrong in the opening, at its statement number `done` from 0. */
static void opening_failed(const Batch *batch, guint done, GError **error) {
    Run *run = batch->unit->run;
    run->overtaken = bundle_asserted(*error) || pg_fault_is(*error, "23505");
    if (done + 1 < batch->opening && bundle_asserted(*error))
        tell_locked(batch->unit, error);
    else
        unit_tell_race(batch->unit->migration, error);
}

/* The same in the ending. */
static void ending_failed(const Batch *batch, guint done, GError **error) {
    const Unit *unit = batch->unit;
    if (keeps_path() && done-- == 0 && pg_in_transaction(unit->run->pg)) {
        g_clear_error(error);
        g_set_error(error, HISTORY_ERROR, FAIL_FINDINGS,
                    "%s: it has set search_path, which says whose schema the names behind it are "
                    "in; leave that out, and they are in each tenant's own",
                    unit->path);
        return;
    }
    if (!bundle_asserted(*error)) {
        if (!pg_fault_is(*error, "26000"))
            g_prefix_error(error, "%s: %s: ", unit->path,
                           done == 0 ? "a deferred constraint does not hold at the end"
                           : done <= ENTRY_DURABLE - ENTRY_DEFERRED
                               ? "after the last statement"
                               : "after the last statement, while the ledger is written");
        if ((*error)->code == FAIL_USAGE)
            (*error)->code = FAIL_FINDINGS;
        return;
    }
    g_clear_error(error);
    if (!pg_in_transaction(unit->run->pg))
        tell_ended(unit, 0, unit->count, error);
    else
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s: a statement ended the transaction of the migration and began another, "
                    "gave its lock back, or changed the ledger: removed or wrote its row, or put "
                    "something on its tables that keeps it from being written",
                    unit->path);
}

/* Where it went wrong, added to *error; cleared when that was behind COMMIT: what did not succeed
 * there is tried again by run_reset(). */
static void batch_failed(const Batch *batch, GError **error) {
    const Unit *unit = batch->unit;
    guint done = pg_batch_done(unit->run->pg);
    if (run_lost(*error))
        return;
    if (done < batch->opening) {
        opening_failed(batch, done, error);
        return;
    }
    guint statement = batch->from + done - batch->opening;
    if (statement < batch->to)
        locate_error(unit->run, unit->path, &unit->statements[statement], error);
    else if (batch->ends && statement - batch->to < committed(unit))
        ending_failed(batch, statement - batch->to, error);
    else if (batch->ends)
        g_clear_error(error);
}

bool batch_run(Batch *batch, GError **error) {
    /* At once, because of the opening nothing is known before the statement is through. */
    if (batch->from < batch->to)
        unit_tell_statement(batch->unit, batch->told++);
    Watch watch = {.through = tell_through, .data = batch};
    GError *failed = NULL;
    if (watch_batch(batch->unit->run, batch->all, watch, &failed))
        return true;
    batch_failed(batch, &failed);
    if (!failed)
        return true;
    g_propagate_error(error, failed);
    return false;
}

guint batch_end(const Unit *unit, guint from, gsize room) {
    enum { MESSAGE_BYTES = 64 };
    guint to = from;
    for (; to < unit->count; to++) {
        g_autofree char *head = statement_head(&unit->statements[to], 1);
        gsize size = unit->statements[to].length + MESSAGE_BYTES;
        if (strcmp(head, "copy") == 0 || size > room)
            break;
        room -= size;
    }
    return to;
}
