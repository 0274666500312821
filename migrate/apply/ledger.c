#include "apply/ledger.h"
#include "apply/fault_point.h"
#include "apply/lock.h"
#include "sql.h"
#include <string.h>

/* The format that a ledger says it has, whose tables are not those of any that is known here. */
static guint format_said(Pg *pg, const Guard *guard) {
    if (!guard->has_meta)
        return 0;
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ANY_ROWS("!"), ledger_sql("SELECT ledger_version FROM " LEDGER ".meta"), 0,
               NULL, NULL);
    return !rows || rows_count(rows) != 1
               ? 0
               : (guint)g_ascii_strtoull(rows_value(rows, 0, 0), NULL, 10);
}

static void tell_newer(guint format, GError **error) {
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                "the ledger of this database has format %u, and this version (%s) knows up to %d: "
                "a newer version was here. Use that one",
                format, MIGRATE_VERSION, LEDGER_FORMAT);
}

/* What is wrong with the tables, each with the statement that cures it. */
static void tell_faults(Pg *pg, guint format, GError **error) {
    enum { MOST = 5 };
    g_autofree char *number = g_strdup_printf("%u", format == 0 ? LEDGER_FORMAT : format);
    const char *const values[] = {number};
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!."), ledger_sql(SQL_ledger_faults),
                                  G_N_ELEMENTS(values), values, error);
    if (!rows)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    guint count = rows_count(rows);
    for (guint i = 0; i < MIN(count, (guint)MOST); i++) {
        const char *cure = rows_value(rows, i, 1);
        g_string_append_printf(text, "\n  %s%s%s", rows_value(rows, i, 0), cure ? ": " : "",
                               cure ? cure : "");
    }
    if (count == 0)
        g_string_append_printf(text, "\n  view %s.history does not have the expected columns",
                               ledger_schema());
    if (count > MOST)
        g_string_append_printf(text, "\n  and %u more", count - MOST);
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "schema \"%s\" is there, but it is not the ledger that this version (%s) "
                "makes. Another program made it, or somebody changed it:%s%s",
                ledger_schema(), MIGRATE_VERSION, text->str,
                "\nIf it is an application's own, let the ledger have another: 'schema' under "
                "[ledger] in migrate.ini names it");
}

char *ledger_hand_over(Pg *pg, const Guard *guard) {
    const char *const values[] = {guard->role};
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ONE_ROW("."), ledger_sql(SQL_ledger_hand_over), 1, values, NULL);
    return rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
}

static void tell_owner(Pg *pg, const Guard *guard, GError **error) {
    g_autofree char *cure = ledger_hand_over(pg, guard);
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "schema \"%s\" or a table in it belongs to role \"%s\", which is neither the "
                "current role, \"%s\", nor one that it was granted, nor the owner of the database: "
                "what is in it cannot be trusted. Look at it, and drop it or change its owner%s%s",
                ledger_schema(), guard->schema_owner, guard->role, cure ? ": " : "",
                cure ? cure : "");
}

/* The owner of an environment is to have the ledger; anybody else may read it, or not. */
static void tell_closed(Pg *pg, const Guard *guard, GError **error) {
    g_autofree char *role = pg_quote_ident(pg, guard->role);
    g_autofree char *grant = g_strdup_printf("GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON "
                                             "ALL TABLES IN SCHEMA %s TO %s",
                                             ledger_name(), role, ledger_name(), role);
    g_autofree char *hand_over = guard_acts(guard) ? ledger_hand_over(pg, guard) : NULL;
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                "permission denied for schema \"%s\": the ledger belongs to role \"%s\", and "
                "\"%s\" may not use it. %s: %s",
                ledger_schema(), guard->schema_owner, guard->role,
                hand_over ? "It can be handed over to this owner" : "Its owner can grant it",
                hand_over ? hand_over : grant);
}

/* A tenant's schema is made by whoever makes tenants. */
static bool may_be_made(GError **error) {
    if (!*ledger_prefix())
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT, "schema \"%s\" is not there any more",
                ledger_schema());
    return false;
}

bool ledger_check(Pg *pg, const Guard *guard, GError **error) {
    if (!guard->has_schema)
        return may_be_made(error);
    if (!guard->owner_trusted) {
        tell_owner(pg, guard, error);
        return false;
    }
    /* One that somebody made beforehand; whoever is to fill it is told what that needs. */
    if (guard->is_empty)
        return true;
    if (!guard->may_use) {
        tell_closed(pg, guard, error);
        return false;
    }
    if (guard->format > 0 && guard->foreign_triggers == 0)
        return true;
    guint format = guard->format > 0 ? guard->format : format_said(pg, guard);
    if (format > LEDGER_FORMAT)
        tell_newer(format, error);
    else
        tell_faults(pg, format, error);
    return false;
}

static bool make(Pg *pg, const Guard *guard, const char *environment, GError **error) {
    const char *const values[] = {environment, guard->system_identifier, guard->database_oid,
                                  guard->database_name};
    g_autoptr(Rows) rows = NULL;
    bool fine =
        (guard->has_schema || pg_script(pg, ledger_sql(SQL_ledger_schema), error)) &&
        pg_script(pg, ledger_sql(SQL_ledger), error) &&
        (rows = pg_query(pg, ledger_sql(SQL_ledger_meta), G_N_ELEMENTS(values), values, error));
    fault_point("bootstrap");
    return fine;
}

static bool upgrade(Pg *pg, guint from, bool by_label, guint *upgraded, GError **error) {
    const char *const values[] = {by_label ? "label" : "version"};
    g_autoptr(Rows) rows =
        pg_query(pg, "SELECT pg_catalog.set_config('migrate.keyed', $1, true)", 1, values, error);
    for (guint to = from + 1; rows && to <= LEDGER_FORMAT; to++) {
        if (!pg_script(pg, ledger_sql(ledger_formats[to].upgrade), error)) {
            g_prefix_error(error, "while bringing it from format %u to %u: ", to - 1, to);
            return false;
        }
        *upgraded = from;
        fault_point("upgrade");
    }
    return rows;
}

static bool bootstrap_locked(Pg *pg, const Guard *guard, const char *environment, bool by_label,
                             guint *upgraded, GError **error) {
    return ledger_check(pg, guard, error) &&
           (guard->format == 0 ? make(pg, guard, environment, error)
                               : upgrade(pg, guard->format, by_label, upgraded, error));
}

bool ledger_bootstrap(Pg *pg, Guard *guard, const char *environment, bool by_label, guint *upgraded,
                      GError **error) {
    *upgraded = 0;
    if (guard->format == LEDGER_FORMAT)
        return true;
    g_autofree char *begin = g_strdup_printf(
        "BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL search_path = pg_catalog, pg_temp;"
        "SELECT pg_catalog.pg_advisory_xact_lock(%s);",
        ledger_lock(LOCK_OF_BOOTSTRAP));
    bool fine = guard_read_after(pg, begin, guard, error) &&
                bootstrap_locked(pg, guard, environment, by_label, upgraded, error) &&
                pg_script(pg, "COMMIT", error) && guard_read(pg, guard, error);
    if (!fine) {
        g_prefix_error(error, "while making the ledger (schema %s): ", ledger_schema());
        pg_script(pg, "ROLLBACK", NULL);
    }
    return fine;
}

static LedgerState state_of(const char *name) {
    for (LedgerState state = LEDGER_RUNNING; state <= LEDGER_REVERTING; state++)
        if (strcmp(ledger_state_name(state), name) == 0)
            return state;
    return LEDGER_UNKNOWN;
}

/* As the server prints them; here because a ledger has many. */
static inline guint8 digit_of(char hex) {
    return (guint8)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

static Sum sum_of(const char *hex) {
    Sum sum = {{0}};
    for (guint i = 0; hex && i < SUM_BYTES && hex[2 * i] != '\0'; i++)
        sum.bytes[i] = (guint8)(digit_of(hex[2 * i]) << 4 | digit_of(hex[2 * i + 1]));
    return sum;
}

/* The columns of ledger_read.sql. */
enum {
    KEY,
    VERSION,
    NAME,
    POSITION,
    MODE,
    STATE,
    RAW,
    LF,
    CHAIN,
    DONE,
    ATTEMPT,
    RUN,
    FINISHED,
    BY,
    COMMIT,
    ERROR,
    AFTER,
    SQL,
    ACCEPTED_LF,
    ACCEPTED_SQL,
    TOOL,
    SERVER,
    NOTE
};

static void take_sums(LedgerRow *row, const Rows *rows, guint i) {
    row->raw = sum_of(rows_value(rows, i, RAW));
    row->lf = sum_of(rows_value(rows, i, LF));
    row->chain = sum_of(rows_value(rows, i, CHAIN));
    row->sql = sum_of(rows_value(rows, i, SQL));
    row->accepted_lf = sum_of(rows_value(rows, i, ACCEPTED_LF));
    row->accepted_sql = sum_of(rows_value(rows, i, ACCEPTED_SQL));
    row->knows_sql = rows_value(rows, i, SQL);
    row->accepts = rows_value(rows, i, ACCEPTED_LF);
}

static LedgerRow *row_new(const Rows *rows, guint i) {
    LedgerRow *row = g_new0(LedgerRow, 1);
    *row = (LedgerRow){
        .key = g_strdup(rows_value(rows, i, KEY)),
        .version = g_strdup(rows_value(rows, i, VERSION)),
        .name = g_strdup(rows_value(rows, i, NAME)),
        .label = ledger_label(rows_value(rows, i, KEY), rows_value(rows, i, VERSION),
                              rows_value(rows, i, NAME)),
        .position = (guint)g_ascii_strtoull(rows_value(rows, i, POSITION), NULL, 10),
        .mode = g_strdup(rows_value(rows, i, MODE)),
        .state = state_of(rows_value(rows, i, STATE)),
        .tool_version = g_strdup(rows_value(rows, i, TOOL)),
        .server_major = (guint)g_ascii_strtoull(rows_value(rows, i, SERVER), NULL, 10) / 10000,
        .done = (guint)g_ascii_strtoull(rows_value(rows, i, DONE), NULL, 10),
        .attempt = (guint)g_ascii_strtoull(rows_value(rows, i, ATTEMPT), NULL, 10),
        .run_id = g_strdup(rows_value(rows, i, RUN)),
        .finished = g_strdup(rows_value(rows, i, FINISHED)),
        .applied_by = g_strdup(rows_value(rows, i, BY)),
        .git_commit = g_strdup(rows_value(rows, i, COMMIT)),
        .error = g_strdup(rows_value(rows, i, ERROR)),
        .replaces = g_str_has_prefix(rows_value(rows, i, NOTE) ? rows_value(rows, i, NOTE) : "",
                                     REPLACES_NOTE),
        .schema_after = g_strdup(rows_value(rows, i, AFTER)),
    };
    take_sums(row, rows, i);
    return row;
}

static bool take_meta(Ledger *ledger, const Rows *rows, guint format, GError **error) {
    if (rows_count(rows) != 1) {
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s.meta has lost its row, so it is not known which database this "
                    "ledger belongs to",
                    ledger_schema());
        return false;
    }
    guint said = (guint)g_ascii_strtoull(rows_value(rows, 0, 0), NULL, 10);
    if (said > LEDGER_FORMAT) {
        tell_newer(said, error);
        return false;
    }
    if (said != format) {
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s.meta says that the ledger has format %u, but its tables are those of "
                    "format %u: somebody changed one of them",
                    ledger_schema(), said, format);
        return false;
    }
    ledger->exists = true;
    ledger->environment = g_strdup(rows_value(rows, 0, 1));
    ledger->system_identifier = g_strdup(rows_value(rows, 0, 2));
    ledger->database_oid = g_strdup(rows_value(rows, 0, 3));
    ledger->database_name = g_strdup(rows_value(rows, 0, 4));
    return true;
}

/* Format 1 does not know yet by what its migrations are known; versions were unique in it. */
static void take_rows(Ledger *ledger, const Rows *rows, guint format) {
    for (guint i = 0; i < rows_count(rows); i++) {
        LedgerRow *row = row_new(rows, i);
        ledger_add(ledger, row);
        if (format == 1)
            g_hash_table_insert(ledger->by_key, row->label, row);
    }
}

static const PgShape meta_shape = {"!!!!!", 0, G_MAXUINT, NULL},
                     rows_shape = {"!!!!!!!!!!!!.!......!!.", 0, G_MAXUINT, NULL};

Ledger *ledger_read(Pg *pg, const Guard *guard, GError **error) {
    g_autoptr(Ledger) ledger = ledger_new();
    if (guard->format == 0)
        return g_steal_pointer(&ledger);
    g_autofree char *sql = g_strconcat(
        ledger_sql("SELECT ledger_version, environment, system_identifier, database_oid, "
                   "database_name FROM " LEDGER ".meta;"),
        ledger_sql(ledger_formats[guard->format].read), NULL);
    if (!pg_send(pg, sql, error))
        return NULL;
    g_autoptr(Rows) meta = pg_next(pg, error);
    bool fine =
        meta && rows_fit(meta, &meta_shape, error) && take_meta(ledger, meta, guard->format, error);
    guint done;
    g_autoptr(Rows) rows = pg_last(pg, &done, fine ? error : NULL);
    if (!fine || !rows || !rows_fit(rows, &rows_shape, error)) {
        if (error && !*error)
            g_set_error_literal(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                                "the server ended its answer before the ledger was read");
        return NULL;
    }
    take_rows(ledger, rows, guard->format);
    return g_steal_pointer(&ledger);
}

bool ledger_environment(Pg *pg, char **name, GError **error) {
    g_autoptr(Rows) seen = pg_ask(pg, PG_ONE_ROW("!"), ledger_sql(SQL_ledger_seen), 0, NULL, error);
    *name = NULL;
    if (!seen || *rows_value(seen, 0, 0) != 't')
        return seen;
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ANY_ROWS("!"), ledger_sql("SELECT environment FROM " LEDGER ".meta"), 0, NULL,
               error);
    if (rows && rows_count(rows) > 0)
        *name = g_strdup(rows_value(rows, 0, 0));
    return rows;
}

bool ledger_event(Pg *pg, const char *run_id, const char *what, const char *key,
                  const char *sqlstate, const char *text, GError **error) {
    const char *const values[] = {run_id, what, key, sqlstate, text};
    g_autoptr(Rows) rows = pg_query(pg, ledger_sql(SQL_event), G_N_ELEMENTS(values), values, error);
    return rows;
}
