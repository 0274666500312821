#include "measure/room.h"

#include "sql.h"
#include <string.h>

/* What is known of a relation that was there before. */
typedef struct {
    const char *kind;
    char *schema, *name;
    gint64 file, tablespace, scans;
    gint64 indexed; /* of an index: its table's oid */
    bool partitioned, dropped;
    LockMode held; /* in the transaction so far */
} Known;

struct Measure {
    bool together, begun;
    gint64 highest;        /* the highest oid of those that were there before */
    GHashTable *relations; /* oid → Known* */
    GHashTable *files;     /* those that are known; a set */
    /* What the server said of the statement that runs. */
    GHashTable *passes; /* names of tables that ALTER TABLE went through; a set */
    guint key_checks;
    GHashTable *times; /* what times_begin() noted; NULL: nothing */
};

static void known_free(gpointer data) {
    Known *known = data;
    g_free(known->schema);
    g_free(known->name);
    g_free(known);
}

Measure *measure_new(bool together) {
    Measure *measure = g_new(Measure, 1);
    *measure = (Measure){.together = together,
                         .relations =
                             g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, known_free),
                         .files = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
                         .passes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return measure;
}

bool measure_is_together(const Measure *measure) {
    return measure->together;
}

void measure_free(Measure *measure) {
    if (!measure)
        return;
    g_hash_table_unref(measure->relations);
    g_hash_table_unref(measure->files);
    g_hash_table_unref(measure->passes);
    g_clear_pointer(&measure->times, g_hash_table_unref);
    g_free(measure);
}

/* --- what the server says */

/* The name in 'rewriting table "orders"'; translations quote it otherwise. Caller frees. */
static char *quoted_name(const char *message) {
    const char *start = strchr(message, '"'), *end = start ? strrchr(start + 1, '"') : NULL;
    return end ? g_strndup(start + 1, (gsize)(end - start - 1)) : NULL;
}

static void on_notice(const char *severity, const SqlFault *fault, void *data) {
    Measure *measure = data;
    (void)severity;
    if (g_strcmp0(fault->function, "validateForeignKeyConstraint") == 0)
        measure->key_checks++;
    if (g_strcmp0(fault->function, "ATRewriteTable") != 0)
        return;
    char *name = quoted_name(fault->message);
    if (name)
        g_hash_table_add(measure->passes, name);
}

static void forget_said(Measure *measure) {
    g_hash_table_remove_all(measure->passes);
    measure->key_checks = 0;
}

/* --- what is there */

static gint64 number(const Rows *rows, guint row, guint column) {
    return g_ascii_strtoll(rows_value(rows, row, column), NULL, 10);
}

/* Whether the file was not known yet. */
static bool learn_file(Measure *measure, gint64 file) {
    return file && g_hash_table_add(measure->files, g_memdup2(&file, sizeof file));
}

static Known *find(const Measure *measure, gint64 oid) {
    return g_hash_table_lookup(measure->relations, &oid);
}

/* In the words of the kinds of objects. */
static const char *kind_word(const char *relkind) {
    static const struct {
        char letter;
        const char *word;
    } kinds[] = {{'r', "table"},    {'p', "table"},         {'i', "index"},
                 {'I', "index"},    {'v', "view"},          {'m', "materialized_view"},
                 {'S', "sequence"}, {'f', "foreign_table"}, {'c', "type"}};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (*relkind == kinds[i].letter)
            return kinds[i].word;
    return "relation";
}

static void rename_known(Known *known, const char *schema, const char *name) {
    if (!name || (g_strcmp0(known->name, name) == 0 && g_strcmp0(known->schema, schema) == 0))
        return;
    g_free(known->schema);
    g_free(known->name);
    known->schema = g_strdup(schema);
    known->name = g_strdup(name);
}

static void learn_relation(Measure *measure, const Rows *rows, guint row) {
    gint64 oid = number(rows, row, 0);
    Known *known = find(measure, oid);
    learn_file(measure, number(rows, row, 4));
    if (!known && measure->begun)
        return;
    if (!known) {
        known = g_new0(Known, 1);
        g_hash_table_insert(measure->relations, g_memdup2(&oid, sizeof oid), known);
        measure->highest = MAX(measure->highest, oid);
    }
    known->kind = kind_word(rows_value(rows, row, 3));
    known->partitioned = *rows_value(rows, row, 3) == 'p';
    rename_known(known, rows_value(rows, row, 1), rows_value(rows, row, 2));
    known->file = number(rows, row, 4);
    known->tablespace = number(rows, row, 5);
    known->scans = number(rows, row, 6);
    known->indexed = number(rows, row, 7);
    known->held = LOCK_NONE;
    known->dropped = false;
}

static Rows *read_relations(Pg *pg, GError **error) {
    return pg_ask(pg, PG_ANY_ROWS("!...!!!!"), SQL_measure_relations, 0, NULL, error);
}

static void learn_all(Measure *measure, const Rows *rows) {
    for (guint i = 0; i < rows_count(rows); i++)
        if (rows_value(rows, i, 3))
            learn_relation(measure, rows, i);
}

bool measure_begin(Measure *measure, Pg *pg, GError **error) {
    g_autoptr(Rows) rows = read_relations(pg, error);
    if (!rows)
        return false;
    if (!measure->together || !measure->begun) {
        g_hash_table_remove_all(measure->relations);
        g_hash_table_remove_all(measure->files);
        measure->begun = false;
        measure->highest = 0;
    }
    learn_all(measure, rows);
    measure->begun = true;
    forget_said(measure);
    pg_on_notice(pg, on_notice, measure);
    return true;
}

void measure_end(Measure *measure, Pg *pg) {
    forget_said(measure);
    pg_on_notice(pg, NULL, NULL);
}

/* --- what a statement did */

static MeasuredRelation *relation_of(const Known *known) {
    MeasuredRelation *relation = g_new(MeasuredRelation, 1);
    *relation = (MeasuredRelation){.kind = known->kind,
                                   .schema = g_strdup(known->schema),
                                   .name = g_strdup(known->name),
                                   .lock = known->held,
                                   .before = known->held,
                                   .partitioned = known->partitioned};
    return relation;
}

static guint learn_files(Measure *measure, const char *files) {
    g_auto(GStrv) each = g_strsplit(files, " ", -1);
    guint count = 0;
    for (guint i = 0; each[i]; i++)
        count += learn_file(measure, g_ascii_strtoll(each[i], NULL, 10));
    return count;
}

static bool is_kind(const MeasuredRelation *relation, const char *kind) {
    return strcmp(relation->kind, kind) == 0;
}

static bool begins_with(const Statement *statement, const char *const *words) {
    g_autofree char *head = statement_head(statement, 1);
    return g_strv_contains(words, head);
}

/* A file that is another one and was not written by ALTER TABLE or to elsewhere is an empty one,
 * unless the statement says that it copies rows. */
static bool is_copied(const Measure *measure, const Statement *statement,
                      const MeasuredRelation *relation, bool moved) {
    static const char *const copies[] = {"cluster", "vacuum", NULL};
    return moved || is_kind(relation, "materialized_view") || begins_with(statement, copies) ||
           g_hash_table_contains(measure->passes, relation->name);
}

/* A query's scan, for all that is seen, is as good as the way in which it changes rows. */
static Work scan_of(const Measure *measure, const Statement *statement,
                    const MeasuredRelation *relation) {
    static const char *const changes[] = {"update", "delete", "merge", "insert",
                                          "with",   "select", NULL};
    static const char *const either[] = {"do", "call", NULL};
    if (relation->lock < LOCK_ROW_EXCLUSIVE ||
        g_hash_table_contains(measure->passes, relation->name) || measure->key_checks > 0)
        return WORK_SCAN;
    return begins_with(statement, changes) ||
                   (begins_with(statement, either) && relation->lock == LOCK_ROW_EXCLUSIVE)
               ? WORK_ROWS
               : WORK_SCAN;
}

/* Tables that the server passes through count a scan; where counting is off, its lines are all
 * there is. */
static bool is_scanned(const Measure *measure, const MeasuredRelation *relation, gint64 scans) {
    return scans > 0 || g_hash_table_contains(measure->passes, relation->name);
}

static void judge(Measure *measure, const Statement *statement, MeasuredRelation *relation,
                  const Known *known, const Rows *rows, guint row) {
    gint64 file = number(rows, row, 4), scans = number(rows, row, 6) - known->scans;
    bool moved = known->tablespace != number(rows, row, 5);
    relation->builds = learn_files(measure, rows_value(rows, row, 7));
    if (is_kind(relation, "index") || is_kind(relation, "sequence") || known->dropped)
        return;
    bool written = file && known->file && file != known->file;
    if (written && is_copied(measure, statement, relation, moved))
        relation->work = WORK_REWRITE;
    else if (written)
        relation->emptied = true;
    else if (relation->builds > 0)
        relation->work = WORK_BUILD;
    else if (is_scanned(measure, relation, scans))
        relation->work = scan_of(measure, statement, relation);
    relation->key_check = relation->work == WORK_SCAN && measure->key_checks > 0;
}

static void take_locked(Measure *measure, const Statement *statement, Measured *measured,
                        GHashTable *zoned, const Rows *rows, guint row) {
    gint64 oid = number(rows, row, 0);
    Known *known = find(measure, oid);
    if (!known)
        return;
    MeasuredRelation *relation = relation_of(known);
    relation->lock = MAX(known->held, (LockMode)number(rows, row, 1));
    relation->dropped = !rows_value(rows, row, 3) && !known->dropped;
    known->dropped = !rows_value(rows, row, 3);
    judge(measure, statement, relation, known, rows, row);
    if (zoned && g_hash_table_contains(zoned, &oid))
        relation->work = WORK_REWRITE;
    g_ptr_array_add(measured->relations, relation);
    known->held = relation->lock;
    known->file = number(rows, row, 4);
    known->tablespace = number(rows, row, 5);
    known->scans = number(rows, row, 6);
    rename_known(known, rows_value(rows, row, 2), rows_value(rows, row, 3));
}

static bool checks_keys(const Measured *measured) {
    for (guint i = 0; i < measured->relations->len; i++)
        if (((const MeasuredRelation *)measured->relations->pdata[i])->key_check)
            return true;
    return false;
}

/* The table that a foreign key refers to is read only when the other one has rows. */
static void add_referenced(Measured *measured) {
    bool checks = checks_keys(measured);
    for (guint i = 0; checks && i < measured->relations->len; i++) {
        MeasuredRelation *relation = measured->relations->pdata[i];
        if (relation->lock != LOCK_SHARE_ROW_EXCLUSIVE || relation->partitioned ||
            relation->work != WORK_MOMENT || !is_kind(relation, "table"))
            continue;
        relation->work = WORK_SCAN;
        relation->key_check = true;
    }
}

static bool take_inside(Measure *measure, Pg *pg, const Statement *statement, Measured *measured,
                        GError **error) {
    g_autofree char *highest = g_strdup_printf("%" G_GINT64_FORMAT, measure->highest);
    const char *const values[] = {highest};
    g_autoptr(GHashTable) zoned = measure->times ? times_changed(measure->times, pg, error) : NULL;
    if (measure->times && !zoned)
        return false;
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ANY_ROWS("!!..!!!!"), SQL_measure_locks, G_N_ELEMENTS(values), values, error);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        take_locked(measure, statement, measured, zoned, rows, i);
    add_referenced(measured);
    return rows;
}

/* --- outside of a transaction */

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

static void see(Measure *measure, GHashTable *seen, GHashTable *left, const Rows *rows, guint row) {
    gint64 oid = number(rows, row, 0), file = number(rows, row, 4), table = number(rows, row, 7);
    Known *known = find(measure, oid);
    g_hash_table_remove(left, &oid);
    if (known && !table && known->file && known->file != file)
        seen_of(seen, oid)->written = true;
    if (learn_file(measure, file) && table && find(measure, table))
        seen_of(seen, table)->builds++;
    if (known)
        known->file = file;
}

/* An index that is gone counts for its table, too. */
static void see_gone(Measure *measure, GHashTable *seen, GHashTable *left) {
    GHashTableIter iter;
    gpointer oid;
    g_hash_table_iter_init(&iter, left);
    while (g_hash_table_iter_next(&iter, &oid, NULL)) {
        const Known *known = g_hash_table_lookup(measure->relations, oid);
        seen_of(seen, *(gint64 *)oid)->dropped = true;
        if (known->indexed && find(measure, known->indexed))
            seen_of(seen, known->indexed);
    }
}

static void take_seen(const Measure *measure, const Statement *statement, Measured *measured,
                      GHashTable *seen) {
    const LockedAlone *locks = locked_alone(statement);
    GHashTableIter iter;
    gpointer oid, value;
    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &oid, &value)) {
        const Seen *found = value;
        const Known *known = g_hash_table_lookup(measure->relations, oid);
        MeasuredRelation *relation = relation_of(known);
        relation->lock = found->dropped ? locks->other : locks->table;
        relation->builds = found->builds;
        relation->dropped = found->dropped;
        relation->work = found->written && strcmp(known->kind, "sequence") != 0 ? WORK_REWRITE
                         : found->builds > 0                                    ? WORK_BUILD
                                                                                : WORK_MOMENT;
        g_ptr_array_add(measured->relations, relation);
    }
}

static GHashTable *all_known(const Measure *measure) {
    GHashTable *left = g_hash_table_new(g_int64_hash, g_int64_equal);
    GHashTableIter iter;
    gpointer oid;
    g_hash_table_iter_init(&iter, measure->relations);
    while (g_hash_table_iter_next(&iter, &oid, NULL))
        g_hash_table_add(left, oid);
    return left;
}

static void forget_gone(Measure *measure, GHashTable *left) {
    GHashTableIter iter;
    gpointer oid;
    g_hash_table_iter_init(&iter, left);
    while (g_hash_table_iter_next(&iter, &oid, NULL))
        g_hash_table_remove(measure->relations, oid);
}

static bool take_outside(Measure *measure, Pg *pg, const Statement *statement, Measured *measured,
                         GError **error) {
    g_autoptr(Rows) rows = read_relations(pg, error);
    if (!rows)
        return false;
    g_autoptr(GHashTable) left = all_known(measure);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (guint i = 0; i < rows_count(rows); i++)
        if (rows_value(rows, i, 3))
            see(measure, seen, left, rows, i);
    see_gone(measure, seen, left);
    take_seen(measure, statement, measured, seen);
    learn_all(measure, rows);
    forget_gone(measure, left);
    return true;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    const MeasuredRelation *const *one = a, *const *two = b;
    int order = g_strcmp0((*one)->schema, (*two)->schema);
    return order ? order : g_strcmp0((*one)->name, (*two)->name);
}

static bool take(Measure *measure, Pg *pg, const Statement *statement, GPtrArray *into,
                 GError **error) {
    Measured *measured = measured_add(into, statement->line, statement->column);
    measured->alone = !pg_in_transaction(pg);
    bool taken = measured->alone ? take_outside(measure, pg, statement, measured, error)
                                 : take_inside(measure, pg, statement, measured, error);
    g_ptr_array_sort(measured->relations, by_name);
    forget_said(measure);
    return taken;
}

/* --- around it */

static bool runs_inside(const Statement *statement) {
    g_auto(StatementClass) found = statement_classify(statement);
    return found.kind->mode == RUN_INSIDE;
}

/* Begins a transaction; what is held and counted begins with it. */
static bool open_own(Measure *measure, Pg *pg, GError **error) {
    g_autoptr(Rows) rows = pg_script(pg, "BEGIN", error) ? read_relations(pg, error) : NULL;
    if (rows)
        learn_all(measure, rows);
    return rows;
}

/* False without an error: it has to be run without a transaction. */
static bool run_in_own(Measure *measure, Pg *pg, const Statement *statement, MeasureRun run,
                       void *data, GPtrArray *into, GError **error) {
    guint before = into->len;
    if (!open_own(measure, pg, error))
        return false;
    GError *failed = NULL;
    if (run(statement, data, &failed) && take(measure, pg, statement, into, &failed) &&
        pg_script(pg, "COMMIT", &failed))
        return true;
    g_clear_error(&failed);
    g_ptr_array_set_size(into, (gint)before);
    if (pg_in_transaction(pg))
        pg_script(pg, "ROLLBACK", error);
    return false;
}

bool measure_run(Measure *measure, Pg *pg, const Statement *statement, MeasureRun run, void *data,
                 GPtrArray *into, GError **error) {
    bool own = !pg_in_transaction(pg) && runs_inside(statement);
    GError *failed = NULL;
    g_clear_pointer(&measure->times, g_hash_table_unref);
    if (!times_begin(&measure->times, pg, statement, error))
        return false;
    if (own && run_in_own(measure, pg, statement, run, data, into, &failed))
        return true;
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    return run(statement, data, error) && take(measure, pg, statement, into, error);
}
