/* Shows the state of the history and of each environment's database. */

#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/apply_view.h"
#include "cmd/cmd.h"
#include "cmd/declared.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include "cmd/status_target.h"
#include "cmd/tenants_status.h"
#include <string.h>

enum { SHORT_SUM = 12 };

/* The more severe of two failures; 0: none. */
static Failure worse(Failure one, Failure other) {
    static const Failure order[] = {FAIL_DECISION, FAIL_ENVIRONMENT, FAIL_FINDINGS};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++)
        if (one == order[i] || other == order[i])
            return order[i];
    return 0;
}

static void print_findings(const StatusTarget *target) {
    static const Style styles[] = {STYLE_BLUE, STYLE_YELLOW, STYLE_RED};
    for (guint i = 0; i < target->findings->len; i++) {
        const Finding *finding = target->findings->pdata[i];
        g_autofree char *message = term_escape(finding->message, false);
        term_print(stdout, "  %s%s:%s %s\n", term_style(stdout, styles[finding->severity]),
                   severity_name(finding->severity), term_style(stdout, STYLE_PLAIN), message);
        g_autofree char *fix = finding->fix ? term_escape(finding->fix, false) : NULL;
        if (fix)
            term_print(stdout, "    fix: %s\n", fix);
    }
}

static void print_pending(const StatusTarget *target) {
    enum { MOST = 10 };
    for (guint i = 0; i < MIN(target->pending->len, (guint)MOST); i++) {
        const Migration *migration = target->pending->pdata[i];
        g_autofree char *label = term_escape(migration->label, false);
        term_print(stdout, "  pending %s\n", label);
    }
    if (target->pending->len > MOST)
        term_print(stdout, "  … and %u more\n", target->pending->len - MOST);
}

/* "12 applied, last 20240131120000_a at …, 0a1b2c3d". Caller frees. */
static char *describe_ledger(const Ledger *ledger) {
    const LedgerRow *last = status_target_last(ledger);
    if (!last)
        return g_strdup("nothing applied");
    Sum chain = ledger_chain(ledger);
    g_autofree char *sum = sum_hex(&chain);
    g_autofree char *clean = term_escape(last->label, false);
    return g_strdup_printf("%u applied, last %s%s%s, %.*s", ledger->rows->len, clean,
                           last->finished ? " at " : "", last->finished ? last->finished : "",
                           SHORT_SUM, sum);
}

static void print_error(const StatusTarget *target) {
    g_autofree char *why = term_escape(target->error->message, false);
    term_print(stdout, "%s%s%s: %s\n", term_style(stdout, STYLE_YELLOW),
               target->error->code == FAIL_DECISION ? "not usable" : "unreachable",
               term_style(stdout, STYLE_PLAIN), why);
}

static void print_target(const StatusTarget *target) {
    g_autofree char *name = term_escape(target->name, false);
    term_print(stdout, "%s%-12s%s ", term_style(stdout, STYLE_BOLD), name,
               term_style(stdout, STYLE_PLAIN));
    if (target->error) {
        print_error(target);
        return;
    }
    g_autofree char *ledger = describe_ledger(target->ledger);
    bool current = target->pending->len == 0 && status_target_failure(target) == 0;
    term_print(stdout, "%s%s%s: %s%s%.*s\n",
               term_style(stdout, current ? STYLE_GREEN : STYLE_YELLOW),
               status_target_state(target), term_style(stdout, STYLE_PLAIN), ledger,
               target->schema_now ? ", schema " : "", SHORT_SUM,
               target->schema_now ? target->schema_now : "");
    print_pending(target);
    print_findings(target);
}

static json_t *row_json(const LedgerRow *row) {
    return row ? json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "version", row->version,
                           "name", row->name, "state", ledger_state_name(row->state), "finished",
                           row->finished, "applied_by", row->applied_by, "git_commit",
                           row->git_commit, "error", row->error, "schema_after", row->schema_after)
               : json_null();
}

static json_t *target_json(const StatusTarget *target) {
    if (target->error)
        return json_pack("{s:s, s:i, s:s}", "environment", target->name, "status",
                         (int)status_target_failure(target), "error", target->error->message);
    json_t *pending = json_array(), *findings = json_array();
    for (guint i = 0; i < target->pending->len; i++)
        json_array_append_new(pending,
                              json_string(((const Migration *)target->pending->pdata[i])->label));
    for (guint i = 0; i < target->findings->len; i++) {
        const Finding *finding = target->findings->pdata[i];
        json_array_append_new(findings, json_pack("{s:s, s:s, s:s?}", "code", finding->code, "text",
                                                  finding->message, "fix", finding->fix));
    }
    Sum sum = ledger_chain(target->ledger);
    g_autofree char *chain = target->ledger->rows->len == 0 ? NULL : sum_hex(&sum);
    return json_pack("{s:s, s:i, s:i, s:s?, s:o, s:o, s:s?, s:o, s:o}", "environment", target->name,
                     "status", (int)status_target_status(target), "applied",
                     (int)target->ledger->rows->len, "chain", chain, "last",
                     row_json(status_target_last(target->ledger)), "half_done",
                     row_json(ledger_open_row(target->ledger)), "schema_now", target->schema_now,
                     "pending", pending, "problems", findings);
}

static json_t *history_json(const History *history) {
    guint count = history_count(history);
    const Migration *last = count == 0 ? NULL : history_at(history, count - 1);
    g_autofree char *chain = last ? sum_hex(&last->chain) : NULL;
    return json_pack("{s:s, s:s, s:i, s:s?, s:s?}", "folder", history->folder, "layout",
                     history->layout->name, "count", (int)count, "last", last ? last->label : NULL,
                     "chain", chain);
}

static void print_history(const History *history) {
    guint count = history_count(history);
    const Migration *last = count == 0 ? NULL : history_at(history, count - 1);
    g_autofree char *folder = term_escape(history->folder, false);
    g_autofree char *label = term_escape(last ? last->label : "", false);
    g_autofree char *sum = last ? sum_hex(&last->chain) : g_strdup("");
    term_print(stdout, "%s%-12s%s %u migration%s in %s%s%s%s%.*s\n", term_style(stdout, STYLE_BOLD),
               "history", term_style(stdout, STYLE_PLAIN), count, count == 1 ? "" : "s", folder,
               last ? ", last " : "", label, last ? ", " : "", SHORT_SUM, sum);
}

/* One look at everything. */
typedef struct {
    const Invocation *invocation;
    History *history;
    Project project;
    Declared declared;
    GPtrArray *targets; /* of StatusTarget* */
    GPtrArray *fleets;  /* of TenantsStatus* */
    GPtrArray *reports;
    bool json, prints; /* nothing is printed where a report has standard output */
} Status;

static void status_clear(Status *status) {
    history_free(status->history);
    project_clear(&status->project);
    declared_clear(&status->declared);
    g_clear_pointer(&status->targets, g_ptr_array_unref);
    g_clear_pointer(&status->fleets, g_ptr_array_unref);
    g_clear_pointer(&status->reports, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Status, status_clear)

static bool open_status(Status *status, const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    status->invocation = invocation;
    status->targets = g_ptr_array_new_with_free_func(status_target_free);
    status->fleets = g_ptr_array_new_with_free_func(tenants_status_free);
    status->history = configured_history(config, error);
    status->reports = status->history ? report_options_beside(invocation, error) : NULL;
    if (!status->reports || !project_open(&status->project, config, error))
        return false;
    status->json = g_strcmp0(invocation_string(invocation, "format"), "json") == 0;
    status->prints = !report_options_on_stdout(status->reports);
    declared_read(&status->declared, &status->project, status->history);
    return true;
}

static void look_at(Status *status, const char *name, bool alone) {
    StatusTarget *target =
        status_target_new(name, invocation_flag(status->invocation, "exit-code"));
    target->option = invocation_target(status->invocation, name);
    g_autofree char *owner = g_strdup_printf("env %s.owner", name);
    target->owner = config_string(invocation_config(status->invocation), owner);
    g_ptr_array_add(status->targets, target);
    bool drift = invocation_flag(status->invocation, "drift");
    if (endpoint_open(&target->endpoint, invocation_config(status->invocation), name,
                      ENDPOINT_EXISTING, &target->error))
        status_target_look(target, status->history, drift ? &status->project : NULL,
                           &target->error);
    else
        target->absent = !alone && error_failure(target->error) == FAIL_USAGE;
    if (status->prints && !status->json)
        print_target(target);
}

/* An environment with tenants has as many databases. */
static bool look_at_tenants(Status *status, const char *name, bool *has, GError **error) {
    Tenancy tenancy;
    if (!tenancy_read(&tenancy, invocation_config(status->invocation), name, error))
        return false;
    *has = tenancy.way != TENANTS_WAYS;
    TenantsStatus *fleet =
        *has ? tenants_status_new(status->invocation, status->history, name, error) : NULL;
    if (!fleet)
        return !*has;
    g_ptr_array_add(status->fleets, fleet);
    if (status->prints && !status->json)
        tenants_status_print(fleet);
    return true;
}

static bool look_at_all(Status *status, GError **error) {
    const Invocation *invocation = status->invocation;
    const Config *config = invocation_config(invocation);
    const char *in_force[] = {config_environment(config), NULL};
    bool one = invocation_string(invocation, "env") || invocation_string(invocation, "url");
    const char *const *names = one ? in_force : config_environments(config);
    if (status->prints && !status->json) {
        declared_print(&status->declared);
        print_history(status->history);
    }
    for (const char *const *name = *names == NULL ? in_force : names; *name != NULL; name++) {
        bool has_tenants;
        if (!look_at_tenants(status, *name, &has_tenants, error))
            return false;
        if (!has_tenants)
            look_at(status, *name, one);
    }
    return true;
}

static void answer_status(const Status *status, const Findings *findings) {
    Answer *answer = invocation_answer(status->invocation);
    if (!answer)
        return;
    json_t *targets = json_array();
    for (guint i = 0; i < status->targets->len; i++)
        json_array_append_new(targets, target_json(status->targets->pdata[i]));
    for (guint i = 0; i < status->fleets->len; i++)
        json_array_append_new(targets, tenants_status_json(status->fleets->pdata[i]));
    answer_set(answer, "version", json_integer(1));
    answer_set(answer, "schema", declared_json(&status->declared));
    answer_set(answer, "history", history_json(status->history));
    answer_set(answer, "environments", targets);
    answer_add_findings(answer, findings);
}

/* What was found in one database, each with the environment's name. */
static void add_findings(const StatusTarget *target, Findings *findings) {
    for (guint i = 0; !target->error && i < target->pending->len; i++)
        findings_add(findings, "pending", SEVERITY_NOTE, "%s: %s is not applied yet", target->name,
                     ((const Migration *)target->pending->pdata[i])->label);
    if (target->error)
        findings_add(findings, "unreachable",
                     status_target_failure(target) == 0 ? SEVERITY_NOTE : SEVERITY_ERROR, "%s: %s",
                     target->name, target->error->message);
    for (guint i = 0; i < target->findings->len; i++) {
        findings_add_copy(findings, target->findings->pdata[i]);
        Finding *copy = findings->pdata[findings->len - 1];
        g_autofree char *message = copy->message;
        copy->message = g_strdup_printf("%s: %s", target->name, message);
    }
}

/* What the run ends with; NULL: success, which --exit-code grants to nobody who saw no database.
 * Caller frees. */
static GError *ending(const Status *status) {
    Failure worst = 0;
    bool seen = false;
    for (guint i = 0; i < status->targets->len; i++) {
        const StatusTarget *target = status->targets->pdata[i];
        worst = worse(worst, status_target_status(target));
        seen = seen || !target->error;
    }
    for (guint i = 0; i < status->fleets->len; i++) {
        worst = worse(worst, tenants_status_failure(status->fleets->pdata[i]));
        seen = true;
    }
    if (worst == 0 && !seen && invocation_flag(status->invocation, "exit-code"))
        return g_error_new_literal(CMD_ERROR, FAIL_ENVIRONMENT,
                                   "no environment has a database here, so that nothing was looked "
                                   "at; name one with --env or --url");
    return worst == 0 ? NULL : g_error_new_literal(CMD_ERROR, (int)worst, "");
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Status) status = {0};
    if (!open_status(&status, invocation, error))
        return false;
    if (!look_at_all(&status, error))
        return false;
    g_autoptr(GPtrArray) findings = findings_new();
    for (guint i = 0; i < status.targets->len; i++)
        add_findings(status.targets->pdata[i], findings);
    for (guint i = 0; i < status.fleets->len; i++)
        tenants_status_add_findings(status.fleets->pdata[i], findings);
    GError *ends = ending(&status);
    answer_status(&status, findings);
    if (!report_findings(invocation, status.history, findings, NULL, ends, status.reports, error)) {
        g_clear_error(&ends);
        return false;
    }
    bool fine = !ends;
    if (ends)
        g_propagate_error(error, ends);
    return fine;
}

const Verb verb_status = {
    .name = "status",
    .summary = "show the state of the history and of each database",
    .description =
        "Reads the migrations and the ledger of every configured environment: what is applied, "
        "pending or half done, and what does not match (edited, missing or reordered migrations). "
        "Changes nothing; a role that may read schema migrate is enough. Pending migrations are "
        "not an error, nor is a database that is ahead of this checkout, or an environment without "
        "a database here.\n\n"
        "The short fingerprints identify states: a database with the whole history shows the "
        "history's. With --drift the schema of each database is also compared with what its "
        "applied migrations produce on a scratch server.\n\n"
        "'migrate check' compares schema and history, 'migrate drift' history and database.",
    .options =
        (const Option[]){{"drift", 0, OPTION_FLAG, .help = "look for drift in each database"},
                         {"exit-code", 0, OPTION_FLAG,
                          .help = "end with 1 where migrations are pending, too, for scripts"},
                         OPTION_ANSWER,
                         REPORT_OPTION(NULL),
                         {0}},
    .exits =
        (const VerbExit[]){
            {FAIL_FINDINGS,
             "with --drift: a database has drifted; with --exit-code: migrations are "
             "pending"},
            {FAIL_DECISION,
             "a database has a half-done migration, or does not match the migrations"},
            {0},
        },
    .examples = (const VerbExample[]){{"migrate status", "all environments"},
                                      {"migrate status --env production --format json", NULL},
                                      {"migrate status --env production --drift --exit-code", NULL},
                                      {"migrate status --all", "of several services"},
                                      {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_SCRATCH | VERB_TENANTS | VERB_SEES_TENANTS,
    .answer = ANSWERS_OBJECT,
    .run = run,
    .run_services = services_run,
};
