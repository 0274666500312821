#include "apply/preflight.h"
#include "history/build.h"
#include "text/scan.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_bytes_unref(file->bytes);
    g_free(file);
}

/* Migrations 1 to `count`; `skip` is left out (0: none), and `edited` has another text. */
static History *history_of(guint count, guint skip, guint edited, const char *text) {
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
    for (guint i = 1; i <= count; i++) {
        if (i == skip)
            continue;
        g_autofree char *sql = g_strdup_printf("SELECT %u;\n", i);
        const char *content = i == edited ? text : sql;
        GitFile *file = g_new0(GitFile, 1);
        file->path = g_strdup_printf("%u_m%u/migration.sql", i, i);
        file->bytes = g_bytes_new(content, strlen(content));
        g_ptr_array_add(files, file);
    }
    return history_from_files("migrations", files, NULL);
}

/* A ledger that has the first `count` migrations of `history`, without `skip`. */
static Ledger *ledger_of(const History *history, guint count, guint skip) {
    Ledger *ledger = ledger_new();
    Sum chain = {{0}};
    for (guint i = 0; i < count; i++) {
        const Migration *migration = history_at(history, i);
        if (i + 1 == skip)
            continue;
        chain = sum_chain(&chain, migration->label, &migration->lf);
        LedgerRow *row = g_new0(LedgerRow, 1);
        *row = (LedgerRow){.key = g_strdup(migration->key),
                           .version = g_strdup(migration->version),
                           .label = g_strdup(migration->label),
                           .position = i + 1,
                           .name = g_strdup(migration->name),
                           .mode = g_strdup("tx"),
                           .state = LEDGER_APPLIED,
                           .raw = migration->raw,
                           .lf = migration->lf,
                           .chain = chain};
        ledger_add(ledger, row);
    }
    return ledger;
}

static bool has(const Findings *findings, const char *code) {
    for (guint i = 0; i < findings->len; i++)
        if (strcmp(((const Finding *)findings->pdata[i])->code, code) == 0)
            return true;
    return false;
}

static void what_the_ledger_lacks_is_pending_in_order(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(5, 0, 0, NULL);
    g_autoptr(Ledger) ledger = ledger_of(history, 2, 0);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending = preflight_pending(history, ledger, NULL, false, findings);
    assert_int_equal(findings->len, 0);
    assert_int_equal(pending->len, 3);
    assert_ptr_equal(pending->pdata[0], history_at(history, 2));
    g_autoptr(GPtrArray) some = preflight_pending(history, ledger, "4", false, findings);
    assert_int_equal(some->len, 2);
}

static void every_edit_and_loss_is_named_at_once(void **state) {
    (void)state;
    g_autoptr(History) before = history_of(5, 0, 0, NULL);
    g_autoptr(Ledger) ledger = ledger_of(before, 4, 2);
    g_autoptr(History) after = history_of(5, 4, 1, "SELECT 'edited';\n");
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending = preflight_pending(after, ledger, NULL, false, findings);
    assert_true(has(findings, "edited"));
    assert_true(has(findings, "missing"));
    assert_true(has(findings, "out-of-order"));
    assert_int_equal(findings->len, 3);
    assert_int_equal(findings_failure(findings), FAIL_DECISION);
    assert_int_equal(pending->len, 2);
}

static void other_line_ends_are_only_a_note(void **state) {
    (void)state;
    g_autoptr(History) before = history_of(1, 0, 0, NULL);
    g_autoptr(Ledger) ledger = ledger_of(before, 1, 0);
    g_autoptr(History) after = history_of(1, 0, 1, "SELECT 1;\r\n");
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending = preflight_pending(after, ledger, NULL, false, findings);
    assert_true(has(findings, "line-ends"));
    assert_int_equal(findings_failure(findings), 0);
    assert_int_equal(pending->len, 0);
}

static void only_statements_that_differ_stop_a_run_unless_they_were_accepted(void **state) {
    (void)state;
    static const struct {
        const char *text, *accepted, *code;
        bool knows_sql;
        Failure failure;
    } edits[] = {
        {"-- why\nselect\n1", NULL, "harmless-edit", true, 0},
        {"-- why\nselect\n1", NULL, "edited", false, FAIL_DECISION},
        {"SELECT 2;\n", NULL, "edited", true, FAIL_DECISION},
        {"SELECT 2;\n", "SELECT 2;\n", "accepted-edit", true, 0},
        {"select 2 -- two", "SELECT 2;\n", "accepted-edit", true, 0},
        {"SELECT 3;\n", "SELECT 2;\n", "edited", true, FAIL_DECISION},
        {"select 1", "SELECT 2;\n", "harmless-edit", true, 0},
    };
    g_autoptr(History) before = history_of(1, 0, 0, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_autoptr(Ledger) ledger = ledger_of(before, 1, 0);
        LedgerRow *row = ledger->rows->pdata[0];
        row->sql = migration_sum_sql(history_at(before, 0));
        row->knows_sql = edits[i].knows_sql;
        row->accepts = edits[i].accepted;
        if (row->accepts) {
            row->accepted_lf = sum_lf(edits[i].accepted, strlen(edits[i].accepted));
            row->accepted_sql = sum_sql(edits[i].accepted, strlen(edits[i].accepted));
        }
        g_autoptr(History) after = history_of(1, 0, 1, edits[i].text);
        g_autoptr(GPtrArray) findings = findings_new();
        g_autoptr(GPtrArray) pending = preflight_pending(after, ledger, NULL, false, findings);
        assert_int_equal(findings->len, 1);
        assert_true(has(findings, edits[i].code));
        assert_int_equal(findings_failure(findings), edits[i].failure);
        assert_int_equal(row_fits(row, history_at(after, 0)), edits[i].failure == 0);
        assert_int_equal(pending->len, 0);
    }
}

static void out_of_order_can_be_allowed(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(3, 0, 0, NULL);
    g_autoptr(Ledger) ledger = ledger_of(history, 3, 2);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending = preflight_pending(history, ledger, NULL, true, findings);
    assert_int_equal(findings->len, 0);
    assert_int_equal(pending->len, 1);
}

static void a_ledger_that_was_changed_by_hand_is_seen(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(4, 0, 0, NULL);
    for (guint change = 0; change < 3; change++) {
        g_autoptr(Ledger) ledger = ledger_of(history, 4, 0);
        LedgerRow *row = ledger->rows->pdata[1];
        if (change == 0)
            row->lf.bytes[0] ^= 1;
        else if (change == 1)
            row->chain.bytes[31] ^= 1;
        else
            g_ptr_array_remove_index(ledger->rows, 1);
        assert_non_null(ledger_broken(ledger));
    }
}

static void the_sum_of_a_version_alone_may_have_a_line_behind_it(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(2, 0, 0, NULL);
    for (guint named = 0; named < 2; named++) {
        g_autoptr(Ledger) ledger = ledger_of(history, 2, 0);
        LedgerRow *row = ledger->rows->pdata[0], *next = ledger->rows->pdata[1];
        const Sum none = {{0}};
        g_autofree char *once = g_strconcat(row->version, "_", NULL);
        row->chain = sum_chain(&none, once, &row->lf);
        next->chain = sum_chain(&row->chain, next->label, &next->lf);
        g_free(row->name);
        row->name = g_strdup(named ? "x" : "");
        if (named)
            assert_ptr_equal(ledger_broken(ledger), row);
        else
            assert_null(ledger_broken(ledger));
    }
}

static void a_half_done_migration_comes_first_or_needs_a_decision(void **state) {
    (void)state;
    static const struct {
        LedgerState state;
        const char *mode;
        bool decision;
    } rows[] = {
        {LEDGER_RUNNING, "notx", false},
        {LEDGER_FAILED, "notx", false},
        {LEDGER_UNKNOWN, "notx", true},
        {LEDGER_RUNNING, "tx", true},
    };
    g_autoptr(History) history = history_of(3, 0, 2, "-- migrate: no-transaction\nVACUUM;\n");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Ledger) ledger = ledger_of(history, 2, 0);
        LedgerRow *row = ledger->rows->pdata[1];
        row->state = rows[i].state;
        g_free(row->mode);
        row->mode = g_strdup(rows[i].mode);
        g_autoptr(GPtrArray) findings = findings_new();
        g_autoptr(GPtrArray) pending = preflight_pending(history, ledger, NULL, false, findings);
        assert_int_equal(has(findings, "half-done"), rows[i].decision);
        if (!rows[i].decision)
            assert_ptr_equal(pending->pdata[0], history_at(history, 1));
    }
}

static void statements_that_cannot_be_in_a_migration_are_all_named(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(1, 0, 1, "SELECT 1;\nCOMMIT;\nCREATE INDEX CONCURRENTLY a ON b (c);\nVACUUM;\n");
    g_autoptr(GPtrArray) findings = findings_new();
    preflight_statements(history_at(history, 0), findings, NULL, NULL);
    assert_int_equal(findings->len, 3);
    const Finding *problem = findings->pdata[1];
    assert_int_equal(problem->line, 3);
    assert_string_equal(problem->code, "needs-no-transaction");
    assert_int_equal(findings_failure(findings), FAIL_USAGE);
}

static void a_plain_begin_and_commit_are_passed_over(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(2, 0, 1, "BEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;\n");
    g_autoptr(GPtrArray) findings = findings_new();
    preflight_statements(history_at(history, 0), findings, NULL, NULL);
    assert_int_equal(findings->len, 0);
    g_autoptr(GArray) statements = migration_statements(history_at(history, 0), NULL);
    assert_int_equal(statements->len, 2);
    assert_int_equal(g_array_index(statements, Statement, 1).line, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_ledger_lacks_is_pending_in_order),
        cmocka_unit_test(every_edit_and_loss_is_named_at_once),
        cmocka_unit_test(other_line_ends_are_only_a_note),
        cmocka_unit_test(only_statements_that_differ_stop_a_run_unless_they_were_accepted),
        cmocka_unit_test(out_of_order_can_be_allowed),
        cmocka_unit_test(a_ledger_that_was_changed_by_hand_is_seen),
        cmocka_unit_test(the_sum_of_a_version_alone_may_have_a_line_behind_it),
        cmocka_unit_test(a_half_done_migration_comes_first_or_needs_a_decision),
        cmocka_unit_test(a_plain_begin_and_commit_are_passed_over),
        cmocka_unit_test(statements_that_cannot_be_in_a_migration_are_all_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
