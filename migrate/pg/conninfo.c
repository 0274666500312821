/* Connection strings: parsing them, and messages about them that never show the password.
 *
 * libpq's messages about a malformed string quote it, often with the password, so none is shown:
 * each known one has a message of ours. A string that libpq accepts, but certainly not as intended
 * (an unescaped '@' or '/' in the password makes the password's end a host name) is refused before
 * libpq can repeat it.
 */
#include "pg/connection.h"
#include <string.h>

static const char *after_scheme(const char *conninfo) {
    static const char *const schemes[] = {"postgresql://", "postgres://"};
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (g_str_has_prefix(conninfo, schemes[i]))
            return conninfo + strlen(schemes[i]);
    }
    return NULL;
}

static bool is_keyword(const char *name) {
    g_autoptr(PQconninfoOption) options = PQconndefaults();
    for (const PQconninfoOption *option = options; option && option->keyword; option++) {
        if (strcmp(option->keyword, name) == 0)
            return true;
    }
    return false;
}

static bool is_plain_name(const char *name) {
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

/* The first parameter of a URL that neither libpq nor foreign.c knows. */
static char *unknown_parameter(const char *rest) {
    const char *query = strchr(rest, '?');
    if (!query || strchr(query, '@'))
        return NULL;
    g_auto(GStrv) pairs = g_strsplit(query + 1, "&", -1);
    for (guint i = 0; pairs[i]; i++) {
        char *equals = strchr(pairs[i], '=');
        if (!equals)
            return NULL;
        *equals = '\0';
        if (!is_plain_name(pairs[i]))
            return NULL;
        if (!is_keyword(pairs[i]) && strcmp(pairs[i], "ssl") != 0)
            return g_strdup(pairs[i]);
    }
    return NULL;
}

static const char *explain(const char *complaint) {
    static const struct {
        const char *start, *meaning;
    } known[] = {
        {"invalid percent-encoded token",
         "a '%' is not followed by two hexadecimal digits; write a real '%' as %25"},
        {"forbidden value %00", "it contains a percent-encoded zero byte"},
        {"end of string reached when looking", "the ']' of an IPv6 address is missing"},
        {"IPv6 host address may not be empty", "its IPv6 address is empty"},
        {"unexpected character", "it has an unexpected character; special characters in a password "
                                 "have to be percent-encoded"},
        {"missing key/value separator", "a parameter after '?' has no '='"},
        {"extra key/value separator", "a parameter after '?' has two '='"},
        {"invalid URI query parameter", "it has an unknown parameter"},
        {"missing \"=\"", "a word in it has no '='; a value with blanks needs single quotes"},
        {"unterminated quoted string", "a closing quote is missing"},
        {"invalid connection option", "it has an unknown keyword"},
    };
    for (guint i = 0; complaint && i < G_N_ELEMENTS(known); i++) {
        if (g_str_has_prefix(complaint, known[i].start))
            return known[i].meaning;
    }
    return "it is neither a postgresql:// URL nor a list of keyword=value";
}

static bool is_port_list(const char *ports) {
    g_auto(GStrv) parts = g_strsplit(ports, ",", -1);
    for (guint i = 0; parts[i]; i++) {
        guint64 port = 0;
        if (*parts[i] && !g_ascii_string_to_unsigned(parts[i], 10, 1, 65535, &port, NULL))
            return false;
    }
    return true;
}

/* What is wrong with a string that libpq takes; NULL when it is good. */
static const char *misread(const char *rest, const PQconninfoOption *options) {
    const char *at = rest ? strchr(rest, '@') : NULL;
    if (at && (strchr(at + 1, '@') || memchr(rest, '/', (gsize)(at - rest))))
        return "it has a '@' or '/' in the user name or password; write them as %40 and %2F, and "
               "'?', '#', '$' and '%' as %3F, %23, %24 and %25";
    const char *port = conninfo_value(options, "port");
    if (port && !is_port_list(port))
        return "its port is not a number from 1 to 65535; if it is part of the password, "
               "percent-encode the password";
    return NULL;
}

const char *conninfo_value(const PQconninfoOption *options, const char *keyword) {
    for (; options->keyword; options++) {
        if (strcmp(options->keyword, keyword) == 0)
            return options->val;
    }
    return NULL;
}

PQconninfoOption *conninfo_parse(const char *conninfo, GError **error) {
    const char *advice = pg_address_advice(conninfo);
    if (advice) {
        g_set_error(error, PG_ERROR, FAIL_USAGE, "the connection string cannot be used: %s",
                    advice);
        return NULL;
    }
    const char *rest = after_scheme(conninfo);
    char *complaint = NULL;
    g_autofree char *own = conninfo_without_foreign(conninfo, NULL);
    g_autoptr(PQconninfoOption) options = PQconninfoParse(own, &complaint);
    const char *wrong = options ? misread(rest, options) : explain(complaint);
    PQfreemem(complaint);
    if (!wrong)
        return g_steal_pointer(&options);

    const char *own_rest = after_scheme(own);
    g_autofree char *unknown = own_rest && !options ? unknown_parameter(own_rest) : NULL;
    if (unknown)
        g_set_error(error, PG_ERROR, FAIL_USAGE,
                    "the connection string cannot be used: PostgreSQL has no parameter '%s'; %s",
                    unknown, conninfo_parameter_advice(unknown));
    else
        g_set_error(error, PG_ERROR, FAIL_USAGE, "the connection string cannot be read: %s", wrong);
    return NULL;
}

/* Everything is a secret except the listed keywords, which name a place; a new one of libpq's is
 * hidden until it is listed. */
static bool is_public(const char *keyword) {
    static const char *const names[] = {
        "host",    "hostaddr", "port",       "dbname",          "user",
        "service", "sslmode",  "gssencmode", "connect_timeout", "application_name",
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(keyword, names[i]) == 0)
            return true;
    }
    return false;
}

/* A value that looks like a whole connection string is misplaced. */
static bool is_harmless(const char *value) {
    return !strpbrk(value, "=@ '\"\\") && !strstr(value, "://");
}

static void mask_query(GString *masked, const char *query) {
    g_auto(GStrv) pairs = g_strsplit(query, "&", -1);
    for (guint i = 0; pairs[i]; i++) {
        g_auto(GStrv) pair = g_strsplit(pairs[i], "=", 2);
        bool shown = pair[0] && pair[1] && is_public(pair[0]) && is_harmless(pair[1]);
        g_string_append_printf(masked, "%c%s=%s", i ? '&' : '?', pair[0] ? pair[0] : "",
                               shown ? pair[1] : "***");
    }
}

static char *mask_url(const char *conninfo, const char *rest) {
    GString *masked = g_string_new_len(conninfo, rest - conninfo);
    const char *at = strchr(rest, '@');
    if (at) {
        const char *colon = memchr(rest, ':', (gsize)(at - rest));
        g_string_append_len(masked, rest, (colon ? colon : at) - rest);
        g_string_append(masked, colon ? ":***@" : "@");
        rest = at + 1;
    }
    const char *query = strchr(rest, '?');
    g_string_append_len(masked, rest, query ? query - rest : (gssize)strlen(rest));
    if (query)
        mask_query(masked, query + 1);
    return g_string_free(masked, FALSE);
}

static char *mask_keywords(const PQconninfoOption *options) {
    GString *masked = g_string_new(NULL);
    for (; options->keyword; options++) {
        if (!options->val)
            continue;
        bool shown = is_public(options->keyword) &&
                     (is_harmless(options->val) ||
                      (strcmp(options->keyword, "user") == 0 && !strpbrk(options->val, ":= ")));
        g_string_append_printf(masked, "%s%s=%s", masked->len ? " " : "", options->keyword,
                               shown ? options->val : "***");
    }
    return g_string_free(masked, FALSE);
}

char *pg_mask(const char *conninfo) {
    if (!conninfo || !*conninfo)
        return g_strdup("");
    const char *rest = after_scheme(conninfo);
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo, NULL);
    if (!options)
        return rest ? g_strdup("postgresql://***") : g_strdup("***");
    return rest ? mask_url(conninfo, rest) : mask_keywords(options);
}

static void replace_all(GString *text, const char *find) {
    if (*find)
        g_string_replace(text, find, "***", 0);
}

const char *conninfo_failure_advice(const char *message) {
    static const struct {
        const char *words, *advice;
    } rows[] = {
        {"local user with ID", "; name the user, as in postgresql://USER@HOST/DATABASE"},
        {"password authentication failed",
         "; in a URL, special characters of the password have to be percent-encoded ('?' as %3F, "
         "'$' as %24, '#' as %23), and a shell replaces '$' between double quotes; what a "
         "password_command prints is taken as it is"},
        {"no password supplied", "; give it in PGPASSWORD, in ~/.pgpass or in the URL"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strstr(message, rows[i].words))
            return rows[i].advice;
    return "";
}

/* libpq marks secrets; apart from those, a value that looks like a connection string is misplaced,
 * with its password. */
static bool is_secret(const PQconninfoOption *option) {
    return !is_public(option->keyword) &&
           (strchr(option->dispchar, '*') || !is_harmless(option->val));
}

char *conninfo_censor(const PQconninfoOption *options, const char *message) {
    g_autoptr(GString) text = g_string_new(message ? message : "");
    for (; options && options->keyword; options++) {
        if (options->val && strlen(options->val) >= 3 && is_secret(options))
            replace_all(text, options->val);
    }
    return sql_one_line(text->str);
}

/* What a string says last, counts. */
static char *with_keyword(const char *conninfo, const char *keyword, const char *value) {
    if (after_scheme(conninfo)) {
        g_autofree char *escaped = g_uri_escape_string(value, NULL, FALSE);
        return g_strconcat(conninfo, strchr(conninfo, '?') ? "&" : "?", keyword, "=", escaped,
                           NULL);
    }
    GString *text = g_string_new(conninfo);
    g_string_append_printf(text, " %s='", keyword);
    for (const char *at = value; *at; at++) {
        if (*at == '\\' || *at == '\'')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *at);
    }
    return g_string_free(g_string_append_c(text, '\''), FALSE);
}

char *pg_with_password(const char *conninfo, const char *password) {
    return with_keyword(conninfo, "password", password);
}

/* In a URL it is the path, where other drivers look for it, too. */
char *pg_with_database(const char *conninfo, const char *database) {
    const char *rest = after_scheme(conninfo);
    if (!rest || strstr(conninfo, "dbname="))
        return with_keyword(conninfo, "dbname", database);
    gsize address = (gsize)(rest - conninfo) + strcspn(rest, "/?");
    g_autofree char *before = g_strndup(conninfo, address);
    g_autofree char *name = g_uri_escape_string(database, NULL, FALSE);
    const char *query = strchr(conninfo + address, '?');
    return g_strconcat(before, "/", name, query, NULL);
}
