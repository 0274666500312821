#include "rows/candidates.h"

#include "rows/pattern_text.h"
#include <string.h>

/* A number for each n that looks like none. */
#define MIXED "((n * 7919 + 104729) % 1000003)"

/* By type; in `unique` different for each n. NULL: no better. */
static const struct {
    const char *type, *usual, *unique;
} makers[] = {
    {"boolean", "n % 2 = 0", NULL},
    {"smallint", MIXED " % 100", "n % 32768"},
    {"integer", MIXED " % 1000", "n"},
    {"bigint", MIXED " % 1000", "n"},
    {"numeric", MIXED " % 10", "n"},
    {"real", MIXED " % 1000", "n"},
    {"double precision", MIXED " % 1000", "n"},
    {"money", MIXED " % 1000", "n"},
    {"date", "date '2024-01-01' + (" MIXED " % 365)::integer", "date '2000-01-01' + n::integer"},
    {"timestamp without time zone",
     "timestamp '2024-01-01' + " MIXED " % 525600 * interval '1 min'",
     "timestamp '2024-01-01' + n * interval '1 min'"},
    {"timestamp with time zone",
     "timestamptz '2024-01-01 00:00Z' + " MIXED " % 525600 * interval '1 min'",
     "timestamptz '2024-01-01 00:00Z' + n * interval '1 min'"},
    {"time without time zone", "time '00:00' + n * interval '1 min'", NULL},
    {"time with time zone", "timetz '00:00Z' + n * interval '1 min'", NULL},
    {"interval", "n * interval '1 min'", "n * interval '1 min'"},
    {"uuid", "md5('uuid' || n)::uuid", "md5('uuid' || n)::uuid"},
    {"inet", "inet '10.0.0.0' + n", "inet '10.0.0.0' + n"},
    {"cidr", "(inet '10.0.0.0' + n)::cidr", "(inet '10.0.0.0' + n)::cidr"},
    {"macaddr", "left(md5(n::text), 12)::macaddr", "left(md5(n::text), 12)::macaddr"},
    {"json", "json_build_object('n', n)", NULL},
    {"jsonb", "jsonb_build_object('n', n)", "jsonb_build_object('n', n)"},
    {"bytea", "decode(md5(n::text), 'hex')", "decode(md5(n::text), 'hex')"},
    {"xml", "xmlelement(name row, n)", NULL},
    {"tsvector", "to_tsvector('simple', 'word ' || n)", "to_tsvector('simple', 'word ' || n)"},
    {"point", "point(n, n)", NULL},
    {"oid", "n", "n"},
    {"regclass", "'pg_catalog.pg_class'", NULL},
    {"regtype", "'pg_catalog.int4'", NULL},
    {"bit", "(n % 2)::integer::bit", NULL},
    {"bit varying", "n::bit(32)", "n::bit(32)"},
    {"box", "box(point(n, n), point(n + 1, n + 1))", NULL},
    {"circle", "circle(point(n, n), 1)", NULL},
    {"pg_lsn", "'0/0'", NULL},
    {"\"char\"", "chr(65 + (n % 26)::integer)", NULL},
    {"int4range", "int4range(n::integer, n::integer + 1)", "int4range(n::integer, n::integer + 1)"},
    {"int8range", "int8range(n, n + 1)", "int8range(n, n + 1)"},
    {"numrange", "numrange(n, n + 1)", "numrange(n, n + 1)"},
    {"daterange", "daterange(date '2000-01-01' + n::integer, date '2000-01-02' + n::integer)",
     "daterange(date '2000-01-01' + n::integer, date '2000-01-02' + n::integer)"},
    {"tsrange",
     "tsrange(timestamp '2024-01-01' + n * interval '1 h', timestamp '2024-01-01' + (n + 1) * "
     "interval '1 h')",
     "tsrange(timestamp '2024-01-01' + n * interval '1 h', timestamp '2024-01-01' + (n + 1) * "
     "interval '1 h')"},
    {"tstzrange",
     "tstzrange(timestamptz '2024-01-01 00:00Z' + n * interval '1 h', timestamptz '2024-01-01 "
     "00:00Z' + (n + 1) * interval '1 h')",
     "tstzrange(timestamptz '2024-01-01 00:00Z' + n * interval '1 h', timestamptz '2024-01-01 "
     "00:00Z' + (n + 1) * interval '1 h')"},
};

/* Texts that checks ask for, tried one after the other; each ends in the number. */
static const char *const texts[] = {
    "'user' || n || '@example.org'",
    "'https://example.org/' || n",
    "'+49' || (1000000 + n)",
    "lpad(n::text, 8, '0')",
    "md5('text' || n)",
    "'A' || n",
    "'a' || n",
    "'A-' || n",
    "chr(65 + (n % 26)::integer)",
    "translate(n::text, '0123456789', 'abcdefghij')",
    "upper(translate(n::text, '0123456789', 'abcdefghij'))",
    "'#' || lpad(to_hex(n), 6, '0')",
};

static void add(GPtrArray *candidates, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add(GPtrArray *candidates, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(candidates, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

/* "'it''s'", the literal that begins there; NULL: it has no end. Caller frees. */
static char *literal_at(const char *text) {
    for (const char *at = text + 1; *at; at++) {
        if (*at == '\'' && at[1] != '\'')
            return g_strndup(text, (gsize)(at - text) + 1);
        at += *at == '\'';
    }
    return NULL;
}

/* The text constants of a check: each for a part of the rows, and each alone. */
static void add_literals(GPtrArray *candidates, const char *expression) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = strchr(expression, '\''); at;) {
        char *literal = literal_at(at);
        if (!literal)
            break;
        at = strchr(at + strlen(literal), '\'');
        g_ptr_array_add(found, literal);
    }
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", (char *)found->pdata[i]);
    if (found->len > 0)
        add(candidates, "(ARRAY[%s])[1 + (n %% %u)::integer]", all->str, found->len);
    for (guint i = 0; i < found->len; i++)
        add(candidates, "%s", (char *)found->pdata[i]);
}

/* Texts that match the constants of a check as patterns, of ~ or LIKE. */
static void add_patterns(GPtrArray *candidates, const char *expression) {
    if (!strchr(expression, '~'))
        return;
    for (const char *at = strchr(expression, '\''); at;) {
        g_autofree char *literal = literal_at(at);
        if (!literal)
            return;
        at = strchr(at + strlen(literal), '\'');
        literal[strlen(literal) - 1] = '\0';
        char *made = pattern_text(literal + 1);
        if (made)
            g_ptr_array_add(candidates, made);
    }
}

/* The numbers of a check, and those beside and between them. */
static void add_numbers(GPtrArray *candidates, const char *expression) {
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(double));
    for (const char *at = expression; *at;) {
        char *end = (char *)at + 1;
        bool begins = at == expression || !(g_ascii_isalnum(at[-1]) || at[-1] == '_');
        if (begins && (g_ascii_isdigit(*at) || (*at == '-' && g_ascii_isdigit(at[1])))) {
            double value = g_ascii_strtod(at, &end);
            g_array_append_val(found, value);
        }
        at = end;
    }
    for (guint i = 0; i < found->len; i++) {
        gint64 one = (gint64)g_array_index(found, double, i);
        gint64 next = i + 1 < found->len ? (gint64)g_array_index(found, double, i + 1) : one;
        if (next > one)
            add(candidates, "%" G_GINT64_FORMAT " + n %% %" G_GINT64_FORMAT, one, next - one + 1);
        add(candidates, "%" G_GINT64_FORMAT " + n", one + 1);
        add(candidates, "%" G_GINT64_FORMAT, one);
        add(candidates, "%" G_GINT64_FORMAT, one - 1);
    }
}

/* Texts as long as the numbers of a check say, and a little longer. */
static void add_lengths(GPtrArray *candidates, const char *expression) {
    for (const char *at = expression; *at; at++) {
        bool begins = at == expression || !(g_ascii_isalnum(at[-1]) || at[-1] == '_');
        guint64 length = begins && g_ascii_isdigit(*at) ? g_ascii_strtoull(at, NULL, 10) : 0;
        if (length == 0 || length > 1000)
            continue;
        add(candidates, "lpad(n::text, %u, '0')", (guint)length);
        add(candidates, "lpad(n::text, %u, '0')", (guint)length + 1);
    }
}

static bool is_text(const TableColumn *column) {
    return column->values == VALUES_TEXT || strcmp(column->type, "\"char\"") == 0;
}

/* The dates of a check, and those behind them. */
static void add_date_literals(GPtrArray *candidates, const char *expression, const char *type) {
    for (const char *at = strchr(expression, '\''); at;) {
        g_autofree char *literal = literal_at(at);
        if (!literal)
            return;
        at = strchr(at + strlen(literal), '\'');
        add(candidates, "%s::%s + n * interval '1 min'", literal, type);
        add(candidates, "%s::%s + n %% 28 * interval '1 day'", literal, type);
        add(candidates, "%s", literal);
    }
}

/* Dates before and after the usual ones, for checks that compare two columns. */
static void add_dates(GPtrArray *candidates, const char *usual) {
    static const char *const units[] = {"1000 days", "400 days", "1 h"};
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        add(candidates, "(%s) + interval '%s'", usual, units[i]);
        add(candidates, "(%s) - interval '%s'", usual, units[i]);
    }
}

static void add_for_checks(GPtrArray *candidates, const TableColumn *column,
                           const GPtrArray *checks, const char *usual) {
    for (guint i = 0; i < checks->len; i++) {
        const TableCheck *check = checks->pdata[i];
        if (!g_ptr_array_find(check->columns, column, NULL))
            continue;
        if (is_text(column) || column->enum_labels || column->values == VALUES_JSON)
            add_literals(candidates, check->expression);
        if (is_text(column)) {
            add_patterns(candidates, check->expression);
            add_lengths(candidates, check->expression);
        }
        if (column->values == VALUES_BYTES) {
            add(candidates, "sha256(n::text::bytea)");
            add(candidates, "sha512(n::text::bytea)");
            add(candidates, "substr(sha256(n::text::bytea), 1, 20)");
        }
        if (column->values == VALUES_INTEGER || column->values == VALUES_NUMBER)
            add_numbers(candidates, check->expression);
        for (guint t = 0; is_text(column) && t < G_N_ELEMENTS(texts); t++)
            add(candidates, "%s", texts[t]);
        if (column->values == VALUES_DATE) {
            add_dates(candidates, usual);
            add_date_literals(candidates, check->expression, column->type);
        }
        if (strcmp(column->type, "boolean") == 0) {
            add(candidates, "true");
            add(candidates, "false");
        }
        if (column->values == VALUES_JSON) {
            add(candidates, "'{}'");
            add(candidates, "'[]'");
        }
    }
}

static const char *usual_of(const TableColumn *column, bool unique) {
    for (guint i = 0; i < G_N_ELEMENTS(makers); i++)
        if (strcmp(makers[i].type, column->type) == 0)
            return unique ? makers[i].unique : makers[i].usual;
    if (column->array)
        return unique ? NULL : "'{}'";
    return g_str_has_suffix(column->type, "hstore") ? "''" : NULL;
}

/* A row of a composite type, whose numbers are small and whose times rise. */
static void add_composite(GPtrArray *candidates, const TableColumn *column) {
    g_auto(GStrv) types = g_strsplit(column->parts, "|", -1);
    g_autoptr(GString) row = g_string_new("ROW(");
    for (guint i = 0; types[i]; i++) {
        const TableColumn part = {.type = types[i]};
        const char *usual = usual_of(&part, false);
        g_string_append(row, i ? ", " : "");
        if (strstr(types[i], "int"))
            g_string_append(row, "1 + n % 7");
        else if (g_str_has_prefix(types[i], "time without"))
            g_string_append_printf(row, "time '00:00' + (%u + n %% 600) * interval '1 min'", i);
        else if (strcmp(types[i], "text") == 0 || g_str_has_prefix(types[i], "character"))
            g_string_append(row, "n::text");
        else
            g_string_append(row, usual ? usual : "NULL");
    }
    add(candidates, "%s)", row->str);
}

/* A short type takes the end of a text, which is its number. */
static char *fit(const TableColumn *column, const char *expression) {
    return column->most > 0 && is_text(column)
               ? g_strdup_printf("right((%s)::text, %u)", expression, column->most)
               : g_strdup(expression);
}

GPtrArray *candidates_of(const TableColumn *column, bool unique, const GPtrArray *checks) {
    g_autoptr(GPtrArray) raw = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *candidates = g_ptr_array_new_with_free_func(g_free);
    const char *usual = usual_of(column, unique);
    /* Where others of the unique key differ, it need not. */
    usual = usual ? usual : usual_of(column, false);
    if (column->enum_labels)
        add(raw, "(ARRAY[%s])[1 + (n %% cardinality(ARRAY[%s]))::integer]", column->enum_labels,
            column->enum_labels);
    else if (column->values == VALUES_TEXT) {
        g_auto(GStrv) parts = g_strsplit(column->name, "'", -1);
        g_autofree char *name = g_strjoinv("''", parts);
        add(raw, "'%s ' || n", name);
    } else if (usual)
        add(raw, "%s", usual);
    else if (column->parts)
        add_composite(raw, column);
    add_for_checks(raw, column, checks, usual ? usual : "NULL::timestamp");
    if (!column->not_null)
        add(raw, "NULL");
    for (guint i = 0; i < raw->len; i++)
        g_ptr_array_add(candidates, fit(column, raw->pdata[i]));
    return candidates;
}
