#include "model.h"

void print_schema(Side *side, int id) {
    put(side, "CREATE SCHEMA %s;", bare_name(side, id));
}

void print_enum(Side *side, int id) {
    static const char *const labels[] = {"'b'", "'it''s'", "'d e'", "'Ä'"};
    int reversed = once_in(side, id, 7, 8);
    put(side, "CREATE TYPE %s AS ENUM (", name(side, id));
    if (!reversed)
        put(side, "'a'");
    const char *comma = reversed ? "" : ", ";
    for (int i = 0; i < 4; i++) {
        if (once_in(side, id, SLOT_FIRST + i, 3))
            continue;
        put(side, "%s%s", comma, labels[reversed ? 3 - i : i]);
        comma = ", ";
    }
    if (reversed)
        put(side, "%s'a'", comma);
    put(side, ");");
}

void print_domain(Side *side, int id) {
    static const char *const bases[] = {"integer", "text", "numeric(8,2)", "character varying(10)"};
    static const char *const defaults[] = {"1", "'x'", "2.5", "'y'"};
    int base = pick(side, id, SLOT_FIRST, 4);
    put(side, "CREATE DOMAIN %s AS %s", name(side, id), bases[base]);
    if (base % 2 == 1 && once_in(side, id, 4, 3))
        put(side, " COLLATE \"C\"");
    if (once_in(side, id, 5, 2))
        put(side, " DEFAULT %s", defaults[base]);
    put(side, "%s;", once_in(side, id, 6, 4) ? " NOT NULL" : "");
}

void print_domain_check(Side *side, int id) {
    int domain = refer(side, id, SLOT_TARGET, BIT(DOMAIN));
    /* The server adds none once a column's composite type contains the domain. */
    for (int i = domain + 1; i < id; i++)
        if (side->elements[i].kind == COMPOSITE)
            side->ok = false;
    static const char *const checks[] = {"VALUE IS NOT NULL", "length(VALUE::text) < 100",
                                         "VALUE::text <> 'no; --'"};
    put(side, "ALTER DOMAIN %s ADD CONSTRAINT %s CHECK (%s)%s;", name(side, domain),
        bare_name(side, id), checks[pick(side, id, 3, 3)],
        once_in(side, id, 4, 4) ? " NOT VALID" : "");
}

void print_composite(Side *side, int id) {
    put(side, "CREATE TYPE %s AS (a integer", name(side, id));
    if (once_in(side, id, 6, 2))
        put(side, ", b %s",
            once_in(side, id, 7, 2) ? "text" : "character varying(30) COLLATE \"C\"");
    if (once_in(side, id, 8, 2))
        put(side, ", \"c d\" %s", type_of(side, id));
    put(side, ");");
}

void print_range(Side *side, int id) {
    static const char *const subtypes[] = {"integer", "numeric", "date", "text"};
    int subtype = pick(side, id, 3, 4);
    put(side, "CREATE TYPE %s AS RANGE (subtype = %s%s);", name(side, id), subtypes[subtype],
        subtype == 3 && once_in(side, id, 4, 2) ? ", collation = \"C\"" : "");
}

void print_collation(Side *side, int id) {
    static const char *const options[] = {
        "locale = 'C'", "lc_collate = 'C', lc_ctype = 'POSIX'", "provider = icu, locale = 'de'",
        "provider = icu, locale = 'und-u-ks-level2', deterministic = false"};
    put(side, "CREATE COLLATION %s (%s);", name(side, id), options[pick(side, id, 3, 4)]);
}

void print_cast(Side *side, int id) {
    int from = refer(side, id, SLOT_TARGET, BIT(COMPOSITE) | BIT(ENUM) | BIT(RANGE));
    /* The type of the other side is the element's own, so that no cast is made twice. */
    static const char *const contexts[] = {"", " AS ASSIGNMENT", " AS IMPLICIT"};
    put(side, "CREATE TYPE %s AS (x integer);\n", name(side, id));
    put(side, "CREATE CAST (%s AS %s) WITH INOUT%s;", name(side, from), name(side, id),
        contexts[pick(side, id, 3, 3)]);
}
