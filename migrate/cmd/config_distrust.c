#include "cmd/config_distrust.h"
#include "git/repo.h"
#include <stdlib.h>
#include <string.h>

bool distrust_is_due(char **environment) {
    const char *event = g_environ_getenv(environment, "GITHUB_EVENT_NAME");
    const char *pipeline = g_environ_getenv(environment, "CI_PIPELINE_SOURCE");

    return (event != NULL && g_str_has_prefix(event, "pull_request")) ||
           g_strcmp0(pipeline, "merge_request_event") == 0 ||
           g_strcmp0(pipeline, "external_pull_request_event") == 0;
}

static char *base_of(GitRepo *repo, const char *base, GError **error) {
    char *name = base ? g_strdup(base) : git_default_base(repo, error);

    if (name == NULL && *error == NULL)
        g_set_error_literal(error, GIT_ERROR, FAIL_ENVIRONMENT,
                            "the branch that the change is meant for is not known (say --base)");
    return name;
}

/* The one file `name` beside `folder`'s others in the commit; NULL without an error when it is
 * missing. */
static char *text_at(GitRepo *repo, const char *commit, const char *folder, const char *name,
                     GError **error) {
    g_autofree char *below = git_relative(repo, folder, error);
    g_autofree char *path = below ? g_build_filename(below, name, NULL) : NULL;
    g_autoptr(GPtrArray) files = path ? git_files(repo, commit, path, error) : NULL;

    if (files == NULL || files->len != 1)
        return NULL;
    const GitFile *file = files->pdata[0];
    gsize length;
    const char *bytes = g_bytes_get_data(file->bytes, &length);
    if (file->symlink || strcmp(file->path, name) != 0 ||
        (length > 0 && !g_utf8_validate(bytes, (gssize)length, NULL)))
        return NULL;
    return g_strndup(bytes ? bytes : "", length);
}

char *distrust_read_base(const char *file, const char *base, char **place, char **why) {
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_path_get_dirname(file);
    g_autofree char *name = g_path_get_basename(file);
    g_autoptr(GitRepo) repo = git_open(folder, &error);
    g_autofree char *revision = repo ? base_of(repo, base, &error) : NULL;
    g_autofree char *commit = revision ? git_resolve(repo, revision, &error) : NULL;
    char *text = commit ? text_at(repo, commit, folder, name, &error) : NULL;

    if (text != NULL)
        *place = g_strdup_printf("%s of %s", file, revision);
    else if (error != NULL)
        *why = g_strdup(error->message);
    else if (repo == NULL)
        *why = g_strdup("this is no git repository");
    else
        *why = g_strdup_printf("%s has no %s", revision, file);
    return text;
}

bool distrust_is_below(const char *path, const char *folder) {
    g_autofree char *top = realpath(folder, NULL);
    g_autofree char *at = g_strdup(path);
    g_autofree char *real = NULL;

    while ((real = realpath(at, NULL)) == NULL) {
        g_autofree char *last = g_path_get_basename(at);
        char *above = g_path_get_dirname(at);
        bool stuck = strcmp(above, at) == 0 || strcmp(last, "..") == 0;
        g_free(at);
        at = above;
        if (stuck)
            return false;
    }
    if (top == NULL || !g_str_has_prefix(real, top))
        return false;
    return strcmp(top, "/") == 0 || real[strlen(top)] == '\0' || real[strlen(top)] == '/';
}
