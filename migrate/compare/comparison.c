#include "compare/comparison.h"

#include "compare/unmodelled.h"

/* A source as the user wrote it. The embedded database is one, too, and runs as long as `endpoint`.
 */
static Source *open_source(Endpoint *endpoint, const Project *project, const char *text,
                           GError **error) {
    if (!endpoint_is_embedded(text))
        return source_open(text, &project->names, error);
    if (!endpoint_open_url(endpoint, project->config, text, ENDPOINT_EXISTING, error))
        return NULL;
    Source *source = source_open(endpoint->conninfo, &project->names, error);
    if (source) {
        g_free(source->label);
        source->label = g_strdup(text);
    }
    return source;
}

bool comparison_open(Comparison *comparison, Project *project, const char *from, const char *to,
                     GError **error) {
    comparison->project = project;
    comparison->from = open_source(&comparison->endpoints[0], project, from, error);
    if (comparison->from)
        comparison->to = open_source(&comparison->endpoints[1], project, to, error);
    return comparison->to;
}

bool comparison_load(Comparison *comparison, GError **error) {
    Project *project = comparison->project;
    bool from_database = comparison->from->type == SOURCE_DATABASE,
         to_database = comparison->to->type == SOURCE_DATABASE;
    if (!from_database && !to_database && !comparison->without_ledgers)
        project_files_only(project);
    bool reads_only = from_database && to_database && !platform_any(project->names.platform);
    return (reads_only ||
            project_start_scratch_for(project, comparison->from, comparison->to, error)) &&
           source_load_pair(project->scratch, &project->names, comparison->from, comparison->to,
                            &comparison->old, &comparison->new, NULL, error);
}

bool comparison_gate(const Comparison *comparison, GError **error) {
    return unmodelled_refuse(comparison->old.catalog, comparison->from->label, error) &&
           unmodelled_refuse(comparison->new.catalog, comparison->to->label, error);
}

bool comparison_is_same(Comparison *comparison) {
    if (!comparison->draft.diff)
        comparison->draft.diff =
            diff_compare(comparison->old.catalog, comparison->new.catalog, NULL);
    return diff_is_same(comparison->draft.diff);
}

bool comparison_draft(Comparison *comparison, Project *project, const char *from, const char *to,
                      const DraftOptions *options, GError **error) {
    return comparison_open(comparison, project, from, to, error) &&
           comparison_load(comparison, error) && comparison_gate(comparison, error) &&
           draft_make(comparison, options, error);
}

void comparison_clear(Comparison *comparison) {
    draft_clear(&comparison->draft);
    loaded_clear(&comparison->old);
    loaded_clear(&comparison->new);
    source_free(comparison->from);
    source_free(comparison->to);
    for (guint i = 0; i < G_N_ELEMENTS(comparison->endpoints); i++)
        endpoint_clear(&comparison->endpoints[i]);
    *comparison = (Comparison){0};
}
