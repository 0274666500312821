#include "lint/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_rule_has_a_code_of_its_own_and_explains_itself(void **state) {
    (void)state;
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++) {
            if (strspn(rule->code, "abcdefghijklmnopqrstuvwxyz-") != strlen(rule->code))
                fail_msg("%s is no code", rule->code);
            if (rule_find(rule->code) != rule)
                fail_msg("%s is there twice", rule->code);
            if (!g_str_has_suffix(rule->summary, ".") || !g_ascii_isupper(rule->summary[0]))
                fail_msg("the summary of %s is no sentence", rule->code);
            if (strlen(rule->page) < 80 || !strstr(rule->page, "\n\n"))
                fail_msg("the page of %s is too short", rule->code);
        }
}

static void what_pages_refer_to_is_there(void **state) {
    (void)state;
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++)
            for (const char *at = rule->page; (at = strstr(at, "(see "));) {
                at += strlen("(see ");
                g_autofree char *code = g_strndup(at, strspn(at, "abcdefghijklmnopqrstuvwxyz-"));
                if (at[strlen(code)] == ')' && !rule_find(code))
                    fail_msg("%s refers to %s", rule->code, code);
            }
}

/* What the history finds has a page of its own. */
static void what_the_history_finds_can_be_explained(void **state) {
    (void)state;
    static const char *const codes[] = {"malformed-name",    "symbolic-link",     "empty-migration",
                                        "missing-migration", "duplicate-version", "ambiguous-order",
                                        "unreadable"};
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
        assert_non_null(rule_find(codes[i]));
}

static void codes_and_summaries_are_for_others_to_use(void **state) {
    (void)state;
    assert_true(g_strv_contains(lint_codes(), "out-of-order"));
    assert_true(g_strv_contains(lint_codes(), "out-of-sync"));
    assert_false(g_strv_contains(lint_codes(), "drift"));
    assert_true(g_strv_contains(rule_codes(), "drift"));
    assert_ptr_equal(lint_codes(), lint_codes());
    assert_string_equal(lint_summary("truncate"), "A table is emptied.");
    assert_null(lint_summary("nothing"));
}

static const char *configured(const char *code, void *data) {
    (void)data;
    return strcmp(code, "out-of-sync") == 0  ? "warning"
           : strcmp(code, "unmodelled") == 0 ? "off"
                                             : NULL;
}

static void what_others_found_gets_the_severity_that_is_configured(void **state) {
    (void)state;
    g_autoptr(GPtrArray) findings = findings_new();
    LintInput input = {.setting = configured};
    findings_add(findings, "unmodelled", SEVERITY_ERROR, "found before");
    findings_add(findings, "unmodelled", SEVERITY_ERROR, "turned off");
    findings_add(findings, "out-of-sync", SEVERITY_ERROR, "graded");
    findings_add(findings, "schema-fails", SEVERITY_ERROR, "as it is");
    lint_grade(&input, findings, 1);
    assert_int_equal(findings->len, 3);
    assert_string_equal(((Finding *)findings->pdata[0])->message, "found before");
    assert_int_equal(((Finding *)findings->pdata[1])->severity, SEVERITY_WARNING);
    assert_int_equal(((Finding *)findings->pdata[2])->severity, SEVERITY_ERROR);
}

static void a_merge_that_was_tried_settles_what_was_feared(void **state) {
    (void)state;
    g_autoptr(GPtrArray) findings = findings_new();
    findings_add(findings, "behind-base", SEVERITY_NOTE, "x");
    findings_add(findings, "same-object", SEVERITY_WARNING, "x");
    findings_add(findings, "out-of-order", SEVERITY_ERROR, "x");
    lint_settle_merge(findings, false);
    assert_int_equal(findings->len, 2);
    lint_settle_merge(findings, true);
    assert_int_equal(findings->len, 1);
    assert_string_equal(((Finding *)findings->pdata[0])->code, "out-of-order");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_a_code_of_its_own_and_explains_itself),
        cmocka_unit_test(what_pages_refer_to_is_there),
        cmocka_unit_test(what_the_history_finds_can_be_explained),
        cmocka_unit_test(codes_and_summaries_are_for_others_to_use),
        cmocka_unit_test(what_others_found_gets_the_severity_that_is_configured),
        cmocka_unit_test(a_merge_that_was_tried_settles_what_was_feared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
