/* Which branch a change will be merged into, by everything that can name it. */
#include "git/handle.h"

#include "base/pipeline.h"
#include "git/base.h"
#include "git/fallback.h"

/* `prefix` and `branch`, when that names a commit; else NULL. */
static char *existing(GitRepo *repo, const char *prefix, const char *branch) {
    g_autofree char *name = g_strconcat(prefix, branch, NULL);
    return git_has_reference(repo, name) ? g_steal_pointer(&name) : NULL;
}

static char *of_pipeline(GitRepo *repo, const char *branch, const char *variable, GError **error) {
    char *name = existing(repo, "refs/remotes/origin/", branch);
    if (!name)
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                    "%s says that the base branch is \"%s\", but origin/%s was not fetched into "
                    "%s; set fetch-depth: 0 for actions/checkout, or run: git fetch origin",
                    variable, branch, branch, git_top(repo));
    return name;
}

/* A branch is meant as others have it, so that one's own copy may be old. */
static char *of_configuration(GitRepo *repo, const char *configured, GError **error) {
    static const char *const prefixes[] = {"refs/remotes/origin/", "refs/heads/", "refs/remotes/"};
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        char *name = existing(repo, prefixes[i], configured);
        if (name)
            return name;
    }
    g_autofree char *id = git_resolve(repo, configured, NULL);
    if (id)
        return g_strdup(configured);
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "[check] base says that the base branch is \"%s\", and nothing of that name is in "
                "%s; run: git fetch origin",
                configured, git_top(repo));
    return NULL;
}

static char *origin_head_by_handle(git_repository *handle) {
    git_reference *head = NULL, *target = NULL;
    char *name = NULL;
    if (git_reference_lookup(&head, handle, "refs/remotes/origin/HEAD") == 0 &&
        git_reference_resolve(&target, head) == 0)
        name = g_strdup(git_reference_name(target));
    git_reference_free(target);
    git_reference_free(head);
    return name;
}

static char *usual(GitRepo *repo) {
    static const char *const names[] = {"refs/remotes/origin/main", "refs/remotes/origin/master",
                                        "refs/heads/main", "refs/heads/master"};
    g_autofree char *head =
        repo->handle ? origin_head_by_handle(repo->handle) : fallback_origin_head(repo->top);
    if (head && git_has_reference(repo, head))
        return g_steal_pointer(&head);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (git_has_reference(repo, names[i]))
            return g_strdup(names[i]);
    return NULL;
}

char *git_base(GitRepo *repo, const BaseQuery *query, GError **error) {
    g_auto(GStrv) environment = g_get_environ();
    const char *variable = "the pipeline";
    g_autofree char *branch =
        query->branch ? g_strdup(query->branch) : pipeline_base(environment, &variable);
    if (query->revision) {
        g_autofree char *id = git_resolve(repo, query->revision, error);
        return id ? g_strdup(query->revision) : NULL;
    }
    if (branch)
        return of_pipeline(repo, branch, variable, error);
    if (query->untrusted)
        return NULL;
    return query->configured ? of_configuration(repo, query->configured, error) : usual(repo);
}
