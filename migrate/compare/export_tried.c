#include "compare/export_tried.h"

#include "apply/ledger.h"
#include "base/term.h"
#include "compare/export_comments.h"
#include "history/statement.h"
#include "sql.h"
#include <string.h>

/* Whether the files come to the same as the draft did, text by text. */
static bool come_to_same(Comparison *sides, const char *path, const GPtrArray *files,
                         GError **error) {
    Project *project = sides->project;
    g_auto(Loaded) loaded = {0};
    g_autoptr(Source) source =
        source_from_files(SOURCE_SCHEMA, path, files, &project->names, error);
    if (!source || !source_load(project->scratch, &project->names, source, &loaded, NULL, error))
        return false;
    g_autoptr(Diff) diff = diff_compare(loaded.catalog, sides->draft.result, NULL);
    diff_forget_unsettled(diff);
    if (diff_is_same(diff))
        return true;
    g_set_error_literal(error, COMPARE_ERROR, FAIL_DECISION,
                        "nothing is written, because the files that were tried on scratch do not "
                        "come to what they were made of");
    return false;
}

static char *only_name(const char *path) {
    return g_str_has_suffix(path, ".sql") ? g_path_get_basename(path) : g_strdup("schema.sql");
}

/* The draft's own text, which was executed as it is. */
static GPtrArray *as_drafted(const Draft *draft, const char *only) {
    g_autofree char *text = draft_sql(draft);
    gsize length = strlen(text);
    while (length && (text[length - 1] == '\n' || text[length - 1] == ';'))
        text[--length] = '\0';
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(ExportUnit));
    ExportUnit unit = {.sql = text};
    g_array_append_val(units, unit);
    return export_files(units, export_layout(NULL), only);
}

/* The plan's statements with the comments of what they were made of. */
static GPtrArray *commented(const Comparison *sides, GArray **steps) {
    const Catalog *catalog = sides->draft.diff->new;
    GPtrArray *statements = plan_statements(sides->draft.plan, steps);
    g_autoptr(GHashTable) comments = export_comments(sides->to, catalog);
    for (guint i = 0; i < statements->len; i++) {
        g_autofree char *bare = statements->pdata[i];
        statements->pdata[i] = export_commented(bare, catalog, comments);
    }
    return statements;
}

/* The three ways, from the one that reads best to the one that was tried already. */
static GPtrArray *files_of(const Comparison *sides, guint way, const ExportLayout *layout,
                           const char *only) {
    const Draft *draft = &sides->draft;
    g_autoptr(GArray) steps = NULL, units = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (way == 2)
        return as_drafted(draft, only);
    g_autoptr(GPtrArray) statements = commented(sides, &steps);
    units = way == 0 ? export_units(draft->plan, statements, steps, draft->diff->new, layout, names)
                     : export_units_as_planned(draft->plan, statements, steps);
    return export_files(units, layout, only);
}

GPtrArray *export_tried(Comparison *sides, const char *path, const ExportLayout **layout,
                        GError **error) {
    enum { WAYS = 3 };
    g_autofree char *only = only_name(path);
    for (guint way = 0; way < WAYS; way++) {
        g_autoptr(GError) local = NULL;
        if (way > 0)
            *layout = export_layout(NULL);
        g_autoptr(GPtrArray) files = files_of(sides, way, *layout, only);
        if (come_to_same(sides, path, files, &local))
            return g_steal_pointer(&files);
        term_verbose("the files do not work in this order: %s", local->message);
        if (way + 1 == WAYS)
            g_propagate_error(error, g_steal_pointer(&local));
    }
    return NULL;
}

/* Whether the statement changes rows, as far as its words tell. */
static bool changes_rows(const Statement *statement) {
    static const char *const heads[] = {"insert", "update",   "delete", "merge",
                                        "copy",   "truncate", "select", NULL};
    g_autofree char *head = statement_head(statement, 1);
    if (!g_strv_contains(heads, head))
        return false;
    g_autofree char *preview = statement_preview(statement);
    return strcmp(head, "select") != 0 || strstr(preview, "setval");
}

/* Whether it writes what another tool has applied, which is no row of the project's. */
static bool fills_ledger(const char *preview) {
    return g_regex_match_simple("^(insert\\s+into|copy)\\s+(\"?public\"?\\.)?\"?(" FOREIGN_LEDGERS
                                ")\"?[\\s(]",
                                preview, G_REGEX_CASELESS, 0);
}

static void add_rows(const Script *script, GPtrArray *out) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    Scanner scanner;
    Statement statement;
    if (!text || !scanner_init(&scanner, script->file, text, length, NULL))
        return;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autofree char *preview = changes_rows(&statement) ? statement_preview(&statement) : NULL;
        if (preview && !fills_ledger(preview))
            g_ptr_array_add(out,
                            g_strdup_printf("%s:%u: %s", script->file, statement.line, preview));
    }
}

GPtrArray *export_rows(const Source *source) {
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; source->scripts && i < source->scripts->len; i++)
        add_rows(source->scripts->pdata[i], out);
    return out;
}

bool export_members(const Source *source, const Loaded *loaded, guint *count, GError **error) {
    g_autoptr(Pg) own = loaded->pg ? NULL : pg_connect(source->url, "migrate", error);
    Pg *pg = loaded->pg ? loaded->pg : own;
    g_autoptr(Rows) rows = pg ? pg_query(pg, SQL_members, 0, NULL, error) : NULL;
    if (rows)
        *count = (guint)g_ascii_strtoull(rows_value(rows, 0, 0), NULL, 10);
    return rows;
}
