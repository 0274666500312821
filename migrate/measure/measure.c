#include "measure/before.h"

#include <string.h>

struct Measure {
    bool together;
    bool open;    /* between measure_begin() and measure_end() … */
    bool begun;   /* … and after what comes first */
    bool repeats; /* see measure_repeats() */
    Before before;
    char highest[24]; /* its highest oid, as text */
    /* What the server said of the statement that runs. */
    GHashTable *passes; /* names of tables that ALTER TABLE went through; a set */
    guint key_checks;
    bool implied;      /* of a DEFAULT partition, by what is known of it */
    bool asked, blind; /* whether scans are counted was asked; they are not */
    GHashTable *times; /* what times_begin() noted; NULL: nothing */
};

Measure *measure_new(bool together) {
    Measure *measure = g_new(Measure, 1);
    *measure = (Measure){.together = together,
                         .passes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    before_init(&measure->before);
    return measure;
}

bool measure_is_together(const Measure *measure) {
    return measure->together;
}

bool measure_repeats(Measure *measure) {
    bool repeats = measure->repeats;
    measure->repeats = false;
    return repeats;
}

void measure_forget(Measure *measure) {
    measure->before.current = false;
}

void measure_free(Measure *measure) {
    if (!measure)
        return;
    before_clear(&measure->before);
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
    if (g_strcmp0(fault->function, "check_default_partition_contents") == 0)
        measure->implied = true;
    if (g_strcmp0(fault->function, "ATRewriteTable") != 0)
        return;
    char *name = quoted_name(fault->message);
    if (name)
        g_hash_table_add(measure->passes, name);
}

static void forget_said(Measure *measure) {
    g_hash_table_remove_all(measure->passes);
    measure->key_checks = 0;
    measure->implied = false;
}

/* Before version 15 another process counts, told by a socket that a sandbox may refuse. */
static bool ask_counting(Measure *measure, Pg *pg, GError **error) {
    if (measure->asked || pg_version(pg) >= 150000)
        return true;
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"),
                                  "SELECT pg_catalog.pg_stat_get_xact_numscans(c.tableoid)"
                                  " FROM pg_catalog.pg_class AS c LIMIT 1",
                                  0, NULL, error);
    measure->asked = true;
    measure->blind = rows && rows_number(rows, 0, 0) == 0;
    return rows;
}

const char measure_setting[] = "SET client_min_messages = debug1;";

void measure_begin(Measure *measure, Pg *pg) {
    if (measure->open) /* what came after the last beginning was undone */
        measure_forget(measure);
    if (!measure->together)
        measure->before.closed = false;
    measure->open = true;
    measure->begun = false;
    forget_said(measure);
    pg_on_notice(pg, on_notice, measure);
}

/* At the first statement that can do anything: SET TRANSACTION has to come before every query. */
static bool begin_late(Measure *measure, Pg *pg, GError **error) {
    if (measure->begun)
        return true;
    if (!ask_counting(measure, pg, error) || !before_read(&measure->before, pg, error))
        return false;
    g_snprintf(measure->highest, sizeof measure->highest, "%" G_GINT64_FORMAT,
               measure->before.highest);
    return measure->begun = true;
}

void measure_end(Measure *measure, Pg *pg, bool done) {
    if (!done)
        measure_forget(measure);
    measure->open = false;
    forget_said(measure);
    pg_on_notice(pg, NULL, NULL);
}

/* --- what a statement did */

/* How many files of an array's text, "{1,2}", are new. */
static guint learn_files(Measure *measure, const char *files) {
    guint count = 0;
    while (files && (*files == '{' || *files == ',')) {
        char *end;
        count += before_learn_file(&measure->before, g_ascii_strtoll(files + 1, &end, 10));
        files = end;
    }
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

/* What says nothing of its scans, known by the locks that go with them. */
static bool is_scanned_unseen(const Measure *measure, const Statement *statement,
                              const MeasuredRelation *relation) {
    static const struct {
        const char *words;
        LockMode lock;
    } quiet[] = {{"alter domain", LOCK_SHARE},
                 {"create table", LOCK_ACCESS_EXCLUSIVE},
                 {"refresh materialized", LOCK_EXCLUSIVE}};
    if (relation->lock == relation->before || relation->partitioned || measure->implied)
        return false;
    if (measure->key_checks > 0)
        return relation->lock == LOCK_SHARE_ROW_EXCLUSIVE ||
               relation->lock == LOCK_SHARE_UPDATE_EXCLUSIVE;
    g_autofree char *head = statement_head(statement, 2);
    for (guint i = 0; i < G_N_ELEMENTS(quiet); i++)
        if (strcmp(head, quiet[i].words) == 0 && relation->lock == quiet[i].lock)
            return true;
    return false;
}

/* Tables that the server passes through count a scan, where it counts. */
static bool is_scanned(const Measure *measure, const Statement *statement,
                       const MeasuredRelation *relation, gint64 scans) {
    return scans > 0 || g_hash_table_contains(measure->passes, relation->name) ||
           (measure->blind && is_scanned_unseen(measure, statement, relation));
}

static void judge(Measure *measure, const Statement *statement, MeasuredRelation *relation,
                  const Known *known, const Rows *rows, guint row) {
    gint64 file = rows_number(rows, row, 4), scans = rows_number(rows, row, 6) - known->scans;
    bool moved = known->tablespace != rows_number(rows, row, 5);
    relation->builds = learn_files(measure, rows_value(rows, row, 9));
    if (is_kind(relation, "index") || is_kind(relation, "sequence") || known->dropped)
        return;
    bool written = file && known->file && file != known->file;
    if (written && is_copied(measure, statement, relation, moved))
        relation->work = WORK_REWRITE;
    else if (written)
        relation->emptied = true;
    else if (relation->builds > 0)
        relation->work = WORK_BUILD;
    else if (is_scanned(measure, statement, relation, scans))
        relation->work = scan_of(measure, statement, relation);
    relation->key_check = relation->work == WORK_SCAN && measure->key_checks > 0;
}

static LockMode mode_of(const char *word) {
    static const char *const words[LOCK_MODES] = {"",
                                                  "AccessShareLock",
                                                  "RowShareLock",
                                                  "RowExclusiveLock",
                                                  "ShareUpdateExclusiveLock",
                                                  "ShareLock",
                                                  "ShareRowExclusiveLock",
                                                  "ExclusiveLock",
                                                  "AccessExclusiveLock"};
    LockMode mode = LOCK_ACCESS_EXCLUSIVE;
    while (mode > LOCK_NONE && strcmp(words[mode], word) != 0)
        mode--;
    return mode;
}

/* A row for each relation that was there before, that of its strongest lock: Known* → row. */
static GHashTable *strongest(const Measure *measure, const Rows *rows) {
    GHashTable *found = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < rows_count(rows); i++) {
        Known *known = before_find(&measure->before, rows_number(rows, i, 0));
        gpointer other;
        bool any = known && g_hash_table_lookup_extended(found, known, NULL, &other);
        if (known && (!any || mode_of(rows_value(rows, i, 8)) >
                                  mode_of(rows_value(rows, GPOINTER_TO_UINT(other), 8))))
            g_hash_table_insert(found, known, GUINT_TO_POINTER(i));
    }
    return found;
}

static void take_locked(Measure *measure, const Statement *statement, Measured *measured,
                        GHashTable *zoned, Known *known, const Rows *rows, guint row) {
    gint64 oid = rows_number(rows, row, 0);
    known_follow_schema(known, rows, row);
    MeasuredRelation *relation = known_relation(known);
    relation->lock = MAX(known->held, mode_of(rows_value(rows, row, 8)));
    relation->dropped = !rows_value(rows, row, 2) && !known->dropped;
    known->dropped = !rows_value(rows, row, 2);
    judge(measure, statement, relation, known, rows, row);
    if (zoned && g_hash_table_contains(zoned, &oid))
        relation->work = WORK_REWRITE;
    g_ptr_array_add(measured->relations, relation);
    if (known->held == LOCK_NONE)
        g_ptr_array_add(measure->before.held, known);
    known->held = relation->lock;
    known_learn(known, rows, row);
}

static void take_all_locked(Measure *measure, const Statement *statement, Measured *measured,
                            GHashTable *zoned, const Rows *rows) {
    g_autoptr(GHashTable) found = strongest(measure, rows);
    GHashTableIter iter;
    gpointer known, row;
    g_hash_table_iter_init(&iter, found);
    while (g_hash_table_iter_next(&iter, &known, &row))
        take_locked(measure, statement, measured, zoned, known, rows, GPOINTER_TO_UINT(row));
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

static Rows *ask_locks(Measure *measure, Pg *pg, GError **error) {
    const char *const values[] = {measure->highest};
    Rows *rows = pg_batch_rows(pg);
    return rows ? rows : ask(&measure->before.asker, pg, ASK_LOCKS, values, error);
}

static bool take_inside(Measure *measure, Pg *pg, const Statement *statement, Measured *measured,
                        GError **error) {
    g_autoptr(Rows) rows = ask_locks(measure, pg, error);
    g_autoptr(GHashTable) zoned =
        rows && measure->times ? times_changed(measure->times, pg, error) : NULL;
    if (!rows || (measure->times && !zoned))
        return false;
    take_all_locked(measure, statement, measured, zoned, rows);
    add_referenced(measured);
    return true;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    const MeasuredRelation *const *one = a, *const *two = b;
    int order = g_strcmp0((*one)->schema, (*two)->schema);
    return order ? order : g_strcmp0((*one)->name, (*two)->name);
}

/* ROLLBACK TO gives back what there was, and locks. */
static bool take_undone(Measure *measure, Pg *pg, const Statement *statement, Measured *measured,
                        GError **error) {
    measure_forget(measure);
    bool taken = before_read(&measure->before, pg, error) &&
                 take_inside(measure, pg, statement, measured, error);
    g_ptr_array_set_size(measured->relations, 0);
    return taken;
}

static bool take(Measure *measure, Pg *pg, const Statement *statement, GPtrArray *into,
                 GError **error) {
    static const char *const undoing[] = {"rollback", "abort", NULL};
    Measured *measured = measured_add(into, statement->line, statement->column);
    measured->alone = !pg_in_transaction(pg);
    bool taken = measured->alone ? take_outside(&measure->before, pg, statement, measured, error)
                 : begins_with(statement, undoing)
                     ? take_undone(measure, pg, statement, measured, error)
                     : take_inside(measure, pg, statement, measured, error);
    g_ptr_array_sort(measured->relations, by_name);
    forget_said(measure);
    return taken;
}

/* What a statement did of which it is known that it was nothing: the locks are those before it. */
static bool take_still(const Measure *measure, const Statement *statement, bool alone,
                       GPtrArray *into) {
    Measured *measured = measured_add(into, statement->line, statement->column);
    measured->alone = alone;
    for (guint i = 0; !alone && i < measure->before.held->len; i++)
        g_ptr_array_add(measured->relations, known_relation(measure->before.held->pdata[i]));
    g_ptr_array_sort(measured->relations, by_name);
    return true;
}

/* --- around it */

/* How a statement is run. */
typedef struct {
    MeasureRun run;
    void *data;
} Running;

static bool runs_inside(const Statement *statement) {
    g_auto(StatementClass) found = statement_classify(statement);
    return found.kind->mode == RUN_INSIDE;
}

/* Runs it where it is, and takes what it did. */
static bool run_here(Measure *measure, Pg *pg, const Statement *statement, const Running *running,
                     GPtrArray *into, GError **error) {
    static const char *const copies[] = {"copy", NULL};
    const char *const values[] = {measure->highest};
    GError *failed = NULL;
    if (pg_in_transaction(pg) && !begins_with(statement, copies))
        ask_along(&measure->before.asker, pg, ASK_LOCKS, values);
    bool done = running->run(statement, running->data, &failed);
    ask_alone(&measure->before.asker, pg, failed);
    if (failed)
        g_propagate_error(error, failed);
    return done && take(measure, pg, statement, into, error);
}

/* Begins a transaction; what is held and counted begins with it. */
static bool open_own(Measure *measure, Pg *pg, GError **error) {
    return pg_script(pg, "BEGIN; SET client_min_messages = debug1", error) &&
           before_read(&measure->before, pg, error);
}

/* False without an error: it has to be run without a transaction. */
static bool run_in_own(Measure *measure, Pg *pg, const Statement *statement, const Running *running,
                       GPtrArray *into, GError **error) {
    guint before = into->len;
    if (!open_own(measure, pg, error))
        return false;
    if (run_here(measure, pg, statement, running, into, NULL) && pg_script(pg, "COMMIT", NULL))
        return true;
    g_ptr_array_set_size(into, (gint)before);
    measure_forget(measure);
    if (pg_in_transaction(pg))
        pg_script(pg, "ROLLBACK", error);
    return false;
}

/* As run_in_own(), once more where what was prepared was taken away meanwhile. */
static bool run_own(Measure *measure, Pg *pg, const Statement *statement, const Running *running,
                    GPtrArray *into, GError **error) {
    bool words = measure->before.asker.in_words;
    GError *failed = NULL;
    if (run_in_own(measure, pg, statement, running, into, &failed))
        return true;
    if (!failed && measure->before.asker.in_words && !words)
        return run_in_own(measure, pg, statement, running, into, error);
    if (failed)
        g_propagate_error(error, failed);
    return false;
}

/* A migration's first words about its transaction. */
static bool is_too_early(const Measure *measure, const Pg *pg, const Statement *statement) {
    g_autofree char *head = statement_head(statement, 2);
    return !measure->begun && pg_in_transaction(pg) && strcmp(head, "set transaction") == 0;
}

/* Nothing was there before, or the statement does nothing to it. */
static bool is_still(const Measure *measure, const Statement *statement) {
    return g_hash_table_size(measure->before.relations) == 0 || statement_is_still(statement);
}

bool measure_run(Measure *measure, Pg *pg, const Statement *statement, MeasureRun run, void *data,
                 GPtrArray *into, GError **error) {
    const Running running = {run, data};
    bool inside = pg_in_transaction(pg), words = measure->before.asker.in_words;
    GError *failed = NULL;
    g_clear_pointer(&measure->times, g_hash_table_unref);
    if (is_too_early(measure, pg, statement)) {
        measured_add(into, statement->line, statement->column);
        return run(statement, data, error);
    }
    if (!begin_late(measure, pg, error))
        return false;
    if (is_still(measure, statement))
        return run(statement, data, error) &&
               take_still(measure, statement, !inside && !runs_inside(statement), into);
    bool done = times_begin(&measure->times, pg, statement, error);
    if (done && !inside && runs_inside(statement) &&
        run_own(measure, pg, statement, &running, into, &failed))
        return true;
    done = done && !failed && run_here(measure, pg, statement, &running, into, error);
    if (failed)
        g_propagate_error(error, failed);
    measure->repeats = inside && measure->before.asker.in_words && !words;
    return done;
}
