/* Explains a rule of 'migrate check': what it means, why it matters, how to repair it. */

#include "base/suggest.h"
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/help.h"
#include "lint/rule.h"

static void list(void) {
    for (const Rule *const *family = rule_families; *family; family++)
        for (const Rule *rule = *family; rule->code; rule++) {
            g_autofree char *text =
                g_strdup_printf("%s: %s", severity_name(rule->severity), rule->summary);
            help_row(stdout, rule->code, text);
        }
    term_print(stdout, "\n'migrate explain CODE' says why, and what to do.\n");
}

static void heading(const char *text) {
    term_print(stdout, "\n%s%s%s\n", term_style(stdout, STYLE_BOLD), text,
               term_style(stdout, STYLE_PLAIN));
}

static void silence(const Rule *rule) {
    if (rule->always) {
        help_paragraphs(stdout, "It cannot be silenced: without what it asks for there is no "
                                "history to check or to apply.");
        return;
    }
    g_autofree char *text =
        g_strdup_printf("In migrate.ini, for the whole project (error, warning or off):\n\n"
                        "  [check]\n  %s = off\n\n"
                        "In a migration, for that one alone:\n\n"
                        "  -- migrate: allow %s REASON",
                        rule->code, rule->code);
    heading("To silence it");
    help_paragraphs(stdout, text);
}

static void page(const Rule *rule) {
    term_print(stdout, "%s%s%s (%s)\n", term_style(stdout, STYLE_BOLD), rule->code,
               term_style(stdout, STYLE_PLAIN), severity_name(rule->severity));
    help_paragraphs(stdout, rule->summary);
    help_paragraphs(stdout, rule->page);
    silence(rule);
}

static bool run(const Invocation *invocation, GError **error) {
    const char *code = invocation_argument(invocation, 0);
    const Rule *rule = code ? rule_find(code) : NULL;
    g_autofree const char **codes = lint_codes();
    const char *near = code ? suggest(code, codes) : NULL;

    if (code == NULL) {
        list();
        return true;
    }
    if (rule != NULL) {
        page(rule);
        return true;
    }
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no rule '%s'%s%s%s", code,
                near ? "; did you mean '" : "; 'migrate explain' lists all rules", near ? near : "",
                near ? "'?" : "");
    return false;
}

const Verb verb_explain = {
    .name = "explain",
    .summary = "explain what 'migrate check' found",
    .description =
        "Without CODE, lists the rules of 'migrate check'. With the code that a finding has, says "
        "what it means, why it matters, how to repair it and how to silence it.",
    .arguments = "[CODE]",
    .examples =
        (const VerbExample[]){
            {"migrate explain", "all rules"},
            {"migrate explain set-not-null", "one of them"},
            {0},
        },
    .group = GROUP_DEVELOP,
    .without_config = true,
    .run = run,
};
