#include "cmd/answer.h"

#include "base/term.h"
#include "cmd/report_options.h"
#include "report/json.h"
#include <stdlib.h>

struct Answer {
    const Invocation *invocation;
    json_t *members;
    Findings *findings;
    GPtrArray *written; /* char* */
    bool given;
};

static bool wants_json(const Invocation *invocation) {
    return g_strcmp0(invocation_string(invocation, "format"), "json") == 0;
}

/* NULL where `invocation` asks for none. Reserves standard output for it. */
static Answer *answer_new(const Invocation *invocation) {
    VerbAnswer kind = invocation_verb(invocation)->answer;
    bool json = kind != ANSWERS_NOTHING && wants_json(invocation);
    /* A report can be asked for in other ways, too. */
    if (!json && kind != ANSWERS_REPORT)
        return NULL;
    if (json)
        term_reserve_output();
    Answer *answer = g_new0(Answer, 1);
    *answer = (Answer){invocation, json_object(), findings_new(),
                       g_ptr_array_new_with_free_func(g_free), false};
    return answer;
}

static void answer_free(Answer *answer) {
    if (!answer)
        return;
    json_decref(answer->members);
    g_ptr_array_unref(answer->findings);
    g_ptr_array_unref(answer->written);
    g_free(answer);
}

void answer_set(Answer *answer, const char *member, json_t *value) {
    if (answer)
        json_object_set_new(answer->members, member, value);
    else
        json_decref(value);
}

void answer_append(Answer *answer, const char *member, json_t *value) {
    json_t *list = answer ? json_object_get(answer->members, member) : NULL;
    if (answer && !list)
        answer_set(answer, member, list = json_array());
    if (list)
        json_array_append_new(list, value);
    else
        json_decref(value);
}

void answer_wrote(Answer *answer, const char *path) {
    if (answer)
        g_ptr_array_add(answer->written, g_strdup(path));
}

const GPtrArray *answer_written(const Answer *answer) {
    return answer ? answer->written : NULL;
}

void answer_add_findings(Answer *answer, const Findings *findings) {
    for (guint i = 0; answer && i < findings->len; i++)
        findings_add_copy(answer->findings, findings->pdata[i]);
}

static bool has_place(const Findings *findings) {
    for (guint i = 0; i < findings->len; i++)
        if (((const Finding *)findings->pdata[i])->file)
            return true;
    return false;
}

/* The last line of a stream of events: what it always has. */
static json_t *event_members(int status) {
    return json_pack("{s:s, s:b, s:i, s:i, s:i, s:n, s:n}", "event", "end", "ok", status == 0,
                     "pending", 0, "applied", 0, "signal", 0, "migration", "plan");
}

void answer_print(Answer *answer, int status, const char *reason) {
    if (!answer || answer->given)
        return;
    answer->given = true;
    const Verb *verb = invocation_verb(answer->invocation);
    bool events = verb->answer == ANSWERS_EVENTS;
    /* Opening the repository takes longer than many a run. */
    g_autofree char *prefix = has_place(answer->findings) ? report_prefix_here() : NULL;
    const Report report = {.command = verb->name,
                           .status = status,
                           .reason = reason,
                           .findings = answer->findings,
                           .prefix = prefix};
    json_t *object = events ? event_members(status) : json_object();
    json_object_update(object, answer->members);
    if (verb->answer == ANSWERS_FILES)
        json_object_set_new(object, "written", json_texts(answer->written));
    json_set_answer(object, &report);
    char *text = json_dumps(object, JSON_ENSURE_ASCII | (events ? JSON_COMPACT : JSON_INDENT(2)));
    term_json(stdout, text);
    free(text);
    json_decref(object);
}

void answer_given(Answer *answer) {
    if (answer)
        answer->given = true;
}

/* The report of a run that ended before it had one, for those who read it by a program. */
static void write_report(const Answer *answer, const GError *failed) {
    const Invocation *invocation = answer->invocation;
    const Config *config = invocation_config(invocation);
    g_autoptr(GPtrArray) targets = report_options_targets(invocation, NULL);
    for (guint i = targets ? targets->len : 0; i > 0; i--) {
        const ReportTarget *target = targets->pdata[i - 1];
        if (target->format->write != format_json || (target->path && !config))
            g_ptr_array_remove_index(targets, i - 1);
    }
    if (!targets)
        return;
    g_autofree char *top = config ? report_untrusted_top(config) : NULL;
    const Report report = {.command = invocation_verb(invocation)->name,
                           .status = (int)error_failure(failed),
                           .reason = failed->message,
                           .findings = answer->findings,
                           .written = answer->written,
                           .trust = config ? config_trust(config) : NULL,
                           .untrusted = top};
    g_autoptr(GError) unwritten = NULL;
    if (!report_write(&report, targets, &unwritten)) {
        g_autofree char *text = term_escape(unwritten->message, false);
        term_print(stderr, "migrate: %s\n", text);
    }
}

/* Prints what was not printed yet. `failed`: the run's error, or NULL. */
static void answer_end(Answer *answer, const GError *failed) {
    if (!answer || answer->given)
        return;
    bool told = failed && *failed->message;
    if (told)
        report_add_failure(answer->findings, failed);
    if (invocation_verb(answer->invocation)->answer != ANSWERS_REPORT)
        answer_print(answer, failed ? (int)error_failure(failed) : 0,
                     told ? failed->message : NULL);
    else if (told)
        write_report(answer, failed);
}

bool answer_invocation(Invocation *invocation, GError **error) {
    GError *failed = NULL;
    Answer *answer = answer_new(invocation);
    bool done = invocation_run(invocation, answer, &failed);
    answer_end(answer, failed);
    answer_free(answer);
    if (failed)
        g_propagate_error(error, failed);
    return done;
}
