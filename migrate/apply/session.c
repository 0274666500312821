#include "apply/session.h"
#include "apply/adoption.h"
#include "apply/bundle.h"
#include "apply/entry.h"
#include "apply/ledger_place.h"
#include "apply/lock.h"
#include "apply/repeats.h"
#include "apply/replaced.h"
#include "sql.h"
#include <string.h>

enum { MIN_VERSION = 130000, END_VERSION = 190000, MAX_TERMINATIONS = 1 };

bool run_same_server(Run *run, GError **error) {
    const char *identifier = run->guard.system_identifier;
    if (!run->system_identifier)
        run->system_identifier = g_strdup(identifier);
    if (strcmp(run->system_identifier, identifier) == 0)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "after the connection was lost another server answered (system identifier %s, "
                "before %s). Nothing was done there. Check where the address leads, then run the "
                "command again",
                identifier, run->system_identifier);
    return false;
}

/* `own`: as pg_own_path() has it; the run's from now on. */
static bool take_path(Run *run, char *own) {
    g_free(run->search_path);
    g_free(run->own_path);
    run->own_path = own;
    run->search_path = pg_quote_literal(run->pg, run_path(run));
    return true;
}

bool run_take_path(Run *run, GError **error) {
    char *own;
    return pg_own_path(run->pg, &own, error) && take_path(run, own);
}

static bool reach(Run *run, GError **error) {
    if (!run->options->session_pooler)
        return pg_reach(run->pg, run_conninfo(run), run->application, &run->reach, error);
    run->reach = PG_SESSION;
    return pg_take_session(run->pg, error);
}

/* Why the server lets the login not act as the owner, in its own words, and what cures it. */
static void tell_no_member(Run *run, const char *role, GError **error) {
    g_autoptr(GError) failed = NULL;
    g_autofree char *sql = g_strdup_printf("SET LOCAL ROLE %s", role),
                    *login = pg_quote_ident(run->pg, run->guard.login);
    if (pg_script(run->pg, sql, &failed) || pg_fault_is(failed, "42501")) {
        g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                    "role %s may not act as %s, the owner of this environment. Who may grant that "
                    "role can let it: GRANT %s TO %s%s",
                    login, role, role, login, pg_major(run->pg) >= 16 ? " WITH SET TRUE" : "");
        return;
    }
    failed->code = FAIL_ENVIRONMENT;
    g_propagate_prefixed_error(error, g_steal_pointer(&failed),
                               "while taking up the role of the owner of this environment (CREATE "
                               "ROLE %s NOLOGIN; GRANT %s TO %s): ",
                               role, role, login);
}

bool run_take_role(Run *run, GError **error) {
    const char *owner = run->options->owner;
    bool local = run->options->pooler;
    g_clear_pointer(&run->act, g_free);
    g_clear_pointer(&run->act_again, g_free);
    if (!owner)
        return true;
    g_autofree char *role = pg_quote_ident(run->pg, owner),
                    *name = pg_quote_literal(run->pg, owner);
    run->act = g_strdup_printf("SET %sROLE %s", local ? "LOCAL " : "", role);
    run->act_again =
        g_strdup_printf("SELECT pg_catalog.set_config('session_authorization', NULL, %1$s), "
                        "pg_catalog.set_config('role', %2$s, %1$s)",
                        local ? "true" : "false", name);
    if (strcmp(run->guard.role, owner) == 0)
        return true;
    tell_no_member(run, role, error);
    return false;
}

bool run_connect(Run *run, GError **error) {
    run_disconnect(run);
    run->pg = guard_connect(run_conninfo(run), run->application, NULL, run->options->owner, 0,
                            &run->guard, error);
    /* Quoting a name takes a transaction: a pooler that knows none is refused before. */
    if (!run->pg || !run_same_server(run, error) || !reach(run, error) ||
        !run_take_role(run, error))
        return false;
    /* Without a pooler, the session has said it already. */
    return run->reach == PG_DIRECT ? take_path(run, g_strdup(run->guard.own_path))
                                   : run_take_path(run, error);
}

/* Somebody who may end sessions and does it again means it: a server that was shut down is another
 * thing, and starts again. */
bool run_not_unwanted(Run *run, GError **error) {
    g_autofree char *before = g_steal_pointer(&run->terminated);
    if (before && strcmp(before, run->guard.server_started) == 0)
        run->terminations++;
    const Migration *migration = run->in_flight;
    if (run->terminations <= MAX_TERMINATIONS || !migration)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                "somebody has ended the session of this run (pg_terminate_backend) for the second "
                "time in %s. %s, and it is not started again. Find out who and why, then run the "
                "command again",
                migration->label,
                migration->transactional ? "It was rolled back whole"
                                         : "The statements of it that were done stay");
    return false;
}

static void identity_findings(const Run *run, Findings *findings) {
    const Ledger *ledger = run->ledger;
    const Guard *guard = &run->guard;
    const char *environment = run->options->environment;
    if (!ledger || !ledger->exists || run->options->adopt)
        return;
    if (strcmp(ledger->system_identifier, guard->system_identifier) != 0 ||
        strcmp(ledger->database_oid, guard->database_oid) != 0) {
        bool tenant = *ledger_prefix() != '\0';
        const char *what = tenant ? "schema" : "database";
        Finding *finding = findings_refuse(
            findings, "copy", FAIL_DECISION,
            "this %s is a copy: its ledger was made in %s \"%s\" (%s) of another %s or "
            "under another name, and this is \"%s\"",
            what, what, ledger->database_name, ledger->environment, tenant ? "database" : "server",
            guard->database_name);
        finding->fix =
            g_strdup_printf("if it is the %s that you mean, say so once with --adopt", what);
    }
    if (environment && strcmp(ledger->environment, environment) != 0) {
        Finding *finding =
            findings_refuse(findings, "other-environment", FAIL_DECISION,
                            "this database belongs to environment \"%s\", not to \"%s\"",
                            ledger->environment, environment);
        finding->fix =
            g_strdup("check the url of the environment; if it is right, say so once with --adopt");
    }
}

/* What lets this role write the ledger that it may only read. */
static char *writer_cure(const Run *run) {
    g_autofree char *hand_over =
        guard_acts(&run->guard) ? ledger_hand_over(run->pg, &run->guard) : NULL;
    return hand_over ? g_strdup_printf("hand it over: %s", hand_over)
                     : g_strdup("connect as the role that applied before");
}

/* What lets the role make the ledger. Caller frees. */
static char *maker_cure(const Run *run) {
    g_autofree char *role = pg_quote_ident(run->pg, run->guard.role),
                    *database = pg_quote_ident(run->pg, run->guard.database_name);
    return run->guard.has_schema
               ? g_strdup_printf("let the schema's owner grant it: GRANT USAGE, CREATE ON SCHEMA "
                                 "%s TO %s",
                                 ledger_name(), role)
               : g_strdup_printf("let the database's owner grant it: GRANT CREATE ON DATABASE %s "
                                 "TO %s; or make the schema: CREATE SCHEMA %s AUTHORIZATION "
                                 "%s",
                                 database, role, ledger_name(), role);
}

static void privilege_findings(const Run *run, Findings *findings) {
    const Guard *guard = &run->guard;
    const char *role = guard->role;
    if (guard->format == 0 && !guard->may_create)
        findings_refuse(findings, "privileges", FAIL_ENVIRONMENT,
                        guard->has_schema ? "role \"%1$s\" may not create the ledger's tables in "
                                            "schema %3$s of database \"%2$s\""
                                          : "role \"%1$s\" may not create the ledger's schema, "
                                            "%3$s, in database \"%2$s\"",
                        role, guard->database_name, ledger_schema())
            ->fix = maker_cure(run);
    if (guard->format > 0 && !guard->may_write)
        findings_refuse(findings, "privileges", FAIL_ENVIRONMENT,
                        "role \"%s\" may not write %s.%smigration, which belongs to \"%s\"", role,
                        ledger_schema(), ledger_prefix(), guard->schema_owner)
            ->fix = writer_cure(run);
}

static void path_finding(const Run *run, Findings *findings) {
    if (run->options->search_path || !run->own_path)
        return;
    findings_add(findings, "default-schema", SEVERITY_WARNING,
                 "unqualified names belong to %s here, as the search_path of the role or the "
                 "database says; elsewhere to public",
                 run->own_path)
        ->fix =
        g_strdup_printf("say 'default_schema = %s' under [project] in migrate.ini", run->own_path);
}

static void pooler_finding(const Run *run, Findings *findings) {
    if (run->options->pooler || run->reach == PG_DIRECT || run->reach == PG_SESSION)
        return;
    findings_refuse(
        findings, "pooler", FAIL_ENVIRONMENT,
        "there is a %s in between: every transaction may reach another session, so that no lock "
        "holds",
        run->reach == PG_TRANSACTION
            ? "transaction pooler"
            : "pooler, and it could not be told whether it keeps sessions apart, which counts as a "
              "transaction pooler")
        ->fix = g_strdup("use the server's own address, or a pool in session mode; "
                         "--pooler=transaction, or 'pooler = transaction' in the environment's "
                         "section of migrate.ini, does what can be done this way");
}

static void standby_finding(Findings *findings) {
    findings_refuse(findings, "standby", FAIL_ENVIRONMENT,
                    "this server is a standby: it only repeats what its primary does")
        ->fix = g_strdup("connect to the primary (target_session_attrs=read-write finds it)");
}

/* Somebody froze the database on purpose: nothing of ours overrides that. */
static void read_only_finding(const Guard *guard, Findings *findings) {
    Finding *finding = findings_refuse(
        findings, "read-only", FAIL_ENVIRONMENT,
        "nothing may be written here: default_transaction_read_only is on%s",
        guard->read_only_cure ? "" : " in the server's configuration or the connection string");
    finding->fix = guard->read_only_cure
                       ? g_strdup_printf("if that is over: %s", guard->read_only_cure)
                       : g_strdup("if that is over, turn it off there");
}

/* What keeps from writing. A standby shows what its primary would get. */
static void writing_findings(const Run *run, bool writes, Findings *findings) {
    guint first = findings->len;
    bool shows = !writes || (run->guard.in_recovery && run->options->dry_run);
    if (run->guard.in_recovery)
        standby_finding(findings);
    else if (run->guard.read_only)
        read_only_finding(&run->guard, findings);
    for (guint i = first; i < findings->len && shows; i++) {
        Finding *finding = findings->pdata[i];
        finding->severity = SEVERITY_NOTE;
        finding->failure = 0;
    }
}

void run_target_findings(const Run *run, bool writes, Findings *findings) {
    const Guard *guard = &run->guard;
    int version = pg_version(run->pg);
    writing_findings(run, writes, findings);
    pooler_finding(run, findings);
    path_finding(run, findings);
    if (guard->replica_role)
        findings_refuse(
            findings, "replica-role", FAIL_ENVIRONMENT,
            "session_replication_role is not 'origin': triggers and foreign keys would not "
            "work")
            ->fix = g_strdup("take it out of the role's, the database's and the server's settings");
    if (!run->options->allow_version && (version < MIN_VERSION || version >= END_VERSION))
        findings_refuse(findings, "server-version", FAIL_ENVIRONMENT,
                        "server version %d is not one that this version knows (%d to %d)",
                        version / 10000, MIN_VERSION / 10000, END_VERSION / 10000 - 1)
            ->fix = g_strdup("use another version, or allow it with --allow-version");
    adoption_findings(run, findings);
    privilege_findings(run, findings);
    identity_findings(run, findings);
}

/* Warnings are told once, not with every session. */
static void tell_findings(const Run *run, const Findings *findings) {
    if (!run->events || !run->events->finding)
        return;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (finding->failure != 0 || !run->planned)
            run->events->finding(finding, run->events->data);
    }
}

bool run_report(const Run *run, const Findings *findings, GError **error) {
    tell_findings(run, findings);
    Failure worst = findings_failure(findings);
    guint count = 0;
    const Finding *first = NULL;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        count += finding->failure != 0;
        if (!first && worst != 0 && finding->failure == worst)
            first = finding;
    }
    if (!first)
        return true;
    run->result->told = true;
    g_autofree char *more = count < 2 ? g_strdup("") : g_strdup_printf(" (and %u more)", count - 1);
    g_set_error(error, HISTORY_ERROR, (int)worst, "nothing was changed: %s%s%s%s", first->message,
                first->fix ? "; " : "", first->fix ? first->fix : "", more);
    if (first->line > 0)
        g_prefix_error(error, "%s:%u:%u: ", first->file, first->line, first->column);
    return false;
}

bool run_read_ledger(Run *run, GError **error) {
    g_clear_pointer(&run->ledger, ledger_free);
    if (!ledger_check(run->pg, &run->guard, error))
        return false;
    run->ledger = ledger_read(run->pg, &run->guard, error);
    if (!run->ledger)
        return false;
    run->ledger->target = run->options->target;
    ledger_fold(run->ledger, run->history);
    run->replaced_due = replaced_due(run);
    run->chain = ledger_chain(run->ledger);
    return repeats_read(run, error) && adoption_read(run, error);
}

bool run_ledger_kept(Run *run, GError **error) {
    g_auto(Guard) guard = {0};
    if (guard_read(run->pg, &guard, error) && ledger_check(run->pg, &guard, error))
        return true;
    g_prefix_error(error, "a migration of this run has changed the ledger: ");
    return false;
}

static bool adopt(Run *run, GError **error) {
    const char *const values[] = {run->options->environment, run->guard.system_identifier,
                                  run->guard.database_oid, run->guard.database_name};
    g_autoptr(Rows) rows =
        pg_query(run->pg, ledger_sql(SQL_adopt), G_N_ELEMENTS(values), values, error);
    return rows && ledger_event(run->pg, run->run_id, "adopted", NULL, NULL,
                                run->guard.database_name, error);
}

/* Who reads the ledger with an older version learns it here. */
static bool tell_upgrade(Run *run, guint from, GError **error) {
    g_autofree char *text = g_strdup_printf("the ledger was brought from format %u to %d; versions "
                                            "that know only the old one refuse it "
                                            "from now on",
                                            from, LEDGER_FORMAT);
    run_emit(run, (ApplyEvent){.type = APPLY_WARNING, .text = text});
    return ledger_event(run->pg, run->run_id, "upgraded", NULL, NULL, text, error);
}

/* Rows of older ledgers get the sum of their statements from the files that they were made of. */
static bool complete_sums(Run *run, GError **error) {
    g_autoptr(GString) keys = g_string_new(NULL), sums = g_string_new(NULL);
    for (guint i = 0; run->ledger && i < run->ledger->rows->len; i++) {
        const LedgerRow *row = run->ledger->rows->pdata[i];
        const Migration *migration = row->knows_sql ? NULL : history_of_row(run->history, row);
        if (!migration || !row_fits(row, migration))
            continue;
        Sum sum = migration_sum_sql(migration);
        g_autofree char *hex = sum_hex(&sum);
        pg_array_add(keys, migration->key);
        pg_array_add(sums, hex);
    }
    if (keys->len == 0)
        return true;
    g_string_append_c(keys, '}');
    g_string_append_c(sums, '}');
    const char *const values[] = {keys->str, sums->str};
    g_autoptr(Rows) rows =
        pg_query(run->pg, ledger_sql(SQL_sums), G_N_ELEMENTS(values), values, error);
    return rows;
}

bool run_prepare_ledger(Run *run, GError **error) {
    bool existed = run->guard.format > 0;
    guint upgraded;
    return ledger_bootstrap(run->pg, &run->guard, run_environment(run),
                            run->history->layout->keyed_by_label, &upgraded, error) &&
           (upgraded == 0 || tell_upgrade(run, upgraded, error)) && complete_sums(run, error) &&
           replaced_note(run, error) && (!existed || !run->options->adopt || adopt(run, error));
}

/* RESET ALL gives a setting its value of the session's start, unless the configuration was read
 * again in the meantime. So only what the session was given afterwards, by settings.sql and
 * pg_pin(), is set again, by statements that are cheap to run again and again. */
bool run_prepare_many(Run *run, GError **error) {
    run_forget_prepared(run);
    g_autoptr(Rows) settings =
        pg_ask(run->pg, PG_ANY_ROWS("!"), SQL_session_settings, 0, NULL, error);
    if (!settings)
        return false;
    run->settings = g_new0(char *, rows_count(settings) + 1);
    for (guint i = 0; i < rows_count(settings); i++)
        run->settings[i] = g_strdup(rows_value(settings, i, 0));
    if (!entries_prepare(run, error))
        return false;
    g_autofree char *session = entries_text(run, ENTRY_SESSION, ENTRY_SESSION);
    g_autoptr(Rows) prepared = bundle_run(run->pg, session, error);
    if (!prepared || !rows_fit(prepared, PG_ONE_ROW("!"), error))
        return false;
    run->prepared = g_strdup(rows_value(prepared, 0, 0));
    return true;
}

bool run_was_reset(Run *run, const Rows *rows) {
    run->clean = rows != NULL && rows_count(rows) == 1 &&
                 g_strcmp0(rows_value(rows, 0, 0), run->prepared) == 0;
    return run->clean;
}

static bool reset_whole(Run *run, GError **error) {
    g_autofree char *role = entries_text(run, ENTRY_USER, ENTRY_ROLE),
                    *rest = entries_text(run, ENTRY_SETTINGS, ENTRY_TEMPORARY);
    g_autofree char *settings = guard_settings(NULL, run->options->owner);
    g_autofree char *sql =
        g_strconcat(role, rest, "DEALLOCATE ALL; DISCARD PLANS;", pg_pin_sql, ";", settings, NULL);
    run->clean = pg_script(run->pg, sql, error) && (!run->settings || run_prepare_many(run, error));
    return run->clean;
}

static bool reset_quickly(Run *run) {
    g_autofree char *role = entries_text(run, ENTRY_USER, ENTRY_ROLE),
                    *rest = entries_text(run, ENTRY_SETTINGS, ENTRY_TEMPORARY),
                    *settings = g_strjoinv(";", run->settings),
                    *session = entries_text(run, ENTRY_SESSION, ENTRY_SESSION);
    g_autofree char *sql = g_strconcat(role, rest, settings, ";", session, NULL);
    g_autoptr(Rows) rows = bundle_run(run->pg, sql, NULL);
    return run_was_reset(run, rows);
}

static bool lock_still_held(Run *run, GError **error) {
    bool held = false;
    if (!lock_ask(run, SQL_lock_held, &held, error) || held)
        return held;
    g_set_error_literal(
        error, HISTORY_ERROR, FAIL_LOCKED,
        "the lock was lost between two migrations: something gave it back. What was "
        "applied so far is in the ledger; run the command again");
    return false;
}

bool run_reset(Run *run, bool assert_lock, GError **error) {
    if (run->clean)
        return true;
    if ((!run->prepared || !reset_quickly(run)) && !reset_whole(run, error))
        return false;
    if (!assert_lock || lock_still_held(run, error))
        return true;
    run->clean = false;
    return false;
}

bool run_open(Run *run, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    if (!run_connect(run, error) || !run_read_ledger(run, error))
        return false;
    run_target_findings(run, !run->options->dry_run, findings);
    return run_report(run, findings, error) &&
           (run->options->dry_run || (lock_take(run, error) && run_prepare_ledger(run, error) &&
                                      run_read_ledger(run, error)));
}
