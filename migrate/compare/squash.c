#include "compare/squash.h"

#include "apply/preflight.h"
#include "base/term.h"
#include "compare/comparison.h"
#include "compare/export_tried.h"
#include "compare/rows.h"
#include "text/directive.h"
#include <string.h>

/* What is at hand while it is made. */
typedef struct {
    Squash *squash;
    Project *project;
    const History *history;
    guint first, last;
    const char *commit;
    bool *changes;    /* for each migration: it changes rows */
    GHashTable *rows; /* after the last one */
    Loaded watched;   /* the originals, executed once */
} Squashing;

/* The first `count` migrations, to be executed. */
static Source *beginning(const Squashing *squashing, guint count, GError **error) {
    Source *source = source_open("migrations", &squashing->project->names, error);
    if (source)
        g_ptr_array_set_size(source->scripts, (gint)count);
    return source;
}

/* --- which of them change rows */

/* Whether it only defines things, as far as its words tell. What it does not know, changes rows. */
static bool is_definition(const Statement *statement) {
    static const char *const heads[] = {"create",  "alter",    "drop",  "comment", "grant",
                                        "revoke",  "set",      "reset", "begin",   "commit",
                                        "start",   "security", "lock",  "analyze", "vacuum",
                                        "reindex", "end",      "show",  NULL};
    g_autofree char *head = statement_head(statement, 1), *two = statement_head(statement, 2);
    if (!g_strv_contains(heads, head))
        return false;
    g_autofree char *text = g_ascii_strdown(statement->text, (gssize)statement->length);
    bool table =
        g_str_has_prefix(two, "create ") && (strstr(text, "table") || strstr(text, "materialized"));
    return !(table && strstr(text, "as"));
}

static bool may_change_rows(const Migration *migration) {
    g_autoptr(GArray) statements = migration_statements(migration, NULL);
    for (guint i = 0; statements && i < statements->len; i++)
        if (!is_definition(&g_array_index(statements, Statement, i)))
            return true;
    return !statements;
}

/* Rows are read before and after each migration that may change them. */
static bool watch(guint done, Catalog *catalog, void *data, GError **error) {
    Squashing *squashing = data;
    catalog_free(catalog);
    bool after = done > squashing->first && squashing->changes[done - 1],
         before = done >= squashing->first && done <= squashing->last && squashing->changes[done],
         end = done == squashing->last + 1;
    if (!after && !before && !end)
        return true;
    g_autoptr(GHashTable) rows = rows_read(squashing->watched.pg, error);
    if (!rows)
        return false;
    if (after)
        squashing->changes[done - 1] = !rows_same(rows, squashing->rows);
    g_clear_pointer(&squashing->rows, g_hash_table_unref);
    squashing->rows = g_steal_pointer(&rows);
    return true;
}

static bool watch_all(Squashing *squashing, GError **error) {
    Project *project = squashing->project;
    g_autoptr(Source) source = beginning(squashing, squashing->last + 1, error);
    for (guint i = squashing->first; source && i <= squashing->last; i++)
        squashing->changes[i] = may_change_rows(history_at(squashing->history, i));
    project_files_only(project);
    return source && project_start_scratch(project, error) &&
           source_load_steps(project->scratch, &project->names, source, watch, squashing,
                             &squashing->watched, NULL, error);
}

/* What looks as if it changed rows and did not: they are rows of tables that were empty. */
static void note_left_out(const Squashing *squashing, const bool *looked, GError **error) {
    g_autoptr(Source) source = beginning(squashing, squashing->last + 1, error);
    for (guint i = squashing->last + 1; source && i-- > 0;)
        if (i < squashing->first || !looked[i] || squashing->changes[i])
            g_ptr_array_remove_index(source->scripts, i);
    g_autoptr(GPtrArray) statements = source ? export_rows(source) : NULL;
    for (guint i = 0; statements && i < statements->len; i++)
        g_ptr_array_add(squashing->squash->notes,
                        g_strdup_printf("left out, because it changes no row in a new database: %s",
                                        (const char *)statements->pdata[i]));
}

/* --- the text */

/* Without its directives, which speak of the whole file. */
static char *text_of(const Migration *migration) {
    gsize length;
    const char *bytes = g_bytes_get_data(migration->text, &length);
    g_autofree char *text = g_strndup(bytes ? bytes : "", length);
    for (guint i = migration->directives ? migration->directives->len : 0; i-- > 0;) {
        const Directive *directive = migration->directives->pdata[i];
        char *line = text + directive->offset, *end = strchr(line, '\n');
        memmove(line, end ? end + 1 : line + strlen(line), strlen(end ? end + 1 : "") + 1);
    }
    g_strstrip(text);
    return g_strconcat(text, g_str_has_suffix(text, ";") ? "" : "\n;", "\n", NULL);
}

static bool add_kept(Squashing *squashing, const Migration *migration, GString *text,
                     GError **error) {
    if (!migration->transactional) {
        g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                    "%s: this migration has to stay as it is, because of the rows that there are, "
                    "and it runs outside a transaction; squash what is before it (--to) and what "
                    "comes after it (--from)",
                    migration->path);
        return false;
    }
    g_autofree char *sql = text_of(migration);
    g_string_append_printf(text, "-- As it was in %s:\n%s\n", migration->label, sql);
    g_ptr_array_add(squashing->squash->kept, (gpointer)migration);
    return true;
}

/* What leads from the state before `from` to the one before `to`. */
static bool add_planned(const Squashing *squashing, guint from, guint to, GString *text,
                        GError **error) {
    static const DraftOptions options = {.no_rename_at_all = true, .leaves_out_others = true};
    g_auto(Comparison) sides = {.project = squashing->project};
    sides.from = beginning(squashing, from, error);
    sides.to = sides.from ? beginning(squashing, to, error) : NULL;
    if (!sides.to || !comparison_load(&sides, error) || !comparison_gate(&sides, error) ||
        !draft_make(&sides, &options, error)) {
        g_prefix_error(error, "from %s to %s: ", history_at(squashing->history, from)->label,
                       history_at(squashing->history, to - 1)->label);
        return false;
    }
    g_autofree char *sql = draft_sql(&sides.draft);
    if (*sql)
        g_string_append_printf(text, "%s\n", sql);
    return true;
}

static bool is_kept(const Squashing *squashing, guint index, bool rest) {
    guint first = squashing->first;
    while (first <= squashing->last && !squashing->changes[first])
        first++;
    return rest ? index >= first : squashing->changes[index];
}

static GString *begin_text(const Squashing *squashing) {
    const Migration *first = history_at(squashing->history, squashing->first),
                    *last = history_at(squashing->history, squashing->last);
    g_autofree char *chain = sum_hex(&last->chain);
    GString *text = g_string_new(NULL);
    g_string_append_printf(text,
                           "-- migrate: replaces %s..%s %s %s\n"
                           "-- One migration in place of %u. A database that has applied them "
                           "counts it as applied.\n\n",
                           first->label, last->label, chain, squashing->commit,
                           squashing->last - squashing->first + 1);
    return text;
}

/* `rest`: all is kept that comes after the first one that changes rows. */
static bool compose(Squashing *squashing, bool rest, GError **error) {
    g_autoptr(GString) text = begin_text(squashing);
    g_ptr_array_set_size(squashing->squash->kept, 0);
    for (guint i = squashing->first, end; i <= squashing->last; i = end) {
        end = i;
        while (end <= squashing->last && !is_kept(squashing, end, rest))
            end++;
        bool fine = end > i
                        ? add_planned(squashing, i, end, text, error)
                        : add_kept(squashing, history_at(squashing->history, end++), text, error);
        if (!fine)
            return false;
    }
    g_free(squashing->squash->sql);
    squashing->squash->sql = g_string_free(g_steal_pointer(&text), FALSE);
    return true;
}

/* --- whether it comes to the same */

static bool same_catalogs(Comparison *sides, GError **error) {
    g_autoptr(Diff) back = diff_compare(sides->new.catalog, sides->old.catalog, NULL);
    if (comparison_is_same(sides) && diff_is_same(back))
        return true;
    static const DraftOptions options = {.no_rename_at_all = true};
    if (!draft_make(sides, &options, error))
        return false;
    if (draft_is_empty(&sides->draft))
        return true;
    g_autofree char *sql = draft_sql(&sides->draft);
    sql[strcspn(sql, "\n")] = '\0';
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "one migration cannot make what they make; it would lack: %s", sql);
    return false;
}

/* `once` and `again` have executed the originals, `other` what replaces them. */
static bool same_rows(Pg *once, Pg *again, Pg *other, GPtrArray *volatiles, GError **error) {
    g_auto(RowsDifference) difference = {0};
    if (!rows_differ(once, again, other, &difference, error))
        return false;
    if (volatiles)
        g_ptr_array_extend_and_steal(volatiles, g_steal_pointer(&difference.volatiles));
    if (difference.differing->len == 0)
        return true;
    g_ptr_array_add(difference.differing, NULL);
    g_autofree char *names = g_strjoinv(", ", (char **)difference.differing->pdata);
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "one migration cannot make what they make: what is in %s would be something else",
                names);
    return false;
}

/* The rows are read before the comparison tries anything on them. */
static bool comes_to_same(const Squashing *squashing, GPtrArray *volatiles, GError **error) {
    const char *sql = squashing->squash->sql;
    g_autoptr(GBytes) text = g_bytes_new(sql, strlen(sql));
    g_auto(Comparison) sides = {.project = squashing->project};
    sides.from = beginning(squashing, squashing->first, error);
    sides.to = sides.from ? beginning(squashing, squashing->last + 1, error) : NULL;
    if (!sides.to)
        return false;
    g_ptr_array_add(sides.from->scripts, script_new("the squashed migration", text, true));
    if (comparison_load(&sides, error))
        return same_rows(squashing->watched.pg, sides.new.pg, sides.old.pg, volatiles, error) &&
               same_catalogs(&sides, error);
    if (error && *error)
        (*error)->code = FAIL_DECISION;
    return false;
}

bool squash_verify(Project *project, Source *one, Source *originals, GError **error) {
    g_auto(Comparison) sides = {.project = project, .from = one, .to = originals};
    g_auto(Loaded) again = {0};
    if (!comparison_load(&sides, error))
        return false;
    g_autoptr(GHashTable) there = rows_read(sides.old.pg, error);
    g_autoptr(GHashTable) here = there ? rows_read(sides.new.pg, error) : NULL;
    bool same = here && rows_same(here, there);
    if (here && !same)
        same = source_load(project->scratch, &project->names, originals, &again, NULL, error) &&
               same_rows(again.pg, sides.new.pg, sides.old.pg, NULL, error);
    return same && same_catalogs(&sides, error);
}

static bool make(Squashing *squashing, GPtrArray *volatiles, GError **error) {
    g_autoptr(GError) other = NULL;
    if (!compose(squashing, false, error))
        return false;
    if (comes_to_same(squashing, volatiles, &other))
        return true;
    if (g_hash_table_size(squashing->rows) == 0) {
        g_propagate_error(error, g_steal_pointer(&other));
        return false;
    }
    term_verbose("more has to stay as it is: %s", other->message);
    g_ptr_array_set_size(volatiles, 0);
    return compose(squashing, true, error) && comes_to_same(squashing, volatiles, error);
}

static void note_volatiles(Squash *squash, const GPtrArray *volatiles) {
    for (guint i = 0; i < volatiles->len; i++)
        g_ptr_array_add(squash->notes,
                        g_strdup_printf("the values of %s are others at each run; they were not "
                                        "compared",
                                        (const char *)volatiles->pdata[i]));
}

bool squash_make(Squash *squash, Project *project, const History *history, guint first, guint last,
                 const char *commit, GError **error) {
    *squash = (Squash){.kept = g_ptr_array_new(), .notes = g_ptr_array_new_with_free_func(g_free)};
    g_autofree bool *changes = g_new0(bool, history_count(history) + 1);
    g_autofree bool *looked = g_new0(bool, history_count(history) + 1);
    g_autoptr(GPtrArray) volatiles = g_ptr_array_new_with_free_func(g_free);
    Squashing squashing = {squash, project, history, first, last, commit, changes, NULL, {0}};
    for (guint i = first; i <= last; i++)
        looked[i] = may_change_rows(history_at(history, i));
    bool fine = watch_all(&squashing, error) && make(&squashing, volatiles, error);
    if (fine) {
        note_volatiles(squash, volatiles);
        note_left_out(&squashing, looked, NULL);
    }
    g_clear_pointer(&squashing.rows, g_hash_table_unref);
    loaded_clear(&squashing.watched);
    return fine;
}

void squash_clear(Squash *squash) {
    g_free(squash->sql);
    g_clear_pointer(&squash->kept, g_ptr_array_unref);
    g_clear_pointer(&squash->notes, g_ptr_array_unref);
    *squash = (Squash){0};
}
