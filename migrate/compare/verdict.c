#include "compare/verdict.h"

#include "base/file.h"
#include "base/tool.h"
#include "server/cache.h"
#include "source/prisma.h"
#include "source/stated.h"
#include <stdio.h>
#include <string.h>

enum { PRIVATE = 0600 };

/* Of a history, the link of the last migration stands for the bytes of all, which have been hashed;
 * what is repeated is in no chain. */
static void add_scripts(Hash *hash, const Source *source) {
    guint count = source->scripts->len;
    guint chained = source->history ? MIN(count, history_count(source->history)) : 0;
    for (guint i = 0; i < count; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const void *text = g_bytes_get_data(script->text, &length);
        g_autofree char *head = g_strdup_printf("script %d %zu %d", script->transactional, length,
                                                script->measure != NULL);
        hash_add_text(hash, head);
        if (i >= chained)
            hash_add(hash, text, length);
    }
    if (chained > 0)
        hash_add(hash, history_at(source->history, chained - 1)->chain.bytes, SUM_BYTES);
    hash_add_text(hash, "end");
}

char *verdict_key(Project *project, const Source *from, const Source *to) {
    ScratchOptions options = project_scratch_options(project);
    const char *server =
        config_untrusted(project->config) ? NULL : project_server_identity(project);
    g_autofree char *tool = tool_identity();
    g_autoptr(Hash) hash = hash_new();
    if (!server || !tool)
        return NULL;
    hash_add_text(hash, tool);
    hash_add_text(hash, server);
    hash_add_text(hash, options.privileged ? "privileged" : "");
    for (guint i = 0; options.extensions && options.extensions[i]; i++)
        hash_add_text(hash, options.extensions[i]);
    ignores_sum(project->ignores, hash);
    hash_add_text(hash, project->names.path);
    platform_sum(project->names.platform, hash);
    hash_add_text(hash, project->names.strict ? "strict" : "");
    g_autofree char *base =
        to->several && prisma_is_source(to) ? stated_base(&project->names) : NULL;
    hash_add_text(hash, base);
    hash_add_text(hash, from->measure && measure_is_together(from->measure) ? "together" : "");
    add_scripts(hash, from);
    add_scripts(hash, to);
    Sum sum = hash_end(hash);
    return sum_hex(&sum);
}

/* NULL where nothing is kept between runs. */
static char *folder_of(const Project *project) {
    g_autofree char *cache = cache_open(config_string(project->config, "scratch.cache_dir"));
    return cache ? g_build_filename(cache, "verdicts", NULL) : NULL;
}

static char *path_of(const Project *project, const char *key) {
    g_autofree char *folder = folder_of(project);
    return folder ? g_build_filename(folder, key, NULL) : NULL;
}

bool verdict_any(const Project *project) {
    g_autofree char *folder = folder_of(project);
    return folder && g_file_test(folder, G_FILE_TEST_IS_DIR);
}

static const char measured_word[] = "measured ";

/* A line for each script that was measured: its number, and what it did. */
static void write_measured(GString *text, const Source *from) {
    for (guint s = 0; s < from->scripts->len; s++) {
        const Script *script = from->scripts->pdata[s];
        g_autofree char *line = script->measure ? measured_print(script->measured) : NULL;
        if (line)
            g_string_append_printf(text, "\n%s%u %s", measured_word, s, line);
    }
}

/* False when what was measured then is not there. */
static bool read_measured(char *const *lines, const Source *from) {
    guint missing = 0;
    for (guint s = 0; s < from->scripts->len; s++)
        missing += ((Script *)from->scripts->pdata[s])->measure != NULL;
    for (; *lines; lines++) {
        const char *text = *lines + strlen(measured_word);
        char *rest;
        if (!g_str_has_prefix(*lines, measured_word))
            continue;
        guint64 number = g_ascii_strtoull(text, &rest, 10);
        Script *script = number < from->scripts->len ? from->scripts->pdata[(guint)number] : NULL;
        GPtrArray *measured = script && script->measure ? measured_parse(rest) : NULL;
        if (!measured)
            return false;
        g_ptr_array_unref(script->measured);
        script->measured = measured;
        missing--;
    }
    return missing == 0;
}

void verdict_clear(Verdict *verdict) {
    g_free(verdict->server);
    g_free(verdict->kept);
    g_strfreev(verdict->names);
    *verdict = (Verdict){0};
}

static const char kept_word[] = "kept ", name_word[] = "name ";

/* A line that says what is kept, and one for each of its names, in which a blank stands for what
 * would end the line. */
static void write_kept(GString *text, const Verdict *verdict) {
    if (!verdict->kept)
        return;
    g_string_append_printf(text, "\n%s%s", kept_word, verdict->kept);
    for (char *const *name = verdict->names; *name; name++) {
        g_autofree char *line = g_strdelimit(g_strdup(*name), "\n", ' ');
        g_string_append_printf(text, "\n%s%s", name_word, line);
    }
}

static void read_kept(char *const *lines, Verdict *verdict) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (; *lines; lines++)
        if (g_str_has_prefix(*lines, kept_word))
            verdict->kept = g_strdup(*lines + strlen(kept_word));
        else if (g_str_has_prefix(*lines, name_word))
            g_ptr_array_add(names, *lines + strlen(name_word));
    g_ptr_array_add(names, NULL);
    verdict->names = verdict->kept ? g_strdupv((char **)names->pdata) : NULL;
}

bool verdict_find(const Project *project, const char *key, const Source *from, Verdict *verdict) {
    g_autofree char *path = path_of(project, key);
    g_autoptr(GBytes) bytes = path ? file_read(path, NULL) : NULL;
    gsize length = 0;
    const char *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    if (!data)
        return false;
    g_autofree char *text = g_strndup(data, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    if (!lines[0] || !read_measured(lines + 1, from))
        return false;
    read_kept(lines + 1, verdict);
    verdict->server = g_strdup(lines[0]);
    return true;
}

void verdict_remember(const Project *project, const char *key, const Verdict *verdict,
                      const Source *from) {
    g_autofree char *path = path_of(project, key);
    if (!path)
        return;
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GString) text = g_string_new(verdict->server);
    write_measured(text, from);
    write_kept(text, verdict);
    if (g_mkdir_with_parents(folder, 0700) == 0)
        file_write(path, text->str, text->len, PRIVATE, NULL);
}
