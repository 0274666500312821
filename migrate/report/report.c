/* The table of formats, where reports go, and what the formats share. */
#include "report/report.h"

#include "base/suggest.h"
#include "base/term.h"
#include <errno.h>
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
    {"outputs", "values for the file GITHUB_OUTPUT of a GitHub action", format_outputs, NULL,
     OUTPUT_APPEND},
    {NULL},
};

const SqlHeading sql_headings[SQL_PIECES] = {
    [SQL_MISSING] = {"SQL that is missing in the migrations", "missing_sql", "migration-sql",
                     "`migrate create` writes all of it"},
    [SQL_REPAIR] = {"SQL that brings the database back to the history", "repair_sql", "repair-sql",
                    "`migrate drift --repair` writes all of it"},
    [SQL_ADOPTION] = {"SQL that takes the state of the database into the history", "adoption_sql",
                      NULL, "`migrate drift --adopt` writes all of it"},
};

const char *report_sql(const Report *report, SqlPiece piece) {
    const char *sql = report->sql[piece];
    return sql && *sql ? sql : NULL;
}

const char *report_migration_sql(const Report *report) {
    return report->sql[SQL_MISSING] ? report->sql[SQL_MISSING] : report->sql[SQL_ADOPTION];
}

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

char *report_path(const Report *report, const Finding *finding) {
    return finding->file ? g_strconcat(report->prefix ? report->prefix : "", finding->file, NULL)
                         : NULL;
}

bool report_on_changed_line(const Report *report, const Finding *finding) {
    g_autofree char *path = report_path(report, finding);
    for (guint i = 0; path && report->changes && i < report->changes->len; i++) {
        const GitChange *change = report->changes->pdata[i];
        if (strcmp(change->path, path) == 0)
            return finding->line == 0 || git_change_covers(change, finding->line);
    }
    return false;
}

typedef struct {
    const Finding *finding;
    bool changed;
    guint place;
} Ranked;

static int compare_ranked(gconstpointer one, gconstpointer two) {
    const Ranked *a = one, *b = two;
    if (a->changed != b->changed)
        return a->changed ? -1 : 1;
    if (a->finding->severity != b->finding->severity)
        return a->finding->severity > b->finding->severity ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

GPtrArray *report_by_weight(const Report *report) {
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        Ranked one = {finding, report_on_changed_line(report, finding), i};
        g_array_append_val(ranked, one);
    }
    g_array_sort(ranked, compare_ranked);
    GPtrArray *findings = g_ptr_array_new();
    for (guint i = 0; i < ranked->len; i++)
        g_ptr_array_add(findings, (gpointer)g_array_index(ranked, Ranked, i).finding);
    return findings;
}

char *report_source_line(const Report *report, const Finding *finding) {
    GBytes *source = report->sources && finding->file && finding->line
                         ? g_hash_table_lookup(report->sources, finding->file)
                         : NULL;
    gsize size = 0;
    const char *at = source ? g_bytes_get_data(source, &size) : NULL;
    const char *end = at ? at + size : NULL;
    for (guint line = 1; at && line < finding->line; line++) {
        at = memchr(at, '\n', (gsize)(end - at));
        if (at)
            at++;
    }
    if (!at || at >= end)
        return NULL;
    const char *newline = memchr(at, '\n', (gsize)(end - at));
    const char *stop = newline ? newline : end;
    if (stop > at && stop[-1] == '\r')
        stop--;
    return g_strndup(at, (gsize)(stop - at));
}

char *report_count(const Report *report) {
    GString *text = g_string_new(NULL);
    guint above = 0;
    for (Severity severity = SEVERITY_ERROR;; severity--) {
        guint count = findings_count(report->findings, severity) - above;
        above += count;
        if (count)
            g_string_append_printf(text, "%s%u %s%s", text->len ? ", " : "", count,
                                   severity_name(severity), count > 1 ? "s" : "");
        if (severity == SEVERITY_NOTE)
            break;
    }
    if (!above)
        g_string_append(text, "nothing to report");
    return g_string_free(text, FALSE);
}

const char *report_verdict(const Report *report) {
    static const char *const names[] = {"sync not checked", "in sync", "out of sync"};
    return names[report->in_sync];
}

char *report_headline(const Report *report) {
    g_autofree char *count = report_count(report);
    if (report->in_sync == SYNC_YES && findings_count(report->findings, SEVERITY_ERROR) > 0)
        return g_strdup_printf("failed, %s, though both sides agree", count);
    return g_strdup_printf("%s, %s", report_verdict(report), count);
}

char *report_message(const Finding *finding) {
    GString *text = g_string_new(finding->message);
    if (finding->why)
        g_string_append_printf(text, "\n%s", finding->why);
    if (finding->fix)
        g_string_append_printf(text, "\nTo fix it: %s", finding->fix);
    return g_string_free(text, FALSE);
}
