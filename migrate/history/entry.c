/* What the transaction of a migration does to the ledger.
 *
 * The server needs longer for planning these statements than for executing them, and a change of
 * the catalog makes it forget what it knew for that: where many migrations follow each other they
 * are prepared. Elsewhere, and through a pooler, their values stand in them as literals. */
#include "history/bundle.h"
#include "history/run.h"
#include <string.h>

#define ADD_ROW                                                                                    \
    "INSERT INTO migrate.migration (version, name, mode, state, sum_raw, sum_lf, chain,"           \
    " statements_total, run_id, xid, client, tool_version, git_commit, schema_before,"             \
    " statements_done, finished_at) VALUES ($1, $2, $3, $4, pg_catalog.decode($5, 'hex'),"         \
    " pg_catalog.decode($6, 'hex'), pg_catalog.decode($7, 'hex'), $8, $9,"                         \
    " pg_catalog.pg_current_xact_id(), $10, '" MIGRATE_VERSION "', $11,"                           \
    " pg_catalog.decode($12, 'hex'), CASE WHEN $4 = 'applied' THEN $8 ELSE 0 END,"                 \
    " CASE WHEN $4 = 'applied' THEN pg_catalog.clock_timestamp() END)"
#define ENTERED(path)                                                                              \
    "pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),"                          \
    " pg_catalog.set_config('search_path', " path ", true)"

/* Fails unless this is transaction $1, with the session's lock still held; through a pooler, $2,
 * there is no such lock. The same transaction has the transaction's lock; the session's can be
 * given back. $3 otherwise, the run. */
#define PROVEN                                                                                     \
    "(CASE WHEN pg_catalog.pg_current_xact_id_if_assigned()::text = $1 AND (CASE WHEN $2::boolean" \
    " THEN true ELSE " LOCK_STILL_HELD " END) THEN $3 ELSE '" BUNDLE_FAILED                        \
    "' END)::pg_catalog.uuid"

static const struct {
    const char *name; /* when prepared, before the run's id; NULL: it never is */
    guint count;      /* of its values */
    const char *sql;
} entries[] = {
    [ENTRY_LOCK] = {"migrate_lock", 2,
                    "SELECT " BUNDLE_ASSERT("pg_catalog.pg_try_advisory_xact_lock(" LOCK_TRANSACTION
                                            ")") ", pg_catalog.set_config('lock_timeout', $1, true)"
                                                 ", pg_catalog.set_config('statement_timeout', $2,"
                                                 " true)"},
    [ENTRY_ROW] = {NULL, 12, ADD_ROW},
    [ENTRY_FENCE] = {"migrate_fence", 13, ADD_ROW " RETURNING " ENTERED("$13")},
    [ENTRY_APPLIED] = {"migrate_applied", 2,
                       "UPDATE migrate.migration SET state = 'applied',"
                       " statements_done = statements_total,"
                       " finished_at = pg_catalog.clock_timestamp()"
                       " WHERE version = $1 AND run_id = $2"},
    [ENTRY_EVENT] = {"migrate_event", 5,
                     "INSERT INTO migrate.event (run_id, what, version) VALUES (" PROVEN
                     ", $4, $5)"},
    [ENTRY_PROOF] = {NULL, 3, "SELECT " PROVEN},
    [ENTRY_SESSION] = {"migrate_session", 0,
                       "SELECT pg_catalog.format('%s %s', (SELECT pg_catalog.count(*)"
                       " FROM pg_catalog.pg_prepared_statement()),"
                       " pg_catalog.pg_conf_load_time())"},
};

char *entry_quoted(const Run *run, const char *value) {
    return value == NULL ? g_strdup("NULL") : pg_quote_literal(run->pg, value);
}

/* `sql` with the literals in the places of its parameters. */
static char *with_literals(const char *sql, char *const *literals) {
    GString *whole = g_string_new(NULL);
    for (const char *at = sql; *at != '\0';) {
        if (*at != '$') {
            g_string_append_c(whole, *at++);
            continue;
        }
        char *end = NULL;
        g_string_append(whole, literals[g_ascii_strtoull(at + 1, &end, 10) - 1]);
        at = end;
    }
    return g_string_free(whole, FALSE);
}

/* With the run's id nothing in a migration is called so by chance. */
static char *name_of(const Run *run, Entry entry) {
    return g_strdup_printf("%s_%.8s", entries[entry].name, run->run_id);
}

char *entry_sql(const Run *run, Entry entry, const char *const *values) {
    guint count = entries[entry].count;
    g_auto(GStrv) literals = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++)
        literals[i] = entry_quoted(run, values[i]);
    if (run->prepared == NULL || entries[entry].name == NULL)
        return with_literals(entries[entry].sql, literals);
    g_autofree char *name = name_of(run, entry);
    if (count == 0)
        return g_strconcat("EXECUTE ", name, NULL);
    g_autofree char *list = g_strjoinv(", ", literals);
    return g_strdup_printf("EXECUTE %s (%s)", name, list);
}

char *entries_prepare_sql(const Run *run) {
    GString *sql = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(entries); i++) {
        if (entries[i].name == NULL)
            continue;
        g_autofree char *name = name_of(run, i);
        g_string_append_printf(sql, "PREPARE %s AS %s;", name, entries[i].sql);
    }
    return g_string_free(sql, FALSE);
}

char *entry_row_sql(const Run *run, Entry entry, const Migration *migration, const char *mode,
                    const char *state, guint statements) {
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    Sum link = sum_chain(&run->chain, migration->label, &migration->lf);
    g_autofree char *chain = sum_hex(&link), *total = g_strdup_printf("%u", statements);
    const char *const values[] = {migration->version,
                                  migration->name,
                                  mode,
                                  state,
                                  raw,
                                  lf,
                                  chain,
                                  total,
                                  run->run_id,
                                  g_get_host_name(),
                                  run->options->git_commit,
                                  run->schema_before,
                                  run_path(run)};
    return entry_sql(run, entry, values);
}

char *entry_entered(const Run *run) {
    g_autofree char *path = entry_quoted(run, run_path(run));
    char *literals[] = {path};
    return with_literals(ENTERED("$1"), literals);
}
