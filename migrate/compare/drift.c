#include "compare/drift.h"

#include "apply/foreign.h"
#include "apply/newer.h"
#include "apply/repeats.h"
#include "apply/replaced.h"
#include "compare/unmodelled.h"
#include <string.h>

enum { SHOWN_VALUE = 120 };

/* --- the two sides */

/* What the ledger finds wrong with the history is worth knowing before its drift is believed. */
static void warn_of_ledger(Drift *drift) {
    g_autoptr(GPtrArray) found = findings_new();
    g_ptr_array_unref(
        preflight_pending(drift->sides.from->history, drift->live.ledger, NULL, true, found));
    for (guint i = 0; i < found->len; i++) {
        Finding *finding = found->pdata[i];
        finding->severity = MIN(finding->severity, SEVERITY_WARNING);
        finding->failure = 0;
        findings_add_copy(drift->findings, finding);
    }
}

/* Of those that are executed again and again, the ones that were executed at all, with the text
 * that they have now: how many those are. */
static guint keep_repeated(Drift *drift) {
    const History *history = drift->sides.from->history;
    GPtrArray *scripts = drift->sides.from->scripts;
    guint kept = 0;
    g_autoptr(GHashTable) done = repeats_done(drift->live.pg, history, true, NULL);
    for (guint i = scripts->len; i-- > history_count(history);) {
        const Migration *migration = history->repeats->pdata[i - history_count(history)];
        bool executed = done && g_hash_table_contains(done, migration->label);
        if (!executed)
            g_ptr_array_remove_index(scripts, i);
        kept += executed;
    }
    return kept;
}

/* Leaves in the source what the ledger says was applied; scripts and migrations are in the same
 * order. */
static void keep_applied(Drift *drift) {
    GPtrArray *scripts = drift->sides.from->scripts;
    const char *last = NULL;
    guint repeats = keep_repeated(drift);
    for (guint i = scripts->len - repeats; i-- > 0;) {
        const Migration *migration = history_at(drift->sides.from->history, i);
        const LedgerRow *row = ledger_find(drift->live.ledger, migration->key);
        if (!row || !ledger_is_applied(row))
            g_ptr_array_remove_index(scripts, i);
        else if (!last)
            last = migration->label;
    }
    guint count = scripts->len - repeats;
    drift->expected = count == 0 ? g_strdup("an empty history")
                                 : g_strdup_printf("%u migration%s, up to %s", count,
                                                   count == 1 ? "" : "s", last);
    const LedgerRow *open = ledger_open_row(drift->live.ledger);
    if (open)
        findings_add(drift->findings, "half-done", SEVERITY_WARNING,
                     "migration %s is half done; what it did so far shows as drift", open->version)
            ->fix = g_strdup("run `migrate apply` first");
}

/* Before ours is made, the ledger of another tool says what was applied. */
static bool take_other_ledger(Drift *drift, GError **error) {
    Live *live = &drift->live;
    g_autoptr(GPtrArray) found = findings_new();
    g_autoptr(Ledger) other = ledger_new();
    if (drift->to || !live->other_ledgers || (live->ledger && live->ledger->rows->len > 0))
        return true;
    if (!foreign_stand_in(live->pg, drift->sides.from->history, other, found, error))
        return false;
    for (guint i = 0; i < found->len; i++) {
        Finding *finding = found->pdata[i];
        finding->severity = MIN(finding->severity, SEVERITY_WARNING);
        finding->failure = 0;
        findings_add_copy(drift->findings, finding);
    }
    if (other->rows->len > 0) {
        g_clear_pointer(&live->ledger, ledger_free);
        live->ledger = g_steal_pointer(&other);
    }
    return true;
}

/* Schema files alone say what a database should be, whatever the ledger has. */
static bool open_schema(Drift *drift, GError **error) {
    drift->sides.from = source_open("schema", &drift->sides.project->names, error);
    drift->side = "schema";
    drift->expected = g_strdup("the schema");
    return drift->sides.from;
}

/* Where a migration stands for others, and the database has only some of those, this checkout
 * cannot say what it should be. */
static bool knows_what_is_there(const Drift *drift, GError **error) {
    g_autoptr(GPtrArray) found = findings_new();
    replaced_findings(drift->sides.from->history, drift->live.ledger, found);
    if (found->len == 0)
        return true;
    const Finding *finding = found->pdata[0];
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION, "%s:%u:1: %s; %s", finding->file,
                finding->line, finding->message, finding->fix);
    return false;
}

static bool open_history(Drift *drift, GError **error) {
    const char *to = drift->to;
    if (g_strcmp0(to, "schema") == 0)
        return open_schema(drift, error);
    g_autofree char *text = to ? g_strdup_printf("migrations:%s", to) : g_strdup("migrations");
    drift->sides.from = source_open(text, &drift->sides.project->names, error);
    if (!drift->sides.from || !take_other_ledger(drift, error))
        return false;
    if (drift->live.ledger) {
        ledger_fold(drift->live.ledger, drift->sides.from->history);
        if (!to && !knows_what_is_there(drift, error))
            return false;
        warn_of_ledger(drift);
    }
    if (to) {
        drift->expected = g_strdup_printf("the history up to %s", to);
    } else if (drift->live.ledger) {
        keep_applied(drift);
    } else {
        drift->expected = g_strdup("the whole history");
        findings_add(drift->findings, "no-ledger", SEVERITY_WARNING,
                     "%s, so the whole history was compared", drift->live.ledger_absent)
            ->fix = g_strdup("--to VERSION compares with the history up to VERSION");
    }
    return true;
}

/* Two servers of different versions word the same definition differently. */
static bool take_database(Drift *drift, GError **error) {
    Project *project = drift->sides.project;
    if (live_take(&drift->live, project, &drift->sides.new, error))
        return true;
    guint live = drift->live.major, scratch = scratch_major(project->scratch);
    g_prefix_error(error,
                   "the database is of PostgreSQL %u and the scratch server of %u, so its schema "
                   "had to be rebuilt there to be compared, and that failed (install PostgreSQL "
                   "%u beside it, and it is not needed): ",
                   live, scratch, live);
    return false;
}

static bool open_both(Drift *drift, GError **error) {
    const Project *project = drift->sides.project;
    Endpoint *endpoint = &drift->sides.endpoints[1];
    return endpoint_open(endpoint, project->config, NULL, ENDPOINT_EXISTING, error) &&
           live_open(&drift->live, endpoint->conninfo, project->names.owner, !drift->to, error) &&
           open_history(drift, error);
}

/* What only a connection says, schema and migrations do not know where there is none. */
static void take_path(Drift *drift) {
    const char *path = drift->sides.project->names.path ? NULL : drift->live.path;
    if (!path)
        return;
    scratch_set_path(drift->sides.project->scratch, path);
    Finding *finding =
        findings_add(drift->findings, "default-schema", SEVERITY_NOTE,
                     "unqualified names belong to %s here, as the search_path of the "
                     "role or the database says; elsewhere to public",
                     path);
    finding->fix =
        g_strdup_printf("say 'default_schema = %s' under [project] in migrate.ini", path);
}

/* Executes the history on a server like the database's where there is one. */
static bool load_both(Drift *drift, GError **error) {
    static const char fix[] =
        "name it under [ignore] in migrate.ini, if it is not the migrations' business";
    Comparison *sides = &drift->sides;
    Project *project = sides->project;
    if (!project_start_scratch_like(project, drift->live.major, error))
        return false;
    take_path(drift);
    if (!live_load(&drift->live, &project->names, scratch_major(project->scratch), error) ||
        !scratch_act_as(project->scratch, drift->live.catalog->default_owner, error) ||
        !source_load(project->scratch, &project->names, sides->from, &sides->old, NULL, error) ||
        !platform_align(project->names.platform, project->scratch, drift->live.catalog,
                        sides->old.catalog, error))
        return false;
    unmodelled_report(sides->old.catalog, drift->side, fix, drift->findings);
    unmodelled_report(drift->live.catalog, "database", fix, drift->findings);
    return take_database(drift, error);
}

/* --- what differs */

static void append_value(GString *why, const char *side, const char *value) {
    if (!value)
        g_string_append_printf(why, "nothing in the %s", side);
    else if (strlen(value) > SHOWN_VALUE || strchr(value, '\n'))
        g_string_append_printf(why, "a different text in the %s", side);
    else
        g_string_append_printf(why, "%s in the %s", value, side);
}

static char *describe_attributes(const Drift *drift, const Change *change) {
    GString *why = g_string_new(NULL);
    const KindAttr *attrs = change_kind(change)->attrs;
    for (guint i = 0; attrs[i].column; i++) {
        if (!(change->differing >> i & 1))
            continue;
        g_string_append_printf(why, "%s%s: ", why->len ? "\n" : "", attrs[i].column);
        append_value(why, drift->side, change->old->values[i]);
        g_string_append(why, ", ");
        append_value(why, "database", change->new->values[i]);
    }
    return g_string_free(why, FALSE);
}

/* A function's body that is a string, as pg_get_functiondef() ends with it, is kept as it is by
 * every version. */
static bool differs_in_body(const char *old, const char *new) {
    const char *one = old ? strstr(old, "\nAS $") : NULL, *two = new ? strstr(new, "\nAS $") : NULL;
    return one && two && strcmp(one, two) != 0;
}

/* Servers before 14 store EXTRACT, AT TIME ZONE and the like as calls of functions, and those stay
 * calls when a newer server executes what is printed of them: whether the expression differs cannot
 * be told there. */
static bool is_worded_by_version(const Drift *drift, const Change *change) {
    enum { KEEPS_SYNTAX = 14 };
    if (drift->live.major >= KEEPS_SYNTAX ||
        scratch_major(drift->sides.project->scratch) < KEEPS_SYNTAX || !change->old || !change->new)
        return false;
    const KindAttr *attrs = change_kind(change)->attrs;
    for (guint i = 0; attrs[i].column; i++)
        if (change->differing >> i & 1 && attrs[i].expression &&
            !differs_in_body(change->old->values[i], change->new->values[i]))
            return true;
    return false;
}

static void add_untold(Drift *drift, const char *label) {
    guint live = drift->live.major, scratch = scratch_major(drift->sides.project->scratch);
    Finding *finding = findings_add(drift->findings, "drift-unknown", SEVERITY_ERROR,
                                    "whether %s differs in the database cannot be told: "
                                    "PostgreSQL %u and %u word it differently",
                                    label, live, scratch);
    finding->object = g_strdup(label);
    finding->fix = g_strdup_printf("install PostgreSQL %u beside it", live);
    drift->untold++;
}

/* Whoever connects may have nothing to do with what is there. */
static char *advise_owner(const Drift *drift, const Change *change) {
    const SourceNames *names = &drift->sides.project->names;
    if (names->owner || !change->new || strcmp(change_kind(change)->name, "owner") != 0)
        return NULL;
    return g_strdup_printf("if %s owns what the migrations make, name it as owner under [env %s] "
                           "in migrate.ini; without that it is the role that connects",
                           object_value(change->new, "owner"),
                           config_environment(drift->sides.project->config));
}

static void add_change(Drift *drift, const Change *change) {
    g_autoptr(Arena) arena = arena_new();
    const char *label = object_label(arena, change_object(change));
    if (is_worded_by_version(drift, change)) {
        add_untold(drift, label);
        return;
    }
    g_autofree char *said =
        change->type == CHANGE_CREATE
            ? g_strdup_printf("is in the database, but not in the %s", drift->side)
        : change->type == CHANGE_DROP
            ? g_strdup_printf("is in the %s, but not in the database", drift->side)
            : g_strdup_printf("differs between the %s and the database", drift->side);
    Finding *finding = findings_add(drift->findings, "drift", SEVERITY_ERROR, "%s %s", label, said);
    finding->object = g_strdup(label);
    finding->fix = advise_owner(drift, change);
    if (change->old && change->new && change->differing)
        finding->why = describe_attributes(drift, change);
}

/* The statement of the repair that undoes a rename, which `undo` has as "NEW=OLD". */
static char *rename_back(const Drift *drift, const char *undo) {
    const GPtrArray *renames = drift->repair.renames;
    for (guint i = 0; renames && i < renames->len; i++) {
        const char *rename = renames->pdata[i];
        gsize length = (gsize)(g_strrstr(rename, " to ") - rename);
        if (strncmp(undo, rename, length) == 0 && undo[length] == '=')
            return g_strdup_printf("%s;", (const char *)drift->repair.rename_sql->pdata[i]);
    }
    return NULL;
}

/* An index that differs in its name alone becomes the other by a rename, which no change of the
 * diff tells. */
static void add_renames(Drift *drift) {
    const GPtrArray *renames = drift->sides.draft.renames;
    for (guint i = 0; i < renames->len; i++) {
        const char *rename = renames->pdata[i], *to = g_strrstr(rename, " to ");
        g_autofree char *label = g_strndup(rename, (gsize)(to - rename));
        Finding *finding =
            findings_add(drift->findings, "drift", SEVERITY_ERROR,
                         "%s has another name in the database: %s", label, to + strlen(" to "));
        finding->object = g_steal_pointer(&label);
        finding->sql = rename_back(drift, drift->sides.draft.undo_renames->pdata[i]);
    }
}

/* --- the way there and back */

static bool make_drafts(Drift *drift, bool writes, GError **error) {
    DraftOptions options = drift->options;
    /* What is only shown needs nobody's decision. */
    options.no_rename_at_all = options.no_rename_at_all || !writes;
    options.file = "generated SQL";
    return draft_make(&drift->sides, &options, error) &&
           (draft_is_empty(&drift->sides.draft) ||
            draft_reverse(&drift->sides, &drift->repair, error));
}

/* The finding whose object the step is about, through what caused it and what it is a part of. */
static Finding *find_finding(const Drift *drift, const Step *step) {
    g_autoptr(Arena) arena = arena_new();
    const Change *change = step->change;
    while (change && change->cause)
        change = change->cause;
    for (const Object *object = change ? change_object(change) : NULL; object;
         object = object->parent) {
        const char *label = object_label(arena, object);
        for (guint i = 0; i < drift->findings->len; i++) {
            Finding *finding = drift->findings->pdata[i];
            if (strcmp(finding->code, "drift") == 0 && strcmp(finding->object, label) == 0)
                return finding;
        }
    }
    return NULL;
}

/* Gives each finding the statements that undo it: its own actions, however they are joined in the
 * repair. */
static void add_sql(Drift *drift) {
    const Plan *plan = drift->repair.plan;
    for (guint i = 0; i < plan->count; i++) {
        Finding *finding = find_finding(drift, &plan->steps[i]);
        for (guint s = 0; finding && s < plan->steps[i].statement_count; s++) {
            g_autofree char *statement = plan_statement(&plan->steps[i].statements[s]);
            char *sql = g_strdup_printf("%s%s%s;", finding->sql ? finding->sql : "",
                                        finding->sql ? "\n" : "", statement);
            g_free(finding->sql);
            finding->sql = sql;
        }
    }
}

/* Two texts may differ and still be the same to the server; the drafts know. */
static bool draft(Drift *drift, bool writes, GError **error) {
    GError *local = NULL;
    if (make_drafts(drift, writes, &local)) {
        drift->drifted = !draft_is_empty(&drift->sides.draft);
        return true;
    }
    if (writes) {
        g_propagate_error(error, local);
        return false;
    }
    drift->drifted = true;
    drift->reason = g_strdup(local->message);
    findings_add(drift->findings, "no-sql", SEVERITY_WARNING,
                 "there is no SQL for the differences: %s", local->message);
    g_error_free(local);
    return true;
}

/* Where there is no draft, as the two sides are; else as far as they differ to the server. */
static void add_changes(Drift *drift) {
    const Comparison *sides = &drift->sides;
    g_autoptr(Diff) plain =
        drift->reason ? diff_compare(sides->old.catalog, sides->new.catalog, NULL) : NULL;
    const Diff *diff = plain ? plain : sides->draft.diff;
    for (guint i = 0; i < diff->count; i++)
        if (diff_stands_alone(diff, &diff->changes[i]))
            add_change(drift, &diff->changes[i]);
    if (!drift->reason)
        add_renames(drift);
}

/* SQL would make differences of what cannot be told. */
static bool leave_untold(Drift *drift, bool writes, GError **error) {
    if (writes) {
        g_set_error(error, COMPARE_ERROR, FAIL_ENVIRONMENT,
                    "the database is of PostgreSQL %u and the scratch server of %u, which word %u "
                    "objects differently, so that no migration can be written. Install PostgreSQL "
                    "%u beside it",
                    drift->live.major, scratch_major(drift->sides.project->scratch), drift->untold,
                    drift->live.major);
        return false;
    }
    guint told = 0;
    for (guint i = 0; i < drift->findings->len; i++)
        told += strcmp(((const Finding *)drift->findings->pdata[i])->code, "drift") == 0;
    drift->drifted = told > 0;
    if (!drift->reason)
        drift->reason = g_strdup("not all of them can be told");
    return true;
}

bool drift_compare(Drift *drift, bool writes, GError **error) {
    if (!load_both(drift, error))
        return false;
    if (comparison_is_same(&drift->sides))
        return true;
    if (!draft(drift, writes, error))
        return false;
    if (!drift->drifted)
        return true;
    add_changes(drift);
    if (drift->untold > 0)
        return leave_untold(drift, writes, error);
    if (!drift->reason)
        add_sql(drift);
    return true;
}

/* The newest migration of a database that this checkout is older than; NULL: it is not. */
static const LedgerRow *newest_of(const Drift *drift) {
    guint count;
    const Ledger *ledger = drift->to ? NULL : drift->live.ledger;
    return ledger && ledger_newer(drift->sides.from->history, ledger, &count)
               ? ledger->rows->pdata[ledger->rows->len - 1]
               : NULL;
}

static bool compare_newer(Drift *drift, const LedgerRow *last, bool writes, GError **error) {
    static const char reason[] = "this checkout is older than the database, so that it cannot be "
                                 "told what its migrations make";
    if (writes) {
        g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                    "%s. Use a checkout that has %s and what was applied before it", reason,
                    last->label);
        return false;
    }
    g_free(drift->expected);
    drift->expected = g_strdup_printf("the ledger's fingerprint after %s", last->label);
    drift->reason = g_strdup(reason);
    return drift_newer(drift->sides.project, last, drift->live.pg, drift->findings, &drift->drifted,
                       error);
}

bool drift_find(Drift *drift, Project *project, const char *to, const DraftOptions *options,
                bool writes, GError **error) {
    drift->sides.project = project;
    drift->to = to;
    drift->side = "history";
    drift->options = *options;
    drift->findings = findings_new();
    drift->start = g_get_monotonic_time();
    if (!open_both(drift, error))
        return false;
    const LedgerRow *last = newest_of(drift);
    return last ? compare_newer(drift, last, writes, error) : drift_compare(drift, writes, error);
}

void drift_clear(Drift *drift) {
    draft_clear(&drift->repair);
    live_clear(&drift->live);
    comparison_clear(&drift->sides);
    g_free(drift->expected);
    g_free(drift->reason);
    g_clear_pointer(&drift->findings, g_ptr_array_unref);
}
