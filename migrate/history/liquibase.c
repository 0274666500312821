#include "history/liquibase.h"

#include <stdbool.h>
#include <string.h>

/* The rest of a comment "--WORD …", in any case, with blanks behind the dashes; NULL: another line.
 */
static const char *after_word(const char *line, const char *word) {
    line += strspn(line, " \t");
    if (strncmp(line, "--", 2) != 0)
        return NULL;
    line += 2 + strspn(line + 2, " \t");
    gsize length = strlen(word);
    if (g_ascii_strncasecmp(line, word, length) != 0 || g_ascii_isalnum(line[length]))
        return NULL;
    return line + length + strspn(line + length, " \t");
}

static char **lines_of(const char *text, gsize length) {
    g_autofree char *copy = g_strndup(text, length);
    char **lines = g_strsplit(copy, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        g_strchomp(lines[i]);
    return lines;
}

gboolean liquibase_is(const char *text, gsize length) {
    g_auto(GStrv) lines = lines_of(text, length);
    for (guint i = 0; lines[i]; i++)
        if (*lines[i])
            return after_word(lines[i], "liquibase formatted sql") != NULL;
    return FALSE;
}

/* What stands there instead of SQL. */
static bool is_nothing(const char *sql) {
    return g_ascii_strcasecmp(sql, "empty") == 0 || g_ascii_strcasecmp(sql, "not required") == 0;
}

GBytes *liquibase_down(const char *text, gsize length) {
    g_auto(GStrv) lines = lines_of(text, length);
    g_autoptr(GString) all = g_string_new(NULL), one = g_string_new(NULL);
    guint count = 0, without = 0;
    bool has = true;
    for (guint i = 0; lines[i]; i++) {
        const char *back = after_word(lines[i], "rollback");
        if (after_word(lines[i], "changeset")) {
            without += !has;
            count++;
            has = false;
            g_string_prepend(all, one->str);
            g_string_truncate(one, 0);
        } else if (back) {
            has = true;
            g_string_append_printf(one, "%s\n", is_nothing(back) ? "" : back);
        }
    }
    g_string_prepend(all, one->str);
    without += !has;
    if (count == 0 || without > 0)
        return NULL;
    return g_bytes_new(all->str, all->len);
}

/* What decides whether, when or how a change set is executed. */
static const struct {
    const char *attribute, *harmless;
} unsuited[] = {{"labels", NULL},        {"labelFilter", NULL},  {"context", NULL},
                {"contextFilter", NULL}, {"runAlways", "false"}, {"runOnChange", "false"},
                {"dbms", "postgresql"},  {"endDelimiter", ";"},  {"failOnError", "true"}};

static const char *unsuited_in(const char *attributes) {
    g_auto(GStrv) words = g_strsplit_set(attributes, " \t", -1);
    for (guint w = 0; words[w]; w++)
        for (guint i = 0; i < G_N_ELEMENTS(unsuited); i++) {
            gsize length = strlen(unsuited[i].attribute);
            if (g_ascii_strncasecmp(words[w], unsuited[i].attribute, length) != 0 ||
                words[w][length] != ':')
                continue;
            const char *value = words[w] + length + 1;
            if (!unsuited[i].harmless || g_ascii_strcasecmp(value, unsuited[i].harmless) != 0)
                return unsuited[i].attribute;
        }
    return NULL;
}

const char *liquibase_unsuited(const char *text, gsize length, guint *line) {
    g_auto(GStrv) lines = lines_of(text, length);
    for (guint i = 0; lines[i]; i++) {
        const char *attributes = after_word(lines[i], "changeset");
        const char *found = attributes ? unsuited_in(attributes) : NULL;
        if (!found && after_word(lines[i], "preconditions"))
            found = "preconditions";
        *line = i + 1;
        if (found)
            return found;
    }
    return NULL;
}

char *liquibase_text(const char *id, const char *up, const char *down) {
    GString *text = g_string_new("--liquibase formatted sql\n\n");
    g_string_append_printf(text, "--changeset migrate:%s splitStatements:false\n%s", id, up);
    g_auto(GStrv) lines = g_strsplit(down ? down : "", "\n", -1);
    for (guint i = 0; down && lines[i]; i++)
        if (*lines[i] && !g_str_has_prefix(lines[i], "--"))
            g_string_append_printf(text, "--rollback %s\n", lines[i]);
    return g_string_free(text, FALSE);
}
