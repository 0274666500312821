#include "cmd/verdict.h"

#include "base/file.h"
#include <string.h>
#include <sys/stat.h>

enum { PRIVATE = 0600 };

static void add(GChecksum *sum, const char *text) {
    g_checksum_update(sum, (const guchar *)(text ? text : ""),
                      (gssize)(text ? strlen(text) : 0) + (text != NULL));
    g_checksum_update(sum, (const guchar *)"", 1);
}

/* The tool as it is installed: another build may see more. */
static bool add_tool(GChecksum *sum) {
    struct stat self;
    if (stat("/proc/self/exe", &self) != 0)
        return false;
    g_autofree char *identity = g_strdup_printf(
        "%s %lu %lu %ld %ld.%ld", MIGRATE_VERSION, (gulong)self.st_dev, (gulong)self.st_ino,
        (glong)self.st_size, (glong)self.st_mtim.tv_sec, (glong)self.st_mtim.tv_nsec);
    add(sum, identity);
    return true;
}

static void add_scripts(GChecksum *sum, const Source *source) {
    for (guint i = 0; i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const void *text = g_bytes_get_data(script->text, &length);
        g_autofree char *head = g_strdup_printf("script %d %zu", script->transactional, length);
        add(sum, head);
        if (length)
            g_checksum_update(sum, text, (gssize)length);
    }
    add(sum, "end");
}

char *verdict_key(Project *project, const Source *from, const Source *to) {
    ScratchOptions options = project_scratch_options(project);
    const char *server =
        config_untrusted(project->config) ? NULL : project_server_identity(project);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (!server || !add_tool(sum))
        return NULL;
    add(sum, server);
    add(sum, options.privileged ? "privileged" : "");
    for (guint i = 0; options.extensions && options.extensions[i]; i++)
        add(sum, options.extensions[i]);
    project_add_ignores(project, sum);
    add_scripts(sum, from);
    add_scripts(sum, to);
    return g_strdup(g_checksum_get_string(sum));
}

static char *path_of(const Project *project, const char *key) {
    const char *configured = config_string(project->config, "scratch.cache_dir");
    g_autofree char *cache = configured ? g_strdup(configured)
                                        : g_build_filename(g_get_user_cache_dir(), "migrate", NULL);
    return g_build_filename(cache, "verdicts", key, NULL);
}

char *verdict_find(const Project *project, const char *key) {
    g_autofree char *path = path_of(project, key);
    g_autoptr(GBytes) bytes = file_read(path, NULL);
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    return text ? g_strndup(text, length) : NULL;
}

void verdict_remember(const Project *project, const char *key, const char *server) {
    g_autofree char *path = path_of(project, key), *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0700) == 0)
        file_write(path, server, strlen(server), PRIVATE, NULL);
}
