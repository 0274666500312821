#include "cmd/apply_view.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/cmd.h"
#include "cmd/report_options.h"
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BAR_WIDTH = 20, NARROW = 100 };

History *configured_history(const Config *config, GError **error) {
    return history_read(config_string(config, "project.migrations"), error);
}

static const char *const event_names[] = {
    [APPLY_PLAN] = "plan",           [APPLY_LOCK_WAIT] = "lock-wait",
    [APPLY_START] = "start",         [APPLY_STATEMENT] = "statement",
    [APPLY_PROGRESS] = "progress",   [APPLY_BLOCKED] = "blocked",
    [APPLY_NOTICE] = "notice",       [APPLY_RETRY] = "retry",
    [APPLY_RECONNECT] = "reconnect", [APPLY_DONE] = "done",
    [APPLY_WARNING] = "warning",     [APPLY_BATCHES] = "batches",
};

static void set_text(json_t *object, const char *key, const char *text) {
    if (!text)
        return;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_object_set_new(object, key, json_string(valid));
}

static void set_number(json_t *object, const char *key, guint number) {
    if (number > 0)
        json_object_set_new(object, key, json_integer(number));
}

static void print_json(json_t *object) {
    char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    term_json(stdout, text);
    free(text);
    json_decref(object);
    fflush(stdout);
}

static json_t *blocker_json(const ApplyBlocker *blocker) {
    json_t *object =
        json_pack("{s:i, s:I}", "pid", blocker->pid, "age_ms", (json_int_t)blocker->age);
    set_text(object, "user", blocker->user);
    set_text(object, "application", blocker->application);
    set_text(object, "client", blocker->client);
    set_text(object, "state", blocker->state);
    set_text(object, "query", blocker->query);
    return object;
}

void apply_view_event_json(const ApplyView *view, const ApplyEvent *event) {
    json_t *object = json_pack("{s:s}", "event", event_names[event->type]);
    set_text(object, "tenant", view->tenant);
    set_text(object, "migration", event->migration ? event->migration->label : NULL);
    set_number(object, "index", event->index);
    set_number(object, "count", event->count);
    set_number(object, "statement", event->statement);
    set_number(object, "statements", event->statements);
    set_text(object, "file", event->file);
    set_number(object, "line", event->line);
    set_number(object, "attempt", event->attempt);
    set_number(object, "elapsed_ms", event->elapsed);
    set_number(object, "delay_ms", event->delay);
    set_text(object, "severity", event->severity);
    set_text(object, "text", event->text);
    if (event->type == APPLY_PROGRESS && event->fraction >= 0)
        json_object_set_new(object, "fraction", json_real(event->fraction));
    if (event->blocker_count > 0) {
        json_t *blockers = json_array();
        for (guint i = 0; i < event->blocker_count; i++)
            json_array_append_new(blockers, blocker_json(&event->blockers[i]));
        json_object_set_new(object, "blockers", blockers);
    }
    print_json(object);
}

static void clear_bar(ApplyView *view) {
    if (view->bar > 0)
        term_print(stderr, TERM_CLEAR_LINE);
    view->bar = 0;
}

static void draw_bar(ApplyView *view, const ApplyEvent *event) {
    if (!view->interactive || event->count == 0)
        return;
    double part = event->type == APPLY_DONE ? 1 : 0;
    guint filled = (guint)((event->index - 1 + part) * BAR_WIDTH / event->count);
    g_autofree char *full = g_strnfill(MIN(filled, (guint)BAR_WIDTH), '#');
    g_autofree char *label = term_escape(event->migration ? event->migration->label : "", false);
    g_autofree char *text = term_escape(event->text ? event->text : "", false);
    g_autofree char *percent =
        event->fraction > 0 ? g_strdup_printf(" %.0f %%", event->fraction * 100) : g_strdup("");
    g_autofree char *line =
        g_strdup_printf("[%-*s] %u/%u %s %.1f s  %s%s", BAR_WIDTH, full, event->index, event->count,
                        label, event->elapsed / 1000.0, text, percent);
    if (g_utf8_strlen(line, -1) > NARROW)
        *g_utf8_offset_to_pointer(line, NARROW) = '\0';
    clear_bar(view);
    term_print(stderr, "%s", line);
    fflush(stderr);
    view->bar = 1;
}

static void print_blockers(const ApplyEvent *event, const char *what) {
    for (guint i = 0; i < event->blocker_count; i++) {
        const ApplyBlocker *blocker = &event->blockers[i];
        g_autofree char *user = term_escape(blocker->user ? blocker->user : "?", false);
        g_autofree char *application =
            term_escape(blocker->application ? blocker->application : "", false);
        g_autofree char *query = term_escape(blocker->query ? blocker->query : "", false);
        g_autofree char *state = term_escape(blocker->state ? blocker->state : "", false);
        term_print(stderr, "%s%s%s pid %d, %s, %s, %s for %.1f s: %s\n",
                   term_style(stderr, STYLE_YELLOW), what, term_style(stderr, STYLE_PLAIN),
                   blocker->pid, user, application, state, (double)blocker->age / 1000, query);
    }
}

/* The same one is not told of each second. */
static bool is_news(ApplyView *view, const ApplyEvent *event) {
    enum { TELL_EVERY = 10 };
    gint64 now = g_get_monotonic_time();
    int pid = event->blocker_count ? event->blockers[0].pid : 0;
    if (pid == view->blocker && now - view->blocker_at < TELL_EVERY * (gint64)G_USEC_PER_SEC)
        return false;
    view->blocker = pid;
    view->blocker_at = now;
    return true;
}

static void print_line(FILE *stream, Style style, const char *head, const char *text) {
    g_autofree char *clean = term_escape(text ? text : "", false);
    g_autofree char *title = term_escape(head ? head : "", false);
    term_print(stream, "%s%s%s %s\n", term_style(stream, style), title,
               term_style(stream, STYLE_PLAIN), clean);
}

static void print_done(const ApplyView *view, const ApplyEvent *event) {
    g_autofree char *label = term_escape(event->migration->label, false);
    g_autofree char *text = event->text ? term_escape(event->text, false) : NULL;
    g_autofree char *note = text ? g_strdup_printf(", %s", text) : g_strdup("");
    term_print(view->out, "%s%s%s %s (%u ms%s)\n", term_style(view->out, STYLE_GREEN), view->done,
               term_style(view->out, STYLE_PLAIN), label, event->elapsed, note);
    fflush(view->out);
}

static void print_batches(const ApplyView *view, const ApplyEvent *event) {
    g_autofree char *file = term_escape(event->file, false),
                    *text = term_escape(event->text, false);
    term_print(view->out, "%s:%u: %s\n", file, event->line, text);
}

static void event_text(ApplyView *view, const ApplyEvent *event) {
    if (event->type != APPLY_STATEMENT && event->type != APPLY_PROGRESS)
        clear_bar(view);
    switch (event->type) {
    case APPLY_STATEMENT:
        term_verbose("%s: statement %u of %u: %s", event->file, event->statement, event->statements,
                     event->text ? event->text : "");
        draw_bar(view, event);
        break;
    case APPLY_START:
    case APPLY_PROGRESS:
        draw_bar(view, event);
        break;
    case APPLY_DONE:
        print_done(view, event);
        draw_bar(view, event);
        break;
    case APPLY_LOCK_WAIT:
        print_blockers(event, "waiting for the lock of another run:");
        break;
    case APPLY_BLOCKED:
        if (is_news(view, event))
            print_blockers(event, "waiting for");
        break;
    case APPLY_NOTICE:
        print_line(stderr, STYLE_DIM, event->severity, event->text);
        break;
    case APPLY_RETRY:
        print_line(stderr, STYLE_YELLOW, "rolled back, trying again:", event->text);
        break;
    case APPLY_RECONNECT:
        print_line(stderr, STYLE_YELLOW, "connection lost, connecting again:", event->text);
        break;
    case APPLY_WARNING:
        print_line(stderr, STYLE_YELLOW, "warning:", event->text);
        break;
    case APPLY_BATCHES:
        print_batches(view, event);
        break;
    case APPLY_PLAN:
        term_verbose("%u migration%s to apply", event->count, event->count == 1 ? "" : "s");
        break;
    }
}

static void on_event(const ApplyEvent *event, void *data) {
    ApplyView *view = data;
    view->migration = event->type == APPLY_DONE ? NULL : event->migration;
    if (view->json)
        apply_view_event_json(view, event);
    else
        event_text(view, event);
}

void apply_view_finding_json(const ApplyView *view, const Finding *finding) {
    json_t *object = json_pack("{s:s, s:s, s:s}", "event", "problem", "code", finding->code,
                               "severity", severity_name(finding->severity));
    set_text(object, "tenant", view->tenant);
    set_text(object, "text", finding->message);
    set_text(object, "why", finding->why);
    set_text(object, "fix", finding->fix);
    set_text(object, "sqlstate", finding->sqlstate);
    set_text(object, "object", finding->object);
    set_text(object, "file", finding->file);
    set_number(object, "line", finding->line);
    set_number(object, "column", finding->column);
    print_json(object);
}

static void on_finding(const Finding *finding, void *data) {
    ApplyView *view = data;
    findings_add_copy(view->findings, finding);
    if (view->json) {
        apply_view_finding_json(view, finding);
        return;
    }
    clear_bar(view);
    g_autoptr(GHashTable) sources = report_history_sources(view->history);
    g_autoptr(GString) text = g_string_new(NULL);
    const Report report = {.stream = stderr, .sources = sources};
    report_append_finding(&report, finding, text);
    term_print(stderr, "%s", text->str);
}

static void list_migrations(const ApplyView *view, const GPtrArray *migrations) {
    g_autofree char *environment = term_escape(view->environment, false);
    term_print(stderr, "%s on \"%s\":\n", view->verb, environment);
    for (guint i = 0; i < migrations->len; i++) {
        const Migration *migration = migrations->pdata[i];
        g_autofree char *label = term_escape(migration->label, false);
        term_print(stderr, "  %s%s\n", label,
                   migration->transactional ? "" : " (outside a transaction)");
    }
}

bool apply_view_confirm(const ApplyView *view) {
    if (!term_is_interactive(stderr)) {
        term_print(stderr, "This environment is protected: --yes confirms it.\n");
        return false;
    }
    g_autofree char *name = term_escape(view->environment, false);
    g_autofree char *question =
        g_strdup_printf("Type the name of the environment to go on (%s): ", name);
    g_autofree char *answer = term_ask(question);
    return answer && strcmp(g_strstrip(answer), view->environment) == 0;
}

static bool on_confirm(const GPtrArray *migrations, void *data) {
    const ApplyView *view = data;
    if (!view->protected || view->yes)
        return true;
    list_migrations(view, migrations);
    return apply_view_confirm(view);
}

void apply_view_note_commit(ApplyView *view) {
    g_autoptr(GitRepo) repo = git_open(config_root(view->project.config), NULL);
    g_free(view->git_commit);
    view->git_commit = repo == NULL || git_is_unborn(repo) ? NULL : git_resolve(repo, "HEAD", NULL);
    view->options.git_commit = view->git_commit;
}

static void take_pooler(ApplyOptions *options, const char *mode) {
    options->pooler = g_strcmp0(mode, "transaction") == 0;
    options->session_pooler = g_strcmp0(mode, "session") == 0;
    if (options->pooler)
        options->catalog = NULL;
}

/* ApplyEvents.renew */
static const char *on_renew(void *data, GError **error) {
    ApplyView *view = data;
    bool fine = endpoint_renew(&view->endpoint, error);
    view->options.conninfo = view->endpoint.conninfo;
    return fine ? view->endpoint.conninfo : NULL;
}

/* What configuration and project say of applying. */
static void take_settings(ApplyView *view, const Config *config) {
    ApplyOptions *options = &view->options;
    options->conninfo = view->endpoint.conninfo;
    options->search_path = view->project.names.path;
    options->owner = view->project.names.owner;
    options->catalog = config_boolean(config, "apply.fingerprint") ? &view->load : NULL;
    take_pooler(options, config_string(config, "env.pooler"));
    options->lock_timeout = (guint)config_duration(config, "apply.lock_timeout");
    options->statement_timeout = (guint)config_duration(config, "apply.statement_timeout");
    options->retry_budget = (guint)config_duration(config, "apply.lock_wait");
    options->lock_wait = options->retry_budget;
    options->keep = g_strcmp0(config_string(config, "prisma.ledger"), "keep") == 0;
}

bool apply_view_init(ApplyView *view, const Invocation *invocation, EndpointWish wish,
                     const char *verb, const char *done, GError **error) {
    const Config *config = invocation_config(invocation);
    *view = (ApplyView){.invocation = invocation,
                        .options = apply_defaults,
                        .findings = findings_new(),
                        .verb = verb,
                        .done = done};
    view->history = configured_history(config, error);
    view->reports = view->history ? report_options_beside(invocation, error) : NULL;
    if (!view->reports || !project_open(&view->project, invocation_config(invocation), error) ||
        !endpoint_open(&view->endpoint, config, NULL, wish, error))
        return false;
    term_verbose("database: %s", view->endpoint.label);
    const SourceNames *names = &view->project.names;
    view->load = (LoadOptions){names->owner, names->ignore, names->ignore_data, names->ledger};
    if (names->owner && !endpoint_add_owner(&view->endpoint, names->owner, error))
        return false;
    take_settings(view, config);
    view->environment = config_environment(config);
    /* A database that was given by its address alone is not known to be the environment's. */
    view->options.environment = invocation_string(invocation, "url") ? NULL : view->environment;
    if (invocation_string(invocation, "url") || invocation_string(invocation, "env"))
        view->options.target = view->target = invocation_target(invocation, NULL);
    view->json = g_strcmp0(invocation_string(invocation, "format"), "json") == 0;
    view->out = report_options_on_stdout(view->reports) ? stderr : stdout;
    view->interactive = !view->json && isatty(STDERR_FILENO);
    view->protected = config_boolean(config, "env.protected");
    view->yes = invocation_flag(invocation, "yes");
    view->events = (ApplyEvents){.renew = on_renew,
                                 .event = on_event,
                                 .finding = on_finding,
                                 .confirm = on_confirm,
                                 .data = view};
    return true;
}

bool apply_view_take_ledger(ApplyView *view, GError **error) {
    const char *const *tables = invocation_list(view->invocation, "from-ledger");
    view->options.from_ledger = tables[0]                                          ? tables[0]
                                : invocation_flag(view->invocation, "from-ledger") ? ""
                                                                                   : NULL;
    view->options.allow_edited = invocation_flag(view->invocation, "allow-edited");
    if (!view->options.from_ledger || !view->options.pooler)
        return true;
    g_set_error_literal(
        error, CMD_ERROR, FAIL_USAGE,
        "--from-ledger is not possible through a transaction pooler, because no lock "
        "holds between its transactions. Use the server's own address");
    return false;
}

void apply_view_clear(ApplyView *view) {
    history_free(view->history);
    g_clear_pointer(&view->findings, g_ptr_array_unref);
    g_clear_pointer(&view->reports, g_ptr_array_unref);
    for (guint i = 0; i < G_N_ELEMENTS(view->hooks); i++)
        g_clear_pointer(&view->hooks[i], g_ptr_array_unref);
    g_free(view->git_commit);
    g_free(view->target);
    project_clear(&view->project);
    endpoint_clear(&view->endpoint);
}

/* Inserts the failed statement's line after the first line of the message. */
static void add_excerpt(const History *history, const Location *place, GError *error) {
    g_autoptr(GHashTable) sources = report_history_sources(history);
    g_autoptr(GString) excerpt = g_string_new(NULL);
    const Report report = {.sources = sources};
    Finding finding = {.file = (char *)place->file, .line = place->line, .column = place->column};
    report_append_source(&report, &finding, excerpt);
    gsize first = strcspn(error->message, "\n");
    const char *rest = error->message + first;
    char *message = g_strdup_printf("%.*s\n%s%s", (int)first, error->message, excerpt->str,
                                    *rest == '\n' ? rest + 1 : rest);
    g_free(error->message);
    error->message = g_strchomp(message);
}

/* What ended the run, unless its findings say so already. */
static void add_failure(ApplyView *view, const ApplyResult *result, const GError *error) {
    if (!error || result->told)
        return;
    Finding *finding = report_add_failure(view->findings, error);
    finding->object =
        view->migration ? g_strdup_printf("migration %s", view->migration->label) : NULL;
    finding->file = g_strdup(result->place.file);
    finding->line = result->place.line;
    finding->column = result->place.column;
}

static void print_end(const ApplyView *view, const ApplyResult *result) {
    if (result->pending == 0 && result->applied == 0)
        term_print(view->out, "already up to date\n");
    else if (view->options.dry_run)
        term_print(view->out, "%u pending; nothing was changed\n", result->pending);
    else if (result->applied == 0)
        term_print(view->out, "already up to date: another run applied them first\n");
    else
        term_print(view->out, "%u migration%s %s\n", result->applied,
                   result->applied == 1 ? "" : "s", view->done);
}

static void answer_run(const ApplyView *view, const ApplyResult *result, const GError *failed) {
    Answer *answer = invocation_answer(view->invocation);
    answer_set(answer, "pending", json_integer(result->pending));
    answer_set(answer, "applied", json_integer(result->applied));
    answer_set(answer, "signal", json_integer(result->signal));
    if (failed && view->migration)
        answer_set(answer, "migration", json_string(view->migration->label));
    answer_add_findings(answer, view->findings);
    answer_print(answer, failed ? (int)error_failure(failed) : 0, failed ? failed->message : NULL);
}

static void end_by_signal(const ApplyView *view, const ApplyResult *result) {
    if (!view->json)
        term_print(stderr, "migrate: stopped by %s; %u %s before\n", g_strsignal(result->signal),
                   result->applied, view->done);
    term_flush(NULL);
    raise(result->signal);
}

bool apply_view_finish(ApplyView *view, const ApplyResult *result, GError *failed, GError **error) {
    clear_bar(view);
    add_failure(view, result, failed);
    if (!view->json && failed && result->place.file)
        add_excerpt(view->history, &result->place, failed);
    if (!view->json && !failed)
        print_end(view, result);
    GError *unwritten = NULL;
    if (!report_findings(view->invocation, view->history, view->findings, view->endpoint.label,
                         failed, view->reports, &unwritten) &&
        failed) {
        g_autofree char *text = term_escape(unwritten->message, false);
        term_print(stderr, "migrate: %s\n", text);
        g_clear_error(&unwritten);
    }
    answer_run(view, result, failed ? failed : unwritten);
    if (failed && result->signal != 0)
        end_by_signal(view, result);
    if (failed)
        g_propagate_error(error, failed);
    else if (unwritten)
        g_propagate_error(error, unwritten);
    return !failed && !unwritten;
}
