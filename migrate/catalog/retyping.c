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

/* How much the numbers in parentheses of the new type have to leave room for. */
typedef enum {
    ROOM_NONE,   /* the new type has to have none */
    ROOM_LENGTH, /* characters or bits */
    ROOM_TIME,   /* digits of a second; all six where none are given */
    ROOM_DIGITS, /* precision and scale */
} Room;

/* Changes of type that keep every value, beside those to text (manual: chapter Data Types).
 * `before` and `behind`: the old type's digits on either side of the point. */
static const struct {
    const char *from, *to;
    Room room;
    int before, behind;
} widening[] = {
    {"smallint", "integer"},
    {"smallint", "bigint"},
    {"integer", "bigint"},
    {"smallint", "numeric", ROOM_DIGITS, 5, 0},
    {"integer", "numeric", ROOM_DIGITS, 10, 0},
    {"bigint", "numeric", ROOM_DIGITS, 19, 0},
    {"oid", "numeric", ROOM_DIGITS, 10, 0},
    {"money", "numeric", ROOM_DIGITS, 17, 2},
    {"oid", "bigint"},
    {"boolean", "integer"},
    {"smallint", "double precision"},
    {"integer", "double precision"},
    {"smallint", "real"},
    {"real", "double precision"},
    {"date", "timestamp without time zone", ROOM_TIME},
    {"date", "timestamp with time zone", ROOM_TIME},
    {"timestamp without time zone", "timestamp with time zone", ROOM_TIME},
    {"time without time zone", "time with time zone", ROOM_TIME},
    {"cidr", "inet"},
    {"text", "character varying"},
    {"character", "character varying", ROOM_LENGTH},
    {"bit", "bit varying", ROOM_LENGTH},
    {"name", "character varying"},
    {"jsonb", "json"},
    {"smallint", "json"},
    {"integer", "json"},
    {"bigint", "json"},
    {"boolean", "json"},
    {"smallint", "jsonb"},
    {"integer", "jsonb"},
    {"bigint", "jsonb"},
    {"boolean", "jsonb"},
    {"macaddr", "macaddr8"},
    {"box", "polygon"},
    {"polygon", "path"},
    {"int4range", "int4multirange"},
    {"int8range", "int8multirange"},
    {"numrange", "nummultirange"},
    {"daterange", "datemultirange"},
    {"tsrange", "tsmultirange"},
    {"tstzrange", "tstzmultirange"},
};

/* Whether what the old type's numbers allow fits into what the new one's do. */
static bool has_room(Room room, const char *from, const char *to, int before, int behind) {
    int from_first, from_second, to_first, to_second;
    modifiers(from, &from_first, &from_second);
    modifiers(to, &to_first, &to_second);
    if (to_first < 0)
        return true;
    switch (room) {
    case ROOM_NONE:
        return false;
    case ROOM_LENGTH:
        return from_first >= 0 && to_first >= from_first;
    case ROOM_TIME:
        return to_first >= (g_str_has_prefix(from, "date") ? 0 : from_first < 0 ? 6 : from_first);
    case ROOM_DIGITS:
        return to_second >= behind && to_first - to_second >= before;
    }
    return false;
}

/* Whether every value of `from` is one of `to` when only the modifiers differ. */
static bool modifiers_widen(const char *base, const char *from, const char *to) {
    int first, second;
    modifiers(from, &first, &second);
    if (strcmp(base, "numeric") == 0)
        return has_room(first < 0 ? ROOM_NONE : ROOM_DIGITS, from, to, first - second, second);
    bool is_time = g_str_has_prefix(base, "time");
    return has_room(is_time ? ROOM_TIME : ROOM_LENGTH, from, to, 0, 0) &&
           (strcmp(base, "character") != 0 || strchr(to, '('));
}

/* "timestamp(3) with time zone" without what stands in parentheses. Caller frees. */
static char *base_of(const char *type) {
    const char *open = strchr(type, '('), *close = open ? strchr(open, ')') : NULL;
    return close ? g_strdup_printf("%.*s%s", (int)(open - type), type, close + 1) : g_strdup(type);
}

static bool is_listed(const char *list, const char *name) {
    g_auto(GStrv) names = g_strsplit(list ? list : "", "|", -1);
    return g_strv_contains((const gchar *const *)names, name);
}

static bool keeps(const char *from, const char *to, const char *same_bits) {
    g_autofree char *from_base = base_of(from), *to_base = base_of(to);
    if (strcmp(to, "text") == 0 || strcmp(to, "character varying") == 0)
        return true;
    if (strcmp(from_base, to_base) == 0)
        return modifiers_widen(from_base, from, to);
    if (is_listed(same_bits, to_base) && strcmp(to_base, "character") != 0 &&
        has_room(ROOM_LENGTH, from, to, 0, 0))
        return true;
    for (guint i = 0; i < G_N_ELEMENTS(widening); i++)
        if (strcmp(widening[i].from, from_base) == 0 && strcmp(widening[i].to, to_base) == 0)
            return has_room(widening[i].room, from, to, widening[i].before, widening[i].behind);
    return false;
}

/* What the texts of types look like; one letter each. Those that are not here may look like
 * anything. */
static const char *const families[][2] = {
    {"smallint", "N"}, {"integer", "N"},
    {"bigint", "N"},   {"oid", "N"},
    {"real", "N"},     {"double precision", "N"},
    {"numeric", "P"},  {"boolean", "B"},
    {"uuid", "U"},     {"json", "J"},
    {"jsonb", "J"},    {"date", "D"},
    {"interval", "D"}, {"timestamp without time zone", "D"},
    {"inet", "A"},     {"timestamp with time zone", "D"},
    {"cidr", "A"},     {"time without time zone", "D"},
    {"macaddr", "A"},  {"time with time zone", "D"},
    {"macaddr8", "A"},
};

/* What can be read as the other for one value at least, where one of the two looks like no other.
 */
static const char *const readable[] = {"NB", "PB", "BJ", "JB", "PU"};

static const char *family_of(const char *base) {
    for (guint i = 0; i < G_N_ELEMENTS(families); i++)
        if (strcmp(families[i][0], base) == 0)
            return families[i][1];
    return NULL;
}

static bool is_hopeless(const char *from, const char *to) {
    g_autofree char *from_base = base_of(from), *to_base = base_of(to);
    const char *one = family_of(from_base), *two = family_of(to_base);
    if (!one || !two || strcmp(one, two) == 0 || !(strpbrk(one, "UB") || strpbrk(two, "UB")))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(readable); i++)
        if (readable[i][0] == one[0] && readable[i][1] == two[0])
            return false;
    return true;
}

/* Of two arrays, those of their elements; else themselves. */
static void take_elements(char **from, char **to) {
    while (g_str_has_suffix(*from, "[]") && g_str_has_suffix(*to, "[]")) {
        (*from)[strlen(*from) - 2] = '\0';
        (*to)[strlen(*to) - 2] = '\0';
    }
}

const char *retyping_loses(const char *old, const char *new, const char *same_bits) {
    g_autofree char *from = g_strdup(old), *to = g_strdup(new);
    take_elements(&from, &to);
    if (strcmp(from, to) == 0 || keeps(from, to, same_bits))
        return NULL;
    return is_hopeless(from, to)
               ? "no value of the old type is one of the new, so that this fails as soon as a row "
                 "has one; add a column of the new type, fill it, and drop the old one instead, in "
                 "a migration written by hand"
               : "the new type cannot hold every value of the old one";
}
