#include "model.h"

static const char *role(Side *side, int id, int slot) {
    static const char *const roles[] = {"random_one", "random_two", "\"Random's three\""};
    return roles[pick(side, id, slot, 3)];
}

static int with_object(Side *side, int id, guint64 without) {
    return refer(side, id, SLOT_TARGET, ~(without | BIT(COMMENT) | BIT(GRANT) | BIT(OWNER)));
}

void print_comment(Side *side, int id) {
    int on = with_object(side, id, 0);
    if (on < 0)
        return;
    const char *what = object(side, on);
    switch (side->elements[on].kind) {
    case COLUMN:
        what = text(side, "COLUMN %s.%s", name(side, table_of(side, on)), bare_name(side, on));
        break;
    case UNIQUE:
    case CHECK: {
        int column = refer(side, on, SLOT_TARGET, BIT(COLUMN));
        what = text(side, "CONSTRAINT %s ON %s", bare_name(side, on),
                    name(side, table_of(side, column)));
        break;
    }
    case TRIGGER:
    case POLICY:
        what = text(side, "%s %s ON %s", side->elements[on].kind == TRIGGER ? "TRIGGER" : "POLICY",
                    bare_name(side, on), name(side, table_of(side, on)));
        break;
    default:
        break;
    }
    if (!what)
        side->ok = false;
    else
        put(side, "COMMENT ON %s IS '%d; it''s -- %s';", what, pick(side, id, 3, 3),
            once_in(side, id, 4, 2) ? "ü" : "\\");
}

void print_grant(Side *side, int id) {
    int on = refer(side, id, SLOT_TARGET,
                   BIT(TABLE) | BIT(VIEW) | BIT(MATVIEW) | BIT(SEQUENCE) | BIT(SCHEMA) |
                       BIT(FUNCTION) | BIT(PROCEDURE) | BIT(ENUM) | BIT(DOMAIN) | BIT(COMPOSITE));
    if (on < 0)
        return;
    bool other = once_in(side, id, 3, 2);
    const char *privileges = "ALL", *what = object(side, on);
    switch (side->elements[on].kind) {
    case TABLE:
    case VIEW:
    case MATVIEW:
        privileges = other ? "SELECT" : "SELECT, INSERT, UPDATE";
        what = name(side, on);
        break;
    case SEQUENCE:
        privileges = other ? "USAGE" : "SELECT, UPDATE";
        break;
    case SCHEMA:
        privileges = other ? "USAGE" : "CREATE, USAGE";
        break;
    case DOMAIN:
    case ENUM:
    case COMPOSITE:
        privileges = "USAGE";
        break;
    default:
        break;
    }
    switch (pick(side, id, 4, 6)) {
    case 0:
        put(side, "GRANT %s ON %s TO PUBLIC;", privileges, what);
        break;
    case 1:
        put(side, "REVOKE ALL ON %s FROM PUBLIC;", what);
        break;
    case 2:
        put(side, "GRANT %s ON %s TO %s WITH GRANT OPTION;", privileges, what, role(side, id, 5));
        break;
    default:
        put(side, "GRANT %s ON %s TO %s;", privileges, what, role(side, id, 5));
    }
}

void print_column_grant(Side *side, int id) {
    int column = refer(side, id, SLOT_TARGET, BIT(COLUMN));
    put(side, "GRANT %s (%s) ON %s TO %s;", once_in(side, id, 3, 2) ? "SELECT" : "UPDATE",
        bare_name(side, column), name(side, table_of(side, column)), role(side, id, 4));
}

/* A sequence must have the owner of the table that owns it. */
static bool owns_sequences(Side *side, int table) {
    for (int i = 0; i < side->count; i++)
        if (side->elements[i].kind == SEQUENCE)
            return side->elements[table].kind == TABLE;
    return false;
}

void print_owner(Side *side, int id) {
    int on = with_object(side, id, BIT(EVENT_TRIGGER) | BIT(FOREIGN_DATA_WRAPPER) | BIT(SEQUENCE));
    const char *what = on >= 0 && !owns_sequences(side, on) ? object(side, on) : NULL;
    if (!what)
        side->ok = false;
    else
        put(side, "ALTER %s OWNER TO %s;", what, role(side, id, 3));
}

void print_default_privilege(Side *side, int id) {
    static const char *const what[] = {"SELECT ON TABLES", "USAGE ON SEQUENCES",
                                       "EXECUTE ON FUNCTIONS", "USAGE ON TYPES"};
    put(side, "ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA %s GRANT %s TO %s;",
        role(side, id, 3), bare_name(side, refer(side, id, SLOT_TARGET, BIT(SCHEMA))),
        what[pick(side, id, 4, 4)], role(side, id, 5));
}

void print_conversion(Side *side, int id) {
    put(side, "CREATE CONVERSION %s FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;",
        name(side, id));
}

void print_text_search_dictionary(Side *side, int id) {
    static const char *const options[] = {"TEMPLATE = simple", "TEMPLATE = simple, accept = false",
                                          "TEMPLATE = snowball, language = german"};
    put(side, "CREATE TEXT SEARCH DICTIONARY %s (%s);", name(side, id),
        options[pick(side, id, 3, 3)]);
}

void print_text_search_configuration(Side *side, int id) {
    put(side, "CREATE TEXT SEARCH CONFIGURATION %s (PARSER = \"default\");\n", name(side, id));
    put(side, "ALTER TEXT SEARCH CONFIGURATION %s ADD MAPPING FOR word, %s WITH ", name(side, id),
        once_in(side, id, 3, 2) ? "asciiword" : "numword");
    if (once_in(side, id, 4, 2))
        put(side, "%s, ", name(side, refer(side, id, SLOT_TARGET, BIT(TEXT_SEARCH_DICTIONARY))));
    put(side, "%s;", once_in(side, id, 5, 2) ? "simple" : "english_stem");
}

void print_publication(Side *side, int id) {
    int table = table_of(side, id);
    if (table < 0 || is_unlogged(side, table)) {
        side->ok = false;
        return;
    }
    bool columns = !is_partitioned(side, table) && once_in(side, id, 3, 3);
    put(side, "CREATE PUBLICATION %s FOR TABLE %s%s%s WITH (publish = '%s');", bare_name(side, id),
        name(side, table), columns ? " (id, k)" : "",
        !is_partitioned(side, table) && once_in(side, id, 4, 3) ? " WHERE (id > 3)" : "",
        once_in(side, id, 5, 2) ? "insert" : "insert, truncate");
}

void print_foreign_data_wrapper(Side *side, int id) {
    put(side, "CREATE FOREIGN DATA WRAPPER %s%s;", bare_name(side, id),
        once_in(side, id, 3, 2) ? " OPTIONS (debug 'true', \"a b\" 'it''s')" : "");
}

void print_foreign_server(Side *side, int id) {
    put(side, "CREATE SERVER %s%s FOREIGN DATA WRAPPER %s%s;", bare_name(side, id),
        once_in(side, id, 3, 3) ? " TYPE 'x' VERSION '1'" : "",
        bare_name(side, refer(side, id, SLOT_TARGET, BIT(FOREIGN_DATA_WRAPPER))),
        once_in(side, id, 4, 2) ? text(side, " OPTIONS (host '%d')", pick(side, id, 5, 3)) : "");
}

void print_user_mapping(Side *side, int id) {
    put(side, "CREATE USER MAPPING IF NOT EXISTS FOR %s SERVER %s OPTIONS (\"user\" '%d');",
        once_in(side, id, 3, 3) ? "PUBLIC" : role(side, id, 4),
        bare_name(side, refer(side, id, SLOT_TARGET, BIT(FOREIGN_SERVER))), pick(side, id, 5, 3));
}

void print_foreign_table(Side *side, int id) {
    put(side, "CREATE FOREIGN TABLE %s (id integer%s%s, k text) SERVER %s%s;", name(side, id),
        once_in(side, id, 3, 2) ? " OPTIONS (a 'b')" : "",
        once_in(side, id, 4, 2) ? " NOT NULL" : "",
        bare_name(side, refer(side, id, SLOT_TARGET, BIT(FOREIGN_SERVER))),
        once_in(side, id, 5, 2) ? text(side, " OPTIONS (x '%d')", pick(side, id, 6, 3)) : "");
}

void print_event_trigger(Side *side, int id) {
    static const char *const tags[] = {"", " WHEN TAG IN ('DROP TABLE')",
                                       " WHEN TAG IN ('DROP TABLE', 'DROP VIEW')"};
    put(side,
        "CREATE FUNCTION public.g%d_event%d() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN "
        "END $$;\n",
        side->pair, id);
    put(side, "CREATE EVENT TRIGGER %s ON %s%s EXECUTE FUNCTION public.g%d_event%d();",
        bare_name(side, id), once_in(side, id, 3, 2) ? "ddl_command_end" : "sql_drop",
        tags[pick(side, id, 4, 3)], side->pair, id);
}
