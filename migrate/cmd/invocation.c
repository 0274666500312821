/* Runs the verb of a command line that was understood, and answers what the verb asks. */

#include "cmd/invocation.h"
#include "apply/ledger_place.h"
#include "base/limits.h"
#include "base/pipeline.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "config/tenancy.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What an untrusted run reads; the same file may be read several times. */
enum { UNTRUSTED_FILE_MB = 16, UNTRUSTED_TOTAL_MB = 128 };

static void value_free(gpointer data) {
    Value *value = data;

    g_ptr_array_unref(value->texts);
    g_free(value);
}

void invocation_free(Invocation *invocation) {
    if (!invocation)
        return;
    g_clear_pointer(&invocation->config, config_free);
    g_clear_error(&invocation->wrong);
    g_ptr_array_unref(invocation->options);
    g_ptr_array_unref(invocation->values);
    g_ptr_array_unref(invocation->arguments);
    g_free(invocation);
}

Invocation *invocation_new(void) {
    Invocation *invocation = g_new0(Invocation, 1);

    invocation->options = verb_options(NULL);
    invocation->values = g_ptr_array_new_with_free_func(value_free);
    invocation->arguments = g_ptr_array_new_with_free_func(g_free);
    return invocation;
}

const Option *invocation_option(const Invocation *invocation, const char *name, char letter) {
    for (guint i = 0; i < invocation->options->len; i++) {
        const Option *option = invocation->options->pdata[i];
        if (name ? strcmp(option->name, name) == 0 : option->letter == letter)
            return option;
    }
    return NULL;
}

Value *invocation_value(const Invocation *invocation, const char *name) {
    for (guint i = 0; i < invocation->values->len; i++) {
        Value *value = invocation->values->pdata[i];
        if (strcmp(value->option->name, name) == 0)
            return value;
    }
    return NULL;
}

Value *invocation_add_value(Invocation *invocation, const Option *option) {
    Value *value = invocation_value(invocation, option->name);

    if (!value) {
        value = g_new0(Value, 1);
        value->option = option;
        value->texts = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(invocation->values, value);
    }
    return value;
}

static bool enter_directory(const Invocation *invocation, GError **error) {
    const char *directory = invocation_string(invocation, "directory");

    if (!directory)
        return true;
    g_autofree char *named = g_canonicalize_filename(directory, NULL);
    if (chdir(directory) == 0) {
        /* As a shell does: the path as given, symbolic links included. */
        g_setenv("PWD", named, TRUE);
        return true;
    }
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "cannot work in '%s' (-C): %s", directory,
                g_strerror(errno));
    return false;
}

/* Decides by the flags, else by the CI system's variables. Returns a sentence about it, or NULL;
 * caller frees. */
static char *judge_trust(const Invocation *invocation, bool *untrusted) {
    g_auto(GStrv) environment = g_get_environ();
    PipelineChange change;
    bool found = pipeline_is_change(environment, &change);
    g_autofree char *sign =
        found ? g_strdup_printf("%s is %s", change.variable, change.value) : NULL;

    *untrusted = !invocation_flag(invocation, "trusted") &&
                 (found || invocation_flag(invocation, "untrusted"));
    if (invocation_flag(invocation, "trusted"))
        return g_strconcat("trusted: --trusted", found ? ", although " : "", sign, NULL);
    if (invocation_flag(invocation, "untrusted"))
        return g_strdup("untrusted: --untrusted");
    return found ? g_strconcat("untrusted: ", sign, NULL) : NULL;
}

/* Reading the configuration counts too: it reads files and asks git. */
static void distrust(void) {
    limits_time(UNTRUSTED_MILLISECONDS);
    limits_reading((gsize)UNTRUSTED_FILE_MB << 20, (gsize)UNTRUSTED_TOTAL_MB << 20);
}

static bool services_wanted(const Invocation *invocation) {
    return invocation->verb->run_services &&
           (invocation_flag(invocation, "all") || invocation_flag(invocation, "changed") ||
            *invocation_list(invocation, "service"));
}

/* Of a run over several services: only what names them. The environment is one of theirs. */
static Config *load_services(ConfigRequest *request, GError **error) {
    g_auto(GStrv) environment = g_environ_unsetenv(g_get_environ(), "MIGRATE_ENV");
    request->environment = environment;
    request->target = false;
    return config_load(request, error);
}

static Config *load_config(const Invocation *invocation, const ConfigFlag *more, GError **error) {
    g_autoptr(GArray) flags = g_array_new(TRUE, TRUE, sizeof(ConfigFlag));
    g_autofree char *trust = NULL;
    ConfigRequest request = {
        .file = invocation_string(invocation, "config"),
        .target = (invocation->verb->shared & VERB_TARGET) != 0,
    };

    for (guint i = 0; i < invocation->values->len; i++) {
        const Value *value = invocation->values->pdata[i];
        const Option *option = value->option;
        ConfigFlag flag = {option->config, value->bare ? "true" : value->texts->pdata[0],
                           option->name};
        if (option->config)
            g_array_append_val(flags, flag);
    }
    for (; more && more->name; more++)
        g_array_append_vals(flags, more, 1);
    if (invocation->verb->shared & VERB_CHANGE) {
        request.trust = trust = judge_trust(invocation, &request.untrusted);
        request.base = invocation_string(invocation, "base");
        if (request.untrusted)
            distrust();
    }
    if (services_wanted(invocation))
        return load_services(&request, error);
    request.flags = (const ConfigFlag *)flags->data;
    return config_load(&request, error);
}

/* The tenant that was asked for is the environment's database from now on. */
static bool become_tenant(Invocation *invocation, const Endpoint *endpoint, const Tenant *tenant,
                          GError **error) {
    const char *default_path = config_string(invocation->config, "project.default_schema");
    g_autofree char *path = tenant->schema ? tenancy_path(tenant->schema, default_path) : NULL;
    /* The embedded server runs as long as somebody has it open. */
    const char *url = endpoint->embedded && tenant->schema ? "embedded:" : tenant->conninfo;
    const ConfigFlag flags[] = {{"env.url", url, "tenant"},
                                {path ? "project.default_schema" : NULL, path, "tenant"},
                                {path ? "project.schemas" : NULL, tenant->schema, "tenant"},
                                {0}};
    if (!tenant->conninfo) {
        g_set_error(error, CMD_ERROR, FAIL_ENVIRONMENT, "the tenant \"%s\" has no database yet",
                    tenant->name);
        return false;
    }
    Config *config = load_config(invocation, flags, error);
    if (!config)
        return false;
    config_free(invocation->config);
    invocation->config = config;
    ledger_place_tenant(tenant->schema);
    return true;
}

static bool find_tenant(Invocation *invocation, const Tenancy *tenancy, const char *name,
                        GError **error) {
    g_auto(Endpoint) endpoint = {0};
    g_autoptr(GPtrArray) tenants =
        endpoint_open(&endpoint, invocation->config, NULL, ENDPOINT_EXISTING, error)
            ? tenancy_list(tenancy, &endpoint, error)
            : NULL;
    for (guint i = 0; tenants && i < tenants->len; i++)
        if (strcmp(((const Tenant *)tenants->pdata[i])->name, name) == 0)
            return become_tenant(invocation, &endpoint, tenants->pdata[i], error);
    if (tenants)
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "environment \"%s\" has no tenant \"%s\"; 'migrate status --env %s' lists its "
                    "%u tenants",
                    config_environment(invocation->config), name,
                    config_environment(invocation->config), tenants->len);
    return false;
}

/* `tenancy` says afterwards whether the verb has to work on all tenants. */
static bool choose_tenant(Invocation *invocation, Tenancy *tenancy, GError **error) {
    const Verb *verb = invocation->verb;
    if (!(verb->shared & VERB_TARGET) || services_wanted(invocation))
        return true;
    const char *name = invocation_string(invocation, "tenant");
    if (!tenancy_read(tenancy, invocation->config, NULL, error))
        return false;
    if (name && tenancy->way != TENANTS_WAYS) {
        const Tenancy wanted = *tenancy;
        tenancy->way = TENANTS_WAYS;
        return find_tenant(invocation, &wanted, name, error);
    }
    if (!name &&
        (tenancy->way == TENANTS_WAYS || verb->run_tenants || (verb->shared & VERB_SEES_TENANTS)))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                name ? "environment \"%s\" has no tenants, so --tenant names none ('migrate help "
                       "tenants')"
                     : "environment \"%s\" has tenants, and this command works on one: --tenant "
                       "NAME says which",
                config_environment(invocation->config));
    return false;
}

static bool run_verb(Invocation *invocation, GError **error) {
    const Verb *verb = invocation->verb;
    Tenancy tenancy = {.way = TENANTS_WAYS};

    if (invocation->wrong) {
        g_propagate_error(error, g_steal_pointer(&invocation->wrong));
        return false;
    }
    term_set_verbose(invocation_flag(invocation, "verbose"));
    if (!enter_directory(invocation, error))
        return false;
    if (!verb->without_config) {
        invocation->config = load_config(invocation, NULL, error);
        if (!invocation->config ||
            !ledger_place_set(config_string(invocation->config, "ledger.schema"), error) ||
            !choose_tenant(invocation, &tenancy, error))
            return false;
        guint limit = config_time_limit(invocation->config);
        if ((verb->shared & VERB_SCRATCH) && limit > 0)
            limits_time(limit);
    }
    return services_wanted(invocation) ? verb->run_services(invocation, error)
           : tenancy.way != TENANTS_WAYS && verb->run_tenants ? verb->run_tenants(invocation, error)
                                                              : verb->run(invocation, error);
}

bool invocation_run(Invocation *invocation, Answer *answer, GError **error) {
    limits_start();
    invocation->answer = answer;
    return run_verb(invocation, error);
}

Answer *invocation_answer(const Invocation *invocation) {
    return invocation->answer;
}

static const Value *expect_value(const Invocation *invocation, const char *name) {
    if (!invocation_option(invocation, name, 0))
        g_error("migrate %s has no option --%s", invocation->verb->name, name);
    return invocation_value(invocation, name);
}

const Verb *invocation_verb(const Invocation *invocation) {
    return invocation->verb;
}

bool invocation_flag(const Invocation *invocation, const char *option) {
    const Value *value = expect_value(invocation, option);

    return value && value->bare;
}

const char *invocation_string(const Invocation *invocation, const char *option) {
    const Value *value = expect_value(invocation, option);

    return value ? value->texts->pdata[0] : NULL;
}

static bool is_plain(const char *word) {
    return strspn(word, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-") == strlen(word);
}

char *invocation_target_tenant(const char *environment, const char *tenant) {
    g_autofree char *quoted = g_shell_quote(tenant);
    return g_strdup_printf("%s --tenant %s", environment, is_plain(tenant) ? tenant : quoted);
}

char *invocation_target(const Invocation *invocation, const char *name) {
    if (invocation_string(invocation, "url"))
        return g_strdup("--url …");
    if (!name)
        name = config_environment(invocation_config(invocation));
    g_autofree char *quoted = g_shell_quote(name);
    const char *tenant = invocation_string(invocation, "tenant");
    g_autofree char *environment = g_strconcat("--env ", is_plain(name) ? name : quoted, NULL);
    return tenant ? invocation_target_tenant(environment, tenant) : g_strdup(environment);
}

const char *const *invocation_list(const Invocation *invocation, const char *option) {
    static const char *const none[] = {NULL};
    const Value *value = expect_value(invocation, option);

    return value ? (const char *const *)value->texts->pdata : none;
}

const char *const *invocation_arguments(const Invocation *invocation) {
    return (const char *const *)invocation->arguments->pdata;
}

const char *invocation_argument(const Invocation *invocation, guint index) {
    return index < invocation->arguments->len ? invocation->arguments->pdata[index] : NULL;
}

const Config *invocation_config(const Invocation *invocation) {
    return invocation->config;
}
