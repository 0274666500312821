#include "rows/in_place.h"

#include "apply/ledger_place.h"
#include "base/hash.h"
#include "mask/key.h"
#include "rows/order.h"
#include "rows/views.h"
#include <string.h>

enum { WINDOW = 128 }; /* blocks */

/* Masking at work. */
typedef struct {
    End *end;
    const Project *project;
    InPlace *done;
    Masks *masks;
    char *notes; /* the table that says what is masked */
    char *sum;   /* of the masks */
} Masking;

static void masking_clear(Masking *masking) {
    masks_free(masking->masks);
    g_free(masking->notes);
    g_free(masking->sum);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Masking, masking_clear)

/* Until the transaction ends, because behind a pooler nothing lasts longer: batches of two runs
 * take turns, and each sees what the other has noted. Of a run that was killed, the server may
 * still be at work on a batch. */
static bool lock(const Masking *masking, GError **error) {
    enum { TRIES = 30, PAUSE = 100 * 1000 };
    const char *const values[] = {ledger_schema()};
    for (guint i = 0; i < TRIES; i++) {
        g_autoptr(Rows) rows =
            pg_ask(masking->end->pg, PG_ONE_ROW("!"),
                   "SELECT pg_try_advisory_xact_lock(hashtextextended('migrate mask ' || $1, 0))",
                   1, values, error);
        if (!rows || *rows_value(rows, 0, 0) == 't')
            return rows;
        g_usleep(PAUSE);
    }
    g_set_error(error, ROWS_ERROR, FAIL_LOCKED, "another run is masking %s; wait until it is done",
                masking->end->name);
    return false;
}

/* --- what was done before */

/* Of what is masked how: rows that were masked in another way are neither raw nor done. */
static char *sum_masks(const Masking *masking) {
    g_autoptr(Hash) hash = hash_new();
    const GPtrArray *tables = masking->end->tables->tables;
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        for (guint n = 0; n < table->columns->len; n++) {
            const TableColumn *column = table->columns->pdata[n];
            const ColumnMask *mask = masks_of(masking->masks, column);
            g_autofree char *line =
                mask->rule ? g_strdup_printf("%s.%s %s\n", table->id, column->id, mask->rule->text)
                           : g_strdup("");
            hash_add(hash, line, strlen(line));
        }
    }
    Sum sum = hash_end(hash);
    return sum_hex(&sum);
}

static bool has_ledger(const Masking *masking, const char *schema, GError **error) {
    const char *const values[] = {schema};
    g_autoptr(Rows) rows =
        pg_ask(masking->end->pg, PG_ONE_ROW("!"),
               "SELECT pg_catalog.to_regnamespace($1) IS NOT NULL", 1, values, error);
    if (!rows || *rows_value(rows, 0, 0) == 't')
        return rows;
    g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                "%s has no ledger, beside which masking would note how far it is; `migrate apply` "
                "or `migrate baseline` makes one",
                masking->end->name);
    return false;
}

static bool open_notes(Masking *masking, GError **error) {
    g_autofree char *schema = pg_quote_ident(masking->end->pg, ledger_schema());
    masking->notes = g_strconcat(schema, ".masking", NULL);
    g_autofree char *make =
        g_strdup_printf("SET LOCAL client_min_messages = warning; CREATE TABLE IF NOT EXISTS %s"
                        " (xid text NOT NULL, key_check text NOT NULL, masks text NOT NULL)",
                        masking->notes);
    return has_ledger(masking, schema, error) && end_begin(masking->end, false, false, error) &&
           lock(masking, error) && pg_script(masking->end->pg, make, error) &&
           pg_script(masking->end->pg, "COMMIT", error);
}

/* Some bits that show whether a key is the same, and not which. Caller frees. */
static char *key_check(void) {
    g_autofree char *digest = mask_digest("'masking in place'::text");
    return g_strdup_printf("left(encode(%s, 'hex'), 8)", digest);
}

static bool same_run(const Masking *masking, GError **error) {
    g_autofree char *check = key_check();
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*), count(*) FILTER (WHERE key_check <> %s),"
                        " count(*) FILTER (WHERE masks <> $1) FROM %s",
                        check, masking->notes);
    const char *const values[] = {masking->sum};
    g_autoptr(Rows) rows = pg_ask(masking->end->pg, PG_ONE_ROW("!!!"), sql, 1, values, error);
    masking->done->resumed = rows && rows_number(rows, 0, 0) > 0;
    if (!rows || rows_number(rows, 0, 1) + rows_number(rows, 0, 2) == 0)
        return rows;
    bool key = rows_number(rows, 0, 1) > 0;
    g_set_error(error, ROWS_ERROR, FAIL_DECISION,
                "a run with %s has masked a part of %s; go on with %s, or make the database anew "
                "(where all its rows are new since then: DROP TABLE %s)",
                key ? "another key" : "other masks", masking->end->name,
                key ? "that key" : "those masks", masking->notes);
    return false;
}

/* --- batches */

static bool begin(Masking *masking, GError **error) {
    return end_begin(masking->end, false, false, error) && lock(masking, error) &&
           pg_script(masking->end->pg, "SET LOCAL session_replication_role = replica", error) &&
           mask_key_send(masking->end->pg, error);
}

/* The blocks of the table, or of its largest partition. */
static bool count_blocks(const Masking *masking, const Table *table, gint64 *blocks,
                         GError **error) {
    static const char sql[] =
        "SELECT coalesce(max(pg_relation_size(t.relid)) / current_setting('block_size')::bigint, 0)"
        " FROM (SELECT p.relid FROM pg_partition_tree($1::oid::regclass) AS p UNION"
        " SELECT $1::oid::regclass) AS t";
    g_autofree char *oid = g_strdup_printf("%u", table->oid);
    const char *const values[] = {oid};
    g_autoptr(Rows) rows = pg_ask(masking->end->pg, PG_ONE_ROW("!"), sql, 1, values, error);
    *blocks = rows ? rows_number(rows, 0, 0) : 0;
    return rows;
}

/* A note that was restored with a database speaks of another one's transactions: it was not written
 * by the one that it names. */
static bool mask_batch(Masking *masking, const Table *table, gint64 from, GError **error) {
    Pg *pg = masking->end->pg;
    g_autofree char *check = key_check();
    g_autofree char *note =
        g_strdup_printf("INSERT INTO %s SELECT (txid_current() & 4294967295)::text, %s, '%s'",
                        masking->notes, check, masking->sum);
    g_autofree char *condition = g_strdup_printf(
        "migrate_row.ctid >= '(%" G_GINT64_FORMAT ",0)'::tid AND migrate_row.ctid <"
        " '(%" G_GINT64_FORMAT ",0)'::tid AND migrate_row.xmin::text NOT IN (SELECT note.xid"
        " FROM %s AS note WHERE note.xid = note.xmin::text)",
        from, from + WINDOW, masking->notes);
    g_autofree char *update = masks_update(masking->masks, pg, table, condition);
    g_autofree char *sql =
        g_strdup_printf("WITH masked AS (%s RETURNING 1) SELECT count(*) FROM masked", update);
    GError *local = NULL;
    if (!begin(masking, error))
        return false;
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"), sql, 0, NULL, &local);
    if (!rows) {
        masks_censor(table, &local);
        g_propagate_error(error, local);
        return false;
    }
    masking->done->rows += rows_number(rows, 0, 0);
    return (rows_number(rows, 0, 0) == 0 || pg_script(pg, note, error)) &&
           pg_script(pg, "COMMIT", error);
}

static bool mask_table(Masking *masking, const Table *table, GError **error) {
    gint64 blocks;
    if (!count_blocks(masking, table, &blocks, error))
        return false;
    masking->done->tables++;
    for (gint64 from = 0; from < blocks; from += WINDOW)
        if (!mask_batch(masking, table, from, error))
            return false;
    return true;
}

/* Tables that refer to others come first: whether a row stays may be known from the row that it
 * refers to, as that was. */
static bool mask_tables(Masking *masking, GError **error) {
    g_autoptr(GPtrArray) ordered = tables_in_order(masking->end->tables->tables);
    for (guint i = ordered->len; i > 0; i--)
        if (masks_touch(masking->masks, ordered->pdata[i - 1]) &&
            !mask_table(masking, ordered->pdata[i - 1], error))
            return false;
    return true;
}

/* --- before and after */

/* In such a circle, some of the rows that a condition looks at would be masked already. */
static bool keeps_in_circles(const Masking *masking, GError **error) {
    const GPtrArray *tables = masking->end->tables->tables;
    if (g_hash_table_size(masking->masks->kept) == 0)
        return true;
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        for (guint n = 0; n < table->columns->len; n++) {
            const ColumnMask *mask = masks_of(masking->masks, table->columns->pdata[n]);
            if (!mask->rule || !mask->via || mask->via->to != table)
                continue;
            g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                        "%s refers to itself by a masked column, so that rows that stay cannot be "
                        "known in place; make a masked copy instead",
                        table->id);
            return false;
        }
    }
    return true;
}

/* In a transaction of its own, which finds what would go wrong. A database that was begun with is
 * masked in part, and only its checks are known to hold. */
static bool prepare(Masking *masking, GError **error) {
    if (!begin(masking, error)) {
        if (error && pg_fault_is(*error, "42501"))
            g_prefix_error(error, "masking in place needs a role that may set "
                                  "session_replication_role: ");
        return false;
    }
    if (!end_read(masking->end, masking->project, error))
        return false;
    masking->masks = masked_open(masking->end, masking->project, error);
    masking->sum = masking->masks ? sum_masks(masking) : NULL;
    if (!masking->masks || !keeps_in_circles(masking, error) || !same_run(masking, error))
        return false;
    masking->done->columns = masks_count(masking->masks);
    return (masking->done->resumed ||
            masks_verify(masking->masks, masking->end->pg, NULL, NULL, error)) &&
           pg_script(masking->end->pg, "ROLLBACK", error);
}

/* The notes stay: what they name is masked, whenever somebody asks for it again. */
static bool finish(Masking *masking, GError **error) {
    Pg *pg = masking->end->pg;
    const GPtrArray *tables = masking->end->tables->tables;
    if (!views_refresh(pg, masking->end->tables, error))
        return false;
    masking->done->vacuumed = true;
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        g_autofree char *vacuum = g_strconcat("VACUUM ", table->id, NULL);
        if (masks_touch(masking->masks, table) && !pg_script(pg, vacuum, NULL))
            masking->done->vacuumed = false;
    }
    return true;
}

bool mask_in_place(End *end, const Project *project, InPlace *done, GError **error) {
    g_auto(Masking) masking = {.end = end, .project = project, .done = done};
    return mask_key_check(error) && open_notes(&masking, error) && prepare(&masking, error) &&
           mask_tables(&masking, error) && finish(&masking, error);
}
