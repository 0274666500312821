#include "apply/transactional.h"
#include "apply/adoption.h"
#include "apply/batch.h"
#include "apply/blocker.h"
#include "apply/bundle.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/hook.h"
#include "apply/place_error.h"
#include "apply/repeats.h"
#include "apply/session.h"
#include "apply/watch.h"
#include "sql.h"
#include <string.h>

/* How long the first attempts wait for a lock: short, because everybody behind us waits, too. */
static const guint lock_timeouts[] = {100, 100, 200, 300, 400, 500, 500, 500, 500, 1000};
enum { MOST_LATE = 2, PAUSE_FIRST = 50, PAUSE_MAX = 10000, SHORT_BUDGET = 1000 };

static bool unit_statement(const Unit *unit, guint i, GError **error) {
    const Statement *statement = &unit->statements[i];
    unit_tell_statement(unit, i);
    fault_point("statement");
    if (watch_run(unit->run, statement, (Watch){0}, error))
        return unit_still_inside(unit, i, i + 1, error);
    locate_error(unit->run, unit->path, statement, error);
    return false;
}

static bool unit_rest(const Unit *unit, guint from, GError **error) {
    for (guint to; from < unit->count; from = to) {
        to = batch_end(unit, from, BATCH_BYTES);
        if (!run_continue(unit->run, error))
            return false;
        if (to > from + 1) {
            g_auto(Batch) batch;
            batch_init(&batch, unit, from, to);
            batch_add_statements(&batch);
            if (!batch_run(&batch, error) || !unit_still_inside(unit, from, to, error))
                return false;
            continue;
        }
        to = from + 1;
        if (!unit_statement(unit, from, error))
            return false;
    }
    return true;
}

/* Of row.sql, statement_row.sql and revert.sql. */
static const PgShape entered_shape = {"!!!", 1, 1, NULL};

/* The opening, and the statements before `to` with it. Returns the transaction's id. */
static char *unit_begin(const Unit *unit, guint lock_timeout, guint to, GError **error) {
    Run *run = unit->run;
    g_auto(Batch) batch;
    batch_init(&batch, unit, 0, to);
    batch_add_opening(&batch, lock_timeout);
    g_array_index(batch.all, PgStatement, batch.opening - 1).kept = true;
    batch_add_statements(&batch);
    bool fine = batch_run(&batch, error);
    g_autoptr(Rows) row = pg_batch_rows(run->pg);
    fine = fine && unit_still_inside(unit, 0, to, error) && rows_fit(row, &entered_shape, error);
    if (!fine)
        return NULL;
    run->guard.backend_pid = (int)g_ascii_strtoll(rows_value(row, 0, 1), NULL, 10);
    return g_strdup(rows_value(row, 0, 0));
}

/* At the end of a migration that others may follow. */
static bool unit_resets(const Unit *unit) {
    return unit->event && !unit->open && unit->run->prepared;
}

static bool unit_end(Batch *batch, GError **error) {
    Run *run = batch->unit->run;
    if (!batch_run(batch, error))
        return false;
    g_autoptr(Rows) session = pg_batch_rows(run->pg);
    if (unit_resets(batch->unit))
        run_was_reset(run, session);
    return true;
}

static bool unit_commit(const Unit *unit, const char *xid, GError **error) {
    g_auto(Batch) batch;
    batch_init(&batch, unit, unit->count, unit->count);
    batch_add_ending(&batch, xid, unit_resets(unit));
    return unit_end(&batch, error);
}

/* All of it at once. */
static bool unit_whole(const Unit *unit, guint lock_timeout, GError **error) {
    g_auto(Batch) batch;
    batch_init(&batch, unit, 0, unit->count);
    batch_add_opening(&batch, lock_timeout);
    batch_add_statements(&batch);
    if (unit->finish.text)
        batch_add_ending(&batch, NULL, unit_resets(unit));
    return unit_end(&batch, error);
}

static bool unit_in_parts(const Unit *unit, guint lock_timeout, guint with, GError **error) {
    g_autofree char *xid = unit_begin(unit, lock_timeout, with, error);
    if (!xid || !unit_rest(unit, with, error))
        return false;
    fault_point("statements");
    if (!run_continue(unit->run, error))
        return false;
    if (!unit->finish.text)
        return true;
    fault_point("commit");
    return unit_commit(unit, xid, error);
}

static void unit_tell_start(const Unit *unit) {
    Run *run = unit->run;
    if (unit->index == 0)
        return;
    run->in_flight = unit->migration;
    run->index = unit->index;
    run->started = g_get_monotonic_time();
    run_emit(run, (ApplyEvent){.type = APPLY_START, .attempt = 1});
}

static bool unit_attempt(const Unit *unit, guint lock_timeout, GError **error) {
    unit_tell_start(unit);
    fault_point("begin");
    if (!run_continue(unit->run, error))
        return false;
    /* The pooler gives another session to each transaction: it has to be known which, before
     * anything in it can take long. And what resets the session has no room for more. */
    bool alone = unit->run->options->pooler || unit->join == JOIN_NEXT;
    guint with = alone ? 0 : batch_end(unit, 0, BATCH_FIRST_BYTES);
    bool whole = unit->fence_stays && !alone && with == unit->count;
    if (!(whole ? unit_whole(unit, lock_timeout, error)
                : unit_in_parts(unit, lock_timeout, with, error)))
        return false;
    fault_point("committed");
    return true;
}

static bool units_attempt(const Unit *units, guint count, guint lock_timeout, const Unit **at,
                          GError **error) {
    for (guint i = 0; i < count; i++) {
        *at = &units[i];
        if (!unit_attempt(*at, lock_timeout, error))
            return false;
    }
    return true;
}

static bool is_worth_retrying(const GError *error) {
    return pg_fault_is(error, "55P03") || pg_fault_is(error, "40P01") ||
           pg_fault_is(error, "40001");
}

static void give_up(const Unit *unit, guint attempts, GError **error) {
    Run *run = unit->run;
    g_autofree char *why = g_strdup((*error)->message);
    g_clear_error(error);
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                "gave up after %u attempt%s in %g s, each rolled back whole: %s", attempts,
                attempts == 1 ? "" : "s", run->options->retry_budget / 1000.0, why);
    run_name_blockers(run, unit->statements, unit->count, *error);
}

/* Behind the last attempt there are some more as long as nobody knows who is in the way; `late`:
 * how many there were. */
static bool pause_before_retry(const Unit *unit, guint attempt, gint64 end, guint *late,
                               GError **error) {
    Run *run = unit->run;
    guint pause = run_jitter(MIN((guint)PAUSE_FIRST << MIN(attempt, 8u), (guint)PAUSE_MAX));
    bool over = g_get_monotonic_time() + (gint64)pause * 1000 >= end;
    bool knows = run->blockers || run->options->retry_budget == 0;
    if (over && (knows || (*late)++ >= MOST_LATE)) {
        give_up(unit, attempt + 1, error);
        return false;
    }
    run_emit(run, (ApplyEvent){.type = APPLY_RETRY,
                               .attempt = attempt + 2,
                               .delay = pause,
                               .text = (*error)->message});
    g_clear_error(error);
    return run_sleep(run, pause, error);
}

/* Rolls back the whole transaction after a lock timeout: a savepoint would keep the locks of the
 * statements before. */
bool units_run(const Unit *units, guint count, GError **error) {
    Run *run = units->run;
    const ApplyOptions *options = run->options;
    gint64 end = g_get_monotonic_time() + (gint64)options->retry_budget * 1000;
    guint late = 0;
    for (guint attempt = 0;; attempt++) {
        g_autoptr(GError) failed = NULL;
        guint timeout = lock_timeouts[MIN(attempt, (guint)G_N_ELEMENTS(lock_timeouts) - 1)];
        if (attempt >= G_N_ELEMENTS(lock_timeouts) || timeout > options->lock_timeout)
            timeout = options->lock_timeout;
        run_forget_blockers(run);
        /* Who is in the way can be seen only while it is waited for. */
        run->look_first =
            attempt > 0 || options->retry_budget < SHORT_BUDGET ? MAX(timeout / 2, 1u) : 0;
        if (run->look_first > 0)
            watch_prepare(run);
        const Unit *unit = units;
        bool fine = units_attempt(units, count, timeout, &unit, &failed);
        run->look_first = 0;
        if (fine)
            return true;
        if (!run_lost(failed))
            pg_script(run->pg, "ROLLBACK", NULL);
        bool again =
            is_worth_retrying(failed) && pause_before_retry(unit, attempt, end, &late, &failed);
        if (again)
            continue;
        g_autoptr(GError) stopped = NULL;
        if (!run_lost(failed) && !run_continue(run, &stopped)) {
            g_propagate_error(error, g_steal_pointer(&stopped));
            g_prefix_error(error, "%s was rolled back: ", unit->migration->label);
        } else {
            g_propagate_error(error, g_steal_pointer(&failed));
        }
        return false;
    }
}

PgStatement hook_fence(const Run *run, Arena *arena) {
    const char **values = arena_alloc(arena, sizeof *values);
    values[0] = arena_strdup(arena, run_path(run));
    return (PgStatement){
        .text = SQL_hook_begin, .length = strlen(SQL_hook_begin), .count = 1, .values = values};
}

bool unit_run(const Unit *unit, GError **error) {
    return units_run(unit, 1, error);
}

/* A migration whose transaction was ended from inside has left its row in state `running`: that is
 * how the next run knows. */
static void record_failure(Run *run, const Migration *migration, const GError *failed) {
    const SqlFault *fault = pg_fault(failed);
    if (run_lost(failed))
        return;
    ledger_event(run->pg, run->run_id, "rolled back", migration->key,
                 fault ? fault->sqlstate : NULL, failed->message, NULL);
}

/* The units of one transaction, and what they point to. */
typedef struct {
    Arena *arena;
    GArray *units;   /* of Unit */
    GPtrArray *kept; /* of GArray*: statements */
} Units;

static void units_init(Units *units) {
    *units = (Units){arena_new(), g_array_new(FALSE, FALSE, sizeof(Unit)),
                     g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref)};
}

static void units_clear(Units *units) {
    arena_free(units->arena);
    g_array_unref(units->units);
    g_ptr_array_unref(units->kept);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Units, units_clear)

/* Takes the statements. */
static void add_unit(Units *units, Unit unit, GArray *statements) {
    g_ptr_array_add(units->kept, statements);
    unit.statements = (const Statement *)(void *)statements->data;
    unit.count = unit.total = statements->len;
    unit.first = 1;
    unit.fence_stays = true;
    g_array_append_val(units->units, unit);
}

/* The end of the migration's row, which the last of its units has. */
static void add_ending(Units *units, Run *run, const Migration *migration) {
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    Sum link = migration_chain(&run->chain, migration);
    g_autofree char *chain = sum_hex(&link);
    const char *const values[] = {migration->key, run->run_id, migration->name, raw, lf, chain};
    Unit *last = &g_array_index(units->units, Unit, units->units->len - 1);
    last->finish = entry_statement(run, units->arena, ENTRY_APPLIED, values);
    last->kept = adoption_kept(run, units->arena, migration, false);
    last->event = "applied";
}

static bool add_hooks(Units *units, Run *run, const Migration *migration, GError **error) {
    const GPtrArray *hooks = run->options->after_each;
    for (guint i = 0; hooks && i < hooks->len; i++) {
        const Hook *hook = hooks->pdata[i];
        GArray *statements = statements_of(hook->path, hook->text, error);
        if (!statements)
            return false;
        Unit unit = {.run = run,
                     .migration = migration,
                     .path = hook->path,
                     .join = JOIN_HOOK,
                     .open = true,
                     .fence = hook_fence(run, units->arena)};
        add_unit(units, unit, statements);
    }
    return true;
}

/* What every migration's unit has. */
static Unit unit_of(const Units *units, Run *run, const Migration *migration, guint index) {
    return (Unit){.run = run,
                  .migration = migration,
                  .path = migration->path,
                  .join = units->units->len > 0 ? JOIN_NEXT : JOIN_NOT,
                  .open = true,
                  .index = index};
}

/* A migration with what belongs to it; `index` as in Unit. The transaction stays open. */
static bool add_migration(Units *units, Run *run, const Migration *migration, guint index,
                          GError **error) {
    GArray *statements = migration_statements(migration, error);
    if (!statements)
        return false;
    Unit unit = unit_of(units, run, migration, index);
    unit.fence =
        entry_row(run, units->arena, migration, "tx", "running", statements->len, run_path(run));
    add_unit(units, unit, statements);
    if (!add_hooks(units, run, migration, error))
        return false;
    add_ending(units, run, migration);
    return true;
}

/* What is repeated has no row that would tell which transaction it was. */
static bool add_repeated(Units *units, Run *run, const Migration *migration, guint index,
                         GError **error) {
    GArray *statements = migration_statements(migration, error);
    if (!statements)
        return false;
    g_autofree char *sum = sum_hex(&migration->lf),
                    *key = g_strconcat(migration->label, " ", sum, NULL);
    Unit unit = unit_of(units, run, migration, index);
    unit.fence = hook_fence(run, units->arena);
    unit.finish = (PgStatement){.text = "SELECT", .length = strlen("SELECT")};
    unit.event = "repeated";
    unit.event_key = arena_strdup(units->arena, key);
    add_unit(units, unit, statements);
    g_array_index(units->units, Unit, units->units->len - 1).fence_stays = false;
    return true;
}

static bool commit_units(Units *units, GError **error) {
    g_array_index(units->units, Unit, units->units->len - 1).open = false;
    return units_run((const Unit *)(void *)units->units->data, units->units->len, error);
}

static bool run_once(Run *run, const Migration *migration, GError **error) {
    g_auto(Units) units;
    units_init(&units);
    return add_migration(&units, run, migration, 0, error) && commit_units(&units, error);
}

bool repeated_run(Run *run, const Migration *migration, GError **error) {
    g_auto(Units) units;
    units_init(&units);
    return add_repeated(&units, run, migration, 0, error) && commit_units(&units, error);
}

/* Whether a migration failed, and was rolled back, because it took away what was prepared. */
static bool lost_prepared(Run *run, const GError *failed) {
    if (!run->prepared || !pg_fault_is(failed, "26000"))
        return false;
    g_autoptr(Arena) arena = arena_new();
    PgStatement session = entry_statement(run, arena, ENTRY_SESSION, NULL);
    g_autofree char *sql = g_strconcat("EXECUTE ", session.text, NULL);
    g_autoptr(Rows) still_there = bundle_run(run->pg, sql, NULL);
    if (still_there)
        return false;
    g_clear_pointer(&run->prepared, g_free);
    run_emit(run, (ApplyEvent){.type = APPLY_RETRY, .attempt = 2, .text = failed->message});
    return true;
}

bool transactional_run(Run *run, const Migration *migration, GError **error) {
    g_autoptr(GError) failed = NULL;
    bool fine = run_once(run, migration, &failed);
    if (!fine && lost_prepared(run, failed)) {
        g_clear_error(&failed);
        fine = run_once(run, migration, &failed);
    }
    if (fine)
        return true;
    if (!run->overtaken)
        record_failure(run, migration, failed);
    if (failed->code == FAIL_FINDINGS)
        append_message(failed,
                       "\n%s was rolled back whole, and what was applied before it stays. "
                       "Correct it, then run the command again",
                       migration->label);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

/* Each row's chain continues the one before it, although none of them is there yet. */
static bool add_all(Units *units, Run *run, const GPtrArray *pending, GError **error) {
    Sum chain = run->chain;
    bool fine = true;
    for (guint i = 0; fine && i < pending->len; i++) {
        const Migration *migration = pending->pdata[i];
        fine = add_migration(units, run, migration, run->result->applied + i + 1, error);
        run->chain = migration_chain(&run->chain, migration);
    }
    run->chain = chain;
    for (guint i = 0; fine && i < repeats_count(run); i++)
        fine = add_repeated(units, run, run->repeats->pdata[i],
                            run->result->applied + pending->len + i + 1, error);
    return fine;
}

bool together_run(Run *run, const GPtrArray *pending, GError **error) {
    g_auto(Units) units;
    units_init(&units);
    g_autoptr(GError) failed = NULL;
    if (add_all(&units, run, pending, &failed) && commit_units(&units, &failed))
        return true;
    if (!run->overtaken && run->in_flight)
        record_failure(run, run->in_flight, failed);
    if (failed->code == FAIL_FINDINGS)
        append_message(failed,
                       "\nNothing was applied: the %u migrations of this run are one transaction. "
                       "Correct this one, then run the command again",
                       pending->len + repeats_count(run));
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}
