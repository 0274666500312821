#include "compare/sync.h"

#include "catalog/kept.h"
#include "compare/unmodelled.h"
#include "compare/verdict.h"
#include "source/directives.h"
#include "source/ignore.h"
#include "text/fault.h"
#include <string.h>

/* A check at work. */
typedef struct {
    Sync *sync;
    const DraftOptions *options;
    Findings *findings;
} SyncRun;

void sync_clear(Sync *sync) {
    comparison_clear(&sync->sides);
    g_free(sync->missing_sql);
    g_free(sync->server);
    *sync = (Sync){0};
}

/* The text of a file that a script is, or was made of. */
static GBytes *text_in(const Script *script, const char *file) {
    const GPtrArray *originals = script_originals(script);
    for (guint i = 0; originals && i < originals->len; i++) {
        const Original *original = originals->pdata[i];
        if (strcmp(original->file, file) == 0)
            return original->text;
    }
    if (originals || strcmp(script->file, file) != 0)
        return NULL;
    return script->whole ? script->whole : script->text;
}

static GBytes *text_of(const Source *source, const char *file) {
    for (guint i = 0; source && i < source->scripts->len; i++) {
        GBytes *text = text_in(source->scripts->pdata[i], file);
        if (text)
            return text;
    }
    return NULL;
}

GBytes *sync_text(const Sync *sync, const char *file) {
    GBytes *text = text_of(sync->sides.from, file);
    return text ? text : text_of(sync->sides.to, file);
}

/* What a server says of itself, and not of the SQL; SQL can raise an error of any code. */
static bool is_environments(const GError *error, const SqlFault *fault) {
    return fault->connection_lost ||
           (!fault->raised &&
            (pg_fault_is(error, "08") || pg_fault_is(error, "57") || pg_fault_is(error, "53")));
}

/* What the server advises, else what helps here; NULL: nothing that is known. */
static const char *advice_for(const char *code, const GError *error, const SqlFault *fault) {
    if (fault->hint)
        return fault->hint;
    if (strcmp(code, "migration-fails") == 0 && pg_fault_forbids_transaction(error))
        return "begin the file with the line '-- migrate: no-transaction'";
    if (!fault->raised && pg_fault_is(error, "3F000"))
        return "create it first; where a hosting service brings it along, name the service's "
               "preset, or SQL that creates it as init, under [scratch]: 'migrate help scratch'";
    return NULL;
}

/* A side that does not load is a finding when its SQL is to blame, and an error when the
 * environment is. */
static bool add_failure(const SyncRun *run, const char *code, ReplayFault *fault,
                        GError **side_error, GError **error) {
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
        finding->fix = g_strdup(advice_for(code, *side_error, sql));
    }
    if (fault->first) {
        g_free(finding->why);
        finding->why = g_strdup_printf("it is created at %s already", fault->first);
        finding->fix = g_strdup("keep one of the two");
    }
    finding->file = g_strdup(fault->file);
    finding->line = finding->end_line = fault->line;
    finding->column = finding->end_column = fault->column;
    return true;
}

/* Without a schema, both sides are the history, which is executed once. */
static bool is_alone(const Comparison *sides) {
    return sides->to->type == SOURCE_MIGRATIONS;
}

/* Executes both sides. */
static bool load(const SyncRun *run, GError **error) {
    Comparison *sides = &run->sync->sides;
    Project *project = sides->project;
    ReplayFault faults[2] = {0};
    GError *errors[2] = {NULL};
    const Source *to = is_alone(sides) ? NULL : sides->to;
    if (!project_start_scratch_for(project, sides->from, to, error))
        return false;
    guint version = (guint)scratch_version(project->scratch);
    run->sync->server = g_strdup_printf("%u.%u", version / 10000, version % 10000);
    source_load_both(project->scratch, &project->names, sides->from, to, &sides->old, &sides->new,
                     faults, errors);
    bool done = add_failure(run, "migration-fails", &faults[0], &errors[0], error) &&
                add_failure(run, "schema-fails", &faults[1], &errors[1], error);
    for (guint i = 0; i < 2; i++) {
        replay_fault_clear(&faults[i]);
        g_clear_error(&errors[i]);
    }
    return done;
}

static void gate(const SyncRun *run) {
    static const char fix[] =
        "drop it, put it in an extension, or name it under [ignore] in migrate.ini";
    unmodelled_report(run->sync->sides.old.catalog, "history", fix, run->findings);
    if (!is_alone(&run->sync->sides))
        unmodelled_report(run->sync->sides.new.catalog, "schema", fix, run->findings);
}

/* What somebody declares is meant to be compared; false when there is nothing to say. */
static bool add_ignored(const SyncRun *run) {
    const Comparison *sides = &run->sync->sides;
    if (sides->to->type != SOURCE_SCHEMA)
        return false;
    g_autoptr(GPtrArray) labels = ignores_outermost(sides->new.catalog, NULL);
    for (guint i = 0; i < labels->len; i++) {
        const char *label = labels->pdata[i];
        Finding *finding = findings_add(run->findings, "ignored", SEVERITY_NOTE,
                                        "the schema declares %s, which a pattern under [ignore] "
                                        "leaves out",
                                        label);
        finding->object = g_strdup(label);
        finding->fix = g_strdup("take it out of the schema, or narrow the pattern in migrate.ini");
    }
    return labels->len > 0;
}

/* What the history keeps that the schema's language has no word for. */
static Verdict judge_kept(const Sync *sync) {
    const Catalog *schema = sync->sides.new.catalog;
    if (is_alone(&sync->sides))
        return (Verdict){.server = g_strdup(sync->server)};
    g_autoptr(GPtrArray) names = catalog_kept(schema);
    Verdict verdict = {g_strdup(sync->server), catalog_kept_counts(schema), NULL};
    g_ptr_array_add(names, NULL);
    verdict.names = verdict.kept ? g_strdupv((char **)names->pdata) : NULL;
    return verdict;
}

static void add_kept(const SyncRun *run, const Verdict *verdict) {
    if (verdict->kept)
        findings_add(run->findings, "unsaid", SEVERITY_NOTE, KEPT_MESSAGE, verdict->kept)->objects =
            g_strdupv(verdict->names);
}

/* Whether the migrations have something that the schema does not state. */
static bool lacks_something(const Diff *diff) {
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type == CHANGE_DROP)
            return true;
    return false;
}

static void add_difference(const SyncRun *run) {
    const Draft *draft = &run->sync->sides.draft;
    guint objects = draft->renames->len;
    for (guint i = 0; i < draft->diff->count; i++)
        objects += diff_stands_alone(draft->diff, &draft->diff->changes[i]);
    run->sync->missing_sql = draft_sql(draft);
    Finding *finding = findings_add(run->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ in %u object%s", objects,
                                    objects == 1 ? "" : "s");
    finding->fix = g_strdup(
        lacks_something(draft->diff)
            ? "run `migrate create NAME` and commit the migration that it writes; or, where the "
              "migrations are right, `migrate schema export --merge` adds to the schema what it "
              "lacks"
            : "run `migrate create NAME` and commit the migration that it writes");
}

static void add_decision(const SyncRun *run, const GError *refusal) {
    Finding *finding = findings_add(run->findings, "out-of-sync", SEVERITY_ERROR,
                                    "schema and migrations differ, and a person must decide how");
    finding->why = g_strdup(refusal->message);
    finding->fix = g_strdup(
        "run `migrate create NAME` with one of the flags and commit the migration that it writes");
}

/* Renames that the schema states can be missing where nothing else is: two columns swap names. A
 * directive that cannot be read is the draft's to report. */
static bool states_renames(const Comparison *sides) {
    if (sides->to->type != SOURCE_SCHEMA)
        return false;
    g_autoptr(GPtrArray) directives = directives_read(sides->to, sides->new.catalog, NULL);
    return !directives || directives->len > 0;
}

/* Works out what is missing. */
static bool draft(const SyncRun *run, GError **error) {
    Comparison *sides = &run->sync->sides;
    GError *refusal = NULL;
    run->sync->in_sync = SYNC_YES;
    if (is_alone(sides))
        return true;
    if (comparison_is_same(sides) && !states_renames(sides))
        return true;
    if (draft_make(sides, run->options, &refusal)) {
        if (draft_is_empty(&sides->draft))
            return true;
        add_difference(run);
    } else if (refusal->code == FAIL_DECISION || refusal->code == FAIL_USAGE) {
        add_decision(run, refusal);
        g_error_free(refusal);
    } else {
        run->sync->in_sync = SYNC_UNKNOWN;
        g_propagate_error(error, refusal);
        return false;
    }
    run->sync->in_sync = SYNC_NO;
    return true;
}

bool sync_check(Sync *sync, Project *project, const DraftOptions *options, Findings *findings,
                GError **error) {
    SyncRun run = {sync, options, findings};
    Comparison *sides = &sync->sides;
    sides->project = project;
    project_files_only(project);
    g_autofree char *verdict = verdict_key(project, sides->from, sides->to);
    g_auto(Verdict) known = {0};
    if (verdict && verdict_find(project, verdict, sides->from, &known)) {
        sync->server = g_strdup(known.server);
        add_kept(&run, &known);
        sync->in_sync = SYNC_YES;
        return true;
    }
    guint before = findings_count(findings, SEVERITY_ERROR);
    if (!load(&run, error))
        return false;
    gate(&run);
    if (findings_count(findings, SEVERITY_ERROR) > before)
        return true;
    /* A verdict that is remembered says nothing beside "in sync". */
    bool noted = add_ignored(&run);
    if (!draft(&run, error))
        return false;
    known = judge_kept(sync);
    add_kept(&run, &known);
    if (sync->in_sync == SYNC_YES && verdict && !noted)
        verdict_remember(project, verdict, &known, sides->from);
    return true;
}
