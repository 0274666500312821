/* Defaults: the server's text as a literal where reading that back gives the same text, else as
 * dbgenerated("…"). */
#include "types/psl.h"

#include <string.h>

/* What has fewer is the same number in every language. */
enum { DIGITS = 16 };

/* The type behind '…'::, NULL when the expression is no such literal. `*literal` is what stands in
 * front, quotes and all. */
static const char *cast_of(Arena *arena, const char *sql, const char **literal) {
    const char *at = sql + (*sql == 'E');
    if (*at != '\'')
        return NULL;
    for (at++; *at && (*at != '\'' || at[1] == '\'');)
        at += (*at == '\'' || (*sql == 'E' && *at == '\\' && at[1])) ? 2 : 1;
    if (!g_str_has_prefix(at, "'::"))
        return NULL;
    *literal = arena_strndup(arena, sql, (gsize)(at - sql) + 1);
    return at + strlen("'::");
}

/* Digits, with or without a part behind the point. */
static bool is_number(const char *text, bool whole) {
    gsize digits = strspn(text, "0123456789");
    const char *rest = text + digits;
    if (digits && !whole && *rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    return digits > 0 && *rest == '\0' && rest[-1] != '.';
}

/* The number in '-1'::integer: how the server prints one that is negative or large, as a constant
 * of the smallest type that fits. */
static const char *typed_number(Arena *arena, const char *sql, bool whole) {
    const char *literal = NULL, *type = cast_of(arena, sql, &literal);
    const char *text = type ? words_unquote_literal(arena, literal) : "";
    bool negative = *text == '-', point = strchr(text, '.') != NULL;
    if (strlen(text) >= DIGITS || !is_number(text + negative, whole))
        return NULL;
    gint64 value = point ? 0 : g_ascii_strtoll(text, NULL, 10);
    bool large = value < G_MININT32 || value > G_MAXINT32;
    const char *wanted = point ? "numeric" : large ? "bigint" : "integer";
    return (negative || large) && strcmp(type, wanted) == 0 ? text : NULL;
}

static const char *number(Arena *arena, const char *sql, bool whole) {
    return strlen(sql) < DIGITS && is_number(sql, whole) ? sql : typed_number(arena, sql, whole);
}

/* A text literal of the column's own type. */
static const char *text_of(Arena *arena, const char *sql, const char *base) {
    const char *literal = NULL, *type = cast_of(arena, sql, &literal);
    const char *own = strcmp(base, "character") == 0 ? "bpchar" : base;
    return type && strcmp(type, own) == 0 ? words_unquote_literal(arena, literal) : NULL;
}

/* Whether the default is that of SERIAL: the counter that has its name. */
static bool is_serial(const ModelRelation *relation, const ModelColumn *column) {
    g_autofree char *name = g_strdup_printf("%s_%s_seq", relation->name, column->name);
    g_autofree char *bare = g_strdup_printf("%s'::regclass)", name);
    g_autofree char *quoted = g_strdup_printf("\"%s\"'::regclass)", name);
    const char *sql = column->default_sql;
    return column->identity || (sql && g_str_has_prefix(sql, "nextval(") &&
                                (g_str_has_suffix(sql, bare) || g_str_has_suffix(sql, quoted)));
}

static const char *literal_of(Arena *arena, const ModelColumn *column, const ScalarWord *scalar) {
    const char *sql = column->default_sql, *text;
    switch (scalar->scalar) {
    case SCALAR_INT:
    case SCALAR_BIGINT:
        return number(arena, sql, true);
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL:
        return number(arena, sql, false);
    case SCALAR_BOOLEAN:
        return strcmp(sql, "true") == 0 || strcmp(sql, "false") == 0 ? sql : NULL;
    case SCALAR_DATETIME:
        return strcmp(sql, "CURRENT_TIMESTAMP") == 0 ? "now()" : NULL;
    case SCALAR_STRING:
    case SCALAR_JSON:
        text = text_of(arena, sql, column->type.base);
        return text ? psl_string(arena, text) : NULL;
    case SCALAR_BYTES:
        break;
    }
    return NULL;
}

static const char *label_of(Arena *arena, const ModelColumn *column, GHashTable *labels) {
    const char *label = text_of(arena, column->default_sql, column->type.base);
    g_autofree char *key = g_strdup_printf("%s\n%s", column->type.base, label ? label : "");
    return label ? g_hash_table_lookup(labels, key) : NULL;
}

static const char *literal(Arena *arena, const ModelColumn *column, const ScalarWord *scalar,
                           GHashTable *labels) {
    g_autofree char *none = g_strdup_printf("ARRAY[]::%s[]", column->type.base);
    bool known = scalar || column->type.form == FORM_ENUM;
    if (column->generated_sql || !known)
        return NULL;
    if (column->type.array)
        return strcmp(column->default_sql, none) == 0 ? "[]" : NULL;
    return scalar ? literal_of(arena, column, scalar) : label_of(arena, column, labels);
}

static bool can_count(const ModelColumn *column, const ScalarWord *scalar) {
    return scalar && (scalar->scalar == SCALAR_INT || scalar->scalar == SCALAR_BIGINT) &&
           strcmp(column->type.base, "oid") != 0 && !column->type.array && !column->type.domain;
}

const char *psl_default(Arena *arena, const ModelRelation *relation, const ModelColumn *column,
                        const ScalarWord *scalar, GHashTable *labels) {
    const char *sql = column->generated_sql ? column->generated_sql : column->default_sql;
    if (can_count(column, scalar) && is_serial(relation, column))
        return " @default(autoincrement())";
    if (!sql)
        return "";
    const char *value = literal(arena, column, scalar, labels);
    return value ? arena_printf(arena, " @default(%s)", value)
                 : arena_printf(arena, " @default(dbgenerated(%s))", psl_string(arena, sql));
}
