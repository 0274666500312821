/* The commit that was the newest at some time. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/program.h"

static char *id_of(git_commit *commit) {
    char id[GIT_OID_HEXSZ + 1];
    return g_strdup(git_oid_tostr(id, sizeof id, git_commit_id(commit)));
}

/* NULL: there is none, or libgit2 cannot tell, which `asked` says. */
static char *find_by_handle(git_repository *handle, gint64 when, bool *asked) {
    git_object *head = NULL;
    git_commit *commit = NULL;
    int failed = git_revparse_single(&head, handle, "HEAD^{commit}");
    if (failed == 0)
        failed = git_commit_dup(&commit, (git_commit *)head);
    while (failed == 0 && git_commit_time(commit) > when && git_commit_parentcount(commit) > 0) {
        git_commit *parent = NULL;
        failed = git_commit_parent(&parent, commit, 0);
        git_commit_free(commit);
        commit = parent;
    }
    char *id = failed == 0 && git_commit_time(commit) <= when ? id_of(commit) : NULL;
    *asked = failed == 0;
    git_commit_free(commit);
    git_object_free(head);
    return id;
}

static char *find_by_program(const char *top, gint64 when) {
    g_auto(Answer) answer = {0};
    g_autofree char *age = g_strdup_printf("--min-age=%" G_GINT64_FORMAT, when);
    if (!program_ask(top, &answer, NULL, "rev-list", "-1", "--first-parent", age,
                     "--end-of-options", "HEAD", NULL))
        return NULL;
    return answer_line(&answer);
}

char *git_commit_at(GitRepo *repo, gint64 when, GError **error) {
    bool asked = false;
    char *id = repo->handle && !repo->unborn ? find_by_handle(repo->handle, when, &asked) : NULL;
    if (!id && !asked && !repo->unborn)
        id = find_by_program(repo->top, when);
    if (!id)
        g_set_error(error, GIT_ERROR, FAIL_USAGE,
                    "the git repository %s has no commit of that time%s", repo->top,
                    repo->shallow ? "; the clone is shallow, so it may not have been fetched: run "
                                    "git fetch --unshallow"
                                  : "");
    return id;
}
