/* Where a connection looks for unqualified names: what its string says, and what its session has
 * from the role, the database or the server. */
#include "pg/connection.h"
#include <string.h>

/* The parameters of URLs by which other tools name a schema, or several. */
static const struct {
    const char *name;
    bool list; /* several, separated by commas */
} parameters[] = {
    {"search_path", true},
    {"currentSchema", true}, /* JDBC */
    {"schema", false},       /* Prisma */
};

static bool is_plain(const char *name) {
    return *name && !g_ascii_isdigit(*name) &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static char *quoted(const char *name) {
    if (is_plain(name))
        return g_strdup(name);
    g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    return g_strconcat("\"", doubled, "\"", NULL);
}

/* The value of a parameter of a URL, decoded; NULL when it has none. */
static char *parameter_of(const char *query, const char *name) {
    g_auto(GStrv) pairs = g_strsplit(query + 1, "&", -1);
    for (guint i = 0; pairs[i]; i++) {
        gsize length = strlen(name);
        if (strncmp(pairs[i], name, length) == 0 && pairs[i][length] == '=')
            return g_uri_unescape_string(pairs[i] + length + 1, NULL);
    }
    return NULL;
}

/* The next word of server options, in which a backslash keeps what follows it. NULL: none is left.
 */
static char *next_option(const char **text) {
    GString *word = g_string_new(NULL);
    const char *at = *text + strspn(*text, " \t\n");
    for (; *at && !strchr(" \t\n", *at); at++) {
        at += *at == '\\' && at[1];
        g_string_append_c(word, *at);
    }
    *text = at;
    return g_string_free(word, word->len == 0);
}

/* The last "-c search_path=…" counts; other ways to write it are "-csearch_path=…" and
 * "--search-path=…". */
static char *path_of_options(const char *options) {
    char *found = NULL, *word;
    while (options && (word = next_option(&options))) {
        const char *setting = g_str_has_prefix(word, "--")              ? word + 2
                              : g_str_has_prefix(word, "-c") && word[2] ? word + 2
                                                                        : word;
        const char *equals = strchr(setting, '=');
        g_autofree char *name = equals ? g_strndup(setting, (gsize)(equals - setting)) : NULL;
        if (name && strcmp(g_strdelimit(name, "-", '_'), "search_path") == 0) {
            g_free(found);
            found = g_strdup(equals + 1);
        }
        g_free(word);
    }
    return found;
}

char *pg_url_path(const char *conninfo) {
    const char *query = conninfo_query(conninfo);
    for (guint i = 0; query && i < G_N_ELEMENTS(parameters); i++) {
        g_autofree char *value = parameter_of(query, parameters[i].name);
        if (value && *value)
            return parameters[i].list ? g_steal_pointer(&value) : quoted(value);
    }
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo, NULL);
    return options ? path_of_options(conninfo_value(options, "options")) : NULL;
}

bool pg_own_path(Pg *pg, char **path, GError **error) {
    g_autoptr(Rows) rows = pg_query(pg,
                                    "SELECT s.reset_val FROM pg_catalog.pg_settings AS s WHERE"
                                    " s.name = 'search_path' AND s.reset_val <> s.boot_val",
                                    0, NULL, error);
    *path = rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
    return rows;
}

char *pg_first_of_path(const char *path) {
    g_autoptr(GString) name = g_string_new(NULL);
    for (bool in = false, was_quoted = false; path; path++) {
        if (*path == '"' && in && path[1] == '"')
            g_string_append_c(name, *path++);
        else if (*path == '"')
            in = !in, was_quoted = true;
        else if (in ? *path == '\0' : *path == ',' || *path == '\0') {
            if (name->len > 0 && strcmp(name->str, "$user") != 0)
                return g_strdup(name->str);
            if (*path == '\0')
                break;
            g_string_truncate(name, 0);
            was_quoted = false;
        } else if (in || !g_ascii_isspace(*path))
            g_string_append_c(name, in || was_quoted ? *path : g_ascii_tolower(*path));
    }
    return NULL;
}
