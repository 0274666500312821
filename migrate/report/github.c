/* Workflow commands of GitHub Actions: an annotation for each finding, and the missing SQL in the
 * log.
 *
 * GitHub shows ten errors and ten warnings of a step, so that the order is the choice of what a
 * reviewer sees.
 */
#include "report/commands.h"
#include "report/report.h"

#include "base/term.h"

static void append_number(GString *out, const char *name, guint number) {
    if (number)
        g_string_append_printf(out, ",%s=%u", name, number);
}

static void append_annotation(const Report *report, const Finding *finding, GString *out) {
    static const char *const levels[] = {"notice", "warning", "error"};
    g_autofree char *path = report_path(report, finding), *message = report_message(finding);
    g_string_append_printf(out, "::%s title=", levels[finding->severity]);
    commands_property(out, finding->code);
    if (path) {
        g_string_append(out, ",file=");
        commands_property(out, path);
        append_number(out, "line", finding->line);
        append_number(out, "endLine", finding->end_line);
        /* Columns mean something to GitHub only within one line. */
        if (finding->end_line == 0 || finding->end_line == finding->line) {
            append_number(out, "col", finding->column);
            append_number(out, "endColumn", finding->end_column);
        }
    }
    g_string_append(out, "::");
    commands_data(out, message);
    g_string_append_c(out, '\n');
}

static void append_sql(const Report *report, SqlPiece piece, GString *out) {
    if (!report_sql(report, piece))
        return;
    g_autofree char *sql = term_escape(report_sql(report, piece), true);
    g_string_append_printf(out, "::group::%s\n", sql_headings[piece].title);
    commands_quote(out, sql, report->token);
    g_string_append(out, "::endgroup::\n");
}

bool format_github(const Report *report, GString *out, GError **error) {
    (void)error;
    g_autoptr(GPtrArray) findings = report_by_weight(report);
    for (guint i = 0; i < findings->len; i++)
        append_annotation(report, findings->pdata[i], out);
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++)
        append_sql(report, piece, out);
    g_autofree char *headline = report_headline(report);
    g_string_append_printf(out, "migrate: %s", headline);
    if (report->trust) {
        g_string_append(out, " (");
        commands_data(out, report->trust);
        g_string_append_c(out, ')');
    }
    g_string_append_c(out, '\n');
    return true;
}
