#include "cmd/services_view.h"

#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/invocation.h"
#include "cmd/report_options.h"
#include "lint/lint.h"
#include <string.h>

static bool has_option(const Invocation *invocation, const char *name) {
    return invocation_option(invocation, name, 0);
}

static bool wants_json(const Invocation *invocation) {
    return g_strcmp0(invocation_string(invocation, "format"), "json") == 0;
}

/* --- as it goes */

/* Notes of a process that has answered; one that has not says why it ended. */
static void print_notes(const ServiceRun *run) {
    g_auto(GStrv) lines = g_strsplit(run->answer ? run->process.note->str : "", "\n", -1);
    for (char **line = lines; *line; line++) {
        if (!g_str_has_prefix(*line, "note:") && !g_str_has_prefix(*line, "warning:"))
            continue;
        g_autofree char *text = term_escape(*line, false);
        term_print(stderr, "%s: %s\n", run->service->name, text);
    }
}

static void forward_event(const ServiceRun *run, json_t *event) {
    json_object_set_new(event, "service", json_string(run->service->name));
    char *text = json_dumps(event, JSON_ENSURE_ASCII | JSON_COMPACT);
    term_json(stdout, text);
    free(text);
}

static void print_event(const ServiceRun *run, const json_t *event) {
    const char *kind = json_string_value(json_object_get(event, "event"));
    const char *migration = json_string_value(json_object_get(event, "migration"));
    if (g_strcmp0(kind, "done") != 0 || !migration)
        return;
    g_autofree char *label = term_escape(migration, false);
    term_print(stdout, "%s: applied %s\n", run->service->name, label);
}

void services_view_ended(const Invocation *invocation, const ServiceRun *run) {
    if (run->begun)
        print_notes(run);
    for (guint i = 0; i < run->events->len; i++)
        if (wants_json(invocation))
            forward_event(run, run->events->pdata[i]);
        else
            print_event(run, run->events->pdata[i]);
}

/* --- in the end */

static Failure worst_of(const GPtrArray *runs) {
    g_autoptr(GPtrArray) all = findings_new();
    for (guint i = 0; i < runs->len; i++) {
        int status = ((const ServiceRun *)runs->pdata[i])->status;
        findings_add(all, "stopped", SEVERITY_NOTE, "%s", "")->failure = (Failure)status;
    }
    return findings_failure(all);
}

/* What a run of a service that ended without any finding has to say is one. */
static Findings *all_findings(const GPtrArray *runs) {
    Findings *all = findings_new();
    for (guint i = 0; i < runs->len; i++) {
        const ServiceRun *run = runs->pdata[i];
        for (guint k = 0; k < run->findings->len; k++)
            findings_add_copy(all, run->findings->pdata[k]);
        if (run->reason && run->findings->len == 0)
            findings_add(all, "stopped", run->begun ? SEVERITY_ERROR : SEVERITY_NOTE, "%s: %s",
                         run->service->name, run->reason);
    }
    return all;
}

/* Borrowed from the runs. Caller unrefs. */
static GPtrArray *all_changes(const GPtrArray *runs) {
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < runs->len; i++)
        g_ptr_array_extend(all, ((const ServiceRun *)runs->pdata[i])->changes, NULL, NULL);
    return all;
}

/* Together they are in sync where each is. */
static SyncState sync_of(const GPtrArray *runs) {
    SyncState sync = runs->len > 0 ? SYNC_YES : SYNC_UNKNOWN;
    for (guint i = 0; i < runs->len; i++) {
        const json_t *one =
            json_object_get(((const ServiceRun *)runs->pdata[i])->answer, "in_sync");
        if (json_is_false(one))
            return SYNC_NO;
        if (!json_is_true(one))
            sync = SYNC_UNKNOWN;
    }
    return sync;
}

static json_t *service_json(const ServiceRun *run, const Verb *verb) {
    g_autofree char *summary = service_run_summary(run, verb);
    json_t *answer = run->answer ? json_incref(run->answer) : json_null();
    return json_pack("{s:s, s:s, s:o, s:s?, s:s, s:o}", "service", run->service->name, "folder",
                     run->service->folder, "status",
                     run->begun ? json_integer(run->status) : json_null(), "reason", run->reason,
                     "summary", summary, "answer", answer);
}

/* Caller unrefs. */
static json_t *services_json(const Invocation *invocation, const GPtrArray *runs) {
    json_t *list = json_array();
    for (guint i = 0; i < runs->len; i++)
        json_array_append_new(list, service_json(runs->pdata[i], invocation_verb(invocation)));
    return list;
}

/* The first reason, with whose it is; NULL: none. Caller frees. */
static char *reason_of(const GPtrArray *runs, Failure worst) {
    for (guint i = 0; i < runs->len; i++) {
        const ServiceRun *run = runs->pdata[i];
        if (run->begun && run->status == (int)worst && run->reason)
            return g_strdup_printf("%s: %s", run->service->name, run->reason);
    }
    return NULL;
}

static int name_width(const GPtrArray *runs) {
    gsize width = strlen("service");
    for (guint i = 0; i < runs->len; i++)
        width = MAX(width, strlen(((const ServiceRun *)runs->pdata[i])->service->name));
    return (int)width;
}

static void print_table(const GPtrArray *runs, const Verb *verb) {
    int width = name_width(runs);
    if (runs->len > 0)
        term_print(stdout, "%-*s  status\n", width, "service");
    for (guint i = 0; i < runs->len; i++) {
        const ServiceRun *run = runs->pdata[i];
        g_autofree char *summary = service_run_summary(run, verb);
        g_autofree char *text = term_escape(summary, false);
        g_autofree char *status = run->begun ? g_strdup_printf("%d", run->status) : g_strdup("-");
        Style style = !run->begun ? STYLE_YELLOW : run->status == 0 ? STYLE_GREEN : STYLE_RED;
        term_print(stdout, "%-*s  %s%-6s%s  %s\n", width, run->service->name,
                   term_style(stdout, style), status, term_style(stdout, STYLE_PLAIN), text);
    }
    if (runs->len == 0)
        term_print(stdout, "no service has changed\n");
}

/* What is worth reading before the table, where no report has the findings. */
static void print_findings(const Findings *findings) {
    const Report report = {.stream = stdout};
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        g_autoptr(GString) text = g_string_new(NULL);
        bool in_table = strcmp(finding->code, "stopped") == 0 && !finding->file;
        if (finding->severity < SEVERITY_WARNING || in_table)
            continue;
        report_append_finding(&report, finding, text);
        term_data(term_stream(stdout), text->str);
    }
}

static bool write_reports(const Invocation *invocation, const Report *report, bool *on_stdout,
                          GError **error) {
    bool is_report = invocation_verb(invocation)->answer == ANSWERS_REPORT;
    if (!has_option(invocation, "report"))
        return true;
    g_autoptr(GPtrArray) targets = is_report ? report_options_targets(invocation, error)
                                             : report_options_beside(invocation, error);
    *on_stdout = targets && report_options_on_stdout(targets);
    return targets && (targets->len == 0 || report_write(report, targets, error));
}

/* The table is for people, and goes where nothing else is read. */
static bool shows_table(const Invocation *invocation, bool report_on_stdout) {
    bool text = !has_option(invocation, "report") || !*invocation_list(invocation, "report");
    return !wants_json(invocation) && (!report_on_stdout || text);
}

static bool print_all(const Invocation *invocation, const GPtrArray *runs, const Report *report,
                      GError **error) {
    bool on_stdout = false;
    Answer *answer = invocation_answer(invocation);
    if (!write_reports(invocation, report, &on_stdout, error))
        return false;
    if (invocation_verb(invocation)->answer == ANSWERS_REPORT) {
        answer_given(answer);
    } else {
        answer_set(answer, "services", json_incref(report->services));
        answer_add_findings(answer, report->findings);
        answer_print(answer, report->status, report->reason);
        if (!on_stdout && !wants_json(invocation))
            print_findings(report->findings);
    }
    if (shows_table(invocation, on_stdout))
        print_table(runs, invocation_verb(invocation));
    return true;
}

bool services_view_end(const Invocation *invocation, const GPtrArray *runs, GError **error) {
    const Config *config = invocation_config(invocation);
    Failure worst = worst_of(runs);
    g_autoptr(GPtrArray) findings = all_findings(runs), changes = all_changes(runs);
    g_autofree char *reason = reason_of(runs, worst), *prefix = report_prefix_here(),
                    *top = report_untrusted_top(config);
    json_t *services = services_json(invocation, runs);
    const Report report = {.command = invocation_verb(invocation)->name,
                           .in_sync = sync_of(runs),
                           .status = (int)worst,
                           .reason = reason,
                           .findings = findings,
                           .changes = changes,
                           .trust = config_trust(config),
                           .prefix = prefix,
                           .services = services,
                           .stream = stdout,
                           .rule_summary = lint_summary,
                           .untrusted = top,
                           .in_actions = report_in_actions_log()};
    bool fine = print_all(invocation, runs, &report, error);
    json_decref(services);
    if (!fine || worst == 0)
        return fine;
    g_set_error_literal(error, CMD_ERROR, (int)worst, "");
    return false;
}
