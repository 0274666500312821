#include "cmd/report_options.h"

#include "git/repo.h"
#include "lint/lint.h"
#include "pg/pg.h"
#include <string.h>

const char *report_format_value(guint index, const char **meaning) {
    *meaning = report_formats[index].summary;
    return report_formats[index].name;
}

GPtrArray *report_options_targets(const Invocation *invocation, GError **error) {
    return report_targets(invocation_list(invocation, "report"),
                          invocation_string(invocation, "format"), error);
}

bool report_options_on_stdout(const GPtrArray *targets) {
    for (guint i = 0; i < targets->len; i++)
        if (!((const ReportTarget *)targets->pdata[i])->path)
            return true;
    return false;
}

GPtrArray *report_options_beside(const Invocation *invocation, GError **error) {
    const char *const *given = invocation_list(invocation, "report");
    if (!*given)
        return g_ptr_array_new();
    g_autoptr(GPtrArray) targets = report_targets(given, NULL, error);
    if (!targets)
        return NULL;
    if (report_options_on_stdout(targets) &&
        g_strcmp0(invocation_string(invocation, "format"), "json") == 0) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "--format json and a report would both be written to standard output; "
                            "give the report a file: --report FORMAT:FILE");
        return NULL;
    }
    return g_steal_pointer(&targets);
}

char *report_untrusted_top(const Config *config) {
    if (!config_untrusted(config))
        return NULL;
    g_autoptr(GitRepo) repo = git_open(config_root(config), NULL);
    return g_strdup(repo ? git_top(repo) : config_root(config));
}

/* A file that holds both directions, each of which has blanks where the other one is. */
static GBytes *both_directions(const Migration *migration) {
    gsize length, other;
    const char *up = g_bytes_get_data(migration->text, &length);
    const char *down = g_bytes_get_data(migration->down, &other);
    char *text = g_malloc(length);
    for (gsize i = 0; i < length; i++)
        text[i] = up[i] == ' ' && i < other ? down[i] : up[i];
    return g_bytes_new_take(text, length);
}

GHashTable *report_history_sources(const History *history) {
    GHashTable *sources =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_bytes_unref);
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        bool both = migration->down && g_strcmp0(migration->path, migration->down_path) == 0;
        g_hash_table_insert(sources, migration->path,
                            both ? both_directions(migration) : g_bytes_ref(migration->text));
        if (migration->down_path && migration->down && !both)
            g_hash_table_insert(sources, migration->down_path, g_bytes_ref(migration->down));
    }
    return sources;
}

char *report_prefix_here(void) {
    g_autoptr(GitRepo) repo = git_open(".", NULL);
    g_autofree char *here = repo ? git_relative(repo, ".", NULL) : NULL;
    return here && *here ? g_strconcat(here, "/", NULL) : NULL;
}

Finding *report_add_failure(Findings *findings, const GError *error) {
    static const char *const codes[] = {[FAIL_FINDINGS] = "apply-fails", [FAIL_LOCKED] = "locked"};
    Failure failure = error_failure(error);
    const char *code = (guint)failure < G_N_ELEMENTS(codes) ? codes[failure] : NULL;
    const SqlFault *fault = pg_fault(error);
    const char *rest = strchr(error->message, '\n');
    const char *message = fault != NULL && fault->message ? fault->message : error->message;
    Finding *finding = findings_refuse(findings, code ? code : "stopped", failure, "%s", message);
    if (message == error->message)
        finding->message[strcspn(message, "\n")] = '\0';
    finding->why = rest ? g_strdup(rest + 1) : NULL;
    finding->fix = fault ? g_strdup(fault->hint) : NULL;
    finding->sqlstate = fault ? g_strdup(fault->sqlstate) : NULL;
    return finding;
}

bool report_findings(const Invocation *invocation, const History *history, const Findings *findings,
                     const char *to, const GError *failed, const GPtrArray *targets,
                     GError **error) {
    if (targets->len == 0)
        return true;
    const Config *config = invocation_config(invocation);
    g_autoptr(GHashTable) sources = report_history_sources(history);
    g_autofree char *prefix = report_prefix_here(), *top = report_untrusted_top(config);
    const Report report = {.command = invocation_verb(invocation)->name,
                           .status = failed ? (int)error_failure(failed) : 0,
                           .reason = failed && *failed->message ? failed->message : NULL,
                           .to = to,
                           .findings = findings,
                           .prefix = prefix,
                           .sources = sources,
                           .anchor = history->folder,
                           .stream = stdout,
                           .rule_summary = lint_summary,
                           .untrusted = top,
                           .in_actions = report_in_actions_log()};
    return report_write(&report, targets, error);
}
