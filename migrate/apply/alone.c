/* A statement that cannot run inside a transaction: announced, executed and confirmed, each
 * committed. What an announcement without a confirmation means is asked of the catalogs. */
#include "apply/alone.h"
#include "apply/fault_point.h"
#include "apply/place_error.h"
#include "apply/watch.h"
#include "sql.h"
#include <string.h>

typedef struct {
    const Statement *statement;
    StatementClass class;
    bool announced; /* by an earlier attempt, which never confirmed it */
    char *before;   /* what the probe said when it was announced first; NULL: no probe */
} Alone;

static bool settle(Run *run, const Migration *migration, GError **error) {
    const char *const values[] = {run_path(run), run_environment(run), migration->version,
                                  run->run_id};
    run->clean = false;
    g_autoptr(Rows) rows =
        pg_query(run->pg, SQL_work_settings, G_N_ELEMENTS(values), values, error);
    return rows;
}

/* What the catalogs say: "todo", "done", "leftover"; NULL without an error when there is no way to
 * ask. Caller frees. */
static char *probe(const Work *work, const Alone *alone, GError **error) {
    const StatementKind *kind = alone->class.kind;
    if (!kind->probe)
        return NULL;
    guint count = alone->class.names[1] ? 2 : 1;
    g_autoptr(Rows) rows = pg_ask(work->run->pg, &(const PgShape){"!", 0, 1, NULL}, kind->probe,
                                  count, (const char *const *)alone->class.names, error);
    return rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
}

static bool clean_up(const Work *work, const Alone *alone, GError **error) {
    if (!alone->class.kind->cleanup)
        return true;
    guint count = alone->class.names[1] ? 2 : 1;
    g_autoptr(Rows) rows = pg_ask(work->run->pg, PG_ANY_ROWS("!"), alone->class.kind->cleanup,
                                  count, (const char *const *)alone->class.names, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        const char *sql = rows_value(rows, i, 0);
        g_autofree char *text = g_strdup_printf("finishing what an attempt left behind: %s", sql);
        run_emit(work->run, (ApplyEvent){.type = APPLY_WARNING, .text = text});
        fault_point("clean-up");
        Statement statement = {.text = sql, .length = strlen(sql)};
        if (!watch_run(work->run, &statement, (Watch){.alone = true}, error))
            return false;
    }
    return rows;
}

/* `failed`: what the statement ended with; NULL: an earlier run died in it. */
static bool set_unknown(const Work *work, const GError *failed, GError **error) {
    const Statement *statement = &work->statements[work->at];
    const SqlFault *fault = failed ? pg_fault(failed) : NULL;
    const char *const values[] = {work->migration->key, fault ? fault->sqlstate : NULL,
                                  failed ? failed->message : NULL, "true"};
    g_autofree char *text =
        g_strdup_printf("statement %u (line %u) was begun, and nothing shows whether it happened",
                        work->at + 1, statement->line);
    g_autoptr(Rows) rows =
        pg_query(work->run->pg, ledger_sql(SQL_work_stopped), G_N_ELEMENTS(values), values, error);
    if (!rows || !work_record(work, "unknown", NULL, failed, error) ||
        !ledger_event(work->run->pg, work->run->run_id, "unknown", work->migration->key, NULL, text,
                      error))
        return false;
    const char *target = work->run->options->target;
    g_autofree char *resolve = g_strdup_printf("migrate resolve %s%s%s", work->migration->version,
                                               target ? " " : "", target ? target : "");
    g_autofree char *what =
        failed
            ? g_strdup_printf("%s. It ran outside a transaction, and nothing shows what it "
                              "committed before it failed",
                              failed->message)
            : g_strdup_printf("%s:%u:%u: an earlier run died in this statement, and nothing shows "
                              "whether it happened",
                              work->path, statement->line, statement->column);
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s. Look at the database, then say so: %s --applied --reason "
                "TEXT (all of the migration is there), or %s --not-applied --reason "
                "TEXT (none of it is). A statement that may run twice can say '-- migrate: "
                "idempotent' at the top of its migration",
                what, resolve, resolve);
    return false;
}

static bool refuse_foreign_leftover(const Work *work, const Alone *alone, GError **error) {
    g_set_error(
        error, HISTORY_ERROR, FAIL_DECISION,
        "%s:%u:%u: %s: an attempt that was not ours left %s behind in an invalid state. It is "
        "not touched, because it is not known who needs it: remove or finish it by hand, then "
        "run the command again",
        work->path, alone->statement->line, alone->statement->column, alone->class.kind->name,
        alone->class.names[0]);
    return false;
}

typedef enum { VERDICT_RUN, VERDICT_SATISFIED, VERDICT_ERROR } Verdict;

/* Whether a statement that was announced earlier still has to run. */
static Verdict judge(const Work *work, const Alone *alone, GError **error) {
    const StatementKind *kind = alone->class.kind;
    bool ours = g_strcmp0(alone->before, "todo") == 0;
    g_autoptr(GError) failed = NULL;
    g_autofree char *now = probe(work, alone, &failed);
    if (!failed && g_strcmp0(now, "leftover") == 0 && ours) {
        if (!clean_up(work, alone, error))
            return VERDICT_ERROR;
        g_free(now);
        now = probe(work, alone, &failed);
    }
    if (failed) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return VERDICT_ERROR;
    }
    if (g_strcmp0(now, "leftover") == 0 && kind->cleanup && !kind->repeatable)
        return refuse_foreign_leftover(work, alone, error), VERDICT_ERROR;
    if (!alone->announced || kind->repeatable || work->idempotent)
        return VERDICT_RUN;
    if (now)
        return ours && strcmp(now, "done") == 0 ? VERDICT_SATISFIED : VERDICT_RUN;
    set_unknown(work, NULL, error);
    return VERDICT_ERROR;
}

static bool execute(const Work *work, Alone *alone, GError **error) {
    Run *run = work->run;
    Watch watch = {.alone = true};
    fault_point("alone");
    if (!watch_run(run, alone->statement, watch, error)) {
        locate_error(work->run, work->path, alone->statement, error);
        return false;
    }
    fault_point("executed");
    g_autoptr(GError) failed = NULL;
    g_autofree char *after = probe(work, alone, &failed);
    if (failed) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    if (g_strcmp0(after, "leftover") != 0)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s:%u:%u: %s reported success, but %s is invalid", work->path,
                alone->statement->line, alone->statement->column, alone->class.kind->name,
                alone->class.names[0]);
    return false;
}

/* What a procedure or a block committed before it failed stays, and nothing shows what that was. */
static bool is_unproven(const Work *work, const Alone *alone) {
    return !alone->class.kind->probe && !alone->class.kind->repeatable && !work->idempotent;
}

static bool run_announced(const Work *work, Alone *alone, GError **error) {
    g_autoptr(GError) failed = NULL;
    if (!alone->announced) {
        alone->before = probe(work, alone, &failed);
        if (failed) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return false;
        }
    }
    Verdict verdict = judge(work, alone, error);
    if (verdict != VERDICT_RUN)
        return verdict == VERDICT_SATISFIED && work_record(work, "satisfied", NULL, NULL, error);
    if (!work_record(work, "intent", alone->announced ? NULL : alone->before, NULL, error))
        return false;
    fault_point("intent");
    if (execute(work, alone, &failed))
        return work_record(work, "done", NULL, NULL, error);
    if (!run_lost(failed) && is_unproven(work, alone))
        return set_unknown(work, failed, error);
    if (!run_lost(failed)) {
        work_record(work, "failed", NULL, failed, NULL);
        if (g_strcmp0(alone->before, "todo") == 0)
            clean_up(work, alone, NULL);
    }
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

bool alone_run(const Work *work, GError **error) {
    const Statement *statement = &work->statements[work->at];
    const char *state = work->states[work->at];
    Alone alone = {.statement = statement,
                   .class = statement_classify(statement),
                   .announced = state != NULL,
                   .before = g_strdup(work->probes[work->at])};
    bool fine = settle(work->run, work->migration, error) && run_announced(work, &alone, error);
    statement_class_clear(&alone.class);
    g_free(alone.before);
    return fine;
}
