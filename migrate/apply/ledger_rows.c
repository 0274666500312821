/* What a ledger says, once it was read. */
#include "apply/ledger.h"
#include <string.h>

static void row_free(gpointer data) {
    LedgerRow *row = data;
    char *texts[] = {row->key,        row->version, row->name,         row->label,
                     row->mode,       row->run_id,  row->finished,     row->applied_by,
                     row->git_commit, row->error,   row->schema_after, row->tool_version};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(row);
}

static const char *const state_names[] = {"running", "applied",  "failed",
                                          "unknown", "resolved", "reverting"};

const char *ledger_state_name(LedgerState state) {
    return state_names[state];
}

char *ledger_label(const char *key, const char *version, const char *name) {
    bool bare = !*name && strcmp(key, version) == 0;
    return bare ? g_strdup(version) : g_strconcat(version, "_", name, NULL);
}

Ledger *ledger_new(void) {
    Ledger *ledger = g_new0(Ledger, 1);
    ledger->rows = g_ptr_array_new_with_free_func(row_free);
    ledger->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    return ledger;
}

void ledger_add(Ledger *ledger, LedgerRow *row) {
    g_ptr_array_add(ledger->rows, row);
    g_hash_table_insert(ledger->by_key, row->key, row);
}

void ledger_free(Ledger *ledger) {
    if (!ledger)
        return;
    g_free(ledger->environment);
    g_free(ledger->system_identifier);
    g_free(ledger->database_oid);
    g_free(ledger->database_name);
    g_ptr_array_unref(ledger->rows);
    g_hash_table_unref(ledger->by_key);
    g_free(ledger);
}

const LedgerRow *ledger_find(const Ledger *ledger, const char *key) {
    return g_hash_table_lookup(ledger->by_key, key);
}

bool ledger_is_applied(const LedgerRow *row) {
    return row->state == LEDGER_APPLIED || row->state == LEDGER_RESOLVED;
}

const LedgerRow *ledger_open_row(const Ledger *ledger) {
    for (guint i = ledger->rows->len; i > 0; i--) {
        const LedgerRow *row = ledger->rows->pdata[i - 1];
        if (!ledger_is_applied(row))
            return row;
    }
    return NULL;
}

Sum ledger_chain(const Ledger *ledger) {
    if (ledger->rows->len == 0)
        return (Sum){{0}};
    const LedgerRow *last = ledger->rows->pdata[ledger->rows->len - 1];
    return last->chain;
}

static bool follows(const LedgerRow *row, const Sum *previous, const char *label) {
    Sum chain = sum_chain(previous, label, &row->lf);
    return sum_equal(&chain, &row->chain);
}

/* Rows of older versions have a '_' behind a version that is all of a label. */
static bool follows_as_once(const LedgerRow *row, const Sum *previous) {
    g_autofree char *label = g_strconcat(row->version, "_", NULL);
    return !*row->name && follows(row, previous, label);
}

const LedgerRow *ledger_broken(const Ledger *ledger) {
    Sum previous = {{0}};
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (!row->replaces && !row->stands_in && !follows(row, &previous, row->label) &&
            !follows_as_once(row, &previous))
            return row;
        previous = row->chain;
    }
    return NULL;
}
