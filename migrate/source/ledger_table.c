#include "source/ledger_table.h"

#include <string.h>

/* Their tools' own columns; of a name that several tools use, all of theirs. */
static const struct {
    const char *name, *columns;
} tables[] = {
    {"schema_migrations", "version varchar PRIMARY KEY, dirty boolean NOT NULL DEFAULT false,"
                          " statements text[], name text, inserted_at timestamp(0)"},
    {"ar_internal_metadata", "key varchar PRIMARY KEY, value varchar, created_at timestamp(6),"
                             " updated_at timestamp(6)"},
    {"_sqlx_migrations", "version bigint PRIMARY KEY, description text NOT NULL,"
                         " installed_on timestamptz NOT NULL DEFAULT now(),"
                         " success boolean NOT NULL, checksum bytea NOT NULL,"
                         " execution_time bigint NOT NULL"},
    {"__diesel_schema_migrations", "version varchar(50) PRIMARY KEY,"
                                   " run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP"},
    {"goose_db_version", "id serial PRIMARY KEY, version_id bigint NOT NULL,"
                         " is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now()"},
    {"gorp_migrations", "id text PRIMARY KEY, applied_at timestamptz"},
    {"flyway_schema_history",
     "installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,"
     " type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer,"
     " installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),"
     " execution_time integer NOT NULL, success boolean NOT NULL"},
    {"_prisma_migrations",
     "id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,"
     " migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,"
     " started_at timestamptz NOT NULL DEFAULT now(),"
     " applied_steps_count integer NOT NULL DEFAULT 0"},
    {"knex_migrations", "id serial PRIMARY KEY, name varchar(255), batch integer,"
                        " migration_time timestamptz"},
    {"pgmigrations", "id serial PRIMARY KEY, name varchar(255) NOT NULL,"
                     " run_on timestamp NOT NULL"},
};

/* The comment on a table that was made here. */
#define MARK "made on scratch, as its tool would"

static const char *columns_of(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
        if (strcmp(tables[i].name, name) == 0)
            return tables[i].columns;
    return NULL;
}

char *ledger_table_of(const char *message) {
    static const char head[] = "relation \"", tail[] = "\" does not exist", schema[] = "public.";
    if (!message || !g_str_has_prefix(message, head) || !g_str_has_suffix(message, tail))
        return NULL;
    const char *from = message + strlen(head);
    from += g_str_has_prefix(from, schema) ? strlen(schema) : 0;
    g_autofree char *name = g_strndup(from, strlen(from) - strlen(tail));
    return columns_of(name) ? g_steal_pointer(&name) : NULL;
}

bool ledger_table_make(Pg *pg, const char *name, GError **error) {
    g_autofree char *sql = g_strdup_printf("CREATE TABLE public.%s (%s);"
                                           "COMMENT ON TABLE public.%s IS '" MARK "'",
                                           name, columns_of(name), name);
    return pg_script(pg, sql, error);
}

bool ledger_tables_drop(Pg *pg, GError **error) {
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ANY_ROWS("!"),
               "SELECT pg_catalog.format('DROP TABLE %s CASCADE', d.objoid::pg_catalog.regclass)"
               " FROM pg_catalog.pg_description AS d"
               " WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0"
               " AND d.description = '" MARK "'",
               0, NULL, error);
    bool fine = rows;
    for (guint i = 0; fine && i < rows_count(rows); i++)
        fine = pg_script(pg, rows_value(rows, i, 0), error);
    return fine;
}
