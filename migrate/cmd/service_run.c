#include "cmd/service_run.h"

#include "cmd/invocation.h"
#include "cmd/report_options.h"
#include "git/repo.h"
#include <string.h>

enum { MOST_ANSWER = 256 << 20 };

static void change_free(gpointer data) {
    GitChange *change = data;
    g_free(change->path);
    g_array_unref(change->lines);
    g_free(change);
}

ServiceRun *service_run_new(const Service *service) {
    ServiceRun *run = g_new0(ServiceRun, 1);
    run->service = service;
    run->findings = findings_new();
    run->events = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    run->changes = g_ptr_array_new_with_free_func(change_free);
    run->process.limit = MOST_ANSWER;
    return run;
}

void service_run_free(gpointer data) {
    ServiceRun *run = data;
    spawn_clear(&run->process);
    json_decref(run->answer);
    g_ptr_array_unref(run->events);
    g_ptr_array_unref(run->findings);
    g_ptr_array_unref(run->changes);
    g_free(run->reason);
    g_free(run);
}

/* What belongs to the run over all services, and not to each. */
static bool is_ours(const Option *option) {
    static const char *const ours[] = {"all",    "service", "changed", "directory", "config",
                                       "format", "report",  "color",   "verbose",   NULL};
    return g_strv_contains(ours, option->name);
}

static void add_words(GPtrArray *words, const Value *value) {
    const char *name = value->option->name;
    if (value->bare)
        g_ptr_array_add(words, g_strdup_printf("--%s", name));
    for (guint i = 0; i + 1 < value->texts->len; i++)
        g_ptr_array_add(words,
                        g_strdup_printf("--%s=%s", name, (const char *)value->texts->pdata[i]));
}

/* Array of char*, NULL-terminated. Caller unrefs. */
static GPtrArray *command_of(const Invocation *invocation, const Service *service) {
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(words, g_strdup("/proc/self/exe"));
    g_ptr_array_add(words, g_strdup(invocation->verb->name));
    g_ptr_array_add(words, g_strdup_printf("--directory=%s", service->folder));
    g_ptr_array_add(words, g_strdup("--format=json"));
    for (guint i = 0; i < invocation->values->len; i++)
        if (!is_ours(((const Value *)invocation->values->pdata[i])->option))
            add_words(words, invocation->values->pdata[i]);
    g_ptr_array_add(words, g_strdup("--"));
    for (const char *const *word = invocation_arguments(invocation); *word; word++)
        g_ptr_array_add(words, g_strdup(*word));
    g_ptr_array_add(words, NULL);
    return words;
}

static char *text_of(const json_t *object, const char *member) {
    return g_strdup(json_string_value(json_object_get(object, member)));
}

static guint number_of(const json_t *object, const char *member) {
    return (guint)json_integer_value(json_object_get(object, member));
}

static Severity severity_of(const char *name) {
    for (Severity severity = SEVERITY_NOTE; severity <= SEVERITY_ERROR; severity++)
        if (g_strcmp0(name, severity_name(severity)) == 0)
            return severity;
    return SEVERITY_ERROR;
}

/* Paths in an answer begin at the top of the repository, else at the folder of the service. */
typedef struct {
    const char *prefix, *folder; /* `folder` NULL: there is a repository */
} PathRoot;

static char *path_here(const char *path, const PathRoot *root) {
    if (path && root->folder)
        return g_build_filename(root->folder, path, NULL);
    bool below = path && root->prefix && g_str_has_prefix(path, root->prefix);
    return g_strdup(below ? path + strlen(root->prefix) : path);
}

static void take_place(Finding *finding, const json_t *place, const PathRoot *root) {
    finding->file = path_here(json_string_value(json_object_get(place, "file")), root);
    finding->line = number_of(place, "line");
    finding->column = number_of(place, "column");
    finding->end_line = number_of(place, "end_line");
    finding->end_column = number_of(place, "end_column");
}

static void take_change(ServiceRun *run, const json_t *place) {
    const char *path = json_string_value(json_object_get(place, "file"));
    GitLines lines = {number_of(place, "line"), number_of(place, "end_line")};
    GitChange *change = g_new0(GitChange, 1);
    lines.last = MAX(lines.first, lines.last);
    *change = (GitChange){.kind = GIT_CHANGE_MODIFIED,
                          .path = g_strdup(path ? path : ""),
                          .lines = g_array_new(FALSE, FALSE, sizeof(GitLines))};
    g_array_append_val(change->lines, lines);
    g_ptr_array_add(run->changes, change);
}

static char **texts_of(const json_t *list) {
    gsize count = json_array_size(list);
    char **texts = count > 0 ? g_new0(char *, count + 1) : NULL;
    for (gsize i = 0; i < count; i++)
        texts[i] = g_strdup(json_string_value(json_array_get(list, i)));
    return texts;
}

static void take_finding(ServiceRun *run, const json_t *object, const PathRoot *root) {
    const Service *service = run->service;
    const char *code = json_string_value(json_object_get(object, "code"));
    Finding *finding =
        findings_add(run->findings, g_intern_string(code ? code : "stopped"),
                     severity_of(json_string_value(json_object_get(object, "severity"))), "%s: %s",
                     service->name, json_string_value(json_object_get(object, "message")));
    g_autofree char *fix = text_of(object, "fix");
    finding->fix = fix ? g_strdup_printf("in %s: %s", service->folder, fix) : NULL;
    finding->why = text_of(object, "why");
    finding->sql = text_of(object, "sql");
    finding->diff = text_of(object, "diff");
    finding->object = text_of(object, "object");
    finding->objects = texts_of(json_object_get(object, "objects"));
    finding->sqlstate = text_of(object, "sqlstate");
    take_place(finding, json_object_get(object, "location"), root);
    if (json_is_true(json_object_get(object, "on_changed_line")))
        take_change(run, json_object_get(object, "location"));
}

/* An object, or one a line, of which the last is the answer. */
static void take_answer(ServiceRun *run, VerbAnswer kind) {
    const char *text = run->process.out->str;
    if (kind != ANSWERS_EVENTS) {
        run->answer = json_loads(text, 0, NULL);
        return;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        json_t *event = **line ? json_loads(*line, 0, NULL) : NULL;
        if (!event)
            continue;
        if (json_object_get(event, "verb"))
            run->answer = event;
        else
            g_ptr_array_add(run->events, event);
    }
}

void service_run_take(ServiceRun *run, const char *prefix, bool in_repository) {
    const PathRoot root = {prefix, in_repository ? NULL : run->service->folder};
    const json_t *findings = json_object_get(run->answer, "findings");
    for (gsize i = 0; i < json_array_size(findings); i++)
        take_finding(run, json_array_get(findings, i), &root);
}

/* One that ended without an answer was killed, or printed why. */
static char *describe_death(const ServiceRun *run) {
    g_autofree char *note = g_strdup(run->process.note->str);
    g_strstrip(note);
    return run->process.status > 128
               ? g_strdup_printf("it was ended by %s", g_strsignal(run->process.status - 128))
               : g_strdup(*note ? note : "it ended without an answer");
}

void service_run(const Invocation *invocation, ServiceRun *run) {
    g_autoptr(GPtrArray) words = command_of(invocation, run->service);
    g_autoptr(GError) failed = NULL;
    run->begun = true;
    if (!spawn_run((const char *const *)words->pdata, &run->process, &failed)) {
        run->status = FAIL_ENVIRONMENT;
        run->reason = g_strdup(failed->message);
        return;
    }
    take_answer(run, invocation->verb->answer);
    run->status = run->process.status;
    run->reason = run->answer ? text_of(run->answer, "reason") : NULL;
    if (!run->answer)
        run->reason = describe_death(run);
    /* No status of ours: a signal, or a crash. */
    if (run->status > FAIL_DECISION && run->status != FAIL_LOCKED)
        run->status = FAIL_ENVIRONMENT;
}

static char *summary_of_report(const ServiceRun *run) {
    const json_t *sync = json_object_get(run->answer, "in_sync");
    guint errors = findings_count(run->findings, SEVERITY_ERROR);
    guint warnings = findings_count(run->findings, SEVERITY_WARNING) - errors;
    g_autoptr(GString) text = g_string_new(json_is_true(sync)    ? "in sync"
                                           : json_is_false(sync) ? "out of sync"
                                                                 : "not compared");
    if (errors > 0)
        g_string_append_printf(text, ", %u error%s", errors, errors == 1 ? "" : "s");
    if (warnings > 0)
        g_string_append_printf(text, ", %u warning%s", warnings, warnings == 1 ? "" : "s");
    return g_strdup(text->str);
}

static char *summary_of_apply(const ServiceRun *run) {
    guint applied = number_of(run->answer, "applied"), pending = number_of(run->answer, "pending");
    return applied > 0   ? g_strdup_printf("%u applied", applied)
           : pending > 0 ? g_strdup_printf("%u pending", pending)
                         : g_strdup("up to date");
}

static char *word_of_database(const json_t *database) {
    gsize pending = json_array_size(json_object_get(database, "pending"));
    int status = (int)number_of(database, "status");
    if (json_object_get(database, "error"))
        return g_strdup(status == 0               ? "none here"
                        : status == FAIL_DECISION ? "not usable"
                                                  : "unreachable");
    return status == FAIL_DECISION ? g_strdup("does not match")
           : pending > 0           ? g_strdup_printf("%" G_GSIZE_FORMAT " pending", pending)
           : status == 0           ? g_strdup("up to date")
                                   : g_strdup("drifted");
}

static char *summary_of_status(const ServiceRun *run) {
    const json_t *databases = json_object_get(run->answer, "environments");
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < json_array_size(databases); i++) {
        const json_t *database = json_array_get(databases, i);
        g_autofree char *word = word_of_database(database);
        g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "",
                               json_string_value(json_object_get(database, "environment")), word);
    }
    return g_strdup(text->str);
}

static char *summary_of_wait(const ServiceRun *run) {
    (void)run;
    return g_strdup("has what is needed");
}

/* The error that says it with a place, which the reason lacks or has from elsewhere. */
static char *describe_reason(const ServiceRun *run) {
    gsize name = strlen(run->service->name) + strlen(": ");
    for (guint i = 0; i < run->findings->len; i++) {
        const Finding *finding = run->findings->pdata[i];
        if (finding->severity == SEVERITY_ERROR && finding->file)
            return g_strdup_printf("%s:%u:%u: %s", finding->file, finding->line, finding->column,
                                   finding->message + name);
    }
    return g_strndup(run->reason, strcspn(run->reason, "\n"));
}

char *service_run_summary(const ServiceRun *run, const Verb *verb) {
    static const struct {
        const char *verb;
        char *(*summary)(const ServiceRun *run);
    } summaries[] = {{"check", summary_of_report},
                     {"drift", summary_of_report},
                     {"apply", summary_of_apply},
                     {"status", summary_of_status},
                     {"wait", summary_of_wait}};
    if (run->reason)
        return describe_reason(run);
    for (guint i = 0; i < G_N_ELEMENTS(summaries); i++)
        if (strcmp(summaries[i].verb, verb->name) == 0)
            return summaries[i].summary(run);
    return g_strdup(run->status == 0 ? "fine" : "");
}
