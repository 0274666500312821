#include "cmd/mask_gate.h"

#include "lint/classified.h"

/* The schema where this branch left the base; NULL: this branch has no base, and all columns are new. */
static Source *open_before(const Project *project, const LintBase *base) {
    g_autofree char *word =
        base->merge_base ? g_strconcat("schema@", base->merge_base, NULL) : NULL;
    return word ? source_open(word, &project->names, NULL) : NULL;
}

static bool check_strictly(Comparison *sides, const LintBase *base, Findings *findings,
                           GError **error) {
    Project *project = sides->project;
    g_autoptr(Source) before = open_before(project, base);
    if (sides->new.catalog)
        return lint_classified(sides->to, sides->new.catalog, before, true, findings, error);
    /* A verdict that was found in the cache has executed neither side. */
    g_auto(Loaded) loaded = {0};
    return project_start_scratch(project, error) &&
           source_load(project->scratch, &project->names, sides->to, &loaded, NULL, error) &&
           lint_classified(sides->to, loaded.catalog, before, true, findings, error);
}

bool mask_gate(Comparison *sides, const LintBase *base, Findings *findings, GError **error) {
    if (sides->to->type != SOURCE_SCHEMA)
        return true;
    return config_boolean(sides->project->config, "mask.strict")
               ? check_strictly(sides, base, findings, error)
               : lint_classified(sides->to, NULL, NULL, false, findings, error);
}
