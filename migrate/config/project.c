#include "config/project.h"

#include "apply/ledger.h"
#include "config/extensions.h"
#include "config/prisma_version.h"
#include <string.h>

/* The ledgers that migration tools keep in the databases they work on. Ours is nobody's schema;
 * those of others are not either, unless somebody wrote them down in files. */

static const char *const foreign_ledgers = "^public\\.\"?(" FOREIGN_LEDGERS ")(_.*)?\"?$";
static const char *const foreign_schemas = "^(" FOREIGN_LEDGER_SCHEMAS ")$";

static bool add_ignore(Project *project, const char *kind, const char *regex, IgnoreOrigin origin,
                       GError **error) {
    if (ignores_add(project->ignores, kind, regex, origin, error))
        return true;
    g_prefix_error(error, "[ignore] %s: ", kind);
    return false;
}

/* Its tables in a tenant's schema, with what belongs to them. `schema`: a regular expression. */
static bool add_tenant_ledger(Project *project, const char *schema, GError **error) {
    static const char names[] = "(meta|migration|statement|batch|repeatable|event|history|"
                                "one_at_a_time|is_coherent|keep_event)";
    g_autofree char *ours = g_strdup_printf("%s\"?\\.%s%s(?![a-z0-9]|_(?!pkey|seq|key_))", schema,
                                            ledger_prefix(), names);
    return add_ignore(project, "all", ours, IGNORE_CONFIGURED, error);
}

bool project_leave_out_ledgers(Project *project, GError **error) {
    return add_tenant_ledger(project, "", error);
}

static bool add_own_ledger(Project *project, GError **error) {
    g_autoptr(GString) name = g_string_new(ledger_schema());
    g_string_replace(name, "\"", "\"\"", 0);
    g_autofree char *escaped = g_regex_escape_string(name->str, -1),
                    *schema = g_strconcat("(?<![\\w$])", escaped, NULL);
    return add_tenant_ledger(project, schema, error);
}

static bool add_ledgers(Project *project, GError **error) {
    if (*ledger_prefix())
        return add_own_ledger(project, error) &&
               add_ignore(project, "schema", foreign_schemas, IGNORE_FOREIGN, error);
    if (g_strv_contains(config_list(project->config, "project.schemas"), ledger_schema())) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s is one of the project's schemas and that of its ledger, in which nothing "
                    "is compared; give the ledger a schema of its own, under [ledger] in "
                    "migrate.ini",
                    ledger_schema());
        return false;
    }
    g_autofree char *ours = g_strdup_printf("^\"?%s\"?(\\..*)?$", ledger_schema());
    return add_ignore(project, "all", foreign_ledgers, IGNORE_FOREIGN, error) &&
           add_ignore(project, "schema", foreign_schemas, IGNORE_FOREIGN, error) &&
           add_ignore(project, "all", ours, IGNORE_CONFIGURED, error);
}

void project_files_only(Project *project) {
    if (*project->names.migrations)
        ignores_drop_foreign(project->ignores);
}

/* Leaves out every schema but the project's own, with what lies in it. */
static bool add_schemas(Project *project, const char *const *schemas, GError **error) {
    g_autoptr(GString) regex = g_string_new("^(?!(?:");
    for (guint i = 0; schemas[i]; i++) {
        g_autofree char *name = g_regex_escape_string(schemas[i], -1);
        bool plain = strspn(schemas[i], G_CSET_a_2_z G_CSET_DIGITS "_") == strlen(schemas[i]);
        g_string_append_printf(regex, plain ? "%s\"?%s\"?" : "%s\"%s\"", i > 0 ? "|" : "", name);
    }
    g_string_append(regex, ")$)");
    return !*schemas || add_ignore(project, "schema", regex->str, IGNORE_CONFIGURED, error);
}

static bool add_configured(Project *project, GError **error) {
    for (guint i = 0;; i++) {
        const char *kind = i == 0 ? "all" : kinds[i - 1] ? kinds[i - 1]->name : NULL;
        if (!kind)
            return true;
        g_autofree char *key = g_strdup_printf("ignore.%s", kind);
        const char *const *patterns = config_list(project->config, key);
        for (guint p = 0; patterns[p]; p++)
            if (!add_ignore(project, kind, patterns[p], IGNORE_CONFIGURED, error))
                return false;
    }
}

/* What the base branch says about extensions. */
static void ask_base(Project *project) {
    const Config *config = project->config;
    g_autofree char *label = NULL;
    project->extensions = extensions_of_base(config, config_base(config), &project->names, &label);
    project->extensions_where =
        label ? g_strdup_printf("migrate.ini of %s, in a change that is merged first", label)
              : g_strdup("migrate.ini of the base branch");
}

/* What every scratch database has from its start. */
static bool add_platform(Project *project, GError **error) {
    const char *preset = config_string(project->config, "scratch.preset");
    const char *const *paths = config_list(project->config, "scratch.init");
    if (preset && !platform_add_preset(project->names.platform, preset, error))
        return false;
    for (; *paths; paths++) {
        g_autoptr(GBytes) text = config_read(project->config, *paths, error);
        if (!text || !platform_add(project->names.platform, *paths, text, error)) {
            g_prefix_error(error, "[scratch] init: ");
            return false;
        }
    }
    return true;
}

/* The URL of the environment, which says it for one database, before the project's key. */
char *project_path(const Config *config) {
    const char *url = config_string(config, "env.url");
    char *path = url && !config_untrusted(config) ? pg_url_path(url) : NULL;
    return path ? path : g_strdup(config_string(config, "project.default_schema"));
}

static bool open_for(Project *project, const Config *config, const char *const *schemas,
                     GError **error) {
    *project = (Project){.config = config, .ignores = ignores_new()};
    project->names = (SourceNames){.schema = config_string(config, "project.schema"),
                                   .migrations = config_string(config, "project.migrations"),
                                   .owner = config_string(config, "env.owner"),
                                   .ignore = ignores_match,
                                   .ignore_data = project->ignores,
                                   .ledger = *ledger_prefix() ? NULL : ledger_schema(),
                                   .platform = platform_new(project->ignores)};
    project->names.untrusted = config_untrusted(config);
    project->names.base = project->names.untrusted ? NULL : config_string(config, "check.base");
    project->names.strict = config_boolean(config, "prisma.strict");
    project->names.prisma_set = config_integer(config, "prisma.version") > 0;
    project->names.prisma = prisma_version(config, project->names.schema);
    project->names.path = project->path = project_path(config);
    if (config_untrusted(config))
        ask_base(project);
    return add_ledgers(project, error) && add_schemas(project, schemas, error) &&
           add_configured(project, error) && add_platform(project, error);
}

bool project_open(Project *project, const Config *config, GError **error) {
    return open_for(project, config, config_list(config, "project.schemas"), error);
}

bool project_open_tenant(Project *project, const Config *config, const char *schema,
                         GError **error) {
    const char *const schemas[] = {schema, NULL};
    return open_for(project, config, schemas, error);
}

static const char *lint_setting(const char *code, void *data) {
    g_autofree char *key = g_strdup_printf("check.%s", code);
    return config_string(data, key);
}

LintInput project_lint_input(const Project *project, const char *base) {
    const Config *config = project->config;
    bool untrusted = config_untrusted(config);
    return (LintInput){.root = config_root(config),
                       .migrations = project->names.migrations,
                       .schema = project->names.schema,
                       .path = project->names.path,
                       .base = base,
                       .configured = untrusted ? NULL : config_string(config, "check.base"),
                       .untrusted = untrusted,
                       .setting = lint_setting,
                       .data = (void *)config,
                       .schemas = config_list(config, "project.schemas"),
                       .big = config_integer(config, "check.big")};
}

static SandboxMode sandbox_mode(const Config *config) {
    const char *mode = config_string(config, "scratch.sandbox");
    return strcmp(mode, "require") == 0 ? SANDBOX_REQUIRE
           : strcmp(mode, "off") == 0   ? SANDBOX_OFF
                                        : SANDBOX_PREFER;
}

/* Whether untrusted SQL may run there: in the sandbox, or as an unprivileged role on a server
 * without known vulnerabilities. */
static bool is_safe(const Scratch *scratch, bool privileged, GError **error) {
    g_autofree char *advice = NULL;
    if (scratch_is_sandboxed(scratch) || (scratch_is_patched(scratch, &advice) && !privileged))
        return true;
    g_set_error(
        error, CONFIG_ERROR, FAIL_ENVIRONMENT,
        "the scratch server is not safe enough for untrusted SQL: its sandbox is %s, and %s",
        scratch_sandbox(scratch),
        advice ? advice : "scratch.privileged runs the SQL as a superuser");
    return false;
}

ScratchOptions project_scratch_options(const Project *project) {
    const Config *config = project->config;
    ScratchOptions options = {
        .url = config_string(config, "scratch.url"),
        .major = (guint)config_integer(config, "project.server"),
        .bin_dir = config_string(config, "scratch.bin_dir"),
        .cache_dir = config_string(config, "scratch.cache_dir"),
        .privileged = config_boolean(config, "scratch.privileged"),
        .sandbox = sandbox_mode(config),
        .cache_size = (guint64)config_integer(config, "scratch.cache_size"),
        .checkpoint_after = (guint)config_duration(config, "scratch.checkpoint_after"),
    };
    const char *const *extensions = config_list(config, "scratch.extensions");
    bool untrusted = config_untrusted(config);
    options.deadline_ms = config_time_limit(config);
    if (untrusted)
        options.extensions = (const char *const *)project->extensions;
    else if (*extensions)
        options.extensions = extensions;
    options.trusted_extensions = untrusted;
    options.extensions_where = project->extensions_where;
    return options;
}

const char *project_server_identity(Project *project) {
    ScratchOptions options = project_scratch_options(project);
    if (!project->identity)
        project->identity = scratch_identity(&options);
    return project->identity;
}

static bool start_scratch(Project *project, guint major, GError **error) {
    if (project->scratch)
        return true;
    ScratchOptions options = project_scratch_options(project);
    if (major)
        options.major = major;
    options.checkpoint = resume_checkpoint(project->names.resume);
    project->scratch = scratch_start(&options, error);
    if (project->scratch && config_untrusted(project->config) &&
        !is_safe(project->scratch, options.privileged, error))
        g_clear_pointer(&project->scratch, scratch_stop);
    if (project->scratch)
        scratch_set_path(project->scratch, project->names.path);
    if (project->scratch && !platform_install(project->names.platform, project->scratch, error))
        g_clear_pointer(&project->scratch, scratch_stop);
    return project->scratch;
}

bool project_start_scratch(Project *project, GError **error) {
    return start_scratch(project, 0, error);
}

bool project_start_scratch_for(Project *project, const Source *from, const Source *to,
                               GError **error) {
    ScratchOptions options = project_scratch_options(project);
    if (!project->scratch)
        project->names.resume = resume_new(&options, &project->names, from, to);
    return start_scratch(project, 0, error);
}

bool project_start_scratch_like(Project *project, guint major, GError **error) {
    return start_scratch(project, major, NULL) || start_scratch(project, 0, error);
}

void project_clear(Project *project) {
    scratch_stop(project->scratch);
    g_clear_pointer(&project->names.resume, resume_free);
    g_clear_pointer(&project->names.platform, platform_free);
    g_clear_pointer(&project->ignores, ignores_free);
    g_clear_pointer(&project->extensions, g_strfreev);
    g_clear_pointer(&project->extensions_where, g_free);
    g_clear_pointer(&project->identity, g_free);
    g_clear_pointer(&project->path, g_free);
    project->scratch = NULL;
}
