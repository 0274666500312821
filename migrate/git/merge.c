/* The merge of three trees that hold only the folders in question. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/shape.h"
#include "git/store.h"

#include <string.h>

void git_merge_free(GitMerge *merge) {
    if (!merge)
        return;
    g_ptr_array_unref(merge->files);
    g_ptr_array_unref(merge->conflicts);
    g_free(merge);
}

/* The state of a merge. */
typedef struct {
    GitRepo *repo;
    git_repository *view; /* where new objects stay in memory */
    const char *const *folders;
} Making;

static void *refuse(const GitRepo *repo, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "the git repository %s cannot be merged: %s",
                repo->top, handle_reason());
    return NULL;
}

static git_tree *empty_tree(git_repository *view) {
    git_treebuilder *builder = NULL;
    git_oid id;
    git_tree *tree = NULL;
    if (git_treebuilder_new(&builder, view, NULL) == 0 && git_treebuilder_write(&id, builder) == 0)
        git_tree_lookup(&tree, view, &id);
    git_treebuilder_free(builder);
    return tree;
}

/* `tree` with `updates` done; frees `tree`, which may be NULL. */
static git_tree *updated(git_repository *view, git_tree *tree, const GArray *updates) {
    git_oid id;
    git_tree *result = NULL;
    if (tree && git_tree_create_updated(&id, view, tree, updates->len,
                                        (const git_tree_update *)updates->data) == 0)
        git_tree_lookup(&result, view, &id);
    git_tree_free(tree);
    return result;
}

/* A tree that holds the folders of `commit` and nothing else. */
static git_tree *prune(const Making *making, const char *commit) {
    g_autoptr(GArray) updates = g_array_new(FALSE, FALSE, sizeof(git_tree_update));
    git_tree *whole = handle_tree(making->view, commit);
    for (const char *const *folder = making->folders; whole && *folder; folder++) {
        git_tree_entry *entry = NULL;
        if (**folder == '\0')
            return whole;
        if (git_tree_entry_bypath(&entry, whole, *folder) == 0) {
            git_tree_update update = {.action = GIT_TREE_UPDATE_UPSERT,
                                      .id = *git_tree_entry_id(entry),
                                      .filemode = git_tree_entry_filemode(entry),
                                      .path = *folder};
            g_array_append_val(updates, update);
        }
        git_tree_entry_free(entry);
    }
    git_tree *pruned = whole ? updated(making->view, empty_tree(making->view), updates) : NULL;
    git_tree_free(whole);
    return pruned;
}

/* The file as git would store it. Line ends are all that is converted: libgit2 knows no filters
 * that are programs. */
static bool add_file(git_repository *view, const char *path, GArray *updates) {
    git_tree_update update = {
        .action = GIT_TREE_UPDATE_UPSERT, .filemode = GIT_FILEMODE_BLOB, .path = path};
    g_autofree char *full = g_build_filename(git_repository_workdir(view), path, NULL);
    if (g_file_test(full, G_FILE_TEST_IS_SYMLINK))
        update.filemode = GIT_FILEMODE_LINK;
    if (git_blob_create_from_workdir(&update.id, view, path) != 0)
        return false;
    g_array_append_val(updates, update);
    return true;
}

static bool add_change(const Making *making, const GitChange *change, GArray *updates) {
    bool gone = change->kind == GIT_CHANGE_DELETED;
    git_tree_update removal = {.action = GIT_TREE_UPDATE_REMOVE,
                               .path = gone ? change->path : change->old_path};
    if (removal.path)
        g_array_append_val(updates, removal);
    return gone || add_file(making->view, change->path, updates);
}

/* The folders as they lie in the work tree: those of the ancestor, and what changed since. */
static git_tree *work_tree(const Making *making, const char *ancestor, const GPtrArray *changes) {
    g_autoptr(GArray) updates = g_array_new(FALSE, FALSE, sizeof(git_tree_update));
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < changes->len; i++) {
        const GitChange *change = changes->pdata[i];
        /* One folder may lie in the other. */
        if (g_hash_table_add(done, change->path) && !add_change(making, change, updates))
            return NULL;
    }
    return updated(making->view, prune(making, ancestor), updates);
}

static int add_conflicts(git_index *index, GPtrArray *conflicts) {
    git_index_conflict_iterator *iterator = NULL;
    const git_index_entry *ancestor, *ours, *theirs;
    int result = git_index_conflict_iterator_new(&iterator, index);
    while (result == 0 &&
           (result = git_index_conflict_next(&ancestor, &ours, &theirs, iterator)) == 0) {
        const git_index_entry *entry = ours ? ours : theirs ? theirs : ancestor;
        g_ptr_array_add(conflicts, g_strdup(entry->path));
    }
    git_index_conflict_iterator_free(iterator);
    return result == GIT_ITEROVER ? 0 : result;
}

static bool add_entry(const Making *making, const git_index_entry *entry, gsize *bytes,
                      GPtrArray *files, GError **error) {
    git_blob *blob = NULL;
    if (!git_path_is_sound(entry->path)) {
        git_refuse_path(entry->path, error);
        return false;
    }
    if (git_blob_lookup(&blob, making->view, &entry->id) != 0) {
        refuse(making->repo, error);
        return false;
    }
    gsize size = (gsize)git_blob_rawsize(blob);
    bool fits = files->len < GIT_MAX_FILES && size <= GIT_MAX_BYTES - *bytes;
    if (fits) {
        *bytes += size;
        git_files_add(files, entry->path, g_bytes_new(git_blob_rawcontent(blob), size),
                      entry->mode == GIT_FILEMODE_LINK);
    } else
        git_refuse_size("of the merge", making->folders[0], error);
    git_blob_free(blob);
    return fits;
}

static bool is_file(const git_index_entry *entry) {
    return git_index_entry_stage(entry) == 0 && entry->mode != GIT_FILEMODE_COMMIT;
}

static GitMerge *read_index(const Making *making, git_index *index, GError **error) {
    g_autoptr(GitMerge) merge = g_new0(GitMerge, 1);
    gsize bytes = 0;
    merge->files = git_files_new();
    merge->conflicts = g_ptr_array_new_with_free_func(g_free);
    if (add_conflicts(index, merge->conflicts) != 0)
        return refuse(making->repo, error);
    for (gsize i = 0; i < git_index_entrycount(index); i++) {
        const git_index_entry *entry = git_index_get_byindex(index, i);
        if (is_file(entry) && !add_entry(making, entry, &bytes, merge->files, error))
            return NULL;
    }
    g_ptr_array_sort(merge->files, git_file_compare);
    return g_steal_pointer(&merge);
}

static bool has(const git_tree *tree, const char *path) {
    git_tree_entry *entry = NULL;
    bool found = *path == '\0' || git_tree_entry_bypath(&entry, tree, path) == 0;
    git_tree_entry_free(entry);
    return found;
}

/* A folder that one side moved away as a whole would leave the other's additions behind, alone. */
static bool is_in_place(const Making *making, const git_tree *ancestor, const git_tree *ours,
                        const git_tree *theirs, GError **error) {
    for (const char *const *folder = making->folders; *folder; folder++)
        if (has(ancestor, *folder) && !(has(ours, *folder) && has(theirs, *folder))) {
            git_refuse_moved(*folder, error);
            return false;
        }
    return true;
}

static GitMerge *merge_trees(const Making *making, const git_tree *ancestor, const git_tree *ours,
                             const git_tree *theirs, GError **error) {
    git_index *index = NULL;
    git_merge_options options;
    GitMerge *merge = NULL;
    git_merge_options_init(&options, GIT_MERGE_OPTIONS_VERSION);
    if (!ancestor || !ours || !theirs)
        return refuse(making->repo, error);
    if (git_oid_equal(git_tree_id(ancestor), git_tree_id(theirs)) ||
        git_oid_equal(git_tree_id(ancestor), git_tree_id(ours)) ||
        git_oid_equal(git_tree_id(ours), git_tree_id(theirs)))
        return NULL;
    if (!is_in_place(making, ancestor, ours, theirs, error))
        return NULL;
    if (git_merge_trees(&index, making->view, ancestor, ours, theirs, &options) == 0)
        merge = read_index(making, index, error);
    else
        refuse(making->repo, error);
    git_index_free(index);
    return merge;
}

typedef struct {
    git_repository *handle;
    git_oid theirs;
    bool found;
} PendingFile;

static int note_pending(const git_oid *id, void *data) {
    PendingFile *pending = data;
    pending->found |= git_oid_equal(id, &pending->theirs) ||
                      git_graph_descendant_of(pending->handle, id, &pending->theirs) == 1;
    return 0;
}

/* Whether the work tree is being merged with `theirs` just now. */
static bool is_pending(git_repository *handle, const char *theirs) {
    PendingFile pending = {.handle = handle};
    if (git_repository_state(handle) == GIT_REPOSITORY_STATE_MERGE &&
        git_oid_fromstr(&pending.theirs, theirs) == 0)
        git_repository_mergehead_foreach(handle, note_pending, &pending);
    return pending.found;
}

GitMerge *git_merge_with(GitRepo *repo, const char *ancestor, const char *theirs,
                         const char *const *folders, const GPtrArray *changes, GError **error) {
    if (!repo->handle)
        return fallback_merge(repo->top, ancestor, theirs, folders, changes, error);
    if (changes->len == 0 || is_pending(repo->handle, theirs))
        return NULL;
    Making making = {repo, store_open(repo->handle, repo->entry), folders};
    if (!making.view)
        return refuse(repo, error);
    git_tree *trees[] = {prune(&making, ancestor), work_tree(&making, ancestor, changes),
                         prune(&making, theirs)};
    GitMerge *merge = merge_trees(&making, trees[0], trees[1], trees[2], error);
    for (gsize i = 0; i < G_N_ELEMENTS(trees); i++)
        git_tree_free(trees[i]);
    git_repository_free(making.view);
    return merge;
}

GPtrArray *git_merge_files(const GitMerge *merge, const char *folder) {
    GPtrArray *files = git_files_new();
    for (guint i = 0; i < merge->files->len; i++) {
        const GitFile *file = merge->files->pdata[i];
        const char *below = git_path_below(file->path, folder);
        if (below)
            git_files_add(files, below, g_bytes_ref(file->bytes), file->symlink);
    }
    return files;
}
