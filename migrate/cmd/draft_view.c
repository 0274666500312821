#include "cmd/draft_view.h"
#include "cmd/cmd.h"

#include "base/term.h"
#include "report/commands.h"
#include "report/report.h"
#include <string.h>

/* "column note is gone:", and a numbered line for each answer. Caller frees. */
static char *question_of(const LookAlike *alike) {
    GString *question = g_string_new(NULL);
    g_autofree char *old = term_escape(alike->old->identity, false);
    guint count = alike->candidates->len;
    g_string_append_printf(question, "%s %s is gone:\n", alike->old->kind->name, old);
    g_autofree char *new = NULL;
    for (guint i = 0; i < count; i++) {
        g_free(new);
        new = term_escape(((const Object *)alike->candidates->pdata[i])->identity, false);
        g_string_append_printf(question, "  %u) renamed to %s\n", i + 1, new);
    }
    g_string_append_printf(question, "  %u) dropped; %s %s new\n", count + 1,
                           count == 1 ? new : "all of these", count == 1 ? "is" : "are");
    return g_string_free(question, FALSE);
}

/* Asks at the terminal what became of an object, until the answer is one of the numbers. */
static int ask(const LookAlike *alike) {
    g_autofree char *question = question_of(alike);
    guint count = alike->candidates->len;
    term_print(stderr, "%s", question);
    for (;;) {
        guint64 choice;
        g_autofree char *answer = term_ask(">");
        if (!answer)
            return ANSWER_UNKNOWN;
        if (g_ascii_string_to_unsigned(g_strstrip(answer), 10, 1, count + 1, &choice, NULL))
            return choice <= count ? (int)choice - 1 : ANSWER_NONE;
        term_print(stderr, "type a number from 1 to %u, or Ctrl-D to stop\n", count + 1);
    }
}

bool draft_has_schema(const SourceNames *names, GError **error) {
    if (*names->schema)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        "this project has no schema to compare its history with: schema in "
                        "migrate.ini is empty. `migrate create NAME --empty` begins a migration "
                        "that is written by hand, `migrate schema export -o schema` writes a "
                        "schema of the history");
    return false;
}

DraftOptions draft_options(const Invocation *invocation, bool asks) {
    return (DraftOptions){.renames = invocation_list(invocation, "rename"),
                          .no_renames = invocation_list(invocation, "no-rename"),
                          .no_rename_at_all = invocation_flag(invocation, "no-rename"),
                          .ask = asks && term_is_interactive(stderr) ? ask : NULL};
}

static bool is_allowed(const Invocation *invocation, const Hazard *hazard) {
    if (invocation_flag(invocation, "allow-data-loss"))
        return true;
    const char *const *allowed = invocation_list(invocation, "allow-data-loss");
    for (guint i = 0; allowed[i]; i++) {
        g_autofree char *qualified = g_strdup_printf("public.%s", allowed[i]);
        if (strcmp(allowed[i], hazard->identity) == 0 || strcmp(qualified, hazard->identity) == 0)
            return true;
    }
    return false;
}

bool draft_losses_are_allowed(const Invocation *invocation, const Plan *plan, GError **error) {
    g_autoptr(GString) refused = g_string_new(NULL);
    for (guint i = 0; i < plan->count; i++)
        for (guint h = 0; h < plan->steps[i].hazard_count; h++) {
            const Hazard *hazard = &plan->steps[i].hazards[h];
            if (!hazard->loses_data || is_allowed(invocation, hazard))
                continue;
            g_autofree char *quoted = g_shell_quote(hazard->identity);
            g_string_append_printf(refused, "\n  %s\n    --allow-data-loss=%s", hazard->message,
                                   quoted);
        }
    if (!refused->len)
        return true;
    g_set_error(
        error, CMD_ERROR, FAIL_DECISION,
        "the migration would lose data, so it was not written. To allow a loss, give its flag:%s",
        refused->str);
    return false;
}

void draft_print_text(const char *sql) {
    g_autofree char *safe = report_in_actions_log() ? commands_sql(sql, NULL) : NULL;
    term_data(stdout, safe ? safe : sql);
}

void draft_print_sql(const Draft *draft) {
    g_autofree char *sql = draft_sql(draft);
    draft_print_text(sql);
}

void draft_print_notes(const GPtrArray *notes) {
    for (guint i = 0; i < notes->len; i++) {
        g_autofree char *note = term_escape(notes->pdata[i], false);
        term_print(stderr, "note: %s\n", note);
    }
}
