#include "compare/imported.h"

#include "compare/comparison.h"
#include "compare/live.h"
#include "compare/unmodelled.h"

typedef struct {
    Project project;
    Live live;
    Comparison sides; /* nothing, and the database */
} Import;

static void import_clear(Import *import) {
    live_clear(&import->live);
    comparison_clear(&import->sides);
    project_clear(&import->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Import, import_clear)

static bool read_database(Import *import, const char *url, GError **error) {
    Project *project = &import->project;
    Endpoint *endpoint = &import->sides.endpoints[1];
    return endpoint_open_url(endpoint, project->config, url, ENDPOINT_EXISTING, error) &&
           live_open(&import->live, endpoint->conninfo, NULL, false, error) &&
           live_load(&import->live, &project->names, import->live.major, error) &&
           unmodelled_refuse(import->live.catalog, "the database", error);
}

static bool load(Import *import, GError **error) {
    Project *project = &import->project;
    Comparison *sides = &import->sides;
    sides->from = source_open("empty", &project->names, error);
    return sides->from && project_start_scratch_like(project, import->live.major, error) &&
           scratch_act_as(project->scratch, import->live.catalog->default_owner, error) &&
           platform_align(project->names.platform, project->scratch, import->live.catalog, NULL,
                          error) &&
           live_take(&import->live, project, &sides->new, error) &&
           source_load(project->scratch, &project->names, sides->from, &sides->old, NULL, error);
}

char *imported_schema(const Config *config, const char *url, GPtrArray *notes, GError **error) {
    const DraftOptions options = {
        .no_rename_at_all = true, .leaves_out_others = true, .file = "the database's schema"};
    g_auto(Import) import = {.sides.project = &import.project};
    if (!project_open(&import.project, config, error) || !read_database(&import, url, error) ||
        !load(&import, error) || !draft_make(&import.sides, &options, error))
        return NULL;
    Draft *draft = &import.sides.draft;
    if (draft_is_empty(draft)) {
        g_set_error_literal(error, COMPARE_ERROR, FAIL_USAGE,
                            "the database has no objects to begin with; leave --from out");
        return NULL;
    }
    g_ptr_array_extend_and_steal(notes, g_steal_pointer(&draft->notes));
    return draft_sql(draft);
}
