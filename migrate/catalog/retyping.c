#include "catalog/retyping.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The numbers in "numeric(10,2)": precision and scale, or a length; -1 where there is none. */
static void modifiers(const char *type, int *first, int *second) {
    *first = *second = -1;
    const char *open = strchr(type, '(');
    if (open && sscanf(open, "(%d,%d", first, second) == 1)
        *second = 0;
}

/* Whether every value of `from` is one of `to` when only the modifiers differ. */
static bool modifiers_widen(const char *base, const char *from, const char *to) {
    int from_first, from_second, to_first, to_second;
    modifiers(from, &from_first, &from_second);
    modifiers(to, &to_first, &to_second);
    if (to_first < 0)
        return strcmp(base, "character") != 0;
    if (from_first < 0)
        return false;
    if (strcmp(base, "numeric") == 0)
        return to_second >= from_second && to_first - to_second >= from_first - from_second;
    return to_first >= from_first;
}

/* Changes of type that keep every value, beside those to text (manual: chapter Data Types). */
static const char *const widening[][2] = {
    {"smallint", "integer"},
    {"smallint", "bigint"},
    {"integer", "bigint"},
    {"smallint", "numeric"},
    {"integer", "numeric"},
    {"bigint", "numeric"},
    {"smallint", "double precision"},
    {"integer", "double precision"},
    {"smallint", "real"},
    {"real", "double precision"},
    {"date", "timestamp without time zone"},
    {"date", "timestamp with time zone"},
    {"timestamp without time zone", "timestamp with time zone"},
    {"timestamp with time zone", "timestamp without time zone"},
    {"cidr", "inet"},
    {"character varying", "citext"},
    {"text", "citext"},
    {"text", "character varying"},
    {"json", "jsonb"},
    {"macaddr", "macaddr8"},
    {"character", "character varying"},
};

/* "timestamp(3) with time zone" without what stands in parentheses. Caller frees. */
static char *base_of(const char *type) {
    const char *open = strchr(type, '('), *close = open ? strchr(open, ')') : NULL;
    return close ? g_strdup_printf("%.*s%s", (int)(open - type), type, close + 1) : g_strdup(type);
}

const char *retyping_loses(const char *from, const char *to) {
    if (strcmp(from, to) == 0)
        return NULL;
    g_autofree char *from_base = base_of(from), *to_base = base_of(to);
    bool keeps = strcmp(to, "text") == 0 || strcmp(to, "character varying") == 0;
    if (strcmp(from_base, to_base) == 0)
        keeps = keeps || modifiers_widen(from_base, from, to);
    for (guint i = 0; !keeps && i < G_N_ELEMENTS(widening); i++)
        keeps = strcmp(widening[i][0], from_base) == 0 && strcmp(widening[i][1], to_base) == 0 &&
                !strchr(to, '(');
    return keeps ? NULL : "the new type cannot hold every value of the old one";
}
