/* What a statement outside of a transaction did: its locks are gone by then, so files are compared,
 * and the locks are those of a table. */
#include "measure/before.h"

#include <string.h>

/* What the files of relations that are there say, by oid of the table. */
typedef struct {
    guint builds;
    bool written, dropped;
} Seen;

static Seen *seen_of(GHashTable *seen, gint64 oid) {
    Seen *found = g_hash_table_lookup(seen, &oid);
    if (!found) {
        found = g_new0(Seen, 1);
        g_hash_table_insert(seen, g_memdup2(&oid, sizeof oid), found);
    }
    return found;
}

static void see(Before *before, GHashTable *seen, GHashTable *left, const Rows *rows, guint row) {
    gint64 oid = rows_number(rows, row, 0), file = rows_number(rows, row, 4);
    gint64 table = rows_number(rows, row, 8);
    Known *known = before_find(before, oid);
    g_hash_table_remove(left, &oid);
    if (known && !table && known->file && known->file != file)
        seen_of(seen, oid)->written = true;
    if (before_learn_file(before, file) && table && before_find(before, table))
        seen_of(seen, table)->builds++;
    if (known)
        known->file = file;
}

/* An index that is gone counts for its table, too. */
static void see_gone(const Before *before, GHashTable *seen, GHashTable *left) {
    GHashTableIter iter;
    gpointer oid;
    g_hash_table_iter_init(&iter, left);
    while (g_hash_table_iter_next(&iter, &oid, NULL)) {
        const Known *known = g_hash_table_lookup(before->relations, oid);
        seen_of(seen, *(gint64 *)oid)->dropped = true;
        if (known->indexed && before_find(before, known->indexed))
            seen_of(seen, known->indexed);
    }
}

static void take_seen(const Before *before, const Statement *statement, Measured *measured,
                      GHashTable *seen) {
    const LockedAlone *locks = locked_alone(statement);
    GHashTableIter iter;
    gpointer oid, value;
    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &oid, &value)) {
        const Seen *found = value;
        const Known *known = g_hash_table_lookup(before->relations, oid);
        MeasuredRelation *relation = known_relation(known);
        relation->lock = found->dropped ? locks->other : locks->table;
        relation->builds = found->builds;
        relation->dropped = found->dropped;
        relation->work = found->written && strcmp(known->kind, "sequence") != 0 ? WORK_REWRITE
                         : found->builds > 0                                    ? WORK_BUILD
                                                                                : WORK_MOMENT;
        g_ptr_array_add(measured->relations, relation);
    }
}

bool take_outside(Before *before, Pg *pg, const Statement *statement, Measured *measured,
                  GError **error) {
    g_autoptr(Rows) rows = before_ask(before, pg, true, error);
    if (!rows)
        return false;
    g_autoptr(GHashTable) left = before_oids(before);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (guint i = 0; i < rows_count(rows); i++)
        see(before, seen, left, rows, i);
    see_gone(before, seen, left);
    take_seen(before, statement, measured, seen);
    before_learn(before, rows);
    before_forget(before, left);
    return true;
}
