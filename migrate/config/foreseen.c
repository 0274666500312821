#include "config/foreseen.h"

#include "config/extensions.h"

static void foresee(Findings *findings, const Extension *extension, const char *label) {
    Finding *finding = findings_add(findings, "extension-refused", SEVERITY_NOTE,
                                    "a pull request against %s will not be allowed to create "
                                    "extension \"%s\"",
                                    label, extension->name);
    finding->why = g_strdup_printf("only superusers may create it, the migrations of %s do not "
                                   "create it, and migrate.ini there does not list it",
                                   label);
    finding->fix = g_strdup_printf("add it to \"extensions\" in the section [scratch] of "
                                   "migrate.ini of %s, in a change that is merged first",
                                   label);
    finding->object = g_strdup_printf("extension %s", extension->name);
    finding->file = g_strdup(extension->file);
    finding->line = finding->end_line = extension->line;
    finding->column = finding->end_column = extension->column;
}

static bool foresee_side(Project *project, const Source *side, const char *const *allowed,
                         const char *label, Findings *findings, GError **error) {
    g_autoptr(GPtrArray) created = extensions_of(side);
    for (guint i = 0; i < created->len; i++) {
        const Extension *extension = created->pdata[i];
        bool trusts = false;
        if (g_strv_contains(allowed, extension->name))
            continue;
        if (!project_start_scratch(project, error) ||
            !scratch_trusts_extension(project->scratch, extension->name, &trusts, error))
            return false;
        if (!trusts)
            foresee(findings, extension, label);
    }
    return true;
}

static bool create_any(const Source *const *sides) {
    bool any = false;
    for (guint i = 0; sides[i] && !any; i++) {
        g_autoptr(GPtrArray) created = extensions_of(sides[i]);
        any = created->len > 0;
    }
    return any;
}

bool foresee_refused_extensions(Project *project, const LintBase *base, const Source *const *sides,
                        Findings *findings, GError **error) {
    const ConfigRequest request = {.untrusted = true, .base = base->tip};
    bool asked = base->tip && !config_untrusted(project->config) && create_any(sides);
    g_autoptr(Config) config = asked ? config_load(&request, NULL) : NULL;
    g_autofree char *label = NULL;
    if (!config)
        return true;
    const SourceNames names = {.migrations = config_string(config, "project.migrations")};
    g_auto(GStrv) allowed = extensions_of_base(config, base->tip, &names, &label);
    bool done = true;
    for (guint i = 0; done && sides[i]; i++)
        done = foresee_side(project, sides[i], (const char *const *)allowed, base->base, findings,
                            error);
    return done;
}
