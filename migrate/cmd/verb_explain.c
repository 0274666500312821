/* Explains the code of a finding: what it means, why it matters, how to fix it. */

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
    term_print(stdout, "\n'migrate explain CODE' says why it matters and what to do.\n");
}

/* Caller frees. */
static char *ways_to_silence(const Rule *rule) {
    GString *text = g_string_new(NULL);

    if (rule->silence == SILENCE_NEVER)
        g_string_append(text, "This finding cannot be silenced.");
    else
        g_string_append_printf(text,
                               "In migrate.ini, for the whole project (error, warning or off):\n\n"
                               "  [check]\n  %s = %s",
                               rule->code,
                               rule->on_request ? severity_name(rule->severity) : "off");
    if (rule->silence == SILENCE_MIGRATION)
        g_string_append_printf(text,
                               "\n\nIn a migration, for that one alone:\n\n"
                               "  -- migrate: allow %s REASON",
                               rule->code);
    return g_string_free(text, FALSE);
}

static void heading(const char *text) {
    term_print(stdout, "\n%s%s%s\n", term_style(stdout, STYLE_BOLD), text,
               term_style(stdout, STYLE_PLAIN));
}

static void page(const Rule *rule) {
    g_autofree char *silence = ways_to_silence(rule);

    term_print(stdout, "%s%s%s (%s)\n", term_style(stdout, STYLE_BOLD), rule->code,
               term_style(stdout, STYLE_PLAIN), severity_name(rule->severity));
    help_paragraphs(stdout, rule->summary);
    help_paragraphs(stdout, rule->page);
    if (rule->silence != SILENCE_NEVER)
        heading(rule->on_request ? "To turn it on" : "To silence it");
    help_paragraphs(stdout, silence);
}

static bool run(const Invocation *invocation, GError **error) {
    const char *code = invocation_argument(invocation, 0);
    const Rule *rule = code ? rule_find(code) : NULL;
    const char *near = code ? suggest(code, rule_codes()) : NULL;

    if (!code) {
        list();
        return true;
    }
    if (rule) {
        page(rule);
        return true;
    }
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no code '%s'%s%s%s", code,
                near ? "; did you mean '" : "; 'migrate explain' lists all codes", near ? near : "",
                near ? "'?" : "");
    return false;
}

const Verb verb_explain = {
    .name = "explain",
    .summary = "explain a finding",
    .description =
        "Without CODE, lists the codes of all findings. With the code that a finding shows in "
        "brackets, says what it means, why it matters, how to fix it and whether it can be "
        "silenced.",
    .arguments = "[CODE]",
    .examples =
        (const VerbExample[]){
            {"migrate explain", "all codes"},
            {"migrate explain set-not-null", "one of them"},
            {"migrate explain out-of-sync", "why a check fails"},
            {"migrate explain drop-column --color never", "for a wiki"},
            {0},
        },
    .group = GROUP_DEVELOP,
    .without_config = true,
    .run = run,
};
