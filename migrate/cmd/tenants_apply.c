/* migrate apply, for an environment with tenants. */
#include "apply/signals.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/apply_options.h"
#include "cmd/invocation.h"
#include "cmd/report_options.h"
#include "cmd/tenants.h"
#include "cmd/tenants_view.h"
#include "history/statement.h"
#include "text/named_schema.h"
#include "text/pattern.h"
#include <string.h>

/* All of them; what the threads tell is told under the lock. */
typedef struct {
    Tenants tenants;
    ApplyView view; /* of which each tenant's has a copy */
    GMutex lock;
} Applying;

/* One, while a thread is at it. */
typedef struct {
    Applying *all;
    FleetMember *member;
    ApplyView view;
    ApplyResult result;
    char *path;
} One;

static void applying_clear(Applying *all) {
    tenants_clear(&all->tenants);
    apply_view_clear(&all->view);
    g_mutex_clear(&all->lock);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Applying, applying_clear)

static void one_clear(One *one) {
    ledger_place_tenant(NULL);
    endpoint_clear(&one->view.endpoint);
    g_ptr_array_unref(one->view.findings);
    g_free(one->view.target);
    g_free(one->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(One, one_clear)

/* --- what a thread tells */

static void note(const Applying *all, const char *tenant, const char *text) {
    g_autofree char *name = term_escape(tenant, false), *clean = term_escape(text, false);
    if (!all->view.json)
        term_print(stderr, "%s: note: %s\n", name, clean);
}

/* For people there is a line for each tenant, when it has ended. */
static void on_event(const ApplyEvent *event, void *data) {
    One *one = data;
    one->view.migration = event->type == APPLY_DONE ? NULL : event->migration;
    /* One that is left for later is told of when it is waited for. */
    if (event->type == APPLY_LOCK_WAIT && !one->member->again)
        return;
    g_mutex_lock(&one->all->lock);
    if (one->view.json)
        apply_view_event_json(&one->view, event);
    else if (event->type == APPLY_WARNING) {
        tenants_undraw(&one->all->tenants);
        note(one->all, one->view.tenant, event->text);
    }
    g_mutex_unlock(&one->all->lock);
}

static void on_finding(const Finding *finding, void *data) {
    One *one = data;
    g_mutex_lock(&one->all->lock);
    one->member->copy = one->member->copy || strcmp(finding->code, "copy") == 0;
    if (one->view.json)
        apply_view_finding_json(&one->view, finding);
    g_mutex_unlock(&one->all->lock);
}

static const char *on_renew(void *data, GError **error) {
    One *one = data;
    bool fine = endpoint_renew(&one->view.endpoint, error);
    one->view.options.conninfo = one->view.endpoint.conninfo;
    return fine ? one->view.endpoint.conninfo : NULL;
}

static bool on_command(const char *when, void *data, GError **error) {
    One *one = data;
    return one->all->view.events.command(when, &one->view, error);
}

/* --- in a thread */

/* The catalogs are those of the database, in which all tenants are: reading them for each would
 * take longer than everything else, so that no fingerprints are kept. */
static void take_schema(One *one) {
    const char *schema = one->member->tenant->schema;
    if (!schema)
        return;
    ledger_place_tenant(schema);
    one->path = tenancy_path(schema, one->view.options.search_path);
    one->view.options.search_path = one->path;
    one->view.options.catalog = NULL;
}

static bool one_open(One *one, Applying *all, FleetMember *member, GError **error) {
    const Endpoint *shared = &all->view.endpoint;
    const char *conninfo = member->tenant->conninfo;
    *one = (One){.all = all, .member = member, .view = all->view};
    ApplyView *view = &one->view;
    view->tenant = member->tenant->name;
    view->findings = findings_new();
    view->endpoint = (Endpoint){.conninfo = g_strdup(conninfo),
                                .url = shared->command ? g_strdup(conninfo) : NULL,
                                .command = shared->command,
                                .folder = shared->folder,
                                .environment = shared->environment};
    view->target = invocation_target_tenant(all->tenants.option, view->tenant);
    view->options.target = view->target;
    view->options.passes_by = !member->again;
    view->events = (ApplyEvents){.event = on_event,
                                 .finding = on_finding,
                                 .renew = on_renew,
                                 .command = all->view.events.command ? on_command : NULL,
                                 .data = one};
    take_schema(one);
    if (!endpoint_renew(&view->endpoint, error))
        return false;
    view->options.conninfo = view->endpoint.conninfo;
    return true;
}

static void note_place(const One *one) {
    const Location *place = &one->result.place;
    FleetMember *member = one->member;
    g_clear_pointer(&member->place, g_free);
    g_clear_pointer(&member->migration, g_free);
    if (place->file)
        member->place = g_strdup_printf("%s:%u:%u", place->file, place->line, place->column);
    if (one->view.migration)
        member->migration = g_strdup(one->view.migration->label);
}

/* A server that takes no more connections now will when others of this run are done. */
static void leave_for_later(GError *failed) {
    if (strstr(failed->message, "too many clients") ||
        strstr(failed->message, "too many connections") ||
        strstr(failed->message, "connection slots are reserved"))
        failed->code = FAIL_LOCKED;
}

static bool apply_one(FleetMember *member, void *data) {
    g_auto(One) one = {0};
    GError *failed = NULL;
    if (tenants_is_absent(member, NULL)) {
        one.view.findings = findings_new();
        return true;
    }
    bool fine =
        one_open(&one, data, member, &failed) &&
        apply_run(&one.view.options, one.view.history, &one.view.events, &one.result, &failed);
    member->applied += one.result.applied;
    member->pending = one.result.pending;
    if (fine || tenants_is_absent(member, &failed))
        return true;
    note_place(&one);
    leave_for_later(failed);
    member->error = failed;
    return false;
}

/* --- around it */

static void on_told(const GPtrArray *members, const FleetMember *ended, void *data) {
    Applying *all = data;
    (void)members;
    g_mutex_lock(&all->lock);
    bool counts = ended && ended->state != FLEET_LATER;
    all->tenants.ended += counts;
    if (counts && !all->view.json && tenants_view_is_news(ended)) {
        tenants_undraw(&all->tenants);
        tenants_view_ended(&all->view, ended);
    }
    tenants_draw(&all->tenants);
    g_mutex_unlock(&all->lock);
}

static bool is_tenant(const char *name, void *data) {
    return pattern_match(data, name, NULL) == 1;
}

/* What belongs to one tenant, no other's schema has. */
static bool names_none(const Migration *migration, const Pattern *pattern, GError **error) {
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    Location place = {.line = 1, .column = 1};
    g_autofree char *name = sql_named_schema(text, length, is_tenant, (gpointer)pattern, &place);
    if (name)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s:%u:%u: it names \"%s\", the schema of one tenant, and is for all of them; "
                    "leave the schema out, and it is each tenant's own",
                    migration->path, place.line, place.column, name);
    return !name;
}

/* What an attribute of a function or a role says, is of no statement that follows. */
static bool sets_path(const Statement *statement) {
    static const char *const heads[] = {"set [session|local] search_path", "reset search_path|all",
                                        "set [session|local] schema", "discard all"};
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
        if (statement_matches(statement, heads[i]))
            return true;
    g_autofree char *head = statement_head(statement, 1);
    return strcmp(head, "create") != 0 && strcmp(head, "alter") != 0 &&
           sql_calls_with(statement->text, statement->length, "set_config", "search_path");
}

/* search_path is what makes a migration each tenant's own. */
static bool keeps_path(const Migration *migration, GError **error) {
    g_autoptr(GArray) statements = migration_statements(migration, NULL);
    for (guint i = 0; statements && i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        if (!sets_path(statement))
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s:%u:%u: it sets search_path, which says whose schema the names behind it "
                    "are in; leave that out, and they are in each tenant's own, or qualify the "
                    "names that are shared",
                    migration->path, statement->line, statement->column);
        return false;
    }
    return true;
}

static bool is_for_all(const GPtrArray *migrations, const Pattern *pattern, GError **error) {
    for (guint i = 0; migrations && i < migrations->len; i++)
        if (!names_none(migrations->pdata[i], pattern, error) ||
            !keeps_path(migrations->pdata[i], error))
            return false;
    return true;
}

static bool names_no_tenant(const Applying *all, GError **error) {
    if (all->tenants.tenancy.way != TENANTS_SCHEMAS)
        return true;
    g_autoptr(Pattern) pattern = pattern_new(all->tenants.tenancy.text, error);
    return pattern && is_for_all(all->view.history->migrations, pattern, error) &&
           is_for_all(all->view.history->repeats, pattern, error);
}

static bool fits_together(const Applying *all, GError **error) {
    const char *option = all->view.statements            ? "--plan"
                         : all->view.options.check_drift ? "--check-drift"
                                                         : NULL;
    if (!option)
        return names_no_tenant(all, error);
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s looks at one database: add --tenant NAME%s",
                option,
                all->view.statements ? ", or take --dry-run" : ", or run 'migrate drift' before");
    return false;
}

static bool is_confirmed(const Applying *all, GError **error) {
    const ApplyView *view = &all->view;
    if (!view->protected || view->yes || view->options.dry_run || all->tenants.tenants->len == 0)
        return true;
    g_autofree char *environment = term_escape(view->environment, false);
    term_print(stderr, "%s on %u tenants of \"%s\"\n", view->verb, all->tenants.tenants->len,
               environment);
    if (apply_view_confirm(view))
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_DECISION, "not confirmed; nothing was changed");
    return false;
}

static bool finish(Applying *all, GError **error) {
    Tenants *tenants = &all->tenants;
    Failure worst = fleet_failure(tenants->members, &tenants->work);
    int number = signals_last();
    tenants_add_findings(tenants, all->view.findings);
    g_autoptr(GError) ends =
        worst || number ? g_error_new(CMD_ERROR, (int)(worst ? worst : FAIL_ENVIRONMENT), "%s", "")
                        : NULL;
    g_autofree char *reason = tenants_view_reason(tenants, number);
    if (ends && reason) {
        g_free(ends->message);
        ends->message = g_strdup(reason);
    }
    if (!report_findings(all->view.invocation, all->view.history, all->view.findings,
                         all->view.endpoint.label, ends, all->view.reports, error))
        return false;
    tenants_view_end(tenants, &all->view, number, ends);
    signals_release();
    tenants_end_by_signal(number);
    if (!ends)
        return true;
    g_set_error_literal(error, CMD_ERROR, ends->code, "");
    return false;
}

bool tenants_apply(const Invocation *invocation, GError **error) {
    g_auto(Applying) all = {0};
    g_mutex_init(&all.lock);
    if (!tenants_open(&all.tenants, invocation, NULL, error) ||
        !apply_view_init(&all.view, invocation, ENDPOINT_EXISTING, "apply", "applied", error) ||
        !apply_options_take(&all.view, error) || !fits_together(&all, error) ||
        !is_confirmed(&all, error))
        return false;
    apply_view_note_commit(&all.view);
    all.tenants.interactive = all.view.interactive;
    all.tenants.work.work = apply_one;
    all.tenants.work.told = on_told;
    all.tenants.work.data = &all;
    signals_catch();
    tenants_run(&all.tenants);
    return finish(&all, error);
}
