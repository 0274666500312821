#include "compare/imported.h"

#include "compare/drafting.h"
#include "compare/live.h"

typedef struct {
    Project project;
    Endpoint endpoint;
    Live live;
    Source *empty;
    Loaded nothing, database;
    Draft draft;
} Import;

static void import_clear(Import *import) {
    draft_clear(&import->draft);
    loaded_clear(&import->nothing);
    loaded_clear(&import->database);
    source_free(import->empty);
    live_clear(&import->live);
    project_clear(&import->project);
    endpoint_clear(&import->endpoint);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Import, import_clear)

static bool take_database(Import *import, GError **error) {
    Scratch *scratch = import->project.scratch;
    const Loaded live = {.catalog = import->live.catalog};
    if (!drafting_is_complete(&live, "the database", error))
        return false;
    if (scratch_major(scratch) != import->live.major)
        return draft_rebuild(scratch, &import->project.names, import->live.catalog,
                             &import->database, error);
    import->database.catalog = g_steal_pointer(&import->live.catalog);
    return true;
}

static bool import_database(Import *import, const Config *config, const char *url, GError **error) {
    Project *project = &import->project;
    const DraftOptions options = {
        .no_rename_at_all = true, .leaves_out_others = true, .file = "the database's schema"};
    if (!project_open(project, config, error) ||
        !endpoint_open_url(&import->endpoint, config, url, ENDPOINT_EXISTING, error) ||
        !live_open(&import->live, import->endpoint.conninfo, false, error) ||
        !live_load(&import->live, &project->names, import->live.major, error) ||
        !project_start_scratch_like(project, import->live.major, error) ||
        !take_database(import, error))
        return false;
    import->empty = source_open("empty", &project->names, error);
    return import->empty &&
           source_load(project->scratch, &project->names, import->empty, &import->nothing, NULL,
                       error) &&
           draft_make(&import->draft, project->scratch, &project->names, &import->nothing,
                      &import->database, NULL, &options, error);
}

char *imported_schema(const Config *config, const char *url, GPtrArray *notes, GError **error) {
    g_auto(Import) import = {0};
    if (!import_database(&import, config, url, error))
        return NULL;
    if (draft_is_empty(&import.draft)) {
        g_set_error_literal(error, COMPARE_ERROR, FAIL_USAGE,
                            "the database has no objects to begin with; leave --from out");
        return NULL;
    }
    g_ptr_array_extend_and_steal(notes, g_steal_pointer(&import.draft.notes));
    return draft_sql(&import.draft);
}
