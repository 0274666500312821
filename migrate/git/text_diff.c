/* Two texts compared, without a repository. */
#include "git/handle.h"

#include <string.h>

static int add_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
                    const git_diff_line *line, void *data) {
    (void)delta, (void)hunk;
    GString *out = data;
    if (line->origin == GIT_DIFF_LINE_FILE_HDR)
        return 0;
    if (strchr("+- ", line->origin))
        g_string_append_c(out, line->origin);
    g_string_append_len(out, line->content, (gssize)line->content_len);
    return 0;
}

char *git_text_diff(const char *old, const char *new) {
    git_patch *patch = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    handle_start();
    if (git_patch_from_buffers(&patch, old, strlen(old), NULL, new, strlen(new), NULL, NULL) == 0)
        git_patch_print(patch, add_line, out);
    git_patch_free(patch);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
