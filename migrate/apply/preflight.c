#include "apply/preflight.h"
#include "apply/outside.h"
#include "apply/newer.h"
#include "apply/replaced.h"
#include "history/pair.h"
#include "history/statement.h"
#include <string.h>

const Migration *history_of_row(const History *history, const LedgerRow *row) {
    const Migration *migration = history_of_key(history, row->key);
    return migration ? migration : history_find(history, row->label);
}

Edit row_edit(const LedgerRow *row, const Migration *migration, bool *accepted) {
    const TextSums now = {&migration->raw, &migration->lf, NULL};
    const TextSums then = {&row->raw, &row->lf, row->knows_sql ? &row->sql : NULL};
    const TextSums other = {&row->accepted_lf, &row->accepted_lf, &row->accepted_sql};
    Edit edit = edit_judge(migration->text, &now, &then);
    *accepted = edit == EDIT_STATEMENTS && row->accepts &&
                edit_judge(migration->text, &now, &other) != EDIT_STATEMENTS;
    return edit;
}

bool row_fits(const LedgerRow *row, const Migration *migration) {
    bool accepted;
    return row_edit(row, migration, &accepted) != EDIT_STATEMENTS || accepted;
}

char *resolve_command(const Ledger *ledger, const LedgerRow *row) {
    return g_strdup_printf("migrate resolve %s%s%s", row->version, ledger->target ? " " : "",
                           ledger->target ? ledger->target : "");
}

static void add_edited(const Migration *migration, const Ledger *ledger, const LedgerRow *row,
                       Findings *findings) {
    g_autofree char *resolve = resolve_command(ledger, row);
    g_autofree char *was = sum_hex(&row->lf), *is = sum_hex(&migration->lf);
    Finding *finding =
        findings_refuse(findings, "edited", FAIL_DECISION,
                        "%s was edited after it had been applied (sha256 %.12s when applied on %s, "
                        "now %.12s)",
                        migration->label, was, row->finished ? row->finished : "?", is);
    finding->fix =
        g_strdup_printf("undo the edit (git log -- %s shows it) and put the change into a "
                        "new migration; or, if this database has what the file says now, accept "
                        "it: %s --accept-edit --reason TEXT",
                        migration->path, resolve);
    finding->file = g_strdup(migration->path);
}

static void check_edited(const Migration *migration, const Ledger *ledger, const LedgerRow *row,
                         Findings *findings) {
    static const struct {
        const char *code, *text, *fix;
    } notes[] = {
        [EDIT_LINE_ENDS] = {"line-ends", "has other line ends than when it was applied",
                            "add a .gitattributes with: *.sql text eol=lf"},
        [EDIT_HARMLESS] = {"harmless-edit",
                           "was edited after it had been applied; its statements are the same",
                           NULL},
        [EDIT_STATEMENTS] = {"accepted-edit",
                             "was edited after it had been applied, which was accepted", NULL},
    };
    bool accepted;
    Edit edit = row_edit(row, migration, &accepted);
    if (edit == EDIT_STATEMENTS && !accepted) {
        add_edited(migration, ledger, row, findings);
    } else if (edit != EDIT_NONE) {
        Finding *finding = findings_add(findings, notes[edit].code, SEVERITY_NOTE, "%s %s",
                                        migration->label, notes[edit].text);
        finding->fix = g_strdup(notes[edit].fix);
        finding->file = g_strdup(migration->path);
    }
}

static void add_missing(const History *history, const Ledger *ledger, Findings *findings) {
    g_autoptr(GHashTable) known = history_labels(history);
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (g_hash_table_contains(known, row->label) || replaced_is_original(history, row))
            continue;
        Finding *finding =
            findings_refuse(findings, "missing", FAIL_DECISION,
                            "%s is in the database's ledger (%s%s%s), but not in %s", row->label,
                            ledger_state_name(row->state), row->finished ? " " : "",
                            row->finished ? row->finished : "", history->folder);
        finding->fix = g_strdup("restore its folder from git; if this checkout is older than the "
                                "database, use a newer one");
    }
}

static void check_ledger(const History *history, const Ledger *ledger, Findings *findings) {
    guint count;
    const LedgerRow *newest = ledger_newer(history, ledger, &count);
    if (!newest)
        add_missing(history, ledger, findings);
    else
        findings_add(findings, "ahead", SEVERITY_NOTE,
                     "this checkout is older than the database, which has %u newer migration%s, up "
                     "to %s: there is nothing to do",
                     count, count == 1 ? "" : "s", newest->label);
    replaced_findings(history, ledger, findings);
    const LedgerRow *broken = ledger_broken(ledger);
    if (broken) {
        Finding *finding = findings_refuse(findings, "ledger-edited", FAIL_DECISION,
                                           "the ledger's rows do not follow from each other at %s: "
                                           "a row was changed, removed or "
                                           "put in by hand",
                                           broken->label);
        finding->fix =
            g_strdup_printf("find out who changed %s.%smigration; %s.%sevent tells "
                            "what the tool did",
                            ledger_schema(), ledger_prefix(), ledger_schema(), ledger_prefix());
    }
}

static void add_decision(const Ledger *ledger, const LedgerRow *row, const char *what,
                         Findings *findings) {
    g_autofree char *resolve = resolve_command(ledger, row);
    Finding *finding =
        findings_refuse(findings, "half-done", FAIL_DECISION, "%s %s%s%s", row->label, what,
                        row->error ? ": " : "", row->error ? row->error : "");
    finding->fix = g_strdup_printf("look at the database, then say which it is: %s --applied "
                                   "--reason TEXT, or %s --not-applied --reason TEXT",
                                   resolve, resolve);
}

static void add_half_reverted(const LedgerRow *row, Findings *findings) {
    findings_refuse(findings, "half-done", FAIL_DECISION, "%s is half reverted%s%s", row->label,
                    row->error ? ": " : "", row->error ? row->error : "")
        ->fix = g_strdup("finish that with 'migrate down', or decide with 'migrate resolve'");
}

/* A half-done migration: whether this run can go on with it by itself. */
static bool check_open(const Migration *migration, const Ledger *ledger, const LedgerRow *row,
                       Findings *findings) {
    if (row->state == LEDGER_UNKNOWN)
        add_decision(ledger, row,
                     "stopped where it cannot be seen whether its last statement happened",
                     findings);
    else if (row->state == LEDGER_REVERTING)
        add_half_reverted(row, findings);
    else if (strcmp(row->mode, "tx") == 0)
        add_decision(ledger, row, "ended its own transaction before it was done", findings);
    else if (migration && migration->transactional && row->done > 0)
        add_decision(ledger, row,
                     "was begun outside a transaction and now has lost its '-- migrate: "
                     "no-transaction'",
                     findings);
    else
        return migration;
    return false;
}

/* The position of the last migration that was applied; 0: none was. */
static guint newest_applied(const History *history, const Ledger *ledger) {
    for (guint i = history_count(history); i > 0; i--) {
        const LedgerRow *row = ledger_find(ledger, history_at(history, i - 1)->key);
        if (row && ledger_is_applied(row))
            return i;
    }
    return 0;
}

static void add_out_of_order(const Migration *migration, const Migration *newest,
                             Findings *findings) {
    Finding *finding = findings_refuse(findings, "out-of-order", FAIL_DECISION,
                                       "%s was never applied, but %s, which comes after it, was",
                                       migration->label, newest->label);
    finding->fix = g_strdup("give it a version after the last one by renaming its folder, or allow "
                            "it with --allow-out-of-order");
    finding->file = g_strdup(migration->path);
}

GPtrArray *preflight_pending(const History *history, const Ledger *ledger, const char *to,
                             bool out_of_order, Findings *findings) {
    GPtrArray *pending = g_ptr_array_new();
    check_ledger(history, ledger, findings);
    const LedgerRow *open = ledger_open_row(ledger);
    const Migration *half = open ? history_of_row(history, open) : NULL;
    if (open && check_open(half, ledger, open, findings))
        g_ptr_array_add(pending, (gpointer)half);
    guint newest = newest_applied(history, ledger);
    const Migration *last = to ? history_find(history, to) : NULL;
    guint end = last ? history_position(history, last) : history_count(history);
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        const LedgerRow *row = ledger_find(ledger, migration->key);
        if (row && ledger_is_applied(row))
            check_edited(migration, ledger, row, findings);
        if (row || i >= end)
            continue;
        if (!out_of_order && i + 1 < newest)
            add_out_of_order(migration, history_at(history, newest - 1), findings);
        g_ptr_array_add(pending, (gpointer)migration);
    }
    return pending;
}

GArray *statements_of(const char *path, GBytes *text, GError **error) {
    gsize length;
    const char *bytes = g_bytes_get_data(text, &length);
    g_autoptr(GArray) statements = g_array_new(FALSE, FALSE, sizeof(Statement));
    Scanner scanner;
    if (!scanner_init(&scanner, path, bytes, length, error))
        return NULL;
    for (;;) {
        Statement statement;
        ScanResult result = scanner_next(&scanner, &statement, error);
        if (result == SCAN_ERROR)
            return NULL;
        if (result == SCAN_END)
            return g_steal_pointer(&statements);
        g_array_append_val(statements, statement);
    }
}

void preflight_refuse_older(Findings *findings) {
    for (guint i = 0; i < findings->len; i++) {
        Finding *finding = findings->pdata[i];
        if (strcmp(finding->code, "ahead") != 0)
            continue;
        finding->severity = SEVERITY_ERROR;
        finding->failure = FAIL_DECISION;
        finding->fix = g_strdup("use a checkout that has them; without --strict this is a note");
    }
}

static bool has_begin(const GArray *statements) {
    for (guint i = 0; i < statements->len; i++)
        if (statement_matches(&g_array_index(statements, Statement, i), "begin|start"))
            return true;
    return false;
}

/* Without what begins and ends transactions, where the script is one. */
static GArray *unpaired(const char *path, GBytes *script, bool transactional, GError **error) {
    GArray *statements = statements_of(path, script, error);
    if (!statements || !transactional || !has_begin(statements))
        return statements;
    gsize length;
    const char *text = g_bytes_get_data(script, &length);
    g_autoptr(GHashTable) pairs = transaction_pairs(path, text, length);
    for (guint i = statements->len; pairs && i > 0; i--)
        if (transaction_pair_has(pairs, &g_array_index(statements, Statement, i - 1)))
            g_array_remove_index(statements, i - 1);
    return statements;
}

GArray *migration_statements(const Migration *migration, GError **error) {
    return unpaired(migration->path, migration->text, migration->transactional, error);
}

GArray *down_statements(const Migration *migration, GError **error) {
    return unpaired(migration->down_path, migration->down, migration->down_transactional, error);
}

void place_finding(Finding *finding, const char *path, const Statement *statement) {
    finding->file = g_strdup(path);
    finding->line = statement->line;
    finding->column = statement->column;
}

void preflight_statement(const char *path, bool transactional, const char *fix,
                         const Statement *statement, const StatementClass *found,
                         Findings *findings) {
    g_autofree char *objection = statement_objection(statement, found);
    if (!objection && !transactional)
        objection = outside_objection(statement, found);
    Finding *finding = NULL;
    if (objection) {
        finding = findings_refuse(findings, "refused-statement", FAIL_USAGE, "%s", objection);
    } else if (transactional && found->kind->mode == RUN_ALONE) {
        finding = findings_refuse(findings, "needs-no-transaction", FAIL_USAGE,
                                  "%s cannot run inside a transaction", found->kind->name);
        finding->fix = g_strdup(fix);
    }
    if (finding)
        place_finding(finding, path, statement);
}

void preflight_statements(const Migration *migration, Findings *findings, StatementVisit visit,
                          void *data) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) statements = migration_statements(migration, &error);
    if (!statements) {
        findings_refuse(findings, "unreadable", FAIL_USAGE, "%s", error->message);
        return;
    }
    for (guint i = 0; i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        g_auto(StatementClass) found = statement_classify(statement);
        preflight_statement(migration->path, migration->transactional,
                            "put it into a migration of its own that begins with the line "
                            "'-- migrate: no-transaction'",
                            statement, &found, findings);
        if (visit)
            visit(statement, &found, data);
    }
}
