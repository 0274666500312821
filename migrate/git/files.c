/* The files of a commit, through libgit2. */
#include "git/handle.h"

#include "base/limits.h"
#include "git/shape.h"

#include <string.h>

typedef struct {
    git_repository *handle;
    const char *commit, *folder;
    GPtrArray *files;
    gsize bytes;
} FilesWalk;

typedef enum { WALK_ON, WALK_STUCK, WALK_REFUSED } Outcome;

git_tree *handle_tree(git_repository *handle, const char *commit) {
    git_oid id;
    git_commit *object = NULL;
    git_tree *tree = NULL;
    if (git_oid_fromstr(&id, commit) == 0 && git_commit_lookup(&object, handle, &id) == 0)
        git_commit_tree(&tree, object);
    git_commit_free(object);
    return tree;
}

/* Asks for the size before the content is in memory; what has no size is for the caller to find. */
static bool is_bearable(git_repository *handle, const git_oid *id, const char *path,
                        GError **error) {
    git_odb *odb = NULL;
    git_object_t type;
    size_t size = 0;
    bool known =
        git_repository_odb(&odb, handle) == 0 && git_odb_read_header(&size, &type, odb, id) == 0;
    git_odb_free(odb);
    return !known || limits_read(size, path, error);
}

static Outcome add_blob(FilesWalk *walk, const git_tree_entry *entry, const char *path, GError **error) {
    git_blob *blob = NULL;
    if (!is_bearable(walk->handle, git_tree_entry_id(entry), path, error))
        return WALK_REFUSED;
    if (git_blob_lookup(&blob, walk->handle, git_tree_entry_id(entry)) != 0)
        return WALK_STUCK;
    gsize size = (gsize)git_blob_rawsize(blob);
    bool fits = walk->files->len < GIT_MAX_FILES && size <= GIT_MAX_BYTES - walk->bytes;
    if (fits) {
        walk->bytes += size;
        git_files_add(walk->files, path, g_bytes_new(git_blob_rawcontent(blob), size),
                      git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK);
    } else
        git_refuse_size(walk->commit, walk->folder, error);
    git_blob_free(blob);
    return fits ? WALK_ON : WALK_REFUSED;
}

static Outcome add_tree(FilesWalk *walk, const git_tree *tree, const char *prefix, guint depth,
                        GError **error);

static Outcome add_entry(FilesWalk *walk, const git_tree_entry *entry, const char *prefix, guint depth,
                         GError **error) {
    const char *name = git_tree_entry_name(entry);
    if (strchr(name, '/') || !git_path_is_sound(name)) {
        git_refuse_path(name, error);
        return WALK_REFUSED;
    }
    g_autofree char *path = *prefix ? g_strconcat(prefix, "/", name, NULL) : g_strdup(name);
    if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
        return add_blob(walk, entry, path, error);
    if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
        return WALK_ON; /* a submodule is not a file */
    git_tree *below = NULL;
    if (git_tree_lookup(&below, walk->handle, git_tree_entry_id(entry)) != 0)
        return WALK_STUCK;
    Outcome outcome = add_tree(walk, below, path, depth + 1, error);
    git_tree_free(below);
    return outcome;
}

static Outcome add_tree(FilesWalk *walk, const git_tree *tree, const char *prefix, guint depth,
                        GError **error) {
    if (depth > GIT_MAX_DEPTH) {
        git_refuse_size(walk->commit, walk->folder, error);
        return WALK_REFUSED;
    }
    Outcome outcome = WALK_ON;
    gsize count = git_tree_entrycount(tree);
    for (gsize i = 0; i < count && outcome == WALK_ON; i++)
        outcome = add_entry(walk, git_tree_entry_byindex(tree, i), prefix, depth, error);
    return outcome;
}

/* What `folder` names in `tree`: a folder's tree, a file, or nothing. */
static Outcome add_folder(FilesWalk *walk, const git_tree *tree, GError **error) {
    git_tree_entry *entry = NULL;
    git_tree *below = NULL;
    int found = git_tree_entry_bypath(&entry, tree, walk->folder);
    if (found != 0)
        return found == GIT_ENOTFOUND && git_error_last()->klass == GIT_ERROR_TREE ? WALK_ON
                                                                                   : WALK_STUCK;
    Outcome outcome = WALK_ON;
    if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
        outcome = add_blob(walk, entry, git_tree_entry_name(entry), error);
    else if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) {
        outcome = git_tree_lookup(&below, walk->handle, git_tree_entry_id(entry)) == 0
                      ? add_tree(walk, below, "", 0, error)
                      : WALK_STUCK;
        git_tree_free(below);
    }
    git_tree_entry_free(entry);
    return outcome;
}

bool handle_files(git_repository *handle, const char *commit, const char *folder, GPtrArray *files,
                  GError **error) {
    FilesWalk walk = {handle, commit, folder, files, 0};
    git_tree *tree = handle_tree(handle, commit);
    if (!tree)
        return false;
    Outcome outcome =
        *folder ? add_folder(&walk, tree, error) : add_tree(&walk, tree, "", 0, error);
    git_tree_free(tree);
    return outcome == WALK_ON;
}
