/* The output of the `git` program, read into the values of repo.h. */
#include "git/fallback.h"

#include "git/program.h"
#include "git/shape.h"

#include <string.h>

char *fallback_top(const char *folder, GError **error) {
    g_auto(Answer) answer = {0};
    if (!program_ask(folder, &answer, error, "rev-parse", "--show-toplevel", NULL))
        return NULL;
    char *top = answer_line(&answer);
    const char *note = answer.note->str;
    if (!top && strstr(note, "safe.directory"))
        g_set_error(
            error, GIT_ERROR, FAIL_ENVIRONMENT,
            "the git repository that holds %s belongs to another user, and git does not trust it",
            folder);
    else if (!top && !g_str_has_prefix(note, "fatal: not a git repository (or any"))
        answer_refuse(folder, &answer, error);
    return top;
}

bool fallback_is_shallow(const char *top) {
    g_auto(Answer) answer = {0};
    if (!program_ask(top, &answer, NULL, "rev-parse", "--is-shallow-repository", NULL))
        return false;
    g_autofree char *line = answer_line(&answer);
    return g_strcmp0(line, "true") == 0;
}

bool fallback_is_partial(const char *top) {
    g_auto(Answer) answer = {0};
    return program_ask(top, &answer, NULL, "config", "--get-regexp",
                       "^(extensions\\.partialclone|remote\\..*\\.promisor)$", NULL) &&
           answer.status == 0;
}

char *fallback_resolve(const char *top, const char *revision) {
    g_auto(Answer) answer = {0};
    g_autofree char *commit = g_strconcat(revision, "^{commit}", NULL);
    if (!program_ask(top, &answer, NULL, "rev-parse", "--verify", "--quiet", "--end-of-options",
                     commit, NULL))
        return NULL;
    return answer_line(&answer);
}

char *fallback_merge_base(const char *top, const char *one, const char *two, GError **error) {
    g_auto(Answer) answer = {0};
    if (!program_ask(top, &answer, error, "merge-base", "--", one, two, NULL))
        return NULL;
    if (answer.status > 1)
        answer_refuse(top, &answer, error);
    return answer_line(&answer);
}

bool fallback_has_path(const char *top, const char *commit, const char *path) {
    g_auto(Answer) answer = {0};
    g_autofree char *name = g_strdup_printf("%s:%s", commit, path);
    return program_ask(top, &answer, NULL, "rev-parse", "--verify", "--quiet", "--end-of-options",
                       name, NULL) &&
           answer.status == 0;
}

/* Reads `diff-tree --raw -z`: ":mode mode id id S\0path\0". */
GPtrArray *fallback_links(const char *top, const char *since, const char *commit, GError **error) {
    g_auto(Answer) answer = {0};
    if (!program_ask(top, &answer, error, "diff-tree", "-r", "--raw", "-z", "--no-renames",
                     "--end-of-options", since, commit, NULL))
        return NULL;
    if (answer.status != 0) {
        answer_refuse(top, &answer, error);
        return NULL;
    }
    GPtrArray *links = g_ptr_array_new_with_free_func(g_free);
    const char *end = answer.out->str + answer.out->len;
    for (const char *at = answer.out->str; at < end;) {
        const char *path = at + strlen(at) + 1;
        if (path >= end)
            break;
        if (strncmp(at + strcspn(at, " "), " 120000 ", strlen(" 120000 ")) == 0)
            g_ptr_array_add(links, g_strdup(path));
        at = path + strlen(path) + 1;
    }
    return links;
}

bool fallback_has_reference(const char *top, const char *name) {
    g_auto(Answer) answer = {0};
    return program_ask(top, &answer, NULL, "show-ref", "--verify", "--quiet", "--", name, NULL) &&
           answer.status == 0;
}

bool fallback_has_remote(const char *top) {
    g_auto(Answer) answer = {0};
    return program_ask(top, &answer, NULL, "remote", NULL) && answer.status == 0 &&
           answer.out->len > 0;
}

char *fallback_origin_head(const char *top) {
    g_auto(Answer) answer = {0};
    if (!program_ask(top, &answer, NULL, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD",
                     NULL))
        return NULL;
    return answer_line(&answer);
}

/* One record of `ls-tree -z`: "mode type id\tpath". */
typedef struct {
    const char *path;
    bool symlink;
} FallbackEntry;

/* The blobs of a listing: paths (that stay in the listing) into `entries`, ids into `ids`, one a
 * line. */
static bool read_listing(const GString *listing, const char *folder, GArray *entries, GString *ids,
                         GError **error) {
    const char *end = listing->str + listing->len;
    for (const char *record = listing->str; record < end; record += strlen(record) + 1) {
        const char *tab = strchr(record, '\t');
        const char *id = tab ? memrchr(record, ' ', (gsize)(tab - record)) : NULL;
        if (!id || !git_path_is_sound(tab + 1)) {
            git_refuse_path(tab ? tab + 1 : record, error);
            return false;
        }
        const char *below = git_path_below(tab + 1, folder);
        bool link = g_str_has_prefix(record, "120000");
        if (!below || !(link || g_str_has_prefix(record, "100")))
            continue; /* a submodule is not a file */
        FallbackEntry entry = {below, link};
        g_array_append_val(entries, entry);
        g_string_append_len(ids, id + 1, tab - id - 1);
        g_string_append_c(ids, '\n');
    }
    return true;
}

/* Cuts the answer of `cat-file --batch` ("id type size\n", bytes, "\n") into files. */
static bool read_batch(const GString *batch, const GArray *entries, GPtrArray *files) {
    const char *at = batch->str, *end = batch->str + batch->len;
    for (guint i = 0; i < entries->len; i++) {
        const FallbackEntry *entry = &g_array_index(entries, FallbackEntry, i);
        const char *newline = memchr(at, '\n', (gsize)(end - at));
        const char *size = newline ? memrchr(at, ' ', (gsize)(newline - at)) : NULL;
        if (!size || !g_ascii_isdigit(size[1]))
            return false; /* "id missing" */
        guint64 length = g_ascii_strtoull(size + 1, NULL, 10);
        at = newline + 1;
        if (length >= (guint64)(end - at))
            return false;
        git_files_add(files, entry->path, g_bytes_new(at, (gsize)length), entry->symlink);
        at += length + 1;
    }
    return true;
}

GPtrArray *fallback_files_of(const char *top, const char *const *variables, const char *tree,
                             const char *const *folders, const char *below, GError **error) {
    g_auto(Answer) listing = {.variables = variables};
    g_auto(Answer) batch = {.variables = variables, .limit = GIT_MAX_BYTES};
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    const char *const words[] = {"ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        g_ptr_array_add(arguments, (gpointer)words[i]);
    for (const char *const *folder = folders; *folder; folder++) {
        if (folder == folders)
            g_ptr_array_add(arguments, (gpointer) "--");
        g_ptr_array_add(arguments, (gpointer)*folder);
    }
    g_ptr_array_add(arguments, NULL);
    if (!program_ask_with(top, (const char *const *)arguments->pdata, NULL, NULL, &listing, error))
        return NULL;
    if (listing.status != 0) {
        answer_refuse(top, &listing, error);
        return NULL;
    }
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(FallbackEntry));
    g_autoptr(GString) ids = g_string_new(NULL);
    if (!read_listing(listing.out, below, entries, ids, error))
        return NULL;
    if (entries->len > GIT_MAX_FILES) {
        git_refuse_size(tree, below, error);
        return NULL;
    }
    const char *const cat[] = {"cat-file", "--batch", NULL};
    if (!program_ask_with(top, cat, NULL, ids, &batch, error))
        return NULL;
    g_autoptr(GPtrArray) files = git_files_new();
    if (batch.status != 0 || !read_batch(batch.out, entries, files)) {
        answer_refuse(top, &batch, error);
        return NULL;
    }
    g_ptr_array_sort(files, git_file_compare);
    return g_steal_pointer(&files);
}

GPtrArray *fallback_files(const char *top, const char *commit, const char *folder, GError **error) {
    const char *const part[] = {folder, NULL}, *const whole[] = {NULL};
    return fallback_files_of(top, NULL, commit, *folder ? part : whole, folder, error);
}

GPtrArray *fallback_programs_off(const char *top) {
    static const char *const families[][2] = {
        {"^filter\\..*\\.(clean|smudge|process|required)$", ""},
        {"^merge\\..*\\.driver$", "false"}};
    GPtrArray *settings = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(families); i++) {
        g_auto(Answer) answer = {0};
        if (!program_ask(top, &answer, NULL, "config", "-z", "--name-only", "--get-regexp",
                         families[i][0], NULL) ||
            answer.status != 0)
            continue;
        const char *end = answer.out->str + answer.out->len;
        for (const char *name = answer.out->str; name < end; name += strlen(name) + 1) {
            g_ptr_array_add(settings, g_strdup(name));
            g_ptr_array_add(settings, g_strdup(families[i][1]));
        }
    }
    return settings;
}

/* The hunk headers of a diff without context: "@@ -1,2 +3,4 @@". Returns how many there were. */
static guint read_hunks(const char *patch, GitChange *change) {
    guint count = 0;
    for (const char *line = patch; line; line = strchr(line, '\n')) {
        if (*line == '\n')
            line++;
        if (!g_str_has_prefix(line, "@@ -"))
            continue;
        const char *plus = strchr(line, '+');
        if (!plus)
            continue;
        char *rest = NULL;
        guint first = (guint)g_ascii_strtoull(plus + 1, &rest, 10);
        guint lines = *rest == ',' ? (guint)g_ascii_strtoull(rest + 1, NULL, 10) : 1;
        git_change_add_lines(change, first, lines);
        count++;
    }
    return count;
}

static bool diff_lines(const char *top, const char *commit, GPtrArray *filters, GitChange *change,
                       guint *hunks, GError **error) {
    g_auto(Answer) answer = {0};
    const char *old = change->old_path ? change->old_path : change->path;
    const char *const arguments[] = {"diff",
                                     "-U0",
                                     "-M",
                                     "--text",
                                     "--no-color",
                                     "--no-ext-diff",
                                     "--no-textconv",
                                     "--end-of-options",
                                     commit,
                                     "--",
                                     change->path,
                                     old,
                                     NULL};
    if (!program_ask_with(top, arguments, filters, NULL, &answer, error))
        return false;
    if (answer.status != 0) {
        answer_refuse(top, &answer, error);
        return false;
    }
    *hunks = read_hunks(answer.out->str, change);
    return true;
}

static GitChangeKind kind_of(char status) {
    switch (status) {
    case 'A':
        return GIT_CHANGE_ADDED;
    case 'D':
        return GIT_CHANGE_DELETED;
    case 'R':
        return GIT_CHANGE_RENAMED;
    default:
        return GIT_CHANGE_MODIFIED;
    }
}

/* Reads `diff --raw -z`: ":mode mode id id S\0path\0", a rename with a second path. */
static bool read_raw(const char *top, const char *commit, GPtrArray *filters, const GString *raw,
                     GPtrArray *changes, GError **error) {
    const char *at = raw->str, *end = raw->str + raw->len;
    while (at < end) {
        const char *status = strrchr(at, ' ');
        const char *path = at + strlen(at) + 1;
        if (!status || path >= end)
            return true;
        GitChangeKind kind = kind_of(status[1]);
        const char *new_path = kind == GIT_CHANGE_RENAMED ? path + strlen(path) + 1 : path;
        GitChange *change = git_changes_add(changes, kind, new_path);
        if (kind == GIT_CHANGE_RENAMED)
            change->old_path = g_strdup(path);
        guint hunks = 1;
        if (kind == GIT_CHANGE_ADDED)
            git_change_add_lines(change, 1, G_MAXUINT);
        else if (kind != GIT_CHANGE_DELETED &&
                 !diff_lines(top, commit, filters, change, &hunks, error))
            return false;
        if (kind == GIT_CHANGE_MODIFIED && hunks == 0)
            g_ptr_array_set_size(changes, (int)changes->len - 1); /* permissions only */
        at = new_path + strlen(new_path) + 1;
    }
    return true;
}

static bool add_untracked(const char *top, const char *folder, GPtrArray *changes, GError **error) {
    g_auto(Answer) answer = {0};
    if (!program_ask(top, &answer, error, "ls-files", "-z", "--others", "--exclude-standard",
                     "--full-name", "--", *folder ? folder : ".", NULL))
        return false;
    if (answer.status != 0) {
        answer_refuse(top, &answer, error);
        return false;
    }
    const char *end = answer.out->str + answer.out->len;
    for (const char *path = answer.out->str; path < end; path += strlen(path) + 1)
        if (!g_str_has_suffix(path, "/")) /* a repository inside this one */
            git_change_add_lines(git_changes_add(changes, GIT_CHANGE_ADDED, path), 1, G_MAXUINT);
    return true;
}

GPtrArray *fallback_changed(const char *top, const char *commit, const char *folder,
                            GError **error) {
    g_autoptr(GPtrArray) filters = fallback_programs_off(top), changes = git_changes_new();
    g_auto(Answer) answer = {0};
    const char *const arguments[] = {"diff",
                                     "--raw",
                                     "-z",
                                     "-M",
                                     "--no-ext-diff",
                                     "--no-textconv",
                                     "--ignore-submodules=all",
                                     "--end-of-options",
                                     commit,
                                     "--",
                                     *folder ? folder : ".",
                                     NULL};
    if (!program_ask_with(top, arguments, filters, NULL, &answer, error))
        return NULL;
    if (answer.status != 0) {
        answer_refuse(top, &answer, error);
        return NULL;
    }
    if (!read_raw(top, commit, filters, answer.out, changes, error) ||
        !add_untracked(top, folder, changes, error))
        return NULL;
    g_ptr_array_sort(changes, git_change_compare);
    return g_steal_pointer(&changes);
}
