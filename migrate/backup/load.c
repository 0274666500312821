#include "backup/load.h"

#include "apply/fault_point.h"
#include "backup/aside.h"
#include "backup/fill.h"
#include "sql.h"
#include <string.h>

void load_result_clear(LoadResult *result) {
    g_free(result->database);
    g_free(result->left);
    *result = (LoadResult){0};
}

static bool is_whole(const Manifest *manifest) {
    return manifest->contents != CONTENTS_DATA && !manifest->tables;
}

bool load_fits_history(const InFile *file, const History *history, GError **error) {
    const Manifest *manifest = &file->manifest;
    if (!manifest->version || history_find(history, manifest->label) ||
        history_find(history, manifest->version))
        return true;
    guint count = history_count(history);
    const Migration *last = count ? history_at(history, count - 1) : NULL;
    bool newer = !last || version_compare(manifest->version, last->version) > 0;
    g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                "%s is of migration %s, which %s does not have; its newest is %s. Load it from %s "
                "commit of the repository",
                file->path, manifest->label, history->folder, last ? last->label : "none",
                newer ? "a newer" : "another");
    return false;
}

/* Caller frees. */
static char *adoption(const LoadRunOptions *options, const Destination *destination,
                      const Manifest *manifest, GError **error) {
    if (!manifest->has_ledger || !is_whole(manifest))
        return g_strdup("");
    const char *const values[] = {options->environment, destination->name};
    g_autoptr(Rows) rows = pg_ask(destination_any(destination), PG_ONE_ROW("!"),
                                  ledger_sql(SQL_load_adopt), G_N_ELEMENTS(values), values, error);
    return rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
}

/* --- beside the database */

/* pg_restore and psql have told of every error; this one tells of what was left out. */
static bool is_all_there(Pg *pg, const Manifest *manifest, GError **error) {
    g_autoptr(Rows) facts = pg_ask(pg, PG_ONE_ROW("!!.!"), SQL_dump_facts, 0, NULL, error);
    if (!facts)
        return false;
    gint64 tables = rows_number(facts, 0, 0), objects = rows_number(facts, 0, 1);
    bool schema = manifest->contents == CONTENTS_SCHEMA;
    if (tables >= manifest->table_count && (schema || objects == manifest->large_objects))
        return true;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                "%" G_GINT64_FORMAT " tables and %" G_GINT64_FORMAT " large objects were loaded, "
                "but the dump is of %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                tables, objects, manifest->table_count, manifest->large_objects);
    return false;
}

static bool finish_aside(const Aside *aside, const Manifest *manifest, const char *adopt,
                         GError **error) {
    g_autoptr(Pg) pg = pg_connect(aside->conninfo, "migrate load", error);
    return pg && is_all_there(pg, manifest, error) &&
           (!*adopt || pg_run(pg, adopt, strlen(adopt), error));
}

static bool load_aside(const LoadRunOptions *options, Destination *destination, Fill *fill,
                       LoadResult *result, GError **error) {
    g_auto(Aside) aside = {0};
    const Manifest *manifest = &fill->file->manifest;
    g_autofree char *adopt = adoption(options, destination, manifest, error);
    if (!adopt || !aside_create(&aside, destination, options->owner, error))
        return false;
    g_clear_pointer(&destination->pg, pg_close);
    fill->conninfo = aside.conninfo;
    if (!fill_apart(fill, error))
        return false;
    fault_point("load-filled");
    if (!finish_aside(&aside, manifest, adopt, error) || !aside_swap(&aside, error))
        return false;
    if (!aside_drop_old(&aside, NULL))
        result->left = g_strdup(aside.old);
    return true;
}

/* --- in the database itself */

static char *statements_of(Pg *pg, GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!"), SQL_reset, 0, NULL, error);
    GString *text = rows ? g_string_new(NULL) : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_string_append_printf(text, "%s;\n", rows_value(rows, i, 0));
    return text ? g_string_free(text, FALSE) : NULL;
}

/* pg_dump puts large objects into transactions of their own. */
static bool fits_one_transaction(const Fill *fill, GError **error) {
    const Manifest *manifest = &fill->file->manifest;
    if (fill->jobs <= 1 &&
        (manifest->large_objects == 0 || manifest->tables || manifest->contents == CONTENTS_SCHEMA))
        return true;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                "this has to be loaded in one transaction, because %s, and so it cannot have %s",
                is_whole(manifest) ? "this role may not create a database beside it (CREATEDB)"
                                   : "it is added to what is there",
                fill->jobs > 1 ? "several jobs" : "large objects");
    return false;
}

static bool load_inside(const LoadRunOptions *options, Destination *destination, Fill *fill,
                        GError **error) {
    const Manifest *manifest = &fill->file->manifest;
    if (!fits_one_transaction(fill, error))
        return false;
    bool replaces = is_whole(manifest) && !destination->empty;
    g_autofree char *reset = replaces ? statements_of(destination->pg, error) : g_strdup(""),
                    *adopt = reset ? adoption(options, destination, manifest, error) : NULL;
    /* What is loaded has an empty search_path from its beginning; what is dropped before, not. */
    fill->conninfo = destination->conninfo;
    return adopt && fill_at_once(fill, reset, adopt, error);
}

/* Rows fit the definitions of the migration that they were dumped at, and of no other for sure. */
static bool fits_database(const InFile *file, const Destination *destination, GError **error) {
    const Manifest *manifest = &file->manifest;
    if (manifest->contents != CONTENTS_DATA || !manifest->chain)
        return true;
    g_autoptr(Ledger) ledger = ledger_read(destination->pg, &destination->guard, error);
    if (!ledger)
        return false;
    Sum chain = ledger_chain(ledger);
    g_autofree char *hex = sum_hex(&chain);
    if (strcmp(hex, manifest->chain) == 0)
        return true;
    const LedgerRow *last = ledger->rows->len ? ledger->rows->pdata[ledger->rows->len - 1] : NULL;
    g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                "the rows in %s were dumped at migration %s, and the database %s is at %s: bring "
                "it there first ('migrate apply --to')",
                file->path, manifest->label, destination->name, last ? last->label : "none");
    return false;
}

static bool load_part(const LoadRunOptions *options, Destination *destination, Fill *fill,
                      GError **error) {
    if (destination->exists)
        return fits_database(fill->file, destination, error) &&
               load_inside(options, destination, fill, error);
    g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                "the database %s does not exist, and %s is not of a whole one", destination->name,
                fill->file->path);
    return false;
}

bool load_run(const LoadRunOptions *options, InFile *file, const BackupWatch *watch,
              LoadResult *result, GError **error) {
    g_auto(Destination) destination = {0};
    const DestinationOptions wanted = {.conninfo = options->conninfo,
                                       .environment = options->environment,
                                       .guarded = options->guarded,
                                       .session_pooler = options->session_pooler,
                                       .create = options->create,
                                       .replace = options->replace};
    bool whole = is_whole(&file->manifest);
    if (!destination_open(&destination, &wanted, error) ||
        (whole && !destination_may_fill(&destination, &wanted, error)))
        return false;
    g_auto(Fill) fill = {.file = file,
                         .bin_dir = options->bin_dir,
                         .major = destination.major,
                         .jobs = options->jobs,
                         .watch = watch,
                         .restore = {.in = -1, .out = -1, .note = -1},
                         .psql = {.in = -1, .out = -1, .note = -1}};
    if (!fill_open(&fill, error) ||
        !destination_roles(&destination, &file->manifest, options->make_roles, error))
        return false;
    bool done = !whole                   ? load_part(options, &destination, &fill, error)
                : destination.may_create ? load_aside(options, &destination, &fill, result, error)
                                         : load_inside(options, &destination, &fill, error);
    if (done)
        result->database = g_strdup(destination.name);
    return done;
}
