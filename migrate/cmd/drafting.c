#include "cmd/drafting.h"

#include "base/term.h"
#include "report/commands.h"
#include "report/report.h"
#include <stdlib.h>
#include <string.h>

/* "column note is gone:", and a numbered line for each thing that can have happened. */
static char *question_of(const LookAlike *alike) {
    GString *question = g_string_new(NULL);
    g_autofree char *old = term_escape(alike->old->identity, false);
    guint count = alike->candidates->len;
    g_string_append_printf(question, "%s %s is gone:\n", alike->old->kind->name, old);
    for (guint i = 0; i < count; i++) {
        g_autofree char *new =
            term_escape(((const Object *)alike->candidates->pdata[i])->identity, false);
        g_string_append_printf(question, "  %u) renamed to %s\n", i + 1, new);
    }
    g_string_append_printf(question, "  %u) dropped; %s new\n", count + 1,
                           count == 1 ? "the other one is" : "the others are");
    return g_string_free(question, FALSE);
}

/* Puts a look-alike to the person at the terminal, until the answer is one of the numbers. */
static int ask(const LookAlike *alike, void *data) {
    (void)data;
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
        term_print(stderr, "type a number from 1 to %u, or press Ctrl-D to stop\n", count + 1);
    }
}

DraftOptions drafting_options(const Invocation *invocation, bool asks) {
    return (DraftOptions){.renames = invocation_list(invocation, "rename"),
                          .no_renames = invocation_list(invocation, "no-rename"),
                          .no_rename_at_all = invocation_flag(invocation, "no-rename"),
                          .ask = asks && term_is_interactive(stderr) ? ask : NULL};
}

bool drafting_is_complete(const Loaded *loaded, const char *side, GError **error) {
    const Catalog *catalog = loaded->catalog;
    if (catalog->unmodelled_count == 0)
        return true;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < catalog->unmodelled_count; i++)
        g_string_append_printf(names, "\n  %s %s", catalog->unmodelled[i].type,
                               catalog->unmodelled[i].identity);
    g_set_error(error, CMD_ERROR, FAIL_DECISION,
                "%s has objects that migrate does not know how to compare, so it cannot say that "
                "two sides are the same:%s\n"
                "Drop them, put them in an extension, or name them under [ignore] in migrate.ini.",
                side, names->str);
    return false;
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

bool drafting_losses_are_allowed(const Invocation *invocation, const Plan *plan, GError **error) {
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
    g_set_error(error, CMD_ERROR, FAIL_DECISION,
                "the migration would lose data, so it was not written. Give the flag for each loss "
                "that is meant:%s",
                refused->str);
    return false;
}

void drafting_print_sql(const Draft *draft) {
    g_autofree char *sql = draft_sql(draft);
    g_autofree char *safe = report_in_actions_log() ? commands_sql(sql, NULL) : NULL;
    term_data(stdout, safe ? safe : sql);
}

void drafting_print_notes(const Draft *draft) {
    for (guint i = 0; i < draft->notes->len; i++) {
        g_autofree char *note = term_escape(draft->notes->pdata[i], false);
        term_print(stderr, "note: %s\n", note);
    }
}

/* A source as the user wrote it. The embedded database is one, too, and runs as long as `endpoint`.
 */
static Source *open_source(Endpoint *endpoint, const Project *project, const char *text,
                           GError **error) {
    if (!endpoint_is_embedded(text))
        return source_open(text, &project->names, error);
    if (!endpoint_open_url(endpoint, project->config, text, ENDPOINT_EXISTING, error))
        return NULL;
    Source *source = source_open(endpoint->conninfo, &project->names, error);
    if (source) {
        g_free(source->label);
        source->label = g_strdup(text);
    }
    return source;
}

bool drafting_make(Drafting *drafting, Project *project, const Invocation *invocation,
                   const char *from, const char *to, bool asks, ReplayFault *fault,
                   GError **error) {
    *drafting = (Drafting){0};
    drafting->from = open_source(&drafting->endpoints[0], project, from, error);
    drafting->to = drafting->from ? open_source(&drafting->endpoints[1], project, to, error) : NULL;
    if (!drafting->to)
        return false;
    if (drafting->from->type != SOURCE_DATABASE && drafting->to->type != SOURCE_DATABASE)
        project_files_only(project);
    if (!project_start_scratch(project, error) ||
        !source_load_pair(project->scratch, &project->names, drafting->from, drafting->to,
                          &drafting->old, &drafting->new, fault, error))
        return false;
    if (!drafting_is_complete(&drafting->old, drafting->from->label, error) ||
        !drafting_is_complete(&drafting->new, drafting->to->label, error))
        return false;
    DraftOptions options = drafting_options(invocation, asks);
    return draft_make(&drafting->draft, project->scratch, &project->names, &drafting->old,
                      &drafting->new, drafting->to, &options, error);
}

void drafting_clear(Drafting *drafting) {
    draft_clear(&drafting->draft);
    loaded_clear(&drafting->old);
    loaded_clear(&drafting->new);
    source_free(drafting->from);
    source_free(drafting->to);
    for (guint i = 0; i < G_N_ELEMENTS(drafting->endpoints); i++)
        endpoint_clear(&drafting->endpoints[i]);
    *drafting = (Drafting){0};
}
