#include "apply/replaced.h"

#include "sql.h"
#include <string.h>

/* --- one row for many, and many for one */

static LedgerRow *stand_in(const Migration *migration, guint position, const LedgerRow *last) {
    LedgerRow *row = g_new0(LedgerRow, 1);
    *row = (LedgerRow){.key = g_strdup(migration->key),
                       .version = g_strdup(migration->version),
                       .name = g_strdup(migration->name),
                       .label = g_strdup(migration->label),
                       .mode = g_strdup(last->mode),
                       .position = position,
                       .state = LEDGER_APPLIED,
                       .stands_in = true,
                       .raw = migration->raw,
                       .lf = migration->lf,
                       .chain = migration->chain,
                       .sql = migration_sum_sql(migration),
                       .knows_sql = true,
                       .attempt = 1,
                       .server_major = last->server_major,
                       .run_id = g_strdup(last->run_id),
                       .finished = g_strdup(last->finished),
                       .applied_by = g_strdup(last->applied_by),
                       .git_commit = g_strdup(last->git_commit),
                       .tool_version = g_strdup(last->tool_version),
                       .schema_after = g_strdup(last->schema_after)};
    return row;
}

static Sum chain_before(const Ledger *ledger, guint index) {
    return index == 0 ? (Sum){{0}} : ((const LedgerRow *)ledger->rows->pdata[index - 1])->chain;
}

/* The rows from `first` to `last` that lead from one chain to another, all of them applied. */
static bool find_rows(const Ledger *ledger, const Sum *before, const Sum *chain, guint *first,
                      guint *last) {
    bool begun = false;
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        Sum previous = chain_before(ledger, i);
        if (!begun && sum_equal(&previous, before)) {
            begun = true;
            *first = i;
        }
        *last = i;
        if (begun && !ledger_is_applied(row))
            return false;
        if (begun && sum_equal(&row->chain, chain))
            return true;
    }
    return false;
}

/* Row n is the replacement itself where that was executed. */
static void fold(Ledger *ledger, const History *history, guint index) {
    const Migration *migration = history_at(history, index);
    Sum before = history_chain_before(history, index);
    guint first, last;
    if (!find_rows(ledger, &before, &migration->chain, &first, &last))
        return;
    const LedgerRow *end = ledger->rows->pdata[last];
    if (first == last && end->replaces && strcmp(end->key, migration->key) == 0)
        return;
    LedgerRow *row = stand_in(migration, index + 1, end);
    g_ptr_array_remove_range(ledger->rows, first, last - first + 1);
    g_ptr_array_insert(ledger->rows, (gint)first, row);
}

/* Whether the history has this very replacement. */
static bool has_replacement(const History *history, const LedgerRow *row) {
    const Migration *migration = history_of_key(history, row->key);
    return migration && migration->replaces && sum_equal(&migration->chain, &row->chain);
}

/* A checkout of before the squash has the originals. */
static void unfold(Ledger *ledger, const History *history, guint index) {
    const LedgerRow *row = ledger->rows->pdata[index];
    Sum before = chain_before(ledger, index);
    guint first, last;
    if (!row->replaces || has_replacement(history, row) ||
        !history_stretch(history, &before, &row->chain, &first, &last))
        return;
    for (guint i = last + 1; i-- > first;)
        g_ptr_array_insert(ledger->rows, (gint)index + 1,
                           stand_in(history_at(history, i), i + 1, row));
    g_ptr_array_remove_index(ledger->rows, index);
}

void ledger_fold(Ledger *ledger, const History *history) {
    for (guint i = 0; i < history_count(history); i++)
        if (history_at(history, i)->replaces)
            fold(ledger, history, i);
    for (guint i = ledger->rows->len; i-- > 0;)
        unfold(ledger, history, i);
    g_hash_table_remove_all(ledger->by_key);
    for (guint i = 0; i < ledger->rows->len; i++) {
        LedgerRow *row = ledger->rows->pdata[i];
        g_hash_table_insert(ledger->by_key, row->key, row);
    }
}

/* --- findings */

static bool is_between(const char *label, const Replaces *replaces) {
    g_autofree char *version = g_strndup(label, version_length(label)),
                    *first = g_strndup(replaces->first, version_length(replaces->first)),
                    *last = g_strndup(replaces->last, version_length(replaces->last));
    return version_compare(version, first) >= 0 && version_compare(version, last) <= 0;
}

const Migration *replaced_by(const History *history, const char *name) {
    for (guint i = 0; g_ascii_isdigit(*name) && i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        if (migration->replaces && strcmp(name, migration->label) != 0 &&
            is_between(name, migration->replaces))
            return migration;
    }
    return NULL;
}

static bool is_original(const Migration *migration, const LedgerRow *row) {
    return migration->replaces && !row->replaces && strcmp(row->label, migration->label) != 0 &&
           is_between(row->label, migration->replaces);
}

bool replaced_is_original(const History *history, const LedgerRow *row) {
    for (guint i = 0; i < history_count(history); i++)
        if (is_original(history_at(history, i), row))
            return true;
    return false;
}

/* The last row of an original of it that the history lacks; NULL: the ledger has none. */
static const LedgerRow *last_original(const History *history, const Ledger *ledger,
                                      const Migration *migration) {
    g_autoptr(GHashTable) known = history_labels(history);
    const LedgerRow *last = NULL;
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (is_original(migration, row) && !g_hash_table_contains(known, row->label))
            last = row;
    }
    return last;
}

static bool has_label(const Ledger *ledger, const char *label) {
    for (guint i = 0; i < ledger->rows->len; i++)
        if (strcmp(((const LedgerRow *)ledger->rows->pdata[i])->label, label) == 0)
            return true;
    return false;
}

static void add_finding(const Migration *migration, const Ledger *ledger, const LedgerRow *last,
                        Findings *findings) {
    const Replaces *replaces = migration->replaces;
    bool all = has_label(ledger, replaces->last);
    Finding *finding = findings_refuse(
        findings, "replaced", FAIL_DECISION, "%s stands for %s to %s, and this database has %s%s",
        migration->label, replaces->first, replaces->last,
        all ? "them, but not as they were then: in another order, with other texts, or not all"
            : "only a part of them, up to ",
        all ? "" : last->label);
    finding->fix =
        all ? g_strdup_printf("keep the originals for as long as there is such a database: they "
                              "are in commit %s",
                              replaces->commit)
            : g_strdup_printf("apply the originals first: git checkout %s, migrate apply, and come "
                              "back",
                              replaces->commit);
    finding->file = g_strdup(migration->path);
    finding->line = finding->end_line = replaces->line;
    finding->column = 1;
}

void replaced_findings(const History *history, const Ledger *ledger, Findings *findings) {
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        const LedgerRow *last =
            migration->replaces ? last_original(history, ledger, migration) : NULL;
        if (last)
            add_finding(migration, ledger, last, findings);
    }
}

/* --- the event */

/* The replacements that count as applied, as an array of their keys; NULL: there are none. Caller
 * frees. */
static char *standing_in(const Run *run) {
    g_autoptr(GString) keys = g_string_new(NULL);
    for (guint i = 0; run->ledger && i < run->ledger->rows->len; i++) {
        const LedgerRow *row = run->ledger->rows->pdata[i];
        const Migration *migration = row->stands_in ? history_of_key(run->history, row->key) : NULL;
        if (migration && migration->replaces)
            pg_array_add(keys, row->key);
    }
    if (keys->len == 0)
        return NULL;
    g_string_append_c(keys, '}');
    return g_string_free(g_steal_pointer(&keys), FALSE);
}

bool replaced_due(Run *run) {
    g_autofree char *keys = standing_in(run);
    const char *const values[] = {keys};
    g_autoptr(Rows) rows =
        keys && run->guard.may_write
            ? pg_ask(run->pg, PG_ANY_ROWS("!"), ledger_sql(SQL_replaced_due), 1, values, NULL)
            : NULL;
    return rows && rows_count(rows) > 0;
}

bool replaced_note(Run *run, GError **error) {
    g_autofree char *keys = standing_in(run);
    const char *const values[] = {keys, run->run_id};
    g_autoptr(Rows) rows =
        keys ? pg_query(run->pg, ledger_sql(SQL_replaced_note), G_N_ELEMENTS(values), values, error)
             : NULL;
    return !keys || rows;
}
