#include "apply/await.h"

#include "apply/foreign.h"
#include "apply/preflight.h"
#include <string.h>

static bool has_migration(const Ledger *ledger, const Migration *migration) {
    const LedgerRow *row = ledger_find(ledger, migration->key);
    return row && ledger_is_applied(row) && row_fits(row, migration);
}

static bool has_version(const Ledger *ledger, const char *version) {
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (ledger_is_applied(row) &&
            (strcmp(row->version, version) == 0 || strcmp(row->label, version) == 0 ||
             g_strcmp0(row->key, version) == 0))
            return true;
    }
    return false;
}

static void find_missing(const AwaitWish *wish, const Ledger *ledger, GPtrArray *missing) {
    if (wish->version && !has_version(ledger, wish->version))
        g_ptr_array_add(missing, g_strdup(wish->version));
    for (guint i = 0; wish->history && i < history_count(wish->history); i++) {
        const Migration *migration = history_at(wish->history, i);
        if (!has_migration(ledger, migration))
            g_ptr_array_add(missing, g_strdup(migration->label));
    }
}

/* What waiting may not cure is told beside what is missing. Caller frees. */
static char *describe_missing(const AwaitWish *wish, const Ledger *ledger,
                              const GPtrArray *missing) {
    if (missing->len == 0)
        return NULL;
    const char *first = missing->pdata[0];
    const LedgerRow *open = ledger_open_row(ledger);
    if (open)
        return g_strdup_printf("%s is half done", open->label);
    const Migration *migration = wish->history ? history_find(wish->history, first) : NULL;
    const LedgerRow *row = migration ? ledger_find(ledger, migration->key) : NULL;
    if (row)
        return g_strdup_printf("%s was applied with other statements than it has here", first);
    if (missing->len == 1)
        return g_strdup_printf("%s is not applied yet", first);
    return g_strdup_printf("%u migrations are not applied yet, %s to %s", missing->len, first,
                           (const char *)missing->pdata[missing->len - 1]);
}

static bool read_ledger(const AwaitWish *wish, Pg *pg, const Guard *guard, Awaited *awaited,
                        GError **error) {
    if (!ledger_check(pg, guard, error))
        return false;
    g_autoptr(Ledger) ledger = ledger_read(pg, guard, error);
    g_autoptr(GPtrArray) findings = findings_new();
    if (!ledger || (wish->history && guard->other_ledgers &&
                    !foreign_stand_in(pg, wish->history, ledger, findings, error)))
        return false;
    find_missing(wish, ledger, awaited->missing);
    awaited->why = describe_missing(wish, ledger, awaited->missing);
    return true;
}

bool await_look(const AwaitWish *wish, guint patience, Awaited *awaited, GError **error) {
    g_auto(Guard) guard = {0};
    GError *failed = NULL;
    *awaited = (Awaited){.missing = g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(Pg) pg =
        guard_connect(wish->conninfo, "migrate wait", NULL, wish->owner, patience, &guard, &failed);
    awaited->answers = pg;
    if (pg && (wish->history || wish->version))
        read_ledger(wish, pg, &guard, awaited, &failed);
    if (!failed)
        return true;
    if (error_failure(failed) == FAIL_USAGE) {
        g_propagate_error(error, failed);
        return false;
    }
    /* A ledger that is not ours is an answer, too; anything else is none. */
    awaited->answers = error_failure(failed) == FAIL_DECISION;
    awaited->why = g_strdup(failed->message);
    g_error_free(failed);
    return true;
}

void await_clear(Awaited *awaited) {
    g_clear_pointer(&awaited->missing, g_ptr_array_unref);
    g_clear_pointer(&awaited->why, g_free);
}
