/* The table of formats, and where reports go. */
#include "report/report.h"

#include "base/suggest.h"
#include "base/term.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK(migrate_report_error, report_error)

static void print_text(FILE *stream, const char *text) {
    term_print(stream, "%s", text);
}

/* What a program reads may not be escaped as for people; "##", with which Azure's commands begin,
 * is written as the format has other words for it. */
static void print_json(FILE *stream, const char *text) {
    g_autofree char *line = g_strchomp(g_strdup(text));
    term_json(stream, line);
}

static void print_xml(FILE *stream, const char *text) {
    g_auto(GStrv) parts = g_strsplit(text, "##", -1);
    g_autofree char *safe = g_strjoinv("#&#35;", parts);
    term_data(stream, safe);
}

const Format report_formats[] = {
    {"text", "for people, with the line of the source", format_text, print_text},
    {"json", "for programs; migrate/report/findings.schema.json describes it", format_json,
     print_json},
    {"github", "annotations on the lines of a pull request, in a GitHub action", format_github},
    {"sarif", "SARIF 2.1.0, for code scanning", format_sarif, print_json},
    {"junit", "JUnit XML, for test reports", format_junit, print_xml},
    {"markdown", "a summary with the missing SQL, for comments and step summaries", format_markdown,
     print_text},
    {"html", "one page for a browser, with the SQL and a diagram of what changes", format_html,
     print_xml},
    {"outputs", "values for the file GITHUB_OUTPUT of a GitHub action", format_outputs, NULL,
     OUTPUT_APPEND},
    {NULL},
};

void report_target_free(ReportTarget *target) {
    g_free(target->path);
    g_free(target);
}

static const Format *find_format(const char *name, GError **error) {
    const char *names[G_N_ELEMENTS(report_formats)] = {NULL};
    for (gsize i = 0; report_formats[i].name; i++) {
        if (strcmp(report_formats[i].name, name) == 0)
            return &report_formats[i];
        names[i] = report_formats[i].name;
    }
    const char *near = suggest(name, names);
    g_autofree char *known = g_strjoinv(", ", (char **)names);
    g_set_error(error, REPORT_ERROR, FAIL_USAGE,
                "there is no report format \"%s\"%s%s%s; choose from %s", name,
                near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "", known);
    return NULL;
}

ReportTarget *report_target_parse(const char *text, GError **error) {
    g_auto(GStrv) parts = g_strsplit(text, ":", 2);
    const Format *format = find_format(parts[0] ? parts[0] : "", error);
    if (!format)
        return NULL;
    if (parts[1] && !*parts[1]) {
        g_set_error(error, REPORT_ERROR, FAIL_USAGE,
                    "\"%s\" names no file; write %s:FILE, or %s for standard output", text,
                    format->name, format->name);
        return NULL;
    }
    ReportTarget *target = g_new0(ReportTarget, 1);
    target->format = format;
    target->path = g_strcmp0(parts[1], "-") == 0 ? NULL : g_strdup(parts[1]);
    return target;
}

GPtrArray *report_targets(const char *const *given, const char *format, GError **error) {
    g_autoptr(GPtrArray) targets =
        g_ptr_array_new_with_free_func((GDestroyNotify)report_target_free);
    for (guint i = 0; given[i]; i++) {
        ReportTarget *target = report_target_parse(given[i], error);
        if (!target)
            return NULL;
        g_ptr_array_add(targets, target);
    }
    if (targets->len == 0 || format)
        g_ptr_array_add(targets, report_target_parse(format ? format : "text", error));
    return g_steal_pointer(&targets);
}

bool report_in_actions_log(void) {
    const char *summary = g_getenv("GITHUB_STEP_SUMMARY");
    struct stat out, file;
    if (g_strcmp0(g_getenv("GITHUB_ACTIONS"), "true") != 0)
        return false;
    return !summary || fstat(STDOUT_FILENO, &out) != 0 || stat(summary, &file) != 0 ||
           out.st_dev != file.st_dev || out.st_ino != file.st_ino;
}

static void free_text(gpointer text) {
    g_string_free(text, TRUE);
}

/* In the log of an action, a text for people has switched commands off around itself already. */
static bool deliver(const Report *report, const ReportTarget *target, const GString *text,
                    GError **error) {
    bool quoted = report->in_actions && target->format->print == print_text;
    if (target->path) {
        bool ok = output_write(target->path, text->str, text->len, target->format->mode,
                               report->untrusted, error);
        if (!ok)
            g_prefix_error(error, "while writing the %s report: ", target->format->name);
        return ok;
    }
    (quoted || !target->format->print ? term_data : target->format->print)(stdout, text->str);
    return true;
}

bool report_write(const Report *report, const GPtrArray *targets, GError **error) {
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(free_text);
    for (guint i = 0; i < targets->len; i++) {
        const ReportTarget *target = targets->pdata[i];
        Report own = *report;
        own.stream = target->path ? NULL : stdout;
        own.in_actions = report->in_actions && !target->path;
        g_ptr_array_add(texts, g_string_new(NULL));
        if (!target->format->write(&own, texts->pdata[i], error))
            return false;
    }
    bool ok = true;
    for (guint i = 0; i < targets->len && ok; i++)
        ok = deliver(report, targets->pdata[i], texts->pdata[i], error);
    return ok;
}
