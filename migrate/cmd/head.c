#include "cmd/head.h"

#include "catalog/kept.h"
#include <string.h>

enum { WIDTH = 100 };

/* A line of what is done to objects. */
static const struct {
    const char *title;
    ChangeType types[2];
} lines[] = {{"comes", {CHANGE_CREATE, CHANGE_CREATE}},
             {"goes", {CHANGE_DROP, CHANGE_DROP}},
             {"changes", {CHANGE_ALTER, CHANGE_RECREATE}}};

/* Appends text of which nothing ends the line. */
static void append_safe(GString *head, const char *text) {
    for (; *text; text++)
        g_string_append_c(head, (guchar)*text < ' ' || *text == 0x7f ? ' ' : *text);
}

/* Appends the names as far as they fit into the line that begins at `start`. */
static void append_names(GString *head, gsize start, const GPtrArray *changes) {
    for (guint i = 0; i < changes->len; i++) {
        const char *name = change_object(changes->pdata[i])->identity;
        if (head->len - start + strlen(name) + strlen(", …") > WIDTH) {
            g_string_append(head, i ? ", …" : "");
            return;
        }
        g_string_append(head, i ? ", " : ": ");
        append_safe(head, name);
    }
}

static gint by_kind(gconstpointer a, gconstpointer b) {
    const Object *one = change_object(*(Change *const *)a);
    const Object *two = change_object(*(Change *const *)b);
    int order = strcmp(one->kind->name, two->kind->name);
    return order ? order : strcmp(one->identity, two->identity);
}

/* The changes that a line is about, by kind and name. Caller unrefs. */
static GPtrArray *changes_of(const Diff *diff, guint line) {
    GPtrArray *changes = g_ptr_array_new();
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        bool meant = change->type == lines[line].types[0] || change->type == lines[line].types[1];
        if (meant && diff_stands_alone(diff, change))
            g_ptr_array_add(changes, change);
    }
    g_ptr_array_sort(changes, by_kind);
    return changes;
}

static bool is_same_kind(const GPtrArray *changes, guint one, guint two) {
    return change_kind(changes->pdata[one]) == change_kind(changes->pdata[two]);
}

static void append_changes(GString *head, const Diff *diff, guint line) {
    g_autoptr(GPtrArray) changes = changes_of(diff, line);
    g_autoptr(GString) counts = g_string_new(NULL);
    for (guint i = 0, from = 0; i < changes->len; i++)
        if (i + 1 == changes->len || !is_same_kind(changes, i, i + 1)) {
            catalog_append_count(counts, i + 1 - from, change_kind(changes->pdata[i])->name);
            from = i + 1;
        }
    if (changes->len == 0)
        return;
    gsize start = head->len;
    g_string_append_printf(head, "-- %s: %s", lines[line].title, counts->str);
    append_names(head, start, changes);
    g_string_append_c(head, '\n');
}

static void append_line(GString *head, const char *title, const char *text) {
    g_string_append_printf(head, "-- %s: ", title);
    append_safe(head, text);
    g_string_append_c(head, '\n');
}

static void append_losses(GString *head, const Plan *plan) {
    for (guint i = 0; i < plan->count; i++)
        for (guint h = 0; h < plan->steps[i].hazard_count; h++)
            if (plan->steps[i].hazards[h].loses_data)
                append_line(head, "loses", plan->steps[i].hazards[h].identity);
}

/* Where the directives at the beginning of `sql` end. */
static gsize directives_end(const char *sql) {
    const char *at = sql;
    while (g_str_has_prefix(at, "-- migrate:")) {
        const char *newline = strchr(at, '\n');
        at = newline ? newline + 1 : at + strlen(at);
    }
    return (gsize)(at - sql);
}

char *head_put(const Draft *draft, const char *sql) {
    gsize end = directives_end(sql);
    g_autoptr(GString) head = g_string_new(NULL);
    for (guint line = 0; line < G_N_ELEMENTS(lines); line++)
        append_changes(head, draft->diff, line);
    for (guint i = 0; i < draft->renames->len; i++)
        append_line(head, "renamed", draft->renames->pdata[i]);
    if (draft->locked)
        append_line(head, "strongest lock", draft->locked);
    append_losses(head, draft->plan);
    g_autofree char *directives = g_strndup(sql, end);
    return g_strconcat(directives, head->str, head->len ? "\n" : "", sql + end, NULL);
}
