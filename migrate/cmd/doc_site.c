#include "cmd/doc_site.h"

#include "base/term.h"
#include "compare/disk.h"
#include "doc/format.h"

/* What is read to be described. */
typedef struct {
    Project project;
    Comparison sides; /* from nothing */
    PastView past;
    GPtrArray *deeds;
    GHashTable *sizes;
    Arena *arena;
} Described;

static void described_clear(Described *described) {
    comparison_clear(&described->sides);
    project_clear(&described->project);
    past_view_clear(&described->past);
    g_clear_pointer(&described->deeds, g_ptr_array_unref);
    g_clear_pointer(&described->sizes, g_hash_table_unref);
    g_clear_pointer(&described->arena, arena_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Described, described_clear)

static bool load(Described *described, const Invocation *invocation, const char *source,
                 GError **error) {
    if (!project_open(&described->project, invocation_config(invocation), error))
        return false;
    const char *usual = *described->project.names.schema ? "schema" : "migrations";
    Comparison *sides = &described->sides;
    if (!comparison_open(sides, &described->project, "empty", source ? source : usual, error) ||
        !comparison_load(sides, error))
        return false;
    if (sides->to->type != SOURCE_DATABASE)
        return true;
    described->sizes = disk_read(sides->to->url, error);
    return described->sizes;
}

static bool load_past(Described *described, const Invocation *invocation, bool commits,
                      GError **error) {
    const char *folder = config_string(invocation_config(invocation), "project.migrations");
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        return true;
    if (!past_view_open_history(&described->past, invocation, error) ||
        !past_read(&described->past.past, &described->past.project, described->past.source, NULL,
                   error))
        return false;
    described->deeds = doc_past_deeds(&described->past, commits, described->arena);
    return true;
}

/* Where there is no Graphviz, the site is the same but for the picture. */
static GString *draw(const DocSite *site) {
    g_autoptr(GError) undrawn = NULL;
    GString *picture = draw_render(site->drawing, draw_format_find("svg"), &undrawn);
    if (picture)
        return picture;
    g_autofree char *why = term_escape(undrawn->message, false);
    term_print(stderr, "note: there is no diagram: %s\n", why);
    return g_string_new("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"60\">"
                        "<text x=\"12\" y=\"36\" font-family=\"sans-serif\" font-size=\"15\">"
                        "Graphviz, which draws this diagram, was not there.</text></svg>\n");
}

static void tell_unmodelled(const Catalog *catalog) {
    for (guint i = 0; i < catalog->unmodelled_count; i++) {
        g_autofree char *identity = term_escape(catalog->unmodelled[i].identity, false);
        term_print(stderr, "note: %s %s is not described\n", catalog->unmodelled[i].type, identity);
    }
}

static GPtrArray *describe(const Described *described, const DocRequest *request, GError **error) {
    const Config *config = described->project.config;
    g_autofree char *root = g_canonicalize_filename(config_root(config), NULL),
                    *title = g_path_get_basename(root);
    const DocInput input = {title, described->sides.to->label, described->sides.new.catalog,
                            described->sizes, described->deeds};
    g_autoptr(DocSite) site = doc_site(&input, error);
    if (!site)
        return NULL;
    tell_unmodelled(input.catalog);
    bool pictured = request->pictured && request->format->write == doc_html &&
                    drawing_tables(site->drawing) > 0;
    g_autoptr(GString) diagram = pictured ? draw(site) : g_string_new(NULL);
    GPtrArray *files = g_ptr_array_new_with_free_func(doc_file_free);
    request->format->write(site, diagram, files);
    return files;
}

GPtrArray *doc_site_files(const Invocation *invocation, const DocRequest *request, GError **error) {
    g_auto(Described) described = {.arena = arena_new()};
    if (!load(&described, invocation, request->source, error) ||
        (request->history && !load_past(&described, invocation, request->commits, error)))
        return NULL;
    return describe(&described, request, error);
}
