#include "apply/foreign.h"
#include "apply/replaced.h"

#include "apply/foreign_sums.h"
#include "sql.h"
#include <string.h>

const ForeignLedger foreign_ledgers[] = {
    {.tool = "Prisma",
     .table = "_prisma_migrations",
     .columns = "applied_steps_count checksum finished_at id logs migration_name rolled_back_at "
                "started_at",
     .sql = SQL_foreign_prisma,
     .fits = foreign_fits_sha256,
     .way_out = "'prisma migrate resolve --rolled-back %s' when nothing of it is there, or "
                "'--applied' when all of it is",
     .lock = "72707369",
     .make = SQL_foreign_prisma_make,
     .applied = SQL_foreign_prisma_applied,
     .reverted = SQL_foreign_prisma_reverted},
    {.tool = "Flyway",
     .table = "flyway_schema_history",
     .columns = "checksum installed_on installed_rank success type version",
     .sql = SQL_foreign_flyway,
     .fits = foreign_fits_crc32,
     .way_out = "undo by hand what there is of %s, then 'flyway repair'"},
    {.tool = "golang-migrate",
     .table = "schema_migrations",
     .columns = "dirty version",
     .sql = SQL_foreign_golang_migrate,
     .through = true,
     .way_out = "repair the database by hand; then 'migrate force VERSION' of golang-migrate says "
                "where it stands, %s or the one before"},
    {.tool = "Supabase",
     .table = "schema_migrations",
     .columns = "statements version",
     .sql = SQL_foreign_supabase},
    {.tool = "Rails or dbmate",
     .table = "schema_migrations",
     .columns = "version",
     .sql = SQL_foreign_versions},
    {.tool = "goose",
     .table = "goose_db_version",
     .columns = "id is_applied tstamp version_id",
     .sql = SQL_foreign_goose},
    {.tool = "sqlx",
     .table = "_sqlx_migrations",
     .columns = "checksum installed_on success version",
     .sql = SQL_foreign_sqlx,
     .fits = foreign_fits_sha384,
     .way_out = "repair the database by hand, then delete the row of %s from _sqlx_migrations"},
    {.tool = "Knex",
     .table = "knex_migrations",
     .columns = "id migration_time name",
     .sql = SQL_foreign_knex},
    {.tool = "diesel",
     .table = "__diesel_schema_migrations",
     .columns = "run_on version",
     .sql = SQL_foreign_diesel},
    {.tool = "node-pg-migrate",
     .table = "pgmigrations",
     .columns = "id name run_on",
     .sql = SQL_foreign_pgmigrations},
    {.tool = "Drizzle",
     .table = "__drizzle_migrations",
     .columns = "created_at hash id",
     .sql = SQL_foreign_drizzle,
     .fits = foreign_fits_sha256,
     .by_sum = true},
    {.tool = "Atlas",
     .table = "atlas_schema_revisions",
     .columns = "applied error executed_at total type version",
     .sql = SQL_foreign_atlas,
     .unread = "hash",
     .asks = "atlas migrate validate",
     .way_out = "repair the database by hand, then 'atlas migrate set' says where it stands, %s or "
                "the one before"},
    {.tool = "Liquibase",
     .table = "databasechangelog",
     .columns = "dateexecuted exectype filename id orderexecuted",
     .sql = SQL_foreign_liquibase,
     .unread = "md5sum",
     .asks = "liquibase validate",
     .way_out = "repair the database by hand, then delete the row of %s from databasechangelog"},
    {.tool = "Sqitch",
     .table = "changes",
     .columns = "change change_id committed_at planned_at project script_hash",
     .sql = SQL_foreign_sqitch,
     .fits = foreign_fits_sha1,
     .by_sum = true},
    {.tool = "Django",
     .table = "django_migrations",
     .columns = "app applied id name",
     .sql = SQL_foreign_django},
    {NULL}};

char *foreign_sql(const char *sql, const char *table) {
    g_autoptr(GString) text = g_string_new(sql);
    g_string_replace(text, "{table}", table, 0);
    return g_strdup(text->str);
}

void foreign_clear(Foreign *foreign) {
    g_clear_pointer(&foreign->table, g_free);
    g_clear_pointer(&foreign->names, g_ptr_array_unref);
    g_clear_pointer(&foreign->applied, g_ptr_array_unref);
    g_clear_pointer(&foreign->times, g_hash_table_unref);
    g_clear_pointer(&foreign->findings, g_ptr_array_unref);
    foreign->tool = NULL;
}

/* --- finding it */

static bool has_columns(const char *all, const char *wanted) {
    g_auto(GStrv) have = g_strsplit(all, " ", -1), need = g_strsplit(wanted, " ", -1);
    for (guint i = 0; need[i]; i++)
        if (!g_strv_contains((const gchar *const *)have, need[i]))
            return false;
    return true;
}

static const ForeignLedger *tool_of(const char *name, const char *columns) {
    for (const ForeignLedger *tool = foreign_ledgers; tool->tool; tool++)
        if (strcmp(tool->table, name) == 0 && has_columns(columns, tool->columns))
            return tool;
    return NULL;
}

/* An array's literal. Caller frees. */
static char *all_tables(void) {
    GString *text = g_string_new("{");
    for (const ForeignLedger *tool = foreign_ledgers; tool->tool; tool++)
        g_string_append_printf(text, "%s%s", text->len > 1 ? "," : "", tool->table);
    g_string_append_c(text, '}');
    return g_string_free(text, FALSE);
}

/* By its name, with its schema or without. */
static bool is_wanted(const char *wanted, const char *table, const char *name) {
    return !wanted || !*wanted || strcmp(wanted, table) == 0 || strcmp(wanted, name) == 0;
}

static void tell_several(Foreign *foreign, const char *other) {
    Finding *finding = findings_refuse(foreign->findings, "other-ledger", FAIL_DECISION,
                                       "there are several ledgers of other tools: %s and %s",
                                       foreign->table, other);
    finding->fix = g_strdup_printf("say which one holds: --from-ledger=%s", foreign->table);
    foreign->tool = NULL;
}

static bool find(Pg *pg, const char *wanted, Foreign *foreign, GError **error) {
    g_autofree char *tables = all_tables();
    const char *const values[] = {tables};
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!!!"), SQL_foreign_find, 1, values, error);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        const char *table = rows_value(rows, i, 0), *name = rows_value(rows, i, 1);
        const ForeignLedger *tool = tool_of(name, rows_value(rows, i, 3));
        if (!tool || !is_wanted(wanted, table, name))
            continue;
        if (foreign->table) {
            tell_several(foreign, table);
            return true;
        }
        foreign->tool = tool;
        foreign->table = g_strdup(table);
        foreign->may_write = strcmp(rows_value(rows, i, 2), "true") == 0;
    }
    return rows;
}

/* --- what it says */

static void tell_failed(Foreign *foreign, const char *name, const char *why) {
    Finding *finding = findings_refuse(foreign->findings, "half-done", FAIL_DECISION,
                                       "%s's ledger says that %s failed, or still runs",
                                       foreign->tool->tool, name);
    finding->why = why && *why ? g_strdup(why) : NULL;
    g_auto(GStrv) parts =
        g_strsplit(foreign->tool->way_out ? foreign->tool->way_out : "", "%s", -1);
    finding->fix = g_strjoinv(name, parts);
}

static void tell_edited(Foreign *foreign, const Migration *migration, bool allowed) {
    Finding *finding = findings_refuse(
        foreign->findings, "edited", FAIL_DECISION,
        "%s was edited after %s had applied it: its file has another sum than the ledger",
        migration->label, foreign->tool->tool);
    finding->file = g_strdup(migration->path);
    finding->fix = g_strdup_printf("undo the edit (git log -- %s shows it), or take it over as it "
                                   "is now with --allow-edited",
                                   migration->path);
    if (!allowed)
        return;
    finding->failure = 0;
    finding->severity = SEVERITY_WARNING;
    g_clear_pointer(&finding->fix, g_free);
}

/* What the history lacks is older than its last one, and so was taken out of it; or newer, and the
 * checkout is older than the database. What only a sum tells apart may be edited just as well. */
/* One that a migration of the history replaces: only with the originals can it be told what the
 * database has. */
static bool tell_replaced(Foreign *foreign, const History *history, const char *name) {
    const Migration *migration = replaced_by(history, name);
    if (!migration)
        return false;
    Finding *finding = findings_refuse(foreign->findings, "replaced", FAIL_DECISION,
                                       "%s's ledger has %s, which %s stands for",
                                       foreign->tool->tool, name, migration->label);
    finding->file = g_strdup(migration->path);
    finding->line = finding->end_line = migration->replaces->line;
    finding->column = 1;
    finding->fix = g_strdup_printf("take that ledger over with the originals first: git checkout "
                                   "%s, migrate baseline --from-ledger, and come back",
                                   migration->replaces->commit);
    return true;
}

static void tell_unknown(Foreign *foreign, const History *history, const char *name) {
    if (tell_replaced(foreign, history, name))
        return;
    guint count = history_count(history);
    const char *last = count ? history_at(history, count - 1)->version : "0";
    g_autofree char *version = g_strndup(name, version_length(name));
    bool ahead = foreign->tool->by_sum || !*version || version_compare(version, last) > 0;
    Finding *finding = findings_add(foreign->findings, "missing", SEVERITY_WARNING,
                                    "%s's ledger has %s, which is not in %s", foreign->tool->tool,
                                    name, history->folder);
    if (!ahead)
        return;
    finding->severity = SEVERITY_ERROR;
    finding->failure = FAIL_DECISION;
    finding->fix = g_strdup("use a checkout that has it, or restore it from git");
}

static void add_applied(Foreign *foreign, const Migration *migration, const char *when) {
    if (!g_ptr_array_find(foreign->applied, migration, NULL))
        g_ptr_array_add(foreign->applied, (gpointer)migration);
    if (when)
        g_hash_table_insert(foreign->times, migration->key, g_strdup(when));
}

/* The migration with that very text; one whose text other ones have, too, is not known by it. */
static const Migration *migration_with_sum(const ForeignLedger *tool, const History *history,
                                           const char *sum) {
    const Migration *found = NULL;
    for (guint i = 0; tool->by_sum && sum && i < history_count(history); i++) {
        if (!tool->fits(sum, history_at(history, i)))
            continue;
        if (found)
            return NULL;
        found = history_at(history, i);
    }
    return found;
}

/* Numbers may have been written with other zeros before them. */
static const Migration *migration_called(const History *history, const char *name) {
    const Migration *migration = history_find(history, name);
    bool number = version_length(name) == strlen(name) && *name;
    /* A tool's own label begins with a time that other layouts do not have. */
    const char *rest = number || migration ? NULL : strchr(name, '_');
    if (rest)
        migration = history_find(history, rest + 1);
    for (guint i = 0; !migration && number && i < history_count(history); i++)
        if (version_compare(history_at(history, i)->version, name) == 0)
            migration = history_at(history, i);
    return migration;
}

/* The database had everything up to there when its tool began. */
static void take_baseline(Foreign *foreign, const History *history, const char *version,
                          const char *when) {
    g_ptr_array_add(foreign->names, g_strdup(version));
    for (guint i = 0; i < history_count(history); i++)
        if (version_compare(history_at(history, i)->version, version) <= 0)
            add_applied(foreign, history_at(history, i), when);
}

static void take_row(Foreign *foreign, const History *history, const Rows *rows, guint i,
                     bool edited) {
    const char *name = rows_value(rows, i, 0), *sum = rows_value(rows, i, 1),
               *state = rows_value(rows, i, 2);
    const Migration *migration = migration_with_sum(foreign->tool, history, sum);
    migration = migration ? migration : migration_called(history, name);
    if (strcmp(state, "undone") == 0)
        return;
    if (strcmp(state, "baseline") == 0) {
        take_baseline(foreign, history, name, rows_value(rows, i, 3));
        return;
    }
    if (strcmp(state, "failed") == 0) {
        tell_failed(foreign, name, rows_value(rows, i, 4));
        return;
    }
    g_ptr_array_add(foreign->names, g_strdup(name));
    if (!migration) {
        tell_unknown(foreign, history, name);
        return;
    }
    if (sum && foreign->tool->fits && !foreign->tool->fits(sum, migration))
        tell_edited(foreign, migration, edited);
    for (guint n = 0; foreign->tool->through && n < history_position(history, migration); n++)
        add_applied(foreign, history_at(history, n), NULL);
    add_applied(foreign, migration, rows_value(rows, i, 3));
}

static void tell_unread(Foreign *foreign) {
    findings_add(foreign->findings, "other-ledger", SEVERITY_NOTE,
                 "%s of %s is not compared with the files, so that what was edited after %s had "
                 "applied it is not seen",
                 foreign->tool->unread, foreign->table, foreign->tool->tool)
        ->fix = g_strdup_printf("run '%s' before, while %s is still there", foreign->tool->asks,
                                foreign->tool->tool);
}

static void sort_applied(Foreign *foreign, const History *history) {
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    for (guint i = 0; i < history_count(history); i++)
        if (g_ptr_array_find(foreign->applied, history_at(history, i), NULL))
            g_ptr_array_add(sorted, (gpointer)history_at(history, i));
    g_ptr_array_unref(foreign->applied);
    foreign->applied = g_steal_pointer(&sorted);
}

static bool read_table(Pg *pg, const History *history, bool edited, Foreign *foreign,
                       GError **error) {
    g_autofree char *sql = foreign_sql(foreign->tool->sql, foreign->table);
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!.!.."), sql, 0, NULL, error);
    if (!rows) {
        g_prefix_error(error, "while reading %s: ", foreign->table);
        return false;
    }
    for (guint i = 0; i < rows_count(rows); i++)
        take_row(foreign, history, rows, i, edited);
    if (foreign->tool->unread && foreign->names->len)
        tell_unread(foreign);
    sort_applied(foreign, history);
    return true;
}

bool foreign_read(Pg *pg, const History *history, const char *wanted, bool edited, Foreign *foreign,
                  GError **error) {
    *foreign = (Foreign){.names = g_ptr_array_new_with_free_func(g_free),
                         .applied = g_ptr_array_new(),
                         .times = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free),
                         .findings = findings_new()};
    return find(pg, wanted, foreign, error) &&
           (!foreign->tool || !history || read_table(pg, history, edited, foreign, error));
}

/* --- as if it were ours */

GPtrArray *foreign_missing(const Foreign *foreign, const Ledger *ledger) {
    GPtrArray *missing = g_ptr_array_new();
    for (guint i = 0; i < foreign->applied->len; i++) {
        const Migration *migration = foreign->applied->pdata[i];
        if (!ledger_find(ledger, migration->key))
            g_ptr_array_add(missing, (gpointer)migration);
    }
    return missing;
}

void foreign_add_rows(const Foreign *foreign, const History *history, const GPtrArray *migrations,
                      Ledger *ledger) {
    Sum chain = ledger_chain(ledger);
    for (guint i = 0; i < migrations->len; i++) {
        const Migration *migration = migrations->pdata[i];
        chain = migration_chain(&chain, migration);
        LedgerRow *row = g_new0(LedgerRow, 1);
        *row =
            (LedgerRow){.key = g_strdup(migration->key),
                        .version = g_strdup(migration->version),
                        .name = g_strdup(migration->name),
                        .label = g_strdup(migration->label),
                        .mode = g_strdup("baseline"),
                        .position = history_position(history, migration),
                        .state = LEDGER_APPLIED,
                        .raw = migration->raw,
                        .lf = migration->lf,
                        .chain = chain,
                        .run_id = g_strdup(""),
                        .finished = g_strdup(g_hash_table_lookup(foreign->times, migration->key))};
        ledger_add(ledger, row);
    }
}

bool foreign_stand_in(Pg *pg, const History *history, Ledger *ledger, Findings *findings,
                      GError **error) {
    g_auto(Foreign) foreign = {0};
    if (ledger->rows->len > 0)
        return true;
    if (!foreign_read(pg, history, NULL, true, &foreign, error))
        return false;
    for (guint i = 0; i < foreign.findings->len; i++)
        findings_add_copy(findings, foreign.findings->pdata[i]);
    if (!foreign.tool)
        return true;
    g_autofree char *count = foreign_count(foreign.applied);
    foreign_add_rows(&foreign, history, foreign.applied, ledger);
    findings_add(findings, "other-ledger", SEVERITY_NOTE,
                 "there is no ledger of ours yet; %s's, %s, has applied %s", foreign.tool->tool,
                 foreign.table, count)
        ->fix = g_strdup("'migrate baseline --from-ledger' takes that over");
    return true;
}

char *foreign_count(const GPtrArray *migrations) {
    guint count = migrations->len;
    if (count == 0)
        return g_strdup("none of the migrations here");
    const Migration *first = migrations->pdata[0], *last = migrations->pdata[count - 1];
    return count == 1
               ? g_strdup_printf("1 migration, %s", first->label)
               : g_strdup_printf("%u migrations, %s to %s", count, first->label, last->label);
}
