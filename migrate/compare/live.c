#include "compare/live.h"

#include "compare/draft.h"

/* Nobody waits for us: a definition whose table somebody is just changing is not waited for either.
 */
static const char SETTINGS[] =
    "SELECT pg_catalog.set_config(wanted.name, wanted.value, " PG_FOR_SESSION ")"
    " FROM (VALUES ('default_transaction_read_only', 'on'), ('transaction_read_only', 'on'),"
    " ('statement_timeout', '60s'), "
    "('lock_timeout', '2s'),"
    " ('idle_in_transaction_session_timeout', '300s'), ('jit', 'off')) AS wanted (name, value);";

/* A ledger that this role may not read is as good as none. */
static bool read_ledger(Live *live, Pg *pg, const Guard *guard, GError **error) {
    GError *local = NULL;
    if (!guard->has_schema)
        live->ledger_absent = g_strdup("the database has no ledger");
    else if (!guard->may_use)
        live->ledger_absent = g_strdup_printf("the role %s may not read the ledger", pg_user(pg));
    else if (!ledger_check(pg, guard, error))
        return false;
    else
        live->ledger = ledger_read(pg, guard, &local);
    if (pg_fault_is(local, "42501")) {
        live->ledger_absent = g_strdup_printf("the role %s may not read the ledger", pg_user(pg));
        g_clear_error(&local);
    }
    if (local)
        g_propagate_prefixed_error(error, local, "while reading the ledger: ");
    return live->ledger || live->ledger_absent;
}

static void take_guard(Live *live, const Guard *guard) {
    live->major = pg_major(live->pg);
    live->other_ledgers = guard->other_ledgers != NULL;
    live->database = g_strdup(guard->database_name);
    live->system_identifier = g_strdup(guard->system_identifier);
}

static void give_up(Live *live) {
    if (!live->borrowed)
        pg_close(live->pg);
    live->pg = NULL;
}

void live_borrow(Live *live, Pg *pg, const Guard *guard) {
    live->pg = pg;
    live->borrowed = true;
    take_guard(live, guard);
}

bool live_open(Live *live, const char *conninfo, const char *owner, bool ledger, GError **error) {
    g_auto(Guard) guard = {0};
    live->pg = guard_connect(conninfo, "migrate drift", SETTINGS, owner, 0, &guard, error);
    live->path = live->pg ? g_strdup(guard.own_path) : NULL;
    if (!live->pg || (ledger && !read_ledger(live, live->pg, &guard, error)))
        return false;
    take_guard(live, &guard);
    return true;
}

bool live_load(Live *live, const SourceNames *names, guint scratch_major, GError **error) {
    LoadOptions load = {.default_owner = names->owner,
                        .ignore = names->ignore,
                        .ignore_data = names->ignore_data,
                        .ignored_schema = names->ledger,
                        .words_of = (int)scratch_major * 10000};
    live->catalog = catalog_load(live->pg, &load, error);
    give_up(live);
    if (!live->catalog)
        g_prefix_error(error, "while reading the database's catalogs: ");
    return live->catalog;
}

bool live_take(Live *live, const Project *project, Loaded *side, GError **error) {
    Scratch *scratch = project->scratch;
    if (scratch_major(scratch) != live->major)
        return draft_rebuild(scratch, &project->names, live->catalog, side, error);
    side->catalog = g_steal_pointer(&live->catalog);
    return true;
}

void live_clear(Live *live) {
    give_up(live);
    catalog_free(live->catalog);
    g_clear_pointer(&live->ledger, ledger_free);
    g_free(live->path);
    g_free(live->ledger_absent);
    g_free(live->database);
    g_free(live->system_identifier);
    *live = (Live){0};
}
