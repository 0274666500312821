/* What the formats share. */
#include "report/report.h"

#include "text/secret.h"
#include <string.h>

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

char *report_path_of(const Report *report, const char *file) {
    return g_strconcat(report->prefix ? report->prefix : "", file, NULL);
}

char *report_path(const Report *report, const Finding *finding) {
    return finding->file ? report_path_of(report, finding->file) : NULL;
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
    const char *text = source ? g_bytes_get_data(source, &size) : NULL;
    g_autofree char *shown = text ? secret_masked_in_place(text, size) : NULL;
    const char *at = shown, *end = shown ? shown + strlen(shown) : NULL;
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
