#include "backup/infile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

bool file_sum(const Spring *spring, Sum *sum, guint64 *bytes, GError **error) {
    g_autofree char *piece = g_malloc(PIECE);
    g_autoptr(Hash) hash = hash_new();
    gssize got;
    while ((got = spring_read(spring, piece, PIECE, error)) > 0) {
        hash_add(hash, piece, (gsize)got);
        *bytes += (guint64)got;
    }
    *sum = hash_end(hash);
    return got == 0;
}

static bool add_sum(json_t *sums, const char *folder, const char *name, guint64 *bytes,
                    GError **error) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    Spring spring = {open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), path};
    int code = errno;
    Sum sum;
    if (spring.fd < 0)
        g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot read %s: %s", path,
                    g_strerror(code));
    bool fine = spring.fd >= 0 && file_sum(&spring, &sum, bytes, error);
    if (spring.fd >= 0)
        close(spring.fd);
    g_autofree char *hex = fine ? sum_hex(&sum) : NULL;
    if (fine)
        json_object_set_new(sums, name, json_string(hex));
    return fine;
}

json_t *folder_sums(const char *path, guint64 *bytes, GError **error) {
    g_autoptr(GDir) folder = g_dir_open(path, 0, error);
    if (!folder)
        return NULL;
    json_t *sums = json_object();
    bool fine = true;
    for (const char *name; fine && (name = g_dir_read_name(folder));)
        if (strcmp(name, FOLDER_MANIFEST) != 0)
            fine = add_sum(sums, path, name, bytes, error);
    if (fine)
        return sums;
    json_decref(sums);
    return NULL;
}
