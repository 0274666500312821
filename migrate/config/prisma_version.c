#include "config/prisma_version.h"

#include "base/file.h"
#include "base/paths.h"
#include "prisma/version.h"
#include <string.h>

/* PrismaFile, of the disk */
static char *read_text(const char *folder, const char *file, void *data) {
    (void)data;
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autoptr(GBytes) bytes =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    return bytes ? g_strdup(g_bytes_get_data(bytes, NULL)) : NULL;
}

/* From the folder of `path` up to the root. */
static guint said_on_the_way(const char *path, const char *root) {
    g_autofree char *folder = g_canonicalize_filename(path, NULL);
    guint major = 0;
    bool named = false;
    while (major == 0 && g_str_has_prefix(folder, root)) {
        major = prisma_version_said(folder, read_text, NULL, &named);
        if (strcmp(folder, root) == 0)
            break;
        char *up = g_path_get_dirname(folder);
        g_free(folder);
        folder = up;
    }
    return major;
}

guint prisma_version(const Config *config, const char *schema) {
    gint64 configured = config_integer(config, "prisma.version");
    g_autofree char *root = g_canonicalize_filename(config_root(config), NULL);
    g_auto(GStrv) paths = paths_split(schema);
    guint major = configured > 0 ? (guint)configured : 0;
    for (guint i = 0; paths[i] && major == 0; i++)
        major = said_on_the_way(paths[i], root);
    return major;
}
