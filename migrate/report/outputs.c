/* Values for the file GITHUB_OUTPUT of a GitHub action.
 *
 * A value of several lines ends at a word that nobody can guess, so that nothing in it can set
 * another one.
 */
#include "report/commands.h"
#include "report/report.h"

#include <string.h>

/* The runner refuses outputs beyond a mebibyte, and part of a migration would be useless. */
#define MAX_SQL (512 * 1024)

static void append_sql(const Report *report, const char *name, const char *text, GString *out) {
    g_autofree char *word = report->token ? g_strdup(report->token) : commands_token();
    g_autofree char *sql = g_utf8_make_valid(text ? text : "", -1);
    if (strlen(sql) > MAX_SQL)
        *sql = '\0';
    g_string_append_printf(out, "%s<<%s\n%s%s%s\n", name, word, sql,
                           *sql && !g_str_has_suffix(sql, "\n") ? "\n" : "", word);
}

bool format_outputs(const Report *report, GString *out, GError **error) {
    static const char *const states[] = {
        [SYNC_UNKNOWN] = "unknown", [SYNC_YES] = "true", [SYNC_NO] = "false"};
    (void)error;
    g_string_append_printf(out, "in-sync=%s\nfindings=%u\nerrors=%u\n", states[report->in_sync],
                           report->findings->len, findings_count(report->findings, SEVERITY_ERROR));
    append_sql(report, sql_headings[SQL_MISSING].output, report_migration_sql(report), out);
    if (report->sql[SQL_REPAIR])
        append_sql(report, sql_headings[SQL_REPAIR].output, report->sql[SQL_REPAIR], out);
    return true;
}
