#include "cmd/plan_view.h"

#include "base/term.h"
#include "cmd/answer.h"
#include "report/json.h"
#include "text/secret.h"
#include <string.h>

static GArray *statements_for(const Migration *migration, bool down) {
    return down ? statements_of(migration->down_path, migration->down, NULL)
                : migration_statements(migration, NULL);
}

/* Each line under its number in the file. */
static void print_statement(FILE *out, const Statement *statement) {
    g_autofree char *sql = secret_masked(statement->text, statement->length);
    g_auto(GStrv) lines = g_strsplit(sql, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *text = term_escape(g_strchomp(lines[i]), true);
        term_print(out, "    %4u  %s%s\n", statement->line + i, text, lines[i + 1] ? "" : ";");
    }
}

static void print_migration(const ApplyView *view, const Migration *migration, bool down) {
    g_autofree char *label = term_escape(migration->label, false);
    bool transactional = down ? migration->down_transactional : migration->transactional;
    g_autoptr(GArray) statements = view->statements ? statements_for(migration, down) : NULL;
    term_print(view->out, "%s%s\n", label, transactional ? "" : " (outside a transaction)");
    for (guint i = 0; statements && i < statements->len; i++)
        print_statement(view->out, &g_array_index(statements, Statement, i));
}

static json_t *statement_json(const Statement *statement) {
    g_autofree char *sql = secret_masked(statement->text, statement->length);
    return json_pack("{s:i, s:i, s:s}", "line", (int)statement->line, "column",
                     (int)statement->column, "sql", sql);
}

static json_t *migration_json(const ApplyView *view, const Migration *migration, bool down) {
    g_autoptr(GArray) statements = view->statements ? statements_for(migration, down) : NULL;
    json_t *list = statements ? json_array() : json_null();
    for (guint i = 0; statements && i < statements->len; i++)
        json_array_append_new(list, statement_json(&g_array_index(statements, Statement, i)));
    bool transactional = down ? migration->down_transactional : migration->transactional;
    json_t *object = json_object();
    json_set_text(object, "migration", migration->label);
    json_set_text(object, "file", down ? migration->down_path : migration->path);
    json_object_set_new(object, "transaction", json_boolean(transactional));
    json_object_set_new(object, "statements", list);
    return object;
}

void plan_view_show(const ApplyView *view, const GPtrArray *migrations, bool down) {
    json_t *list = view->json ? json_array() : NULL;
    for (guint i = 0; i < migrations->len; i++) {
        if (list)
            json_array_append_new(list, migration_json(view, migrations->pdata[i], down));
        else
            print_migration(view, migrations->pdata[i], down);
    }
    if (list)
        answer_set(invocation_answer(view->invocation), "plan", list);
}
