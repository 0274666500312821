/* The text of a plan: neighbours whose templates allow it become one statement. */
#include "base/term.h"
#include "plan/plan.h"
#include "text/crlf.h"
#include "text/tidy.h"
#include <string.h>

/* A statement while it may still grow by its neighbours' actions. */
typedef struct {
    Sql sql;
    GString *actions;
    guint count;
    GString *comment;
    guint step;
} Joined;

static bool joins(const Joined *joined, const Sql *sql) {
    return joined->count && joined->sql.action && sql->action &&
           strcmp(joined->sql.prefix, sql->prefix) == 0 &&
           strcmp(joined->sql.suffix, sql->suffix) == 0;
}

/* As it stands in a file. */
static char *written(const char *sql) {
    g_autofree char *escaped = crlf_escape(sql);
    return tidy_sql(escaped);
}

static void flush(Joined *joined, GPtrArray *out, GArray *steps) {
    if (!joined->count)
        return;
    g_autoptr(GString) text = g_string_new(joined->sql.prefix);
    if (joined->sql.action) {
        bool lines = joined->count > 1 && !*joined->sql.suffix;
        g_string_append_printf(text, "%s%s", lines ? "\n    " : " ", joined->actions->str);
        if (*joined->sql.suffix)
            g_string_append_printf(text, " %s", joined->sql.suffix);
    }
    g_autofree char *tidy = written(text->str);
    g_ptr_array_add(out, g_strconcat(joined->comment->str, tidy, NULL));
    if (steps)
        g_array_append_val(steps, joined->step);
    g_string_truncate(joined->actions, 0);
    g_string_truncate(joined->comment, 0);
    joined->count = 0;
}

static void add_statement(Joined *joined, const Sql *sql, guint step, const char *comment,
                          GPtrArray *out, GArray *steps) {
    if (!joins(joined, sql)) {
        flush(joined, out, steps);
        joined->sql = *sql;
        joined->step = step;
    }
    g_string_append(joined->comment, comment);
    if (sql->action) {
        if (joined->count)
            g_string_append(joined->actions, *sql->suffix ? ", " : ",\n    ");
        g_string_append(joined->actions, sql->action);
    }
    joined->count++;
}

static char *hazard_comment(const Step *step) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < step->hazard_count; i++) {
        g_autofree char *message = term_escape(step->hazards[i].message, false);
        g_string_append_printf(text, "-- %s: %s\n", step->hazards[i].code, message);
    }
    return g_string_free(text, FALSE);
}

GPtrArray *plan_statements(const Plan *plan, GArray **steps) {
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    GArray *origins = steps ? g_array_new(FALSE, FALSE, sizeof(guint)) : NULL;
    Joined joined = {.actions = g_string_new(NULL), .comment = g_string_new(NULL)};
    for (guint i = 0; i < plan->count; i++) {
        const Step *step = &plan->steps[i];
        g_autofree char *comment = hazard_comment(step);
        for (guint s = 0; s < step->statement_count; s++)
            add_statement(&joined, &step->statements[s], i, s == 0 ? comment : "", out, origins);
    }
    flush(&joined, out, origins);
    g_string_free(joined.actions, TRUE);
    g_string_free(joined.comment, TRUE);
    if (steps)
        *steps = origins;
    return out;
}

char *plan_sql(const Plan *plan) {
    g_autoptr(GPtrArray) statements = plan_statements(plan, NULL);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < statements->len; i++)
        g_string_append_printf(text, "%s%s;\n", i ? "\n" : "", (const char *)statements->pdata[i]);
    return g_string_free(text, FALSE);
}

char *plan_statement(const Sql *sql) {
    if (!sql->action)
        return written(sql->prefix);
    g_autofree char *text = g_strdup_printf("%s %s%s%s", sql->prefix, sql->action,
                                            *sql->suffix ? " " : "", sql->suffix);
    return written(text);
}
