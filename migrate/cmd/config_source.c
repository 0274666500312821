#include "cmd/config_source.h"
#include "cmd/cmd.h"
#include <string.h>

static void ini_line_free(gpointer data) {
    IniLine *line = data;

    g_free(line->section);
    g_free(line->key);
    g_free(line->value);
    g_free(line);
}

static bool ini_fail(const char *file, guint number, GError **error, const char *text) {
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s:%u: %s", file, number, text);
    return false;
}

static const IniLine *find_line(const GPtrArray *lines, const char *section, const char *key) {
    for (guint i = 0; i < lines->len; i++) {
        const IniLine *line = lines->pdata[i];
        if (strcmp(line->section, section) == 0 && g_strcmp0(line->key, key) == 0)
            return line;
    }
    return NULL;
}

static void add_line(GPtrArray *lines, const char *section, const char *key, guint number) {
    IniLine *line = g_new0(IniLine, 1);

    line->section = g_strdup(section);
    line->key = g_strdup(key);
    line->line = number;
    g_ptr_array_add(lines, line);
}

/* Places one line. GKeyFile knows the values but not where they stand. */
static bool index_line(const char *file, char *text, guint number, char **section, GPtrArray *lines,
                       GError **error) {
    char *equals;

    g_strstrip(text);
    equals = strchr(text, '=');
    if (*text == '\0' || *text == '#')
        return true;
    if (*text == '[') {
        gsize length = strlen(text);
        if (text[length - 1] != ']')
            return ini_fail(file, number, error, "the section's name does not end with ']'");
        g_free(*section);
        *section = g_strndup(text + 1, length - 2);
        add_line(lines, *section, NULL, number);
        return true;
    }
    if (equals == NULL || equals == text)
        return ini_fail(file, number, error,
                        "this is neither 'key = value' nor '[section]' nor a '# comment'");
    if (*section == NULL)
        return ini_fail(file, number, error, "a key stands before the first [section]");
    *equals = '\0';
    g_strchomp(text);
    if (find_line(lines, *section, text) != NULL) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s:%u: '%s' of [%s] is given a second time, first in line %u", file, number,
                    text, *section, find_line(lines, *section, text)->line);
        return false;
    }
    add_line(lines, *section, text, number);
    return true;
}

GPtrArray *ini_read(const char *file, const char *text, GError **error) {
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(ini_line_free);
    g_autoptr(GKeyFile) values = g_key_file_new();
    g_auto(GStrv) texts = g_strsplit(text, "\n", -1);
    g_autofree char *section = NULL;
    g_autoptr(GError) cause = NULL;

    for (guint i = 0; texts[i] != NULL; i++) {
        if (!index_line(file, texts[i], i + 1, &section, lines, error))
            return NULL;
    }
    if (!g_key_file_load_from_data(values, text, strlen(text), G_KEY_FILE_NONE, &cause)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s: %s", file, cause->message);
        return NULL;
    }
    for (guint i = 0; i < lines->len; i++) {
        IniLine *line = lines->pdata[i];
        if (line->key == NULL)
            continue;
        line->value = g_key_file_get_value(values, line->section, line->key, &cause);
        if (line->value == NULL) {
            g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s:%u: %s", file, line->line,
                        cause->message);
            return NULL;
        }
        g_strstrip(line->value);
    }
    return g_steal_pointer(&lines);
}

static void dotenv_value_free(gpointer data) {
    DotenvValue *value = data;

    g_free(value->value);
    g_free(value);
}

static const char *skip_blanks(const char *at) {
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

static const char *name_end(const char *at) {
    if (!g_ascii_isalpha(*at) && *at != '_')
        return at;
    while (g_ascii_isalnum(*at) || *at == '_')
        at++;
    return at;
}

/* Appends what is between double quotes, `at` after the first one; returns the place after the
 * second, NULL without one. `\$` becomes `$$` before a brace, which the expansion takes back. */
static const char *double_quoted(const char *at, GString *out) {
    for (; *at != '\0' && *at != '"'; at++) {
        if (*at != '\\' || at[1] == '\0') {
            g_string_append_c(out, *at);
            continue;
        }
        at++;
        switch (*at) {
        case 'n':
            g_string_append_c(out, '\n');
            break;
        case 'r':
            g_string_append_c(out, '\r');
            break;
        case 't':
            g_string_append_c(out, '\t');
            break;
        case '$':
            g_string_append(out, at[1] == '{' ? "$$" : "$");
            break;
        case '"':
        case '\\':
            g_string_append_c(out, *at);
            break;
        default:
            g_string_append_c(out, '\\');
            g_string_append_c(out, *at);
        }
    }
    return *at == '"' ? at + 1 : NULL;
}

/* Reads a value at `at`; returns where its text ends. */
static const char *dotenv_value(const char *at, DotenvValue *value) {
    g_autoptr(GString) out = g_string_new(NULL);
    const char *end = NULL;

    if (*at == '"') {
        end = double_quoted(at + 1, out);
    } else if (*at == '\'') {
        end = strchr(at + 1, '\'');
        if (end != NULL)
            g_string_append_len(out, at + 1, end++ - at - 1);
        value->literal = end != NULL;
    }
    if (end == NULL) {
        g_string_truncate(out, 0);
        for (end = at; *end != '\0' && *end != '\n'; end++) {
            if (*end == '#' && (end == at || end[-1] == ' ' || end[-1] == '\t'))
                break;
        }
        g_string_append_len(out, at, end - at);
        g_strchomp(out->str);
    }
    value->value = g_strdup(out->str);
    return end;
}

GHashTable *dotenv_read(const char *text) {
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, dotenv_value_free);
    guint line = 1;

    for (const char *at = text; *at != '\0';) {
        const char *start = at, *end;
        at = skip_blanks(at);
        if (g_str_has_prefix(at, "export ") || g_str_has_prefix(at, "export\t"))
            at = skip_blanks(at + strlen("export"));
        end = name_end(at);
        if (end > at && *skip_blanks(end) == '=') {
            DotenvValue *value = g_new0(DotenvValue, 1);
            char *name = g_strndup(at, (gsize)(end - at));
            value->line = line;
            at = dotenv_value(skip_blanks(skip_blanks(end) + 1), value);
            g_hash_table_replace(table, name, value);
        }
        at += strcspn(at, "\n");
        if (*at == '\n')
            at++;
        for (; start < at; start++)
            line += *start == '\n';
    }
    return table;
}

bool variable_find(const Variables *variables, const char *name, Variable *found) {
    const char *value = g_environ_getenv(variables->environment, name);

    *found = (Variable){value, NULL};
    if (value == NULL && variables->dotenv != NULL) {
        found->dotenv = g_hash_table_lookup(variables->dotenv, name);
        found->value = found->dotenv ? found->dotenv->value : NULL;
    }
    return found->value != NULL && *found->value != '\0';
}

/* Values of .env may name each other; deeper than this they go in a circle. */
enum { DEEPEST = 16 };

static char *expand(const Variables *variables, const char *text, guint depth, char **missing);

static char *variable_text(const Variables *variables, const char *name, guint depth,
                           char **missing) {
    Variable found;

    if (depth > DEEPEST || !variable_find(variables, name, &found)) {
        *missing = g_strdup(name);
        return NULL;
    }
    if (found.dotenv == NULL || found.dotenv->literal)
        return g_strdup(found.value);
    return expand(variables, found.value, depth + 1, missing);
}

static char *expand(const Variables *variables, const char *text, guint depth, char **missing) {
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at++) {
        g_autofree char *name = NULL, *value = NULL;
        const char *end;
        if (g_str_has_prefix(at, "$${")) {
            g_string_append(out, "${");
            at += 2;
            continue;
        }
        if (!g_str_has_prefix(at, "${")) {
            g_string_append_c(out, *at);
            continue;
        }
        end = name_end(at + 2);
        if (end == at + 2 || *end != '}') {
            *missing = g_strndup(at + 2, strcspn(at + 2, "}"));
            return NULL;
        }
        name = g_strndup(at + 2, (gsize)(end - at - 2));
        value = variable_text(variables, name, depth, missing);
        if (value == NULL)
            return NULL;
        g_string_append(out, value);
        at = end;
    }
    return g_strdup(out->str);
}

char *variables_expand(const Variables *variables, const char *text, char **missing) {
    return expand(variables, text, 0, missing);
}
