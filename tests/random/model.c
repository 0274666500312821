#include "model.h"

static guint64 mix(guint64 x) {
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static guint64 choice(const Side *side, int id, int slot) {
    guint64 x = mix(side->seed);
    x = mix(x ^ (guint64)side->pair);
    x = mix(x ^ (guint64)id);
    return mix(x ^ ((guint64)slot << 8 | side->elements[id].version[slot]));
}

int pick(const Side *side, int id, int slot, int n) {
    return (int)(choice(side, id, slot) % (guint64)n);
}

bool once_in(const Side *side, int id, int slot, int n) {
    return pick(side, id, slot, n) == 0;
}

int refer(Side *side, int id, int slot, guint64 kinds) {
    int count = 0, found = -1;
    for (int i = 0; i < id; i++)
        count += (kinds & BIT(side->elements[i].kind)) != 0;
    int wanted = count ? pick(side, id, slot, count) : -1;
    for (int i = 0; i < id && found < 0; i++)
        if (kinds & BIT(side->elements[i].kind) && wanted-- == 0)
            found = i;
    if (found < 0 || !side->alive[found])
        side->ok = false;
    return found;
}

void put(Side *side, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_string_append_vprintf(side->out, format, args);
    va_end(args);
}

const char *text(Side *side, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *string = g_strdup_vprintf(format, args);
    va_end(args);
    return g_string_chunk_insert(side->texts, string);
}

const char *bare_name(Side *side, int id) {
    if (id < 0)
        return "nothing";
    const char *kind = element_rows[side->elements[id].kind].name;
    /* Choices at slot 2 with another seed: a name never changes, whatever is edited. */
    switch (mix(side->seed + (guint64)side->pair * 1000 + (guint64)id) % 12) {
    case 0:
        return text(side, "\"G%d %.3s\"\"'%d\"", side->pair, kind, id);
    case 1:
        return text(side, "\"Größe%d_%.3s%d\"", side->pair, kind, id);
    default:
        return text(side, "g%d_%.3s%d", side->pair, kind, id);
    }
}

const char *schema_of(Side *side, int id) {
    if (id < 0)
        return "public";
    ElementKind kind = side->elements[id].kind;
    if (kind == PARTITION)
        return schema_of(side, refer(side, id, SLOT_TARGET, BIT(TABLE)));
    if (kind == SEQUENCE && table_of(side, id) >= 0)
        return schema_of(side, table_of(side, id));
    if (once_in(side, id, SLOT_SCHEMA, 3))
        return "public";
    for (int i = 0; i < id; i++)
        if (side->elements[i].kind == SCHEMA)
            return bare_name(side, refer(side, id, SLOT_SCHEMA, BIT(SCHEMA)));
    return "public";
}

const char *name(Side *side, int id) {
    return text(side, "%s.%s", schema_of(side, id), bare_name(side, id));
}

bool is_partitioned(const Side *side, int id) {
    return side->elements[id].kind == TABLE && once_in(side, id, SLOT_SHAPE, 5);
}

bool may_have_children(const Side *side, int id) {
    return is_partitioned(side, id) || pick(side, id, SLOT_SHAPE, 5) == 1;
}

bool has_key(const Side *side, int id) {
    return !once_in(side, id, SLOT_FIRST, 4);
}

bool is_unlogged(const Side *side, int id) {
    return !is_partitioned(side, id) && once_in(side, id, 4, 8);
}

/* The table that a column or the like belongs to; for a sequence the one that owns it, or -1. */
int table_of(Side *side, int id) {
    if (id < 0)
        return -1;
    switch (side->elements[id].kind) {
    case TABLE:
        return id;
    case SEQUENCE: {
        if (!once_in(side, id, SLOT_SHAPE, 3))
            return -1;
        int table = refer(side, id, SLOT_TARGET, BIT(TABLE));
        return table;
    }
    default:
        return refer(side, id, SLOT_TARGET, BIT(TABLE));
    }
}

static const struct {
    const char *type, *first, *second;
} types[] = {
    {"integer", "0", "7"},
    {"bigint", "0", "'-9'"},
    {"smallint", "1", "2"},
    {"numeric(10,2)", "0", "3.50"},
    {"numeric", "1.5", "0"},
    {"double precision", "0", "1e10"},
    {"text", "''", "'it''s'"},
    {"character varying(20)", "'a'", "'b;--'"},
    {"character varying(40)", "'a'", "'b'"},
    {"character(5)", "'a'", "'b'"},
    {"boolean", "true", "false"},
    {"timestamp with time zone", "now()", "CURRENT_TIMESTAMP"},
    {"timestamp(3) without time zone", "now()", "'2020-01-01 00:00:00'"},
    {"date", "CURRENT_DATE", "'2020-02-29'"},
    {"interval", "'1 day'", "'2 hours'"},
    {"uuid", "gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"},
    {"jsonb", "'{}'", "'[1, 2]'"},
    {"integer[]", "'{}'", "ARRAY[1, 2]"},
    {"text[]", "'{}'", "ARRAY['a'::text]"},
    {"bytea", "'\\x00'", "''"},
    {"int4range", "'empty'", "int4range(1, 5)"},
    {"inet", "'127.0.0.1'", "'::1'"},
};

enum { USER_TYPES = 10, TYPE_SLOT = 3, TYPE_REFERENCE = 4 };

/* Index into types; -1 for a type of the schema's own. */
static int builtin_type(const Side *side, int id) {
    int type = pick(side, id, TYPE_SLOT, (int)G_N_ELEMENTS(types) + USER_TYPES);
    return type < (int)G_N_ELEMENTS(types) ? type : -1;
}

static int user_type(Side *side, int id) {
    return refer(side, id, TYPE_REFERENCE, BIT(ENUM) | BIT(DOMAIN) | BIT(COMPOSITE) | BIT(RANGE));
}

const char *type_of(Side *side, int id) {
    int type = builtin_type(side, id);
    return type >= 0 ? types[type].type : name(side, user_type(side, id));
}

const char *default_of(Side *side, int id) {
    int type = builtin_type(side, id);
    if (type >= 0)
        return once_in(side, id, 5, 2) ? types[type].first : types[type].second;
    int user = user_type(side, id);
    if (user >= 0 && side->elements[user].kind == ENUM)
        return text(side, "'a'::%s", name(side, user));
    return NULL;
}

bool is_number(Side *side, int id) {
    int type = builtin_type(side, id);
    return type >= 0 && type <= 1;
}

const char *object(Side *side, int id) {
    static const char *const words[ELEMENT_KINDS] = {
        [ENUM] = "TYPE",
        [DOMAIN] = "DOMAIN",
        [COMPOSITE] = "TYPE",
        [RANGE] = "TYPE",
        [TABLE] = "TABLE",
        [PARTITION] = "TABLE",
        [VIEW] = "VIEW",
        [MATVIEW] = "MATERIALIZED VIEW",
        [SEQUENCE] = "SEQUENCE",
        [STATISTICS] = "STATISTICS",
        [COLLATION] = "COLLATION",
        [CONVERSION] = "CONVERSION",
        [TEXT_SEARCH_DICTIONARY] = "TEXT SEARCH DICTIONARY",
        [TEXT_SEARCH_CONFIGURATION] = "TEXT SEARCH CONFIGURATION",
        [FOREIGN_TABLE] = "FOREIGN TABLE",
    };
    static const char *const bare_words[ELEMENT_KINDS] = {
        [SCHEMA] = "SCHEMA",
        [PUBLICATION] = "PUBLICATION",
        [FOREIGN_DATA_WRAPPER] = "FOREIGN DATA WRAPPER",
        [FOREIGN_SERVER] = "SERVER",
        [EVENT_TRIGGER] = "EVENT TRIGGER",
    };
    ElementKind kind = side->elements[id].kind;
    if (words[kind])
        return text(side, "%s %s", words[kind], name(side, id));
    if (bare_words[kind])
        return text(side, "%s %s", bare_words[kind], bare_name(side, id));
    switch (kind) {
    case FUNCTION:
    case TRIGGER_FUNCTION:
        return text(side, "FUNCTION %s%s", name(side, id), signature(side, id));
    case PROCEDURE:
        return text(side, "PROCEDURE %s%s", name(side, id), signature(side, id));
    case AGGREGATE:
        return text(side, "AGGREGATE %s%s", name(side, id), signature(side, id));
    default:
        return NULL;
    }
}
