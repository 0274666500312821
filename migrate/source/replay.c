#include "source/replay.h"

#include "history/pair.h"
#include "history/statement.h"
#include "source/ledger_table.h"
#include "text/database.h"
#include "text/role_statement.h"
#include "text/scan.h"
#include "text/tree.h"
#include <string.h>

enum { MAX_PASSES = 10000, MAX_COLLISIONS = 5 };

/* What belongs to the server, and SQL names although it is not there; or what another session made
 * or dropped between a look and a step of this one, which looks again. */
typedef struct {
    char *role, *tablespace;
    char *ledger; /* the table of another tool's */
    char *made;   /* the last that was created: what is missing still is no use to create again */
    bool collided;
    guint collisions; /* so far */
} Missing;

/* Roles, tablespaces and extensions are the server's; two replays may run side by side. */
static GMutex server_mutex;

void replay_fault_clear(ReplayFault *fault) {
    g_clear_pointer(&fault->file, g_free);
    g_clear_pointer(&fault->first, g_free);
}

static void missing_forget(Missing *missing) {
    g_clear_pointer(&missing->role, g_free);
    g_clear_pointer(&missing->tablespace, g_free);
    g_clear_pointer(&missing->ledger, g_free);
    missing->collided = false;
}

static void missing_clear(Missing *missing) {
    missing_forget(missing);
    g_clear_pointer(&missing->made, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Missing, missing_clear)

static bool is_missing(const Missing *missing) {
    return missing->role || missing->tablespace || missing->ledger || missing->collided;
}

/* The name in "role "x" does not exist" (lc_messages is C there) when it begins with `head`; NULL
 * otherwise. */
static char *missing_name(const char *message, const char *head) {
    static const char tail[] = "\" does not exist";
    if (!message || !g_str_has_prefix(message, head) || !g_str_has_suffix(message, tail))
        return NULL;
    return g_strndup(message + strlen(head), strlen(message) - strlen(head) - strlen(tail));
}

/* SET ROLE calls it a wrong value, everything else an object that is not there. */
char *replay_missing_role(const GError *error) {
    bool named = pg_fault_is(error, "42704") || pg_fault_is(error, "22023");
    return missing_name(named ? pg_fault(error)->message : NULL, "role \"");
}

/* Whether another session created, granted or dropped a role at the same time: a guard against that
 * (IF NOT EXISTS … CREATE ROLE) sees it only when it looks again. */
static bool is_collision(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    const char *message = fault && fault->message ? fault->message : "";
    if (pg_fault_is(error, "23505"))
        return g_strcmp0(fault->schema, "pg_catalog") == 0;
    if (pg_fault_is(error, "42710"))
        return g_str_has_prefix(message, "role \"");
    return pg_fault_is(error, "40P01") ||
           (pg_fault_is(error, "42704") && g_str_has_suffix(message, "was concurrently dropped")) ||
           (pg_fault_is(error, "XX000") && g_str_has_prefix(message, "tuple concurrently "));
}

static const char *name_missing(const Missing *missing) {
    const char *name = missing->role ? missing->role : missing->tablespace;
    return name ? name : missing->ledger;
}

static void find_missing(const GError *error, Missing *missing) {
    const char *message = pg_fault_is(error, "42704") ? pg_fault(error)->message : NULL;
    missing->role = replay_missing_role(error);
    missing->tablespace = missing_name(message, "tablespace \"");
    missing->ledger =
        pg_fault_is(error, "42P01") ? ledger_table_of(pg_fault(error)->message) : NULL;
    missing->collided = is_collision(error) && missing->collisions++ < MAX_COLLISIONS;
    const char *name = name_missing(missing);
    if (name && g_strcmp0(name, missing->made) == 0)
        missing_forget(missing);
}

static bool create_missing(Scratch *scratch, Pg *pg, const Missing *missing, GError **error) {
    if (missing->ledger)
        return ledger_table_make(pg, missing->ledger, error);
    g_mutex_lock(&server_mutex);
    bool done = missing->role ? scratch_create_role(scratch, missing->role, error)
                              : scratch_create_tablespace(scratch, missing->tablespace, error);
    g_mutex_unlock(&server_mutex);
    return done;
}

/* Creates what `error` misses; it is another one when that failed. */
static bool supply(Scratch *scratch, Pg *pg, Missing *missing, GError **error) {
    g_clear_error(error);
    if (missing->collided)
        return true;
    bool done = create_missing(scratch, pg, missing, error);
    g_free(missing->made);
    missing->made = g_strdup(name_missing(missing));
    return done;
}

/* CREATE EXTENSION as the scratch server wants it said; NULL for any other statement. */
static char *extension_sql(Scratch *scratch, Pg *pg, const Script *script,
                           const Statement *statement) {
    g_autofree char *head = statement_head(statement, 2);
    CreateExtension extension = {0};
    if (strcmp(head, "create extension") != 0 || !tree_create_extension(statement, &extension))
        return NULL;
    g_mutex_lock(&server_mutex);
    char *sql =
        scratch_extension_sql(scratch, pg, extension.name, extension.schema, extension.version,
                              extension.if_not_exists || script->extended, extension.cascade);
    g_mutex_unlock(&server_mutex);
    create_extension_clear(&extension);
    return sql;
}

/* As it is, but for the names of databases. */
static bool run_text(Pg *pg, const Statement *statement, GError **error) {
    g_autofree char *renamed = statement_for_database(statement, pg_database(pg));
    const char *text = renamed ? renamed : statement->text;
    pg_offer_rows(pg, statement->rows, statement->rows_length);
    bool done = pg_run(pg, text, renamed ? strlen(renamed) : statement->length, error);
    pg_offer_rows(pg, NULL, 0);
    return done;
}

static Rows *read_roles(Pg *pg, GError **error) {
    return pg_query(pg, "SELECT rolname FROM pg_catalog.pg_roles", 0, NULL, error);
}

static bool has_role(const Rows *roles, const char *role) {
    for (guint i = 0; i < rows_count(roles); i++)
        if (strcmp(rows_value(roles, i, 0), role) == 0)
            return true;
    return false;
}

/* A dump of a server's roles names those that are there as well. What a given server gets has to go
 * again. */
static bool platform_run(Scratch *scratch, Pg *pg, const Statement *statement, GError **error) {
    g_autofree char *head = statement_head(statement, 2);
    bool creates = strcmp(head, "create role") == 0 || strcmp(head, "create user") == 0 ||
                   strcmp(head, "create group") == 0;
    bool watched = creates || g_str_has_prefix(head, "do");
    g_autoptr(Rows) before = watched ? read_roles(pg, error) : NULL;
    if (watched && !before)
        return false;
    GError *failed = NULL;
    if (!run_text(pg, statement, &failed)) {
        bool there = creates && pg_fault_is(failed, "42710");
        if (there)
            g_error_free(failed);
        else
            g_propagate_error(error, failed);
        return there;
    }
    g_autoptr(Rows) after = watched ? read_roles(pg, error) : NULL;
    for (guint i = 0; after && i < rows_count(after); i++)
        if (!has_role(before, rows_value(after, i, 0)))
            scratch_add_role(scratch, rows_value(after, i, 0));
    return !watched || after;
}

/* 1: whoever is acting may create roles; 0: no; -1: error. */
static int may_create_roles(Pg *pg, GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"),
                                  "SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles"
                                  " WHERE rolname = current_user",
                                  0, NULL, error);
    return rows ? strcmp(rows_value(rows, 0, 0), "t") == 0 : -1;
}

/* Within a transaction, a session sees what others did to roles only after it has locked another
 * table. */
static bool see_roles(Pg *pg, GError **error) {
    return !pg_in_transaction(pg) ||
           pg_script(pg,
                     "SAVEPOINT migrate_roles; SELECT FROM pg_catalog.pg_auth_members LIMIT 0;"
                     " ROLLBACK TO migrate_roles; RELEASE migrate_roles",
                     error);
}

static bool create_roles(Scratch *scratch, Pg *pg, const GPtrArray *names, GError **error) {
    bool fine = true;
    g_mutex_lock(&server_mutex);
    for (guint i = 0; fine && i < names->len; i++)
        fine = scratch_create_role(scratch, names->pdata[i], error);
    g_mutex_unlock(&server_mutex);
    return fine && (names->len == 0 || see_roles(pg, error));
}

/* What `statement` leaves to execute where SQL has no right to roles: those that it creates are
 * made. `rest` keeps the text; false on error. */
static bool take_roles(Scratch *scratch, Pg *pg, Statement *statement, char **rest,
                       GError **error) {
    g_autoptr(GPtrArray) created = g_ptr_array_new_with_free_func(g_free);
    gsize length = 0;
    g_autofree char *text = role_statement_blanked(statement, created, &length);
    int may = text ? may_create_roles(pg, error) : 1;
    if (may != 0)
        return may > 0;
    statement->text = text;
    statement->length = length;
    *rest = g_steal_pointer(&text);
    return create_roles(scratch, pg, created, error);
}

/* A statement and where it runs. */
typedef struct {
    Scratch *scratch;
    Pg *pg;
    Script *script;
} Stage;

static bool execute(const Statement *statement, void *data, GError **error) {
    const Stage *stage = data;
    if (stage->script->platform)
        return platform_run(stage->scratch, stage->pg, statement, error);
    g_autofree char *sql = extension_sql(stage->scratch, stage->pg, stage->script, statement);
    return sql ? pg_run(stage->pg, sql, strlen(sql), error) : run_text(stage->pg, statement, error);
}

static bool run_statement(Scratch *scratch, Pg *pg, Script *script, const Statement *statement,
                          GError **error) {
    Stage stage = {scratch, pg, script};
    Statement rest = *statement;
    g_autofree char *kept = NULL;
    if (!script->platform && !take_roles(scratch, pg, &rest, &kept, error))
        return false;
    if (rest.length == 0)
        return true;
    return script->measure
               ? measure_run(script->measure, pg, &rest, execute, &stage, script->measured, error)
               : execute(&rest, &stage, error);
}

/* Tells a place in the script's text as the one where it was written. */
static Location tell(const Script *script, Location where, bool at_commit, ReplayFault *fault) {
    Location origin = script_origin(script, where);
    if (fault)
        *fault = (ReplayFault){g_strdup(origin.file), origin.line, origin.column, at_commit};
    return origin;
}

static Location failed_at(const Scanner *scanner, const Statement *statement, const GError *error) {
    const SqlFault *sql = pg_fault(error);
    return scanner_locate_fault(scanner, statement, sql ? sql->position : 0,
                                sql ? sql->context : NULL);
}

static void place_error(const Script *script, Location where, ReplayFault *fault, GError **error) {
    Location origin = tell(script, where, false, fault);
    g_prefix_error(error, "%s:%u:%u: ", origin.file, origin.line, origin.column);
}

/* Text that cannot be split into statements is the file's fault, at the place where the scanner
 * stopped. */
static void place_scan_error(const Script *script, const Scanner *scanner, ReplayFault *fault) {
    tell(script, (Location){scanner->file, scanner->line, scanner->column}, false, fault);
}

/* Refuses what would end the transaction that the migration is. */
static bool is_allowed(const Script *script, const Scanner *scanner, const Statement *statement,
                       ReplayFault *fault, GError **error) {
    g_auto(StatementClass) found = statement_classify(statement);
    g_autofree char *objection = statement_objection(statement, &found);
    if (!objection)
        return true;
    Location where = tell(script, scanner_locate(scanner, statement, 1), false, fault);
    g_set_error(error, SOURCE_ERROR, FAIL_USAGE, "%s:%u:%u: %s", where.file, where.line,
                where.column, objection);
    return false;
}

/* The statement that begins at `offset` of the script. */
static bool find_statement(const Script *script, gsize offset, Scanner *scanner, Statement *found) {
    gsize length;
    const char *text = g_bytes_get_data(script->text, &length);
    if (!scanner_init(scanner, script->file, text, length, NULL))
        return false;
    while (scanner_next(scanner, found, NULL) == SCAN_STATEMENT)
        if (found->offset == offset)
            return true;
    return false;
}

/* A default that names a column is the expression of a generated column, where the language that
 * the script was made of has one word for both. As often as a statement has one, it is run again.
 * The text before the statement stays as it is. */
static bool run_generated(Scratch *scratch, Pg *pg, Script *script, const Statement *statement,
                          Location *where, GError **error) {
    while (pg_fault_is(*error, "0A000") && script_make_generated(script, *where)) {
        Scanner scanner;
        Statement again;
        g_clear_error(error);
        if (find_statement(script, statement->offset, &scanner, &again) &&
            run_statement(scratch, pg, script, &again, error))
            return true;
        *where = failed_at(&scanner, &again, *error);
    }
    return false;
}

/* True, and the error gone: what the statement lacked has been made, so that it can be run again.
 * In a transaction that is for the next pass. */
static bool make_what_lacks(Scratch *scratch, Pg *pg, const Script *script, Missing *missing,
                            GError **error) {
    if (script->supply && script->supply(pg, *error, script->supply_data)) {
        g_clear_error(error);
        return true;
    }
    find_missing(*error, missing);
    if (script->transactional)
        return false;
    bool again = is_missing(missing) && supply(scratch, pg, missing, error);
    missing_forget(missing);
    return again;
}

/* One pass over the script. What is missing comes back in `missing`, to be created before the next
 * pass; where the last statement is, in `last`. */
static bool run_once(Scratch *scratch, Pg *pg, Script *script, Location *last, ReplayFault *fault,
                     Missing *missing, GError **error) {
    gsize length;
    g_autoptr(GBytes) held = g_bytes_ref(script->text);
    const char *text = g_bytes_get_data(held, &length);
    Scanner scanner;
    g_ptr_array_set_size(script->measured, 0);
    if (!scanner_init(&scanner, script->file, text ? text : "", length, error))
        return false;
    if (script->measure)
        measure_begin(script->measure, pg);
    g_autoptr(GHashTable) pairs =
        script->transactional ? transaction_pairs(script->file, text ? text : "", length) : NULL;
    for (;;) {
        Statement statement;
        ScanResult found = scanner_next(&scanner, &statement, error);
        if (found != SCAN_STATEMENT) {
            if (found == SCAN_ERROR)
                place_scan_error(script, &scanner, fault);
            return found == SCAN_END;
        }
        if (transaction_pair_has(pairs, &statement))
            continue;
        *last = scanner_locate(&scanner, &statement, 1);
        if (script->transactional && !is_allowed(script, &scanner, &statement, fault, error))
            return false;
        while (!run_statement(scratch, pg, script, &statement, error)) {
            Location where = failed_at(&scanner, &statement, *error);
            if (run_generated(scratch, pg, script, &statement, &where, error))
                break;
            if (make_what_lacks(scratch, pg, script, missing, error))
                continue;
            place_error(script, where, fault, error);
            if (fault)
                fault->statement = statement.offset;
            return false;
        }
    }
}

/* What is deferred fails at the end, and no statement's place is told with it: the last one's has
 * to do. */
static void place_commit_error(const Script *script, const Location *last, ReplayFault *fault,
                               GError **error) {
    Location origin = tell(script, *last, true, fault);
    g_prefix_error(error, "%s:%u:%u: at COMMIT: ", origin.file, origin.line, origin.column);
}

static bool run_in_transaction(Scratch *scratch, Pg *pg, Script *script, ReplayFault *fault,
                               Missing *missing, GError **error) {
    Location last = {.line = 1, .column = 1};
    if (!pg_script(pg, "BEGIN", error))
        return false;
    if (run_once(scratch, pg, script, &last, fault, missing, error)) {
        if (pg_script(pg, "COMMIT", error))
            return true;
        place_commit_error(script, &last, fault, error);
    }
    pg_script(pg, "ROLLBACK", NULL);
    return false;
}

/* Unqualified names mean what they do when `apply` runs them, whatever the role and the database
 * have as defaults. What was temporary goes, as it does between two migrations. Caller frees. */
static char *reset_sql(const Scratch *scratch, Pg *pg) {
    g_autofree char *path = pg_quote_literal(pg, scratch_path(scratch));
    return g_strdup_printf("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; DISCARD TEMP;"
                           " SELECT pg_catalog.set_config('search_path', %s, false);",
                           path);
}

/* What a session keeps for the next migration, and a new one has not: a migration is executed in
 * the same session as the one before or, where that was executed earlier, not. What migrations can
 * read of a run (migrate help applying) has values here, too. Last come the names of what SQL has
 * prepared. */
static const char afresh_sql[] =
    "CLOSE ALL; UNLISTEN *; DISCARD SEQUENCES; SELECT pg_catalog.pg_advisory_unlock_all();"
    " SELECT pg_catalog.set_config('migrate.environment', 'scratch', false),"
    " pg_catalog.set_config('migrate.version', '0', false),"
    " pg_catalog.set_config('migrate.run', '00000000-0000-0000-0000-000000000000', false);"
    " SELECT pg_catalog.quote_ident(s.name) FROM pg_catalog.pg_prepared_statement() AS s"
    " WHERE s.from_sql";

/* What we have prepared ourselves (measure/ask.h) stays. */
static bool deallocate(Pg *pg, const Rows *names, GError **error) {
    g_autoptr(GString) sql = g_string_new(NULL);
    for (guint i = 0; i < rows_count(names); i++)
        g_string_append_printf(sql, "DEALLOCATE %s;", rows_value(names, i, 0));
    return sql->len == 0 || pg_script(pg, sql->str, error);
}

static bool begin_afresh(const Scratch *scratch, Pg *pg, const Script *script, GError **error) {
    g_autofree char *reset = reset_sql(scratch, pg);
    g_autofree char *sql =
        g_strconcat(reset, script->measure ? measure_setting : "", afresh_sql, NULL);
    guint done;
    g_autoptr(Rows) names = pg_send(pg, sql, error) ? pg_last(pg, &done, error) : NULL;
    return names && rows_fit(names, PG_ANY_ROWS("!"), error) && deallocate(pg, names, error);
}

static bool end(const Scratch *scratch, Pg *pg, GError **error) {
    g_autofree char *reset = reset_sql(scratch, pg);
    g_autofree char *sql = g_strconcat(reset, pg_pin_sql, NULL);
    return pg_script(pg, sql, error);
}

/* Whether there is something to be executed. */
static bool is_whole(const Script *script, ReplayFault *fault, GError **error) {
    Location where;
    const GError *why = script_fault(script, &where);
    if (why && fault)
        *fault = (ReplayFault){g_strdup(where.file), where.line, where.column, false};
    if (why && error)
        *error = g_error_copy(why);
    return !why;
}

/* Whether what failed works the next time; then the error is gone. */
static bool is_repeated(Scratch *scratch, Pg *pg, const Script *script, Missing *missing,
                        GError **error) {
    if (!script->measure || !measure_repeats(script->measure))
        return is_missing(missing) && supply(scratch, pg, missing, error);
    g_clear_error(error);
    return true;
}

bool replay(Scratch *scratch, Pg *pg, Script *script, ReplayFault *fault, GError **error) {
    if (!is_whole(script, fault, error) || !begin_afresh(scratch, pg, script, error))
        return false;
    bool done = false;
    g_auto(Missing) missing = {0};
    Location last;
    for (guint passes = 0; !done; passes++) {
        missing_forget(&missing);
        GError *local = NULL;
        done = script->transactional
                   ? run_in_transaction(scratch, pg, script, fault, &missing, &local)
                   : run_once(scratch, pg, script, &last, fault, &missing, &local);
        if (!done &&
            (passes == MAX_PASSES || !is_repeated(scratch, pg, script, &missing, &local))) {
            g_propagate_error(error, local);
            break;
        }
        if (!done && fault)
            replay_fault_clear(fault);
    }
    if (!done && pg_in_transaction(pg))
        pg_script(pg, "ROLLBACK", NULL);
    if (script->measure)
        measure_end(script->measure, pg, done);
    return done && end(scratch, pg, error);
}
