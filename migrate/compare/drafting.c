#include "compare/drafting.h"

bool drafting_is_complete(const Loaded *loaded, const char *side, GError **error) {
    const Catalog *catalog = loaded->catalog;
    if (catalog->unmodelled_count == 0)
        return true;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < catalog->unmodelled_count; i++)
        g_string_append_printf(names, "\n  %s %s", catalog->unmodelled[i].type,
                               catalog->unmodelled[i].identity);
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "%s has objects that migrate does not know how to compare, so it cannot say that "
                "two sides are the same:%s\n"
                "Drop them, put them in an extension, or name them under [ignore] in migrate.ini.",
                side, names->str);
    return false;
}

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

bool drafting_make(Drafting *drafting, Project *project, const char *from, const char *to,
                   const DraftOptions *options, ReplayFault *fault, GError **error) {
    *drafting = (Drafting){0};
    drafting->from = open_source(&drafting->endpoints[0], project, from, error);
    drafting->to = drafting->from ? open_source(&drafting->endpoints[1], project, to, error) : NULL;
    if (!drafting->to)
        return false;
    if (drafting->from->type != SOURCE_DATABASE && drafting->to->type != SOURCE_DATABASE)
        project_files_only(project);
    if (!project_start_scratch(project, error) ||
        !source_load_pair(project->scratch, &project->names, drafting->from, drafting->to,
                          &drafting->old, &drafting->new, fault, error))
        return false;
    if (!drafting_is_complete(&drafting->old, drafting->from->label, error) ||
        !drafting_is_complete(&drafting->new, drafting->to->label, error))
        return false;
    return draft_make(&drafting->draft, project->scratch, &project->names, &drafting->old,
                      &drafting->new, drafting->to, options, error);
}

void drafting_clear(Drafting *drafting) {
    draft_clear(&drafting->draft);
    loaded_clear(&drafting->old);
    loaded_clear(&drafting->new);
    source_free(drafting->from);
    source_free(drafting->to);
    for (guint i = 0; i < G_N_ELEMENTS(drafting->endpoints); i++)
        endpoint_clear(&drafting->endpoints[i]);
    *drafting = (Drafting){0};
}
