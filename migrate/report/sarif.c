/* SARIF 2.1.0 (OASIS), in the part of it that code scanning reads. */
#include "report/json.h"
#include "report/report.h"

#include <string.h>

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static json_t *message(const char *text) {
    json_t *object = json_object();
    json_set_text(object, "text", text);
    return object;
}

static json_t *region(const Finding *finding) {
    json_t *object = json_object();
    json_object_set_new(object, "startLine", json_integer(finding->line));
    if (finding->column)
        json_object_set_new(object, "startColumn", json_integer(finding->column));
    if (finding->end_line)
        json_object_set_new(object, "endLine", json_integer(finding->end_line));
    if (finding->column && finding->end_column) /* SARIF's end is the character behind */
        json_object_set_new(object, "endColumn", json_integer((json_int_t)finding->end_column + 1));
    return object;
}

/* An array of one location; empty when there is no file to name. */
static json_t *locations(const Report *report, const Finding *finding) {
    g_autofree char *own = report_path(report, finding);
    const char *path = own ? own : report->anchor;
    json_t *list = json_array();
    if (!path)
        return list;
    g_autofree char *uri = g_uri_escape_string(path, "/", FALSE);
    json_t *artifact = json_object(), *physical = json_object(), *place = json_object();
    json_set_text(artifact, "uri", uri);
    json_set_text(artifact, "uriBaseId", "%SRCROOT%");
    json_object_set_new(physical, "artifactLocation", artifact);
    if (own && finding->line)
        json_object_set_new(physical, "region", region(finding));
    json_object_set_new(place, "physicalLocation", physical);
    json_array_append_new(list, place);
    return list;
}

/* Stays the same when the finding moves within its file: made of the rule, the file and the line's
 * text, or of the message where the text is not known. */
static char *fingerprint(const Report *report, const Finding *finding, GHashTable *seen) {
    g_autofree char *path = report_path(report, finding),
                    *line = report_source_line(report, finding);
    const char *parts[] = {finding->code, path ? path : "",
                           line ? g_strstrip(line) : finding->message};
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        g_checksum_update(sum, (const guchar *)parts[i], (gssize)strlen(parts[i]) + 1);
    g_autofree char *hash = g_strndup(g_checksum_get_string(sum), 16);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(seen, hash)) + 1;
    char *print = g_strdup_printf("%s:%u", hash, count);
    g_hash_table_insert(seen, g_steal_pointer(&hash), GUINT_TO_POINTER(count));
    return print;
}

static json_t *result(const Report *report, const Finding *finding, guint rule, GHashTable *seen) {
    g_autofree char *text = report_message(finding), *print = fingerprint(report, finding, seen);
    json_t *object = json_object(), *prints = json_object(), *properties = json_object();
    json_set_text(prints, "primaryLocationLineHash", print);
    json_set_text(properties, "object", finding->object);
    json_set_text(properties, "sqlstate", finding->sqlstate);
    json_set_text(properties, "sql", finding->sql);
    json_set_text(object, "ruleId", finding->code);
    json_object_set_new(object, "ruleIndex", json_integer(rule));
    json_set_text(object, "level", severity_name(finding->severity));
    json_object_set_new(object, "message", message(text));
    json_object_set_new(object, "locations", locations(report, finding));
    json_object_set_new(object, "partialFingerprints", prints);
    json_object_set_new(object, "properties", properties);
    return object;
}

/* Only a code with a summary has a page in `migrate explain`. */
static json_t *rule_object(const Report *report, const char *code) {
    json_t *object = json_object();
    const char *summary = report->rule_summary ? report->rule_summary(code) : NULL;
    json_set_text(object, "id", code);
    json_object_set_new(object, "shortDescription", message(summary ? summary : code));
    if (summary) {
        g_autofree char *help =
            g_strdup_printf("Run `migrate explain %s` for what it means and what to do.", code);
        json_object_set_new(object, "help", message(help));
    }
    return object;
}

/* Where `code` stands in `rules`; it is appended when it is new. */
static guint rule_index(const Report *report, json_t *rules, const char *code) {
    gsize index;
    json_t *rule;
    json_array_foreach(rules, index, rule) {
        if (g_strcmp0(json_string_value(json_object_get(rule, "id")), code) == 0)
            return (guint)index;
    }
    json_array_append_new(rules, rule_object(report, code));
    return (guint)index;
}

static json_t *facts(const Report *report) {
    json_t *object = json_object();
    json_set_text(object, "command", report->command);
    json_set_text(object, "verdict", report_verdict(report));
    json_set_text(object, "base", report->base);
    json_set_text(object, "sandbox", report->sandbox);
    json_set_text(object, "trust", report->trust);
    json_set_text(object, "missingSql", report_migration_sql(report));
    json_set_text(object, "repairSql", report->sql[SQL_REPAIR]);
    if (report->statements)
        json_object_set_new(object, "statements", json_statements(report));
    return object;
}

static json_t *run(const Report *report) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    json_t *object = json_object(), *rules = json_array(), *results = json_array();
    json_t *driver = json_object(), *tool = json_object();
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        json_array_append_new(
            results, result(report, finding, rule_index(report, rules, finding->code), seen));
    }
    json_set_text(driver, "name", "migrate");
    json_set_text(driver, "version", MIGRATE_VERSION);
    json_object_set_new(driver, "rules", rules);
    json_object_set_new(tool, "driver", driver);
    json_object_set_new(object, "tool", tool);
    json_set_text(object, "columnKind", "unicodeCodePoints");
    json_object_set_new(object, "results", results);
    json_object_set_new(object, "properties", facts(report));
    return object;
}

bool format_sarif(const Report *report, GString *out, GError **error) {
    (void)error;
    json_t *log = json_object(), *runs = json_array();
    json_array_append_new(runs, run(report));
    json_set_text(log, "$schema", SCHEMA);
    json_set_text(log, "version", "2.1.0");
    json_object_set_new(log, "runs", runs);
    json_append(out, log);
    return true;
}
