/* The migrations that end a drift. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/drift_view.h"
#include "cmd/outline.h"
#include "history/write.h"
#include "text/scan.h"
#include <string.h>

static char *write_one(const Drift *drift, const Invocation *invocation, guint index,
                       const char *name, const char *text, const char *down, GError **error) {
    g_autoptr(History) history = history_read(drift->sides.project->names.migrations, error);
    if (!history)
        return NULL;
    g_autofree char *version = history_next_version(history, g_get_real_time() / G_USEC_PER_SEC);
    g_autofree char *full = migration_part_name(name, index);
    g_autofree char *path = migration_write(history, version, full, text, down, error);
    if (!path)
        return NULL;
    answer_wrote(invocation_answer(invocation), path);
    g_autofree char *shown = term_escape(path, false);
    term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
    return g_steal_pointer(&version);
}

/* --- back */

static void append_quoted(GString *out, const char *text, gsize length) {
    g_autofree char *tag = g_strdup("$sql$");
    for (guint i = 1; g_strstr_len(text, (gssize)length, tag); i++) {
        g_free(tag);
        tag = g_strdup_printf("$sql%u$", i);
    }
    g_string_append(out, tag);
    g_string_append_len(out, text, (gssize)length);
    g_string_append(out, tag);
}

/* The script as a block that only the database with this identity executes. */
static char *for_one_database(const Drift *drift, Pg *pg, const char *sql, GError **error) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(sql, strlen(sql));
    g_autoptr(GArray) statements = statements_of("generated SQL", bytes, error);
    if (!statements)
        return NULL;
    g_autofree char *database = pg_quote_literal(pg, drift->live.database);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(
        text,
        "-- Undoes what was changed by hand in one database, which it recognises by its name and "
        "the identity of its\n"
        "-- server. In any other database it does nothing.\n"
        "DO $repair$\n"
        "BEGIN\n"
        "    IF pg_catalog.current_database() = %s\n"
        "        AND (SELECT system_identifier FROM pg_catalog.pg_control_system()) = %s THEN\n",
        database, drift->live.system_identifier);
    for (guint i = 0; i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        g_string_append(text, "        EXECUTE ");
        append_quoted(text, statement->text, statement->length);
        g_string_append(text, ";\n");
    }
    g_string_append(text, "    END IF;\nEND\n$repair$;\n");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Elsewhere it does nothing: the scratch database that holds the history is such a place. */
static bool try_elsewhere(const Drift *drift, const char *text, GError **error) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    Script *script = script_new("generated SQL", bytes, true);
    bool done = replay(drift->sides.project->scratch, drift->sides.old.pg, script, NULL, error);
    script_free(script);
    return done;
}

bool drift_write_repair(const Drift *drift, const Invocation *invocation, const char *name,
                        GError **error) {
    const GPtrArray *parts = drift->repair.parts;
    if (!migration_name_valid(name, error) ||
        !draft_losses_are_allowed(invocation, drift->repair.plan, error))
        return false;
    for (guint i = 0; i < parts->len; i++) {
        g_autofree char *text =
            for_one_database(drift, drift->sides.old.pg, parts->pdata[i], error);
        if (!text || !try_elsewhere(drift, text, error))
            return false;
        g_autofree char *version = write_one(drift, invocation, i, name, text, NULL, error);
        if (!version)
            return false;
    }
    g_autofree char *target = invocation_target(invocation, NULL);
    outline_print(&drift->repair);
    term_print(stdout, "Next: 'migrate apply %s' undoes the drift.\n", target);
    return true;
}

/* --- forth */

/* Drafts what the schema lacks of the database, whose catalog nothing else needs any more. */
static bool compare_schema(Drift *drift, Comparison *lacking, GError **error) {
    const DraftOptions options = {.no_rename_at_all = true};
    Project *project = drift->sides.project;
    lacking->project = project;
    lacking->from = source_open("schema", &project->names, error);
    if (!lacking->from ||
        !source_load(project->scratch, &project->names, lacking->from, &lacking->old, NULL, error))
        return false;
    lacking->new = drift->sides.new;
    drift->sides.new = (Loaded){0};
    return draft_make(lacking, &options, error);
}

/* What has to be changed in the schema, too. */
static bool print_schema_change(Drift *drift, GError **error) {
    g_auto(Comparison) lacking = {0};
    if (!compare_schema(drift, &lacking, error))
        return false;
    if (draft_is_empty(&lacking.draft)) {
        term_print(stdout, "The schema matches already.\n");
        return true;
    }
    g_autofree char *sql = draft_sql(&lacking.draft);
    g_autofree char *clean = term_escape(sql, true);
    g_autofree char *path = term_escape(drift->sides.project->names.schema, false);
    term_print(stdout,
               "Now change the files in %s to match; 'migrate check' tells when they do:\n\n%s\n",
               path, clean);
    return true;
}

bool drift_write_adoption(Drift *drift, const Invocation *invocation, const char *name,
                          GError **error) {
    const GPtrArray *parts = drift->sides.draft.parts;
    if (!migration_name_valid(name, error) ||
        !draft_losses_are_allowed(invocation, drift->sides.draft.plan, error))
        return false;
    g_autofree char *down =
        parts->len == 1 && drift->repair.parts->len == 1 ? draft_sql(&drift->repair) : NULL;
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < parts->len; i++) {
        char *version = write_one(drift, invocation, i, name, parts->pdata[i], down, error);
        if (!version)
            return false;
        g_ptr_array_add(versions, version);
    }
    outline_print(&drift->sides.draft);
    if (!print_schema_change(drift, error))
        return false;
    g_autofree char *target = invocation_target(invocation, NULL);
    for (guint i = 0; i < versions->len; i++)
        term_print(stdout,
                   "Next: 'migrate resolve %s --applied --reason \"done by hand\" %s' records it "
                   "in this database.\n",
                   (const char *)versions->pdata[i], target);
    return true;
}
