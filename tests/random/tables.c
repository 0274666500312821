#include "model.h"

static void print_storage(Side *side, int id, int slot) {
    static const char *const options[] = {"",
                                          "",
                                          "",
                                          " WITH (fillfactor=70)",
                                          " WITH (autovacuum_enabled=false, fillfactor=50)",
                                          " WITH (toast.autovacuum_enabled=false)"};
    put(side, "%s", options[pick(side, id, slot, 6)]);
}

static int parent_of(Side *side, int id) {
    if (!once_in(side, id, 7, 6) || is_partitioned(side, id))
        return -1;
    bool ok = side->ok;
    int parent = refer(side, id, SLOT_TARGET, BIT(TABLE));
    if (parent >= 0 && may_have_children(side, parent) && !is_partitioned(side, parent))
        return parent;
    side->ok = ok;
    return -1;
}

static const char *strategy(Side *side, int table) {
    static const char *const strategies[] = {"LIST", "RANGE", "HASH"};
    return strategies[pick(side, table, SLOT_TARGET, 3)];
}

void print_table(Side *side, int id) {
    bool partitioned = is_partitioned(side, id), key = has_key(side, id);
    int parent = parent_of(side, id);
    put(side, "CREATE %sTABLE %s (id integer%s, k text%s%s)",
        is_unlogged(side, id) ? "UNLOGGED " : "", name(side, id),
        once_in(side, id, 5, 2) ? " NOT NULL" : "", once_in(side, id, 6, 3) ? " DEFAULT 'k'" : "",
        key ? ", PRIMARY KEY (id)" : "");
    if (parent >= 0)
        put(side, " INHERITS (%s)", name(side, parent));
    if (partitioned)
        put(side, " PARTITION BY %s (id)", strategy(side, id));
    else
        print_storage(side, id, 8);
    put(side, ";");
    if (partitioned && strategy(side, id)[0] != 'H' && once_in(side, id, 9, 2))
        put(side, "\nCREATE TABLE %s.g%d_rest%d PARTITION OF %s DEFAULT;", schema_of(side, id),
            side->pair, id, name(side, id));
}

void print_partition(Side *side, int id) {
    int table = refer(side, id, SLOT_TARGET, BIT(TABLE));
    if (table < 0 || !is_partitioned(side, table)) {
        side->ok = false;
        return;
    }
    put(side, "CREATE TABLE %s PARTITION OF %s FOR VALUES ", name(side, id), name(side, table));
    int width = 1 + pick(side, id, 3, 3);
    switch (strategy(side, table)[0]) {
    case 'L':
        put(side, "IN (%d, %d)", id * 10, id * 10 + width);
        break;
    case 'R':
        put(side, "FROM (%d) TO (%d)", id * 10, id * 10 + width);
        break;
    default:
        put(side, "WITH (modulus 1000, remainder %d)", id);
    }
    print_storage(side, id, 4);
    put(side, ";");
}

void print_column(Side *side, int id) {
    int table = table_of(side, id);
    if (table < 0)
        return;
    bool number = is_number(side, id), simple = !may_have_children(side, table);
    const char *value = default_of(side, id);
    put(side, "ALTER TABLE %s ADD COLUMN %s %s", name(side, table), bare_name(side, id),
        type_of(side, id));
    if (g_str_has_prefix(type_of(side, id), "text") && once_in(side, id, 6, 4))
        put(side, " COLLATE \"C\"");
    if (number && simple && once_in(side, id, 7, 4))
        put(side, " GENERATED %s AS IDENTITY (START WITH %d INCREMENT BY %d)",
            once_in(side, id, 8, 2) ? "ALWAYS" : "BY DEFAULT", 1 + pick(side, id, 9, 3),
            1 + pick(side, id, 10, 2));
    else if (number && once_in(side, id, 7, 3))
        put(side, " GENERATED ALWAYS AS (id * %d) STORED", 2 + pick(side, id, 9, 3));
    else if (value && once_in(side, id, 8, 2))
        put(side, " DEFAULT %s", value);
    put(side, "%s;", once_in(side, id, 11, 3) ? " NOT NULL" : "");
}

void print_serial(Side *side, int id) {
    int table = table_of(side, id);
    put(side, "ALTER TABLE %s ADD COLUMN %s %s;", name(side, table), bare_name(side, id),
        once_in(side, id, 3, 2) ? "serial" : "bigserial");
}

void print_column_property(Side *side, int id) {
    static const char *const properties[] = {
        "STATISTICS 200",   "STATISTICS 0",      "STORAGE EXTERNAL",
        "STORAGE MAIN",     "(n_distinct=-0.5)", "(n_distinct=100, n_distinct_inherited=5)",
        "COMPRESSION pglz", "STORAGE PLAIN"};
    put(side, "ALTER TABLE %s ALTER COLUMN k SET %s;", name(side, table_of(side, id)),
        properties[pick(side, id, 3, 8)]);
}

static const char *deferrable(Side *side, int id, int slot) {
    static const char *const words[] = {"", "", "", " DEFERRABLE",
                                        " DEFERRABLE INITIALLY DEFERRED"};
    return words[pick(side, id, slot, 5)];
}

void print_unique(Side *side, int id) {
    int column = refer(side, id, SLOT_TARGET, BIT(COLUMN));
    put(side, "ALTER TABLE %s ADD CONSTRAINT %s UNIQUE%s (id, %s)%s%s;",
        name(side, table_of(side, column)), bare_name(side, id),
        once_in(side, id, 3, 4) ? " NULLS NOT DISTINCT" : "", bare_name(side, column),
        once_in(side, id, 4, 4) ? " INCLUDE (k)" : "", deferrable(side, id, 5));
}

void print_check(Side *side, int id) {
    int column = refer(side, id, SLOT_TARGET, BIT(COLUMN)), table = table_of(side, column);
    if (table < 0)
        return;
    put(side, "ALTER TABLE %s ADD CONSTRAINT %s CHECK (", name(side, table), bare_name(side, id));
    switch (pick(side, id, 3, 4)) {
    case 0:
        put(side, "%s IS NOT NULL", bare_name(side, column));
        break;
    case 1:
        put(side, "length(k) < %d", 10 + pick(side, id, 4, 3));
        break;
    case 2:
        put(side, "id BETWEEN 0 AND 9 OR k IN ('a', 'b;', 'c')");
        break;
    default:
        put(side, "id > %d AND (%s IS NULL OR id <> 5)", -pick(side, id, 4, 3),
            bare_name(side, column));
    }
    put(side, ")%s%s;",
        !may_have_children(side, table) && once_in(side, id, 5, 5) ? " NO INHERIT" : "",
        once_in(side, id, 6, 5) ? " NOT VALID" : "");
}

void print_foreign_key(Side *side, int id) {
    static const char *const actions[] = {"",
                                          "",
                                          " ON DELETE CASCADE",
                                          " ON DELETE SET NULL",
                                          " ON UPDATE CASCADE",
                                          " ON DELETE SET DEFAULT (id)"};
    int from = table_of(side, id), to = refer(side, id, 3, BIT(TABLE));
    if (from < 0 || to < 0 || !has_key(side, to) ||
        is_unlogged(side, from) != is_unlogged(side, to)) {
        side->ok = false;
        return;
    }
    bool plain = !is_partitioned(side, from) && !is_partitioned(side, to);
    put(side, "ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (id) REFERENCES %s (id)%s%s%s%s;",
        name(side, from), bare_name(side, id), name(side, to),
        once_in(side, id, 4, 5) ? " MATCH FULL" : "", actions[pick(side, id, 5, 6)],
        deferrable(side, id, 6), plain && once_in(side, id, 7, 4) ? " NOT VALID" : "");
}

void print_exclude(Side *side, int id) {
    int table = table_of(side, id);
    if (table < 0 || is_partitioned(side, table)) {
        side->ok = false;
        return;
    }
    put(side,
        "ALTER TABLE %s ADD CONSTRAINT %s EXCLUDE USING gist (int4range(id, id + %d) WITH &&)%s%s;",
        name(side, table), bare_name(side, id), 1 + pick(side, id, 3, 3),
        once_in(side, id, 4, 3) ? " WHERE (id > 0)" : "", deferrable(side, id, 5));
}

void print_index(Side *side, int id) {
    int on = refer(side, id, SLOT_TARGET, BIT(TABLE) | BIT(MATVIEW) | BIT(COLUMN));
    if (on < 0)
        return;
    bool column = side->elements[on].kind == COLUMN, view = side->elements[on].kind == MATVIEW;
    int relation = column ? table_of(side, on) : on;
    if (relation < 0)
        return;
    bool unique = once_in(side, id, 3, 4);
    put(side, "CREATE %sINDEX %s ON %s ", unique ? "UNIQUE " : "", bare_name(side, id),
        name(side, relation));
    int form = unique || view ? 0 : pick(side, id, 4, 7);
    switch (form) {
    case 1:
        put(side, "USING hash (k)");
        break;
    case 2:
        put(side, "USING brin (id) WITH (pages_per_range=%d)", 16 + pick(side, id, 6, 3));
        break;
    case 3:
        put(side, "(lower(k) text_pattern_ops, (id %% %d))", 2 + pick(side, id, 6, 3));
        break;
    case 4:
        put(side, "USING gin (to_tsvector('simple'::regconfig, k)) WITH (fastupdate=off)");
        break;
    default:
        put(side, "(id%s%s%s)", once_in(side, id, 5, 3) ? " DESC NULLS LAST" : "",
            column ? ", " : "", column ? bare_name(side, on) : "");
        if (!view && once_in(side, id, 6, 4))
            put(side, " INCLUDE (k)");
        if (unique && once_in(side, id, 7, 4))
            put(side, " NULLS NOT DISTINCT");
        if (once_in(side, id, 8, 5))
            put(side, " WITH (fillfactor=%d)", 60 + pick(side, id, 9, 3));
    }
    bool partial = once_in(side, id, 10, 4);
    put(side, "%s;", partial ? " WHERE id > 0 AND id IS NOT NULL" : "");
    if (!partial && !view && form == 0 && !is_partitioned(side, relation) &&
        once_in(side, id, 11, 6))
        put(side, "\nALTER TABLE %s CLUSTER ON %s;", name(side, relation), bare_name(side, id));
    if (form == 3 && once_in(side, id, 11, 3))
        put(side, "\nALTER INDEX %s.%s ALTER COLUMN 2 SET STATISTICS 500;",
            schema_of(side, relation), bare_name(side, id));
}

void print_sequence(Side *side, int id) {
    static const char *const types[] = {"", " AS smallint", " AS integer"};
    int table = table_of(side, id);
    put(side, "CREATE SEQUENCE %s%s", name(side, id), types[pick(side, id, 3, 3)]);
    if (once_in(side, id, 4, 3))
        put(side, " INCREMENT BY %d", 2 + pick(side, id, 5, 3));
    if (once_in(side, id, 6, 3))
        put(side, " MINVALUE %d MAXVALUE %d START WITH 100", 10 + pick(side, id, 7, 3),
            1000 + pick(side, id, 8, 3));
    put(side, "%s%s", once_in(side, id, 9, 3) ? " CACHE 5" : "",
        once_in(side, id, 10, 3) ? " CYCLE" : "");
    if (table >= 0)
        put(side, " OWNED BY %s.id", name(side, table));
    put(side, ";");
}

void print_statistics(Side *side, int id) {
    static const char *const kinds[] = {"", " (ndistinct)", " (dependencies, mcv)", " (mcv)"};
    bool expression = once_in(side, id, 4, 3);
    put(side, "CREATE STATISTICS %s%s ON id, %s FROM %s;", name(side, id),
        kinds[pick(side, id, 3, 4)], expression ? "lower(k)" : "k", name(side, table_of(side, id)));
    if (once_in(side, id, 5, 4))
        put(side, "\nALTER STATISTICS %s SET STATISTICS %d;", name(side, id),
            10 + pick(side, id, 6, 3));
}

void print_replica_identity(Side *side, int id) {
    put(side, "ALTER TABLE %s REPLICA IDENTITY %s;", name(side, table_of(side, id)),
        once_in(side, id, 3, 2) ? "FULL" : "NOTHING");
}
