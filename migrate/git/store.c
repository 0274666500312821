/* An object database in two layers: what was written in memory, and under it the repository's own,
 * only to be read. libgit2's loose and packed backends are not used directly, because they touch
 * the files of objects that are "written" again. */
#include "git/store.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <string.h>

typedef struct {
    git_odb_backend parent;
    git_odb *below;
} Below;

static int below_read(void **data, size_t *size, git_object_t *type, git_odb_backend *backend,
                      const git_oid *id) {
    git_odb_object *object = NULL;
    int result = git_odb_read(&object, ((Below *)backend)->below, id);
    if (result != 0)
        return result;
    *size = git_odb_object_size(object);
    *type = git_odb_object_type(object);
    *data = git_odb_backend_data_alloc(backend, *size + 1);
    if (*data)
        memcpy(*data, git_odb_object_data(object), *size);
    git_odb_object_free(object);
    return *data ? 0 : GIT_EUSER;
}

static int below_read_header(size_t *size, git_object_t *type, git_odb_backend *backend,
                             const git_oid *id) {
    return git_odb_read_header(size, type, ((Below *)backend)->below, id);
}

static int below_exists(git_odb_backend *backend, const git_oid *id) {
    return git_odb_exists(((Below *)backend)->below, id);
}

static void below_free(git_odb_backend *backend) {
    git_odb_free(((Below *)backend)->below);
    g_free(backend);
}

static git_odb_backend *below_new(git_repository *handle) {
    Below *below = g_new0(Below, 1);
    git_odb_init_backend(&below->parent, GIT_ODB_BACKEND_VERSION);
    below->parent.read = below_read;
    below->parent.read_header = below_read_header;
    below->parent.exists = below_exists;
    below->parent.free = below_free;
    if (git_repository_odb(&below->below, handle) == 0)
        return &below->parent;
    g_free(below);
    return NULL;
}

static bool add_layer(git_odb *objects, git_odb_backend *layer, int priority) {
    if (!layer)
        return false;
    if (git_odb_add_backend(objects, layer, priority) == 0)
        return true;
    layer->free(layer);
    return false;
}

static bool add_layers(git_odb *objects, git_repository *handle) {
    git_odb_backend *memory = NULL;
    return git_mempack_new(&memory) == 0 && add_layer(objects, memory, 2) &&
           add_layer(objects, below_new(handle), 1);
}

git_repository *store_open(git_repository *handle, const char *entry) {
    git_repository *view = handle_open_trusted(entry);
    git_odb *objects = NULL;
    bool done = view && git_odb_new(&objects) == 0 && add_layers(objects, handle) &&
                git_repository_set_odb(view, objects) == 0;
    git_odb_free(objects);
    if (done)
        return view;
    git_repository_free(view);
    return NULL;
}
