/* What of ours surrounds the statements of a migration: its transaction, what that does to the
 * ledger, and the reset of the session behind it.
 *
 * The server needs longer for parsing and planning these statements than for executing them: where
 * many migrations follow each other they are prepared. Elsewhere, and through a pooler, they travel
 * as text. Their values are parameters both times. */
#include "apply/entry.h"
#include "apply/bundle.h"
#include "apply/lock.h"
#include "sql.h"
#include <string.h>

static const struct {
    const char *name; /* when prepared, before the run's id; NULL: it never is */
    guint count;      /* of its values */
    const char *sql;
} entries[] = {
    [ENTRY_LOCK] = {"migrate_lock", 6, SQL_transaction_lock},
    [ENTRY_ROW] = {"migrate_row", 18, SQL_row},
    [ENTRY_DEFERRED] = {"migrate_deferred", 0, "SET CONSTRAINTS ALL IMMEDIATE"},
    [ENTRY_LIMIT] = {"migrate_limit", 0, "SET LOCAL statement_timeout = 0"},
    [ENTRY_USER] = {"migrate_user", 0, "RESET SESSION AUTHORIZATION"},
    [ENTRY_ROLE] = {"migrate_role", 0, "RESET ROLE"},
    [ENTRY_PATH] = {"migrate_path", 0, "SET LOCAL search_path = pg_catalog, pg_temp"},
    [ENTRY_DURABLE] = {"migrate_durable", 0, "SET LOCAL synchronous_commit = 'on'"},
    [ENTRY_APPLIED] = {"migrate_applied", 6, SQL_applied},
    [ENTRY_EVENT] = {"migrate_event", 6, SQL_proof_event},
    [ENTRY_PROOF] = {NULL, 4, SQL_proof},
    [ENTRY_COMMIT] = {NULL, 0, "COMMIT"},
    [ENTRY_SETTINGS] = {"migrate_settings", 0, "RESET ALL"},
    [ENTRY_CURSORS] = {"migrate_cursors", 0, "CLOSE ALL"},
    [ENTRY_CHANNELS] = {"migrate_channels", 0, "UNLISTEN *"},
    [ENTRY_SEQUENCES] = {"migrate_sequences", 0, "DISCARD SEQUENCES"},
    [ENTRY_TEMPORARY] = {"migrate_temporary", 0, "DISCARD TEMP"},
    [ENTRY_SESSION] = {"migrate_session", 0, SQL_session},
};

/* With the run's id nothing in a migration is called so by chance. */
#define NAME(run, name) "%s_%.8s", (name), (run)->run_id
#define SETTING(run, i) "migrate_setting%u_%.8s", (i), (run)->run_id

static const char *sql_of(const Run *run, Entry entry) {
    return entry == ENTRY_ROLE && run->act ? run->act : ledger_sql(entries[entry].sql);
}

static PgStatement as_text(const char *sql) {
    return (PgStatement){.text = sql, .length = strlen(sql)};
}

PgStatement entry_statement(const Run *run, Arena *arena, Entry entry, const char *const *values) {
    PgStatement statement = as_text(sql_of(run, entry));
    if (run->prepared && entries[entry].name)
        statement = (PgStatement){.text = arena_printf(arena, NAME(run, entries[entry].name)),
                                  .prepared = true};
    guint count = entries[entry].count;
    const char **copies = arena_alloc(arena, (count + 1) * sizeof *copies);
    for (guint i = 0; values && i < count; i++)
        copies[i] = arena_strdup(arena, values[i]);
    statement.count = count;
    statement.values = copies;
    return statement;
}

void entries_add(const Run *run, Arena *arena, GArray *to, Entry first, Entry last) {
    for (Entry entry = first; entry <= last; entry++) {
        PgStatement statement = entry_statement(run, arena, entry, NULL);
        g_array_append_val(to, statement);
    }
}

void entries_add_reset(const Run *run, Arena *arena, GArray *to) {
    entries_add(run, arena, to, ENTRY_SETTINGS, ENTRY_TEMPORARY);
    for (guint i = 0; run->settings[i]; i++) {
        PgStatement setting = {.text = arena_printf(arena, SETTING(run, i)), .prepared = true};
        g_array_append_val(to, setting);
    }
    PgStatement session = entry_statement(run, arena, ENTRY_SESSION, NULL);
    session.kept = true;
    g_array_append_val(to, session);
}

char *entries_text(const Run *run, Entry first, Entry last) {
    GString *text = g_string_new(NULL);
    for (Entry entry = first; entry <= last; entry++)
        g_string_append_printf(text, "%s;", sql_of(run, entry));
    return g_string_free(text, FALSE);
}

bool entries_prepare(const Run *run, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(PgPrepared));
    for (guint i = 0; i < G_N_ELEMENTS(entries); i++) {
        if (!entries[i].name)
            continue;
        PgPrepared entry = {arena_printf(arena, NAME(run, entries[i].name)), sql_of(run, (Entry)i)};
        g_array_append_val(all, entry);
    }
    for (guint i = 0; run->settings[i]; i++) {
        PgPrepared setting = {arena_printf(arena, SETTING(run, i)), run->settings[i]};
        g_array_append_val(all, setting);
    }
    return pg_prepare(run->pg, (const PgPrepared *)(void *)all->data, all->len, error);
}

PgStatement entry_row(const Run *run, Arena *arena, const Migration *migration, const char *mode,
                      const char *state, guint statements, const char *path) {
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    Sum link = migration_chain(&run->chain, migration);
    g_autofree char *chain = sum_hex(&link), *total = g_strdup_printf("%u", statements);
    Sum statements_sum = migration_sum_sql(migration);
    g_autofree char *sql = sum_hex(&statements_sum);
    g_autofree char *position = g_strdup_printf("%u", history_position(run->history, migration));
    const Replaces *replaces = migration->replaces;
    g_autofree char *note =
        replaces ? g_strdup_printf(REPLACES_NOTE "%s..%s", replaces->first, replaces->last) : NULL;
    const char *const values[] = {migration->key,
                                  migration->version,
                                  migration->name,
                                  position,
                                  mode,
                                  state,
                                  raw,
                                  lf,
                                  chain,
                                  total,
                                  run->run_id,
                                  g_get_host_name(),
                                  MIGRATE_VERSION,
                                  run->options->git_commit,
                                  run->schema_before,
                                  sql,
                                  path,
                                  note};
    return entry_statement(run, arena, ENTRY_ROW, values);
}

void unit_tell_race(const Migration *migration, GError **error) {
    if (!error || !(pg_fault_is(*error, "23505") || bundle_asserted(*error)))
        return;
    g_clear_error(error);
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                "another run is at %s at this moment, although this one has the lock. Run the "
                "command again",
                migration->label);
}

bool ledger_insert(const Run *run, const Migration *migration, const char *mode, const char *state,
                   guint statements, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    PgStatement row = entry_row(run, arena, migration, mode, state, statements, ENTRY_OWN_PATH);
    g_autoptr(Rows) rows = pg_query(run->pg, sql_of(run, ENTRY_ROW), row.count, row.values, error);
    if (rows)
        return true;
    unit_tell_race(migration, error);
    return false;
}

void pooled_add_settings(const Run *run, GPtrArray *statements) {
    g_autofree char *settings = guard_settings(NULL, run->options->owner);
    g_ptr_array_add(statements, pg_settings_for(pg_pin_sql, "true"));
    g_ptr_array_add(statements, pg_settings_for(settings, "true"));
}
