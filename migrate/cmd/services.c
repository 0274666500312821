#include "cmd/services.h"

#include "apply/signals.h"
#include "base/file.h"
#include "base/suggest.h"
#include "base/term.h"
#include "cmd/invocation.h"
#include "cmd/services_view.h"
#include "git/base.h"
#include <signal.h>
#include <string.h>

/* Most of a run is waiting: for a server to start, for a lock, for a disk. */
enum { RUNS_PER_PROCESSOR = 4, LOOK_EVERY = 100 };

/* All runs; what the threads share is under the lock. */
typedef struct {
    const Invocation *invocation;
    GPtrArray *runs; /* ServiceRun* */
    GMutex lock;
    GCond changed;
    GAsyncQueue *ended; /* ServiceRun*, borrowed */
    guint places;       /* for another process */
    bool stopping;
    bool in_repository;
    char *prefix; /* from the top of the repository to here; NULL: nothing */
} Fleet;

typedef struct {
    Fleet *fleet;
    ServiceRun *run;
} Task;

/* --- which */

static bool check_names(const GPtrArray *services, const char *const *names, GError **error) {
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < services->len; i++)
        g_ptr_array_add(known, ((const Service *)services->pdata[i])->name);
    g_ptr_array_add(known, NULL);
    for (; *names; names++) {
        if (g_strv_contains((const char *const *)known->pdata, *names))
            continue;
        const char *near = suggest(*names, (const char *const *)known->pdata);
        g_autofree char *all = g_strjoinv(", ", (char **)known->pdata);
        g_set_error(
            error, CMD_ERROR, FAIL_USAGE,
            "there is no service \"%s\" under [services] in migrate.ini%s%s%s; there are: %s",
            *names, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "", all);
        return false;
    }
    return true;
}

/* The commit that changes are counted from. NULL on error. Caller frees. */
static char *find_base(const Invocation *invocation, GitRepo *repo, GError **error) {
    const Config *config = invocation_config(invocation);
    bool asks = invocation_option(invocation, "base", 0);
    const BaseQuery query = {
        .revision = asks ? invocation_string(invocation, "base") : NULL,
        .configured = config_untrusted(config) ? NULL : config_string(config, "check.base"),
        .untrusted = config_untrusted(config)};
    g_autofree char *base = git_base(repo, &query, error);
    g_autofree char *commit = base ? git_resolve(repo, base, error) : NULL;
    g_autofree char *head = commit ? git_head(repo, error) : NULL;
    char *since = head ? git_common_ancestor(repo, commit, head, error) : NULL;
    if (!since && error && !*error)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "--changed needs a branch to compare with, and none is known; 'base' under "
                    "[check] names one");
    return since;
}

/* Whether its migrate.ini names a file or folder outside of its own: what changes there is not
 * looked for. */
static bool reaches_out(const Service *service) {
    g_autofree char *path = g_build_filename(service->folder, "migrate.ini", NULL);
    g_autoptr(GBytes) bytes = file_read(path, NULL);
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    g_autofree char *copy = g_strndup(text ? text : "", length);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        char *key = g_strstrip(lines[i]), *value = strchr(key, '=');
        bool names = g_str_has_prefix(key, "schema") || g_str_has_prefix(key, "migrations");
        if (names && value &&
            (strstr(value, "..") || strchr(value, '$') || g_path_is_absolute(g_strchug(value + 1))))
            return true;
    }
    return false;
}

static bool is_changed(GitRepo *repo, const char *since, const Service *service, bool *changed,
                       GError **error) {
    g_autofree char *below = git_relative(repo, service->folder, error);
    g_autoptr(GPtrArray) changes = below ? git_changed(repo, since, below, error) : NULL;
    *changed = changes && (changes->len > 0 || reaches_out(service));
    return changes;
}

/* Drops the services that are as the base branch has them. */
static bool keep_changed(const Invocation *invocation, GPtrArray *runs, GError **error) {
    g_autoptr(GitRepo) repo = git_open(config_root(invocation_config(invocation)), error);
    if (!repo && error && !*error)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "--changed compares with a branch, but this is no git repository");
    g_autofree char *since = repo ? find_base(invocation, repo, error) : NULL;
    for (guint i = runs->len; since && i > 0; i--) {
        bool changed;
        const ServiceRun *run = runs->pdata[i - 1];
        if (!is_changed(repo, since, run->service, &changed, error))
            return false;
        if (!changed)
            g_ptr_array_remove_index(runs, i - 1);
    }
    return since;
}

static bool choose(const Invocation *invocation, const GPtrArray *services, GPtrArray *runs,
                   GError **error) {
    const char *const *names = invocation_list(invocation, "service");
    if (services->len == 0) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "there are no services here: [services] in migrate.ini names them, as in "
                    "'auth = services/auth'; see 'migrate help services'");
        return false;
    }
    if (!check_names(services, names, error))
        return false;
    for (guint i = 0; i < services->len; i++) {
        const Service *service = services->pdata[i];
        if (!*names || g_strv_contains(names, service->name))
            g_ptr_array_add(runs, service_run_new(service));
    }
    return !invocation_flag(invocation, "changed") || keep_changed(invocation, runs, error);
}

/* The variable that sets the url of an environment, as MIGRATE_ENV_PRODUCTION_URL does; NULL: none.
 * Caller frees. */
static char *url_variable(void) {
    g_auto(GStrv) names = g_listenv();
    for (guint i = 0; names[i]; i++)
        if (g_str_has_prefix(names[i], "MIGRATE_ENV_") && g_str_has_suffix(names[i], "_URL"))
            return g_strdup(names[i]);
    return NULL;
}

/* A database that is named beside the services would be the same for all of them. */
static bool check_databases(const Invocation *invocation, GError **error) {
    static const char *const variables[] = {"DATABASE_URL", "PGSERVICE", "PGHOST",
                                            "PGHOSTADDR",   "PGPORT",    "PGDATABASE"};
    if (!(invocation_verb(invocation)->shared & VERB_TARGET))
        return true;
    g_autofree char *url = url_variable();
    const char *named = invocation_string(invocation, "url") ? "--url" : url;
    bool chosen = invocation_string(invocation, "env") || g_getenv("MIGRATE_ENV");
    for (guint i = 0; !named && !chosen && i < G_N_ELEMENTS(variables); i++)
        if (g_getenv(variables[i]) && *g_getenv(variables[i]))
            named = variables[i];
    if (!named)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s names one database, which would be that of every service; leave it out, so "
                "that the 'url' of each service's environment counts, or name that by --env",
                named);
    return false;
}

/* --- running them */

static const ServiceRun *run_of(const Fleet *fleet, const char *name) {
    for (guint i = 0; i < fleet->runs->len; i++) {
        const ServiceRun *run = fleet->runs->pdata[i];
        if (strcmp(run->service->name, name) == 0)
            return run;
    }
    return NULL;
}

/* Whether `run` has to wait for another, or (`reason`, caller frees) cannot be begun. What is only
 * read has no order. */
static bool has_to_wait(const Fleet *fleet, const ServiceRun *run, char **reason) {
    bool waits = false;
    if (!(invocation_verb(fleet->invocation)->shared & VERB_IN_ORDER))
        return false;
    for (char **name = run->service->after; *name; name++) {
        const ServiceRun *other = run_of(fleet, *name);
        waits = waits || (other && !other->ended);
        if (!*reason && other && other->ended && (other->status != 0 || !other->begun))
            *reason = g_strdup_printf("not begun, because %s did not succeed", *name);
    }
    return waits && !*reason;
}

/* Whether the run can be begun; it has taken a place then. */
static bool take_place(Fleet *fleet, ServiceRun *run) {
    char *reason = NULL;
    g_mutex_lock(&fleet->lock);
    while (!fleet->stopping &&
           (has_to_wait(fleet, run, &reason) || (!reason && fleet->places == 0)))
        g_cond_wait(&fleet->changed, &fleet->lock);
    if (fleet->stopping && !reason)
        reason = g_strdup("not begun");
    if (!reason)
        fleet->places--;
    run->reason = reason;
    g_mutex_unlock(&fleet->lock);
    return !reason;
}

static gpointer work(gpointer data) {
    g_autofree Task *task = data;
    Fleet *fleet = task->fleet;
    bool begun = take_place(fleet, task->run);
    if (begun)
        service_run(fleet->invocation, task->run);
    g_mutex_lock(&fleet->lock);
    task->run->ended = true;
    fleet->places += begun;
    g_cond_broadcast(&fleet->changed);
    g_mutex_unlock(&fleet->lock);
    g_async_queue_push(fleet->ended, task->run);
    return NULL;
}

/* What came to this process is for those of the services, too: they end in order. */
static void pass_signal(Fleet *fleet, guint *seen) {
    if (signals_count() == *seen)
        return;
    *seen = signals_count();
    g_mutex_lock(&fleet->lock);
    fleet->stopping = true;
    for (guint i = 0; i < fleet->runs->len; i++) {
        const ServiceRun *run = fleet->runs->pdata[i];
        if (run->begun && !run->ended)
            spawn_signal(&run->process, signals_last());
    }
    g_cond_broadcast(&fleet->changed);
    g_mutex_unlock(&fleet->lock);
}

static void run_all(Fleet *fleet) {
    g_autoptr(GPtrArray) threads = g_ptr_array_new();
    guint seen = 0;
    for (guint i = 0; i < fleet->runs->len; i++) {
        Task *task = g_new(Task, 1);
        *task = (Task){fleet, fleet->runs->pdata[i]};
        g_ptr_array_add(threads, g_thread_new("service", work, task));
    }
    for (guint left = fleet->runs->len; left > 0;) {
        ServiceRun *run = g_async_queue_timeout_pop(fleet->ended, LOOK_EVERY * 1000);
        pass_signal(fleet, &seen);
        left -= run != NULL;
        if (run) {
            service_run_take(run, fleet->prefix, fleet->in_repository);
            services_view_ended(fleet->invocation, run);
        }
    }
    for (guint i = 0; i < threads->len; i++)
        g_thread_join(threads->pdata[i]);
}

/* Raises what has stopped the run, as if there were one process. */
static void end_by_signal(void) {
    int number = signals_last();
    signals_release();
    if (number == 0)
        return;
    term_flush(NULL);
    raise(number);
}

static bool run_chosen(const Invocation *invocation, GPtrArray *runs, GError **error) {
    Fleet fleet = {.invocation = invocation,
                   .runs = runs,
                   .ended = g_async_queue_new(),
                   .places = g_get_num_processors() * RUNS_PER_PROCESSOR};
    g_autoptr(GitRepo) repo = git_open(".", NULL);
    g_autofree char *here = repo ? git_relative(repo, ".", NULL) : NULL;
    g_autofree char *prefix = here && *here ? g_strconcat(here, "/", NULL) : NULL;
    fleet.in_repository = repo;
    fleet.prefix = prefix;
    g_mutex_init(&fleet.lock);
    g_cond_init(&fleet.changed);
    signals_catch();
    run_all(&fleet);
    bool fine = services_view_end(invocation, runs, error);
    end_by_signal();
    g_async_queue_unref(fleet.ended);
    g_mutex_clear(&fleet.lock);
    g_cond_clear(&fleet.changed);
    return fine;
}

bool services_run(const Invocation *invocation, GError **error) {
    g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(service_run_free);
    if (!check_databases(invocation, error))
        return false;
    g_autoptr(GPtrArray) services = services_of(invocation_config(invocation), error);
    return services && choose(invocation, services, runs, error) &&
           run_chosen(invocation, runs, error);
}
