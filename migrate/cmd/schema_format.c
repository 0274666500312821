/* migrate schema format: files that are there, as a careful person would have laid them out. */
#include "base/file.h"
#include "base/paths.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/schema_files.h"
#include "config/project.h"
#include "report/report.h"
#include "source/prisma.h"
#include "text/format.h"
#include <string.h>

/* Caller frees. */
static char *with_each(const char *text, const char *old, const char *new) {
    g_auto(GStrv) parts = g_strsplit(text, old, -1);
    return g_strjoinv(new, parts);
}

/* The text laid out, with CRLF where its first line has one. NULL: see format_sql(). Caller frees.
 */
static char *laid_out(const char *path, const char *text, gsize length, GError **error) {
    const char *end = memchr(text, '\n', length);
    bool crlf = end && end > text && end[-1] == '\r' && !memchr(text, '\0', length);
    if (!crlf)
        return format_sql(path, text, length, error);
    g_autofree char *whole = g_strndup(text, length), *lines = with_each(whole, "\r\n", "\n");
    g_autofree char *formatted = format_sql(path, lines, strlen(lines), error);
    return formatted ? with_each(formatted, "\n", "\r\n") : NULL;
}

static void tell_wrote(Answer *answer, const char *path) {
    g_autofree char *shown = term_escape(path, false);
    answer_wrote(answer, path);
    term_print(stdout, "%swrote%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
}

static void tell_unformatted(Answer *answer, const char *path) {
    const Report report = {.stream = stdout};
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GString) text = g_string_new(NULL);
    Finding *finding =
        findings_add(findings, "not-formatted", SEVERITY_ERROR, "%s is not formatted", path);
    finding->file = g_strdup(path);
    finding->fix = g_strdup_printf("migrate schema format %s", path);
    report_append_finding(&report, finding, text);
    answer_add_findings(answer, findings);
    term_print(stdout, "%s", text->str);
}

/* One file. `changed`: whether it is not formatted yet. */
static bool format_file(Answer *answer, const char *path, bool writes, bool *changed,
                        GError **error) {
    g_autoptr(GBytes) bytes = file_read(path, error);
    gsize length;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    g_autofree char *formatted =
        bytes ? laid_out(path, text ? text : "", text ? length : 0, error) : NULL;
    if (!formatted)
        return false;
    *changed = strlen(formatted) != length || memcmp(formatted, text, length) != 0;
    if (!*changed)
        return true;
    if (writes && !file_write(path, formatted, strlen(formatted), 0644, error))
        return false;
    if (writes)
        tell_wrote(answer, path);
    else
        tell_unformatted(answer, path);
    return true;
}

static bool add_files(const char *path, GPtrArray *files, GError **error) {
    if (prisma_is_path(path))
        return true;
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_ptr_array_add(files, g_strdup(path));
        return true;
    }
    g_autoptr(GPtrArray) names = file_list(path, ".sql", error);
    for (guint i = 0; names && i < names->len; i++)
        g_ptr_array_add(files, g_build_filename(path, names->pdata[i], NULL));
    return names;
}

/* Those that were named, else the schema's. Caller unrefs. */
static GPtrArray *find_files(const Invocation *invocation, const char *schema, GError **error) {
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    const char *const *given = invocation_arguments(invocation) + 1;
    g_auto(GStrv) own = paths_split(schema ? schema : "");
    const char *const *paths = *given ? given : (const char *const *)own;
    for (guint i = 0; paths[i]; i++)
        if (!add_files(paths[i], files, error))
            return NULL;
    return g_steal_pointer(&files);
}

bool schema_format(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    Answer *answer = invocation_answer(invocation);
    if (!project_open(&project, invocation_config(invocation), error))
        return false;
    g_autoptr(GPtrArray) files = find_files(invocation, project.names.schema, error);
    bool checks = invocation_flag(invocation, "check");
    guint changed = 0;
    for (guint i = 0; files && i < files->len; i++) {
        bool one;
        if (!format_file(answer, files->pdata[i], !checks, &one, error))
            return false;
        changed += one;
    }
    if (!files)
        return false;
    if (!changed)
        term_print(stdout, "the files are formatted\n");
    if (!checks || !changed)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}
