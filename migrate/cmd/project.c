#include "cmd/project.h"

#include "text/pattern.h"
#include <string.h>

/* A rule of [ignore]: what the kind's (or all kinds') identities are matched with. */
typedef struct {
    char *kind; /* "all": every kind */
    Pattern *pattern;
} Ignore;

static void ignore_free(gpointer data) {
    Ignore *ignore = data;
    g_free(ignore->kind);
    pattern_free(ignore->pattern);
    g_free(ignore);
}

/* The ledgers that migration tools keep in the databases they work on: ours, and those of others, are nobody's schema. */
static const char *const ledgers =
    "^(migrate(\\..*)?|public\\.(_prisma_migrations|schema_migrations|ar_internal_metadata|goose_db_version|"
    "flyway_schema_history|databasechangelog(lock)?|alembic_version|django_migrations)(_.*)?)$";

static bool add_ignore(Project *project, const char *kind, const char *regex, GError **error) {
    Pattern *pattern = pattern_new(regex, error);
    if (!pattern) {
        g_prefix_error(error, "[ignore] %s: ", kind);
        return false;
    }
    Ignore *ignore = g_new(Ignore, 1);
    *ignore = (Ignore){g_strdup(kind), pattern};
    g_ptr_array_add(project->ignores, ignore);
    return true;
}

static bool is_ignored(const char *kind, const char *identity, void *data) {
    const GPtrArray *ignores = data;
    for (guint i = 0; i < ignores->len; i++) {
        const Ignore *ignore = ignores->pdata[i];
        if ((strcmp(ignore->kind, "all") == 0 || strcmp(ignore->kind, kind) == 0) &&
            pattern_match(ignore->pattern, identity, NULL) == 1)
            return true;
    }
    return false;
}

static bool add_configured(Project *project, GError **error) {
    for (guint i = 0;; i++) {
        const char *kind = i == 0 ? "all" : kinds[i - 1] ? kinds[i - 1]->name : NULL;
        if (!kind)
            return true;
        g_autofree char *key = g_strdup_printf("ignore.%s", kind);
        const char *const *patterns = config_list(project->config, key);
        for (guint p = 0; patterns[p]; p++)
            if (!add_ignore(project, kind, patterns[p], error))
                return false;
    }
}

bool project_open(Project *project, const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    *project = (Project){.config = config, .ignores = g_ptr_array_new_with_free_func(ignore_free)};
    project->names = (SourceNames){.schema = config_string(config, "project.schema"),
                                   .migrations = config_string(config, "project.migrations"),
                                   .owner = config_string(config, "env.owner"),
                                   .ignore = is_ignored,
                                   .ignore_data = project->ignores};
    return add_ignore(project, "all", ledgers, error) && add_configured(project, error);
}

bool project_start_scratch(Project *project, GError **error) {
    if (project->scratch)
        return true;
    const Config *config = project->config;
    ScratchOptions options = {.url = config_string(config, "scratch.url"),
                              .major = (guint)config_integer(config, "project.server"),
                              .bin_dir = config_string(config, "scratch.bin_dir"),
                              .cache_dir = config_string(config, "scratch.cache_dir"),
                              .privileged = config_boolean(config, "scratch.privileged")};
    project->scratch = scratch_start(&options, error);
    return project->scratch != NULL;
}

void project_clear(Project *project) {
    scratch_stop(project->scratch);
    g_clear_pointer(&project->ignores, g_ptr_array_unref);
    project->scratch = NULL;
}
