/* migrate check: whether schema and migrations agree. */
#include "base/file.h"
#include "base/limits.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/diagram.h"
#include "cmd/doc_gate.h"
#include "cmd/draft_view.h"
#include "cmd/effects.h"
#include "cmd/mask_gate.h"
#include "cmd/picture.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include "compare/derived.h"
#include "compare/merged.h"
#include "compare/sized.h"
#include "compare/squash.h"
#include "compare/sync.h"
#include "config/foreseen.h"
#include "lint/lint.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One check, from its sources to its report. */
typedef struct {
    const Invocation *invocation;
    Project project;
    LintInput input;
    LintBase base;
    Sizes *sizes;
    Sync alone, merged; /* of the work tree, and of its merge with the base branch */
    Findings *findings;
    guint linted; /* how many of them, the first ones, are the rules' */
    Report report;
    Diagram diagram;
    GPtrArray *statements; /* ReportStatement*, or NULL */
    char *prefix;
} Check;

static void check_clear(Check *check) {
    g_clear_pointer(&check->statements, g_ptr_array_unref);
    sync_clear(&check->alone);
    sync_clear(&check->merged);
    project_clear(&check->project);
    if (check->findings)
        g_ptr_array_unref(check->findings);
    lint_base_clear(&check->base);
    sizes_free(check->sizes);
    diagram_clear(&check->diagram);
    g_free(check->prefix);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

/* Runs the rules that do not need a server. */
static bool lint(Check *check, GError **error) {
    check->input =
        project_lint_input(&check->project, invocation_string(check->invocation, "base"));
    check->input.since = invocation_string(check->invocation, "since");
    check->input.sizes = check->sizes;
    bool done = lint_run(&check->input, check->findings, &check->base, error);
    check->linted = check->findings->len;
    return done;
}

/* Opens both sides, the history as the rules have read it. One that is not whole is compared with
 * nothing. */
static bool open_sides(Check *check, GError **error) {
    Comparison *sides = &check->alone.sides;
    GError *local = NULL;
    bool whole = check->base.history->whole;
    bool has_history = *check->project.names.migrations;
    sides->from = source_of_history(g_steal_pointer(&check->base.history));
    if (check->base.due && g_hash_table_size(check->base.due) > 0)
        source_measure(sides->from, check->base.due, check->base.together);
    if (!whole)
        return true;
    if (!has_history || file_require_folder(check->project.names.migrations, &local))
        sides->to = *check->project.names.schema
                        ? source_open("schema", &check->project.names, &local)
                        : source_again(sides->from);
    if (sides->to && !has_history) {
        source_free(sides->from);
        sides->from = source_open("migrations", &check->project.names, &local);
    }
    if (sides->to)
        return true;
    if (local->code == FAIL_USAGE && findings_count(check->findings, SEVERITY_ERROR) > 0) {
        g_error_free(local);
        return true;
    }
    g_propagate_error(error, local);
    return false;
}

/* Vulnerabilities of the server matter where the SQL is somebody else's, also in the sandbox. */
static void judge_server(Check *check) {
    g_autofree char *advice = NULL;
    const Scratch *scratch = check->project.scratch;
    if (!scratch || !config_untrusted(check->project.config) ||
        scratch_is_patched(scratch, &advice))
        return;
    Finding *finding = findings_add(check->findings, "unpatched-server", SEVERITY_WARNING,
                                    "the server that executed this change has known "
                                    "vulnerabilities, and only its sandbox contains the change");
    finding->fix = g_steal_pointer(&advice);
}

/* The application's types, once it is clear what they have to fit. */
static bool check_types(Check *check, GError **error) {
    const char *setting = check->input.setting("types-outdated", check->input.data);
    return g_strcmp0(setting, "off") == 0 ||
           derived_gate(&check->project, check->alone.sides.from, check->alone.sides.to,
                        check->alone.sides.old.catalog, check->findings, error);
}

/* The first scripts of a history that was read already, up to the one at `last`. */
static Source *beginning(History *history, guint last) {
    const Source whole = {.type = SOURCE_MIGRATIONS, .history = history};
    Source *source = source_again(&whole);
    g_ptr_array_set_size(source->scripts, (gint)last + 1);
    return source;
}

/* What replaces merged migrations has to make what they make. */
static void check_replaced(Check *check) {
    const LintBase *base = &check->base;
    History *history = check->alone.sides.from->history;
    for (guint i = 0; base->replaced && i < base->replaced->len; i++) {
        const LintReplaced *replaced = &g_array_index(base->replaced, LintReplaced, i);
        g_autoptr(GError) error = NULL;
        if (squash_verify(&check->project, beginning(history, replaced->at),
                          beginning(base->originals, replaced->last), &error))
            continue;
        const Migration *migration = history_at(history, replaced->at);
        Finding *finding =
            findings_add(check->findings, "wrong-replaces", SEVERITY_ERROR,
                         "%s does not make what it replaces: %s", migration->label, error->message);
        finding->file = g_strdup(migration->path);
        finding->line = finding->end_line = migration->replaces->line;
        finding->fix = g_strdup("squash again; what is to be changed, belongs in a migration after "
                                "it");
    }
}

/* Compares the work tree's schema and migrations and, when those agree, the result of merging them
 * with the base. */
static bool compare(Check *check, GError **error) {
    DraftOptions options = draft_options(check->invocation, false);
    const Source *const sides[] = {check->alone.sides.from, check->alone.sides.to, NULL};
    guint before = check->findings->len;
    if (!foresee_refused_extensions(&check->project, &check->base, sides, check->findings, error))
        return false;
    if (!sync_check(&check->alone, &check->project, &options, check->findings, error))
        return false;
    if (check->alone.sides.new.catalog || check->alone.in_sync == SYNC_YES)
        if (!mask_gate(&check->alone.sides, &check->base, check->findings, error))
            return false;
    judge_server(check);
    lint_grade(&check->input, check->findings, before);
    check_replaced(check);
    lint_settle_measured(&check->input, &check->base, check->alone.sides.from, check->findings,
                         check->linted);
    before = check->findings->len;
    if (check->alone.in_sync == SYNC_YES &&
        (!check_types(check, error) ||
         !doc_gate(check->invocation, &check->input, &check->alone.sides, check->findings, error)))
        return false;
    lint_grade(&check->input, check->findings, before);
    before = check->findings->len;
    if (check->alone.in_sync != SYNC_YES ||
        g_strcmp0(check->input.setting("merge-broken", check->input.data), "off") == 0)
        return true;
    if (!merged_check(&check->merged, &check->alone, &check->project, &check->input, &check->base,
                      &options, check->findings, error))
        return false;
    lint_grade(&check->input, check->findings, before);
    if (check->merged.sides.to)
        lint_settle_merge(check->findings, check->merged.in_sync == SYNC_YES);
    return true;
}

/* Files are named as in the work tree; the merge adds those that are only in it. */
static void read_source(GHashTable *sources, char *file, GBytes *text) {
    if (!g_hash_table_contains(sources, file))
        g_hash_table_insert(sources, file, text);
}

static void read_sources(const Source *source, GHashTable *sources) {
    for (guint i = 0; source && i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        const GPtrArray *originals = script_originals(script);
        for (guint n = 0; originals && n < originals->len; n++) {
            const Original *original = originals->pdata[n];
            read_source(sources, original->file, original->text);
        }
        if (!originals)
            read_source(sources, script->file, script->whole ? script->whole : script->text);
    }
}

/* What leads from the top of the repository to the working directory, which findings' files are
 * relative to. */
static char *prefix_of(const LintBase *base) {
    return base->here && *base->here ? g_strconcat(base->here, "/", NULL) : NULL;
}

/* Whether something was found that is as severe as --fail-on says. Sides that could not be opened
 * fail whatever it says. */
static bool is_failure(const Check *check) {
    const char *severity = invocation_string(check->invocation, "fail-on");
    if (!check->alone.sides.to)
        return true;
    if (g_strcmp0(severity, "never") == 0)
        return false;
    return findings_count(check->findings,
                          g_strcmp0(severity, "warning") == 0 ? SEVERITY_WARNING : SEVERITY_ERROR) >
           0;
}

static void show_difference(Check *check) {
    const Sync *alone = &check->alone;
    const SourceNames *names = &check->project.names;
    check->report.in_sync = *names->schema && *names->migrations ? alone->in_sync : SYNC_UNKNOWN;
    check->report.server = alone->server;
    check->report.sql[SQL_MISSING] = alone->missing_sql;
    if (!alone->missing_sql)
        return;
    diagram_make(&check->diagram, alone->sides.draft.diff);
    check->report.tables = check->diagram.tables;
    check->report.links = check->diagram.links;
}

static bool print(Check *check, GError **error) {
    g_autoptr(GHashTable) sources = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) to = report_options_targets(check->invocation, error);
    if (!to)
        return false;
    read_sources(check->alone.sides.from, sources);
    read_sources(check->alone.sides.to, sources);
    read_sources(check->merged.sides.from, sources);
    read_sources(check->merged.sides.to, sources);
    show_difference(check);
    check->report.statements = check->statements =
        effects_of(check->alone.sides.from, check->sizes);
    check->report.command = "check";
    check->report.from = *check->project.names.migrations ? "migrations" : "no migrations";
    check->report.to = *check->project.names.schema ? "schema" : "no schema";
    check->report.findings = check->findings;
    check->report.sources = sources;
    check->report.stream = stdout;
    check->report.base = check->base.base;
    check->report.changes = check->base.changes;
    check->report.sandbox = check->project.scratch ? scratch_sandbox(check->project.scratch) : NULL;
    check->report.trust = config_trust(check->project.config);
    check->report.prefix = check->prefix = prefix_of(&check->base);
    check->report.rule_summary = lint_summary;
    check->report.status = is_failure(check) ? FAIL_FINDINGS : 0;
    g_autofree char *picture =
        check->alone.missing_sql
            ? picture_of(to, check->alone.sides.old.catalog, check->alone.sides.new.catalog)
            : NULL;
    check->report.picture = picture;
    g_autofree char *top = report_untrusted_top(check->project.config);
    check->report.untrusted = top;
    check->report.in_actions = report_in_actions_log();
    answer_given(invocation_answer(check->invocation));
    if (!report_write(&check->report, to, error))
        return false;
    if (!is_failure(check))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

/* Called from another thread: writes the report of a check that could not be completed. */
static void tell_end(const char *why, void *data) {
    const Invocation *invocation = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) to = report_options_targets(invocation, NULL);
    const Config *config = invocation_config(invocation);
    Report report = {.command = "check",
                     .status = FAIL_ENVIRONMENT,
                     .reason = why,
                     .findings = findings,
                     .stream = stdout,
                     .trust = config ? config_trust(config) : NULL,
                     .untrusted = config && config_untrusted(config) ? config_root(config) : NULL,
                     .rule_summary = lint_summary,
                     .in_actions = report_in_actions_log()};
    Finding *finding = findings_add(findings, "time-limit", SEVERITY_ERROR, "%s", why);
    finding->fix = g_strdup("find what takes so long, or give it more time with time_limit in the "
                            "section [scratch] of migrate.ini, for a pull request that of its base "
                            "branch");
    if (!to || !report_write(&report, to, &error))
        term_print(stderr, "migrate: %s\n", why);
}

static void print_notes(const Config *config) {
    for (const char *const *note = config_notes(config); *note; note++) {
        g_autofree char *text = term_escape(*note, false);
        term_print(stderr, "note: %s\n", text);
    }
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Check) check = {.invocation = invocation, .findings = findings_new()};
    gint64 start = g_get_monotonic_time();
    limits_on_end(tell_end, (void *)invocation);
    print_notes(invocation_config(invocation));
    if (!project_open(&check.project, invocation_config(invocation), error) ||
        !sized_open(&check.project, true, &check.sizes, error) || !lint(&check, error) ||
        !open_sides(&check, error))
        return false;
    if (check.alone.sides.to && !compare(&check, error))
        return false;
    limits_finish();
    check.report.duration = g_get_monotonic_time() - start;
    return print(&check, error);
}

const Verb verb_check = {
    .name = "check",
    .summary = "check that schema and migrations agree",
    .description = "Executes every migration and the schema on a scratch server and compares the "
                   "two catalogs. Each migration must run, the schema must load, both must give "
                   "the same catalog, and neither may contain anything that migrate cannot "
                   "compare. What the migrations lack is printed as SQL.\n\n"
                   "In a git repository the history is also compared with the base branch "
                   "(`migrate explain` lists the rules): merged migrations may not be edited, "
                   "renamed or deleted, and new ones come last.\n\n"
                   "The files that [types] in migrate.ini names have to be what the migrations "
                   "give; see `migrate types`.\n\n"
                   "A result of \"in sync\" is cached for the bytes of both sides, the server's "
                   "release and the version of migrate, so the next check of the same is quick.",
    .options =
        (const Option[]){DRAFT_OPTIONS,
                         REPORT_OPTIONS(NULL),
                         {"since", .kind = OPTION_STRING, .argument = "VERSION",
                          .help = "look for dangers in the migrations after VERSION, whatever the "
                                  "base branch has"},
                         {"sizes", .kind = OPTION_STRING, .argument = "NAME|FILE",
                          .help = "how large tables are: an environment whose database is asked, "
                                  "or a file that 'migrate stats pull' has written",
                          .config = "check.sizes"},
                         {"fail-on", .kind = OPTION_STRING, .argument = "SEVERITY",
                          .help = "exit with 1 from this severity on (default: error); a check "
                                  "that cannot be completed always fails",
                          .choices = (const char *const[]){"error", "warning", "never", NULL}},
                         {0}},
    .exits = (const VerbExit[]){{1, "something was found"}, {0}},
    .examples =
        (const VerbExample[]){
            {"migrate check", "before a commit"},
            {"migrate check --report github --report sarif:out.sarif", "in a pull request"},
            {"migrate check --fail-on warning --base origin/main", "stricter, against a branch"},
            {"migrate check --untrusted --sandbox require", "what a stranger wrote"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_SCRATCH | VERB_CHANGE,
    .answer = ANSWERS_REPORT,
    .run = run,
    .run_services = services_run,
};
