#include "cmd/doc_gate.h"

#include "cmd/doc_folder.h"
#include "cmd/doc_site.h"
#include "lint/documented.h"

static bool is_on(const LintInput *input, const char *code) {
    const char *word = input->setting(code, input->data);
    return word && g_strcmp0(word, "off") != 0;
}

/* A verdict that was found in the cache has executed neither side. */
static bool check_comments(Comparison *sides, Findings *findings, GError **error) {
    Project *project = sides->project;
    const char *const *patterns = config_list(project->config, "doc.undocumented");
    if (sides->old.catalog)
        return lint_undocumented(sides->old.catalog, patterns, findings, error);
    g_auto(Loaded) loaded = {0};
    return project_start_scratch(project, error) &&
           source_load(project->scratch, &project->names, sides->from, &loaded, NULL, error) &&
           lint_undocumented(loaded.catalog, patterns, findings, error);
}

/* Without a picture: Graphviz is not in the sandbox, and pictures are not compared. */
static bool check_pages(const Invocation *invocation, Findings *findings, GError **error) {
    const Config *config = invocation_config(invocation);
    const char *folder = config_string(config, "doc.path");
    const DocRequest request = {.format = doc_format_find(config_string(config, "doc.format")),
                                .history = true};
    if (!folder)
        return true;
    GError *failed = NULL;
    g_autoptr(GPtrArray) files = doc_site_files(invocation, &request, error);
    g_autofree char *path = files ? doc_folder_differs(folder, files, &failed) : NULL;
    if (failed)
        g_propagate_error(error, failed);
    if (!path)
        return files && !failed;
    Finding *finding = findings_add(findings, "doc-outdated", SEVERITY_ERROR,
                                    "%s/%s is not what `migrate doc` writes", folder, path);
    finding->file = g_build_filename(folder, path, NULL);
    finding->fix = g_strdup("run `migrate doc` and commit what it writes");
    return true;
}

bool doc_gate(const Invocation *invocation, const LintInput *input, Comparison *sides,
              Findings *findings, GError **error) {
    return (!is_on(input, "undocumented") || check_comments(sides, findings, error)) &&
           (!is_on(input, "doc-outdated") || check_pages(invocation, findings, error));
}
