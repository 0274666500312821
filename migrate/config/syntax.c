#include "config/syntax.h"
#include <string.h>

G_DEFINE_QUARK(migrate_config_error, config_error)

static void ini_line_free(gpointer data) {
    IniLine *line = data;

    g_free(line->section);
    g_free(line->key);
    g_free(line->value);
    g_free(line);
}

/* migrate.ini as far as it was read. */
typedef struct {
    const char *file;
    guint line;
    char *section;
    GHashTable *seen; /* "section\nkey" → line number */
    GPtrArray *lines;
} IniReading;

static void reading_clear(IniReading *reading) {
    g_free(reading->section);
    g_hash_table_unref(reading->seen);
    g_clear_pointer(&reading->lines, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(IniReading, reading_clear)

static bool fail(const IniReading *reading, const char *text, GError **error) {
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE, "%s:%u: %s", reading->file, reading->line, text);
    return false;
}

/* A section has neither key nor value. */
static void add_line(IniReading *reading, const char *key, const char *value) {
    IniLine *line = g_new0(IniLine, 1);

    line->section = g_strdup(reading->section);
    line->key = g_strdup(key);
    line->value = g_strdup(value);
    line->line = reading->line;
    g_ptr_array_add(reading->lines, line);
}

static bool read_section(IniReading *reading, const char *text, GError **error) {
    gsize length = strlen(text);

    if (text[length - 1] != ']')
        return fail(reading, "the section's name does not end with ']'", error);
    g_free(reading->section);
    reading->section = g_strndup(text + 1, length - 2);
    add_line(reading, NULL, NULL);
    return true;
}

static bool read_key(IniReading *reading, const char *key, const char *value, GError **error) {
    g_autofree char *name = g_strconcat(reading->section, "\n", key, NULL);
    guint first = GPOINTER_TO_UINT(g_hash_table_lookup(reading->seen, name));

    if (first != 0) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s:%u: '%s' of [%s] is set twice, first on line %u", reading->file,
                    reading->line, key, reading->section, first);
        return false;
    }
    g_hash_table_insert(reading->seen, g_steal_pointer(&name), GUINT_TO_POINTER(reading->line));
    add_line(reading, key, value);
    return true;
}

static bool read_line(IniReading *reading, char *text, GError **error) {
    char *equals;

    g_strstrip(text);
    if (*text == '\0' || *text == '#')
        return true;
    if (*text == '[')
        return read_section(reading, text, error);
    equals = strchr(text, '=');
    if (!equals || equals == text)
        return fail(reading, "expected 'key = value', '[section]' or '# comment'", error);
    if (!reading->section)
        return fail(reading, "a key comes before the first [section]", error);
    *equals = '\0';
    return read_key(reading, g_strchomp(text), g_strchug(equals + 1), error);
}

GPtrArray *ini_read(const char *file, const char *text, GError **error) {
    g_auto(GStrv) texts = g_strsplit(text, "\n", -1);
    g_auto(IniReading)
        reading = {.file = file,
                   .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .lines = g_ptr_array_new_with_free_func(ini_line_free)};

    for (guint i = 0; texts[i]; i++) {
        reading.line = i + 1;
        if (!read_line(&reading, texts[i], error))
            return NULL;
    }
    return g_steal_pointer(&reading.lines);
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
        if (end)
            g_string_append_len(out, at + 1, end++ - at - 1);
        value->literal = end != NULL;
    }
    if (!end) {
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
    if (!value && variables->dotenv) {
        found->dotenv = g_hash_table_lookup(variables->dotenv, name);
        found->value = found->dotenv ? found->dotenv->value : NULL;
    }
    return found->value && *found->value != '\0';
}

/* Values of .env may name each other: in a circle, or so that few lines grow beyond all measure.
 * Neither is meant. */
enum { DEEPEST = 16, MOST = 1000 };

typedef struct {
    const Variables *variables;
    guint depth, count;
    char *missing;
} Expansion;

static bool expand(Expansion *expansion, const char *text, GString *out);

static bool expand_variable(Expansion *expansion, const char *name, GString *out) {
    Variable found;
    bool good;

    if (expansion->depth >= DEEPEST || expansion->count++ >= MOST ||
        !variable_find(expansion->variables, name, &found)) {
        expansion->missing = g_strdup(name);
        return false;
    }
    if (!found.dotenv || found.dotenv->literal) {
        g_string_append(out, found.value);
        return true;
    }
    expansion->depth++;
    good = expand(expansion, found.value, out);
    expansion->depth--;
    return good;
}

static bool expand(Expansion *expansion, const char *text, GString *out) {
    for (const char *at = text; *at != '\0'; at++) {
        g_autofree char *name = NULL;
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
            expansion->missing = g_strndup(at + 2, strcspn(at + 2, "}"));
            return false;
        }
        name = g_strndup(at + 2, (gsize)(end - at - 2));
        if (!expand_variable(expansion, name, out))
            return false;
        at = end;
    }
    return true;
}

char *variables_expand(const Variables *variables, const char *text, char **missing) {
    Expansion expansion = {.variables = variables};
    g_autoptr(GString) out = g_string_new(NULL);

    if (expand(&expansion, text, out))
        return g_strdup(out->str);
    *missing = expansion.missing;
    return NULL;
}
