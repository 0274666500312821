#include "config/prisma_version.h"

#include "base/file.h"
#include "base/paths.h"
#include <string.h>

/* Where a file says the version: behind `key`, or behind `then` when that follows it soon. */
typedef struct {
    const char *file, *key, *then;
} Saying;

/* In this order. package.json has a range, whose first number is the one that counts; where it has
 * only a word ("latest"), the lock file has the number. */
static const Saying sayings[] = {
    {"package.json", "\"prisma\"", NULL},
    {"package.json", "\"@prisma/client\"", NULL},
    {"package-lock.json", "\"node_modules/prisma\"", "\"version\""},
    {"package-lock.json", "\"node_modules/@prisma/client\"", "\"version\""},
    {"yarn.lock", "\nprisma@", "version"},
    {"yarn.lock", "\n\"prisma@", "version"},
    {"pnpm-lock.yaml", " prisma@", NULL},
    {"pnpm-lock.yaml", "/prisma@", NULL},
    {"pnpm-lock.yaml", "/prisma/", NULL},
    {"bun.lock", "\"prisma@", NULL},
};

/* How far behind the key the version of a lock file can be. */
enum { SOON = 400 };

/* The number that a version or a range begins with; 0 when it begins with something else. */
static guint major_of(const char *text) {
    text += strspn(text, " \t:\"'^~>=v");
    gsize digits = strspn(text, "0123456789");
    return digits > 0 && digits < 4 && text[digits] && strchr(".\"'x", text[digits])
               ? (guint)g_ascii_strtoull(text, NULL, 10)
               : 0;
}

static guint said_in(const char *text, const Saying *saying) {
    for (const char *at = text; (at = strstr(at, saying->key));) {
        at += strlen(saying->key);
        const char *then = saying->then ? g_strstr_len(at, SOON, saying->then) : at;
        if (then && saying->then)
            then += strlen(saying->then);
        guint major = then ? major_of(then) : 0;
        if (major)
            return major;
    }
    return 0;
}

static char *read_text(const char *folder, const char *file) {
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autoptr(GBytes) bytes =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    return bytes ? g_strdup(g_bytes_get_data(bytes, NULL)) : NULL;
}

/* Lock files are large: they are read only when a package on the way here names Prisma at all. */
static guint said_by_folder(const char *folder, bool *named) {
    g_autofree char *text = read_text(folder, sayings[0].file);
    const char *file = sayings[0].file;
    *named |= text && strstr(text, "prisma");
    for (guint i = 0; *named && i < G_N_ELEMENTS(sayings); i++) {
        if (strcmp(file, sayings[i].file) != 0) {
            g_free(text);
            text = read_text(folder, sayings[i].file);
            file = sayings[i].file;
        }
        guint major = text ? said_in(text, &sayings[i]) : 0;
        if (major)
            return major;
    }
    return 0;
}

/* From the folder of `path` up to the root. */
static guint said_on_the_way(const char *path, const char *root) {
    g_autofree char *folder = g_canonicalize_filename(path, NULL);
    guint major = 0;
    bool named = false;
    while (major == 0 && g_str_has_prefix(folder, root)) {
        major = said_by_folder(folder, &named);
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
