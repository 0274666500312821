#include "compare/comparison.h"

#include "compare/verdict.h"
#include "source/directives.h"
#include "text/fault.h"
#include <string.h>

/* A comparison at work. */
typedef struct {
    Comparison *comparison;
    Project *project;
    const DraftOptions *options;
    Findings *findings;
} Run;

void comparison_clear(Comparison *comparison) {
    draft_clear(&comparison->draft);
    loaded_clear(&comparison->old);
    loaded_clear(&comparison->new);
    source_free(comparison->from);
    source_free(comparison->to);
    g_free(comparison->missing_sql);
    g_free(comparison->server);
    *comparison = (Comparison){0};
}

static const Script *script_of(const Source *source, const char *file) {
    for (guint i = 0; source && i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        if (strcmp(script->file, file) == 0)
            return script;
    }
    return NULL;
}

const Script *comparison_script(const Comparison *comparison, const char *file) {
    const Script *script = script_of(comparison->from, file);
    return script ? script : script_of(comparison->to, file);
}

/* What a server says of itself, and not of the SQL; SQL can raise an error of any code. */
static bool is_environments(const GError *error, const SqlFault *fault) {
    return fault->connection_lost ||
           (!fault->raised &&
            (pg_fault_is(error, "08") || pg_fault_is(error, "57") || pg_fault_is(error, "53")));
}

/* A side that does not load is a finding when its SQL is to blame, and an error when the
 * environment is. */
static bool add_failure(const Run *run, const char *code, ReplayFault *fault, GError **side_error,
                        GError **error) {
    if (!*side_error)
        return true;
    const SqlFault *sql = pg_fault(*side_error);
    if (!fault->file || (sql && is_environments(*side_error, sql))) {
        g_propagate_error(error, g_steal_pointer(side_error));
        return false;
    }
    Finding *finding = findings_add(run->findings, code, SEVERITY_ERROR, "%s%s",
                                    fault->at_commit ? "at COMMIT: " : "",
                                    sql ? sql->message : text_fault(*side_error, NULL, NULL));
    if (sql) {
        finding->sqlstate = g_strdup(sql->sqlstate);
        finding->why = g_strdup(sql->detail);
        finding->fix = g_strdup(!sql->hint && strcmp(code, "migration-fails") == 0 &&
                                        pg_fault_forbids_transaction(*side_error)
                                    ? "begin the file with the line '-- migrate: no-transaction'"
                                    : sql->hint);
    }
    finding->file = g_strdup(fault->file);
    finding->line = finding->end_line = fault->line;
    finding->column = finding->end_column = fault->column;
    return true;
}

/* Executes both sides. */
static bool load(const Run *run, GError **error) {
    Comparison *comparison = run->comparison;
    Project *project = run->project;
    ReplayFault faults[2] = {0};
    GError *errors[2] = {NULL};
    if (!project_start_scratch(project, error))
        return false;
    guint version = (guint)scratch_version(project->scratch);
    comparison->server = g_strdup_printf("%u.%u", version / 10000, version % 10000);
    source_load_both(project->scratch, &project->names, comparison->from, comparison->to,
                     &comparison->old, &comparison->new, faults, errors);
    bool done = add_failure(run, "migration-fails", &faults[0], &errors[0], error);
    done = done && add_failure(run, "schema-fails", &faults[1], &errors[1], error);
    for (guint i = 0; i < 2; i++) {
        replay_fault_clear(&faults[i]);
        g_clear_error(&errors[i]);
    }
    return done;
}

/* The completeness gate: what cannot be compared cannot be called the same. */
static void add_unmodelled(const Run *run, const Catalog *catalog, const char *side) {
    for (guint i = 0; catalog && i < catalog->unmodelled_count; i++) {
        const Unmodelled *object = &catalog->unmodelled[i];
        Finding *finding = findings_add(run->findings, "unmodelled", SEVERITY_ERROR,
                                        "the %s has what migrate cannot compare: %s %s", side,
                                        object->type, object->identity);
        finding->object = g_strdup_printf("%s %s", object->type, object->identity);
        finding->fix =
            g_strdup("drop it, put it in an extension, or name it under [ignore] in migrate.ini");
    }
}

static void add_difference(const Run *run) {
    const Draft *draft = &run->comparison->draft;
    guint objects = draft->renames->len;
    for (guint i = 0; i < draft->diff->count; i++)
        objects += diff_stands_alone(draft->diff, &draft->diff->changes[i]);
    run->comparison->missing_sql = draft_sql(draft);
    Finding *finding = findings_add(run->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ in %u object%s", objects,
                                    objects == 1 ? "" : "s");
    finding->fix = g_strdup("run `migrate create NAME` and commit the migration that it writes");
}

/* Renames that the schema states can be missing where nothing else is: two columns swap names. A
 * directive that cannot be read is the draft's to report. */
static bool states_renames(const Comparison *comparison) {
    if (comparison->to->type != SOURCE_SCHEMA)
        return false;
    g_autoptr(GPtrArray) directives =
        directives_read(comparison->to, comparison->new.catalog, NULL);
    return !directives || directives->len > 0;
}

/* Works out what is missing. */
static bool compare(const Run *run, GError **error) {
    Comparison *comparison = run->comparison;
    g_autoptr(Diff) diff = diff_compare(comparison->old.catalog, comparison->new.catalog, NULL);
    bool same = diff_is_empty(diff) && !states_renames(comparison);
    comparison->in_sync = same ? SYNC_YES : SYNC_NO;
    if (same)
        return true;
    GError *local = NULL;
    if (draft_make(&comparison->draft, run->project->scratch, &run->project->names,
                   &comparison->old, &comparison->new, comparison->to, run->options, &local)) {
        if (draft_is_empty(&comparison->draft))
            comparison->in_sync = SYNC_YES;
        else
            add_difference(run);
        return true;
    }
    if (local->code != FAIL_DECISION && local->code != FAIL_USAGE) {
        g_propagate_error(error, local);
        return false;
    }
    Finding *finding = findings_add(run->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ, and a person must decide how");
    finding->why = g_strdup(local->message);
    finding->fix = g_strdup(
        "run `migrate create NAME` with one of the flags and commit the migration that it writes");
    g_error_free(local);
    return true;
}

bool comparison_run(Comparison *comparison, Project *project, const DraftOptions *options,
                    Findings *findings, GError **error) {
    Run run = {comparison, project, options, findings};
    project_files_only(project);
    g_autofree char *verdict = verdict_key(project, comparison->from, comparison->to);
    comparison->server = verdict ? verdict_find(project, verdict, comparison->from) : NULL;
    if (comparison->server) {
        comparison->in_sync = SYNC_YES;
        return true;
    }
    guint before = findings_count(findings, SEVERITY_ERROR);
    if (!load(&run, error))
        return false;
    add_unmodelled(&run, comparison->old.catalog, "history");
    add_unmodelled(&run, comparison->new.catalog, "schema");
    if (findings_count(findings, SEVERITY_ERROR) > before)
        return true;
    if (!compare(&run, error))
        return false;
    if (comparison->in_sync == SYNC_YES && verdict)
        verdict_remember(project, verdict, comparison->server, comparison->from);
    return true;
}
