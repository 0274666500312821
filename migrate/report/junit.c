/* JUnit XML as test reporters read it: one case a finding, of which errors fail. */
#include "report/report.h"

#include "base/term.h"

/* Text for XML 1.0, which has no way to write most controls and two characters beyond; quotes and
 * line ends are escaped, too, so that it serves in attributes. */
static void append_xml(GString *out, const char *text, bool attribute) {
    g_autofree char *safe = term_escape(text, true);
    for (const char *c = safe; *c; c = g_utf8_next_char(c)) {
        gunichar code = g_utf8_get_char(c);
        if (code == '<')
            g_string_append(out, "&lt;");
        else if (code == '>')
            g_string_append(out, "&gt;");
        else if (code == '&')
            g_string_append(out, "&amp;");
        else if (code == '"')
            g_string_append(out, "&quot;");
        else if ((code == ':' && c[1] == ':') || (code == '#' && c[1] == '['))
            g_string_append_printf(out, "&#%u;", code); /* or the log of a GitHub action obeys it */
        else if (attribute && (code == '\n' || code == '\t'))
            g_string_append_printf(out, "&#%u;", code);
        else if (code == 0xFFFE || code == 0xFFFF)
            g_string_append_printf(out, "\\u{%04X}", code);
        else
            g_string_append_unichar(out, code);
    }
}

static void append_attribute(GString *out, const char *name, const char *value) {
    if (!value)
        return;
    g_string_append_printf(out, " %s=\"", name);
    append_xml(out, value, true);
    g_string_append_c(out, '"');
}

static void append_body(const Finding *finding, GString *out) {
    g_autofree char *text = report_message(finding);
    append_xml(out, text, false);
    if (finding->sql) {
        g_string_append(out, "\n\n");
        append_xml(out, finding->sql, false);
    }
}

static void append_case(const Report *report, const Finding *finding, GString *out) {
    g_autofree char *path = report_path(report, finding);
    g_autofree char *line = finding->line ? g_strdup_printf("%u", finding->line) : NULL;
    g_autofree char *name = g_strconcat(finding->code, ": ", finding->message, NULL);
    g_string_append(out, "    <testcase");
    append_attribute(out, "classname", path ? path : report->command);
    append_attribute(out, "name", name);
    append_attribute(out, "file", path);
    append_attribute(out, "line", line);
    if (finding->severity == SEVERITY_ERROR) {
        g_string_append(out, ">\n      <failure");
        append_attribute(out, "type", finding->code);
        append_attribute(out, "message", finding->message);
        g_string_append_c(out, '>');
        append_body(finding, out);
        g_string_append(out, "</failure>\n    </testcase>\n");
    } else {
        g_string_append_printf(out, ">\n      <system-out>%s: ", severity_name(finding->severity));
        append_body(finding, out);
        g_string_append(out, "</system-out>\n    </testcase>\n");
    }
}

/* A report that reporters show although nothing was found. */
static void append_pass(const Report *report, GString *out) {
    g_string_append(out, "    <testcase");
    append_attribute(out, "classname", report->command);
    append_attribute(out, "name", report_verdict(report));
    g_string_append(out, "/>\n");
}

bool format_junit(const Report *report, GString *out, GError **error) {
    (void)error;
    guint failures = findings_count(report->findings, SEVERITY_ERROR);
    guint tests = MAX(report->findings->len, 1);
    char seconds[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(seconds, sizeof seconds, "%.3f", (double)report->duration / G_USEC_PER_SEC);
    g_autofree char *totals =
        g_strdup_printf("tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\" time=\"%s\"",
                        tests, failures, seconds);
    g_string_append_printf(out,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<testsuites name=\"migrate\" %s>\n  <testsuite",
                           totals);
    g_autofree char *name = g_strconcat("migrate ", report->command, NULL);
    append_attribute(out, "name", name);
    g_string_append_printf(out, " %s>\n", totals);
    for (guint i = 0; i < report->findings->len; i++)
        append_case(report, report->findings->pdata[i], out);
    if (report->findings->len == 0)
        append_pass(report, out);
    g_string_append(out, "  </testsuite>\n</testsuites>\n");
    return true;
}
