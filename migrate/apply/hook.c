#include "apply/hook.h"

#include "apply/place_error.h"
#include "apply/pooled_findings.h"
#include "apply/preflight.h"
#include "apply/session.h"
#include "apply/transactional.h"
#include "sql.h"
#include <string.h>

static bool run_hook(Run *run, const Hook *hook, const Migration *migration, GError **error) {
    Migration whole_run = {.version = (char *)"", .label = hook->path};
    g_autoptr(GArray) statements = statements_of(hook->path, hook->text, error);
    g_autoptr(Arena) arena = arena_new();
    if (!statements)
        return false;
    Unit unit = {.run = run,
                 .migration = migration ? migration : &whole_run,
                 .path = hook->path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = hook_fence(run, arena),
                 .finish = {"SELECT", strlen("SELECT")}};
    return unit_run(&unit, error) && (run->options->pooler || run_reset(run, true, error));
}

bool hooks_run(Run *run, const GPtrArray *hooks, const Migration *migration, GError **error) {
    for (guint i = 0; hooks && i < hooks->len; i++)
        if (!run_hook(run, hooks->pdata[i], migration, error))
            return false;
    return true;
}

/* Commands are not ours to run. */
static bool ask_command(const Run *run, const char *when, GError **error) {
    const ApplyEvents *events = run->events;
    return !events || !events->command || events->command(when, events->data, error);
}

bool hooks_before(Run *run, GError **error) {
    if (run->began)
        return true;
    run->began =
        ask_command(run, "before", error) && hooks_run(run, run->options->before, NULL, error);
    if (!run->began && error && *error && !run_lost(*error))
        append_message(*error, "\nNo migration was applied");
    return run->began;
}

bool hooks_after(Run *run, GError **error) {
    run->after_due = true;
    GError *failed = NULL;
    bool fine =
        hooks_run(run, run->options->after, NULL, &failed) && ask_command(run, "after", &failed);
    run->after_due = !fine && run_lost(failed);
    if (fine)
        return true;
    if (!run->after_due)
        append_message(failed,
                       "\nWhat was applied stays, and this hook is not run again by itself");
    g_propagate_error(error, failed);
    return false;
}

static void check_hook(const Run *run, const Hook *hook, Findings *findings) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) statements = statements_of(hook->path, hook->text, &error);
    if (!statements) {
        findings_refuse(findings, "unreadable", FAIL_USAGE, "%s", error->message);
        return;
    }
    if (run->options->pooler)
        pooled_check(hook->path, hook->path, true, statements, findings);
    for (guint i = 0; i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        g_auto(StatementClass) found = statement_classify(statement);
        preflight_statement(hook->path, true,
                            "a hook is one transaction; put the statement into a migration",
                            statement, &found, findings);
    }
}

void hooks_findings(const Run *run, Findings *findings) {
    const GPtrArray *all[] = {run->options->before, run->options->after_each, run->options->after};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        for (guint h = 0; all[i] && h < all[i]->len; h++)
            check_hook(run, all[i]->pdata[h], findings);
}
