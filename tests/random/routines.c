#include "model.h"

static int query_source(Side *side, int id) {
    return refer(side, id, SLOT_TARGET, BIT(TABLE) | BIT(COLUMN) | BIT(VIEW) | BIT(MATVIEW));
}

static bool query_source_is_table(Side *side, int id) {
    int source = query_source(side, id);
    return source >= 0 &&
           (side->elements[source].kind == TABLE || side->elements[source].kind == COLUMN);
}

/* A query with the columns id and x, over a table, one of its columns, or another view. */
static void put_query(Side *side, int id) {
    int source = query_source(side, id);
    if (source < 0)
        return;
    bool column = side->elements[source].kind == COLUMN;
    int relation = column ? table_of(side, source) : source;
    const char *from = name(side, relation), *x = column ? bare_name(side, source) : "id";
    switch (pick(side, id, 3, 7)) {
    case 0:
        put(side, "SELECT id, %s AS x FROM %s WHERE id > %d", x, from, pick(side, id, 4, 3));
        break;
    case 1:
        put(side, "SELECT id, count(*) AS x FROM %s GROUP BY id HAVING count(*) > %d", from,
            pick(side, id, 4, 3));
        break;
    case 2:
        put(side, "SELECT a.id, b.%s AS x FROM %s a LEFT JOIN %s b ON a.id = b.id + 1", x, from,
            from);
        break;
    case 3:
        put(side, "SELECT id, x FROM (SELECT id, %s AS x FROM %s) q UNION ALL SELECT 1, NULL", x,
            from);
        break;
    case 4:
        put(side, "WITH RECURSIVE w AS (SELECT id, %s AS x FROM %s) SELECT id, x FROM w", x, from);
        break;
    case 5:
        put(side,
            "SELECT id, CASE WHEN id = 1 THEN 'it''s; --' ELSE rank() OVER (ORDER BY id)::text END "
            "AS x FROM %s",
            from);
        break;
    default:
        put(side, "SELECT id, %s AS x%s FROM %s", x, once_in(side, id, 4, 2) ? ", 1 AS more" : "",
            from);
    }
}

void print_view(Side *side, int id) {
    static const char *const options[] = {"", "", " WITH (security_barrier=true)",
                                          " WITH (security_invoker=true, security_barrier=false)"};
    put(side, "CREATE VIEW %s%s AS ", name(side, id), options[pick(side, id, 5, 4)]);
    put_query(side, id);
    bool updatable = query_source_is_table(side, id) && once_in(side, id, 3, 7);
    put(side, "%s;", updatable && once_in(side, id, 6, 2) ? " WITH LOCAL CHECK OPTION" : "");
}

void print_view_default(Side *side, int id) {
    put(side, "ALTER VIEW %s ALTER COLUMN id SET DEFAULT %d;",
        name(side, refer(side, id, SLOT_TARGET, BIT(VIEW))), pick(side, id, 3, 3));
}

void print_matview(Side *side, int id) {
    put(side, "CREATE MATERIALIZED VIEW %s%s AS ", name(side, id),
        once_in(side, id, 5, 4) ? " WITH (fillfactor=80)" : "");
    put_query(side, id);
    /* A view may stand on a materialized view without data, or belong to someone who may not read
     * what it does. */
    bool readable = query_source_is_table(side, id);
    put(side, "%s;", !readable || once_in(side, id, 6, 4) ? " WITH NO DATA" : "");
}

void print_rule(Side *side, int id) {
    static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
    int relation = refer(side, id, SLOT_TARGET, BIT(TABLE) | BIT(VIEW));
    put(side, "CREATE RULE %s AS ON %s TO %s DO %s;", bare_name(side, id),
        events[pick(side, id, 3, 3)], name(side, relation),
        once_in(side, id, 4, 2) ? "ALSO NOTHING" : "INSTEAD (SELECT 1; SELECT 2)");
}

/* A function's arguments: what stands in its signature, and what in its definition besides. */
static const struct {
    const char *types, *definition;
} arguments[] = {
    {"", ""},
    {"integer", "a integer"},
    {"integer, text", "a integer, b text DEFAULT 'x'::text"},
    {"integer[]", "VARIADIC a integer[]"},
    {"numeric", "\"A b\" numeric"},
};

const char *signature(Side *side, int id) {
    switch (side->elements[id].kind) {
    case FUNCTION:
    case PROCEDURE:
        return text(side, "(%s)", arguments[pick(side, id, SLOT_SHAPE, 5)].types);
    case AGGREGATE:
        return "(integer)";
    default:
        return "()";
    }
}

void print_function(Side *side, int id) {
    static const char *const volatilities[] = {"", " STABLE", " IMMUTABLE"};
    static const char *const returns[] = {"integer", "SETOF integer", "TABLE(x integer, y text)",
                                          "bigint"};
    int result = pick(side, id, 3, 4), body = pick(side, id, 4, 4), table = -1;
    if (body == 3)
        table = refer(side, id, SLOT_TARGET, BIT(TABLE) | BIT(VIEW));
    put(side, "CREATE FUNCTION %s(%s) RETURNS %s LANGUAGE %s%s%s%s%s%s%s", name(side, id),
        arguments[pick(side, id, SLOT_SHAPE, 5)].definition, returns[result],
        body == 1 ? "plpgsql" : "sql", volatilities[pick(side, id, 5, 3)],
        once_in(side, id, 6, 3) ? " STRICT" : "",
        once_in(side, id, 7, 4) ? " SECURITY DEFINER SET search_path = pg_catalog, pg_temp" : "",
        once_in(side, id, 8, 4) ? " PARALLEL SAFE" : "", once_in(side, id, 9, 4) ? " COST 7" : "",
        result % 3 != 0 && once_in(side, id, 10, 3) ? " ROWS 5" : "");
    const char *value = result == 2 ? "1, 'x'::text" : result == 3 ? "1::bigint" : "1";
    switch (body) {
    case 1:
        put(side, " AS $f$ BEGIN %s; END; -- %d $f$;",
            result == 0 || result == 3 ? "RETURN 1" : text(side, "RETURN QUERY SELECT %s", value),
            pick(side, id, 11, 3));
        break;
    case 3:
        put(side, " BEGIN ATOMIC SELECT %s FROM %s WHERE id > %d; END;", value, name(side, table),
            pick(side, id, 11, 3));
        break;
    default:
        put(side, " AS 'SELECT %s /* it''s %d */';", result == 2 ? "1, ''x''::text" : value,
            pick(side, id, 11, 3));
    }
}

void print_procedure(Side *side, int id) {
    put(side, "CREATE PROCEDURE %s(%s) LANGUAGE plpgsql%s AS $$ BEGIN PERFORM %d; END $$;",
        name(side, id), arguments[pick(side, id, SLOT_SHAPE, 5)].definition,
        once_in(side, id, 3, 4) ? " SECURITY DEFINER" : "", pick(side, id, 4, 3));
}

void print_aggregate(Side *side, int id) {
    put(side,
        "CREATE AGGREGATE %s(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '%d'%s%s);",
        name(side, id), pick(side, id, 3, 3), once_in(side, id, 4, 3) ? ", PARALLEL = safe" : "",
        once_in(side, id, 5, 3) ? ", COMBINEFUNC = int4pl" : "");
}

/* Operators belong to a composite type of their own, so that no two are the same. */
void print_operator(Side *side, int id) {
    const char *type = name(side, id), *schema = schema_of(side, id);
    put(side, "CREATE TYPE %s AS (x integer);\n", type);
    put(side,
        "CREATE FUNCTION %s.g%d_less%d(%s, %s) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT "
        "($1).x < ($2).x';\n",
        schema, side->pair, id, type, type);
    put(side, "CREATE OPERATOR %s.<# (FUNCTION = %s.g%d_less%d, LEFTARG = %s, RIGHTARG = %s%s);",
        schema, schema, side->pair, id, type, type,
        once_in(side, id, 3, 2) ? ", RESTRICT = scalarltsel" : "");
}

void print_operator_class(Side *side, int id) {
    const char *type = name(side, id), *schema = schema_of(side, id);
    put(side, "CREATE TYPE %s AS ENUM ('a');\n", type);
    put(side,
        "CREATE FUNCTION %s.g%d_cmp%d(%s, %s) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT "
        "%d';\n",
        schema, side->pair, id, type, type, pick(side, id, 3, 2));
    put(side,
        "CREATE OPERATOR CLASS %s.g%d_ops%d FOR TYPE %s USING btree AS FUNCTION 1 %s.g%d_cmp%d(%s, "
        "%s)%s;",
        schema, side->pair, id, type, schema, side->pair, id, type, type,
        once_in(side, id, 4, 2) ? text(side, ", STORAGE %s", type) : "");
}

void print_trigger_function(Side *side, int id) {
    put(side,
        "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN %s; END $$;",
        name(side, id), once_in(side, id, 3, 2) ? "NEW" : "NULL");
}

void print_trigger(Side *side, int id) {
    static const char *const events[] = {"INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE OF k, id",
                                         "UPDATE OF id"};
    int function = refer(side, id, 3, BIT(TRIGGER_FUNCTION)), table = table_of(side, id),
        event = pick(side, id, 4, 5);
    if (table < 0)
        return;
    bool row = once_in(side, id, 5, 2), after = once_in(side, id, 6, 2);
    bool constraint = row && after && !may_have_children(side, table) && once_in(side, id, 7, 3);
    put(side, "CREATE %sTRIGGER %s %s %s ON %s", constraint ? "CONSTRAINT " : "",
        bare_name(side, id), after ? "AFTER" : "BEFORE", events[event], name(side, table));
    if (constraint && once_in(side, id, 8, 2))
        put(side, " DEFERRABLE INITIALLY DEFERRED");
    if (after && !row && event == 0 && once_in(side, id, 8, 2))
        put(side, " REFERENCING NEW TABLE AS fresh");
    put(side, " FOR EACH %s", row ? "ROW" : "STATEMENT");
    if (row && event == 1 && once_in(side, id, 9, 2))
        put(side, " WHEN (OLD.id IS DISTINCT FROM NEW.id)");
    put(side, " EXECUTE FUNCTION %s(%s);", name(side, function),
        once_in(side, id, 10, 3) ? "'it''s', 2" : "");
}

void print_trigger_state(Side *side, int id) {
    static const char *const states[] = {"DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"};
    int trigger = refer(side, id, SLOT_TARGET, BIT(TRIGGER));
    put(side, "ALTER TABLE %s %s TRIGGER %s;", name(side, table_of(side, trigger)),
        states[pick(side, id, 3, 3)], bare_name(side, trigger));
}

void print_policy(Side *side, int id) {
    static const char *const commands[] = {"ALL", "SELECT", "UPDATE", "INSERT", "DELETE"};
    static const char *const roles[] = {"PUBLIC", "random_one", "random_one, random_two"};
    int command = pick(side, id, 3, 5);
    put(side, "CREATE POLICY %s ON %s%s FOR %s TO %s", bare_name(side, id),
        name(side, table_of(side, id)), once_in(side, id, 4, 3) ? " AS RESTRICTIVE" : "",
        commands[command], roles[pick(side, id, 5, 3)]);
    if (command != 3)
        put(side, " USING (id > %d)", pick(side, id, 6, 3));
    if (command == 3 || command == 2 || (command == 0 && once_in(side, id, 7, 2)))
        put(side, " WITH CHECK (k = CURRENT_USER)");
    put(side, ";");
}

void print_row_security(Side *side, int id) {
    put(side, "ALTER TABLE %s %s ROW LEVEL SECURITY;", name(side, table_of(side, id)),
        once_in(side, id, 3, 2) ? "ENABLE" : "FORCE");
}
