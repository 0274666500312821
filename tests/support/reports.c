#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void free_change(gpointer data) {
    GitChange *change = data;
    g_array_unref(change->lines);
    g_free(change);
}

static ReportBox *box_new(void) {
    ReportBox *box = g_new0(ReportBox, 1);
    box->findings = findings_new();
    box->changes = g_ptr_array_new_with_free_func(free_change);
    box->tables = g_ptr_array_new();
    box->links = g_ptr_array_new();
    box->sources =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    box->report.command = "check";
    box->report.findings = box->findings;
    box->report.changes = box->changes;
    box->report.sources = box->sources;
    box->report.tables = box->tables;
    box->report.links = box->links;
    box->report.token = "t0ken";
    return box;
}

void report_box_free(ReportBox *box) {
    g_ptr_array_unref(box->findings);
    g_ptr_array_unref(box->changes);
    g_ptr_array_unref(box->tables);
    g_ptr_array_unref(box->links);
    g_hash_table_unref(box->sources);
    g_free(box);
}

static void add_change(ReportBox *box, const char *path, guint first, guint last) {
    GitChange *change = g_new0(GitChange, 1);
    GitLines lines = {first, last};
    change->kind = GIT_CHANGE_MODIFIED;
    change->path = (char *)path;
    change->lines = g_array_new(FALSE, FALSE, sizeof(GitLines));
    g_array_append_val(change->lines, lines);
    g_ptr_array_add(box->changes, change);
}

static void add_source(ReportBox *box, const char *file, const char *text) {
    g_hash_table_insert(box->sources, g_strdup(file), g_bytes_new(text, strlen(text)));
}

static void add_typical_findings(ReportBox *box) {
    Finding *error = findings_add(box->findings, "data-loss", SEVERITY_ERROR,
                                  "column \"mail\" of %s is dropped with its data", "users");
    error->why = g_strdup("Nothing keeps the values.");
    error->fix = g_strdup("-- migrate: allow data-loss");
    error->object = g_strdup("column public.users.mail");
    error->file = g_strdup("migrations/20240101000000_a/migration.sql");
    error->line = error->end_line = 3;
    error->column = 19;
    error->end_column = 34;
    Finding *warning = findings_add(box->findings, "out-of-sync", SEVERITY_WARNING,
                                    "the migrations do not lead to the schema");
    warning->fix = g_strdup("migrate create add_index");
    warning->sql = g_strdup("CREATE INDEX i ON public.users (id);\n");
    warning->sqlstate = g_strdup("42P01");
    Finding *note = findings_add(box->findings, "no-comment", SEVERITY_NOTE,
                                 "table public.users has no comment");
    note->file = g_strdup("schema/schema.sql");
    note->line = 1;
}

static void add_diagram(ReportBox *box) {
    static const ReportColumn id = {"id", "bigint", MARK_SAME},
                              mail = {"e-mail", "character varying(80)", MARK_ADDED};
    static const ReportTable users = {"public.users", MARK_CHANGED, NULL},
                             posts = {"public.posts", MARK_ADDED, NULL};
    static const ReportLink link = {"public.posts", "public.users", "author"},
                            loose = {"public.posts", "elsewhere", "x"};
    static ReportTable with_columns;
    static gpointer columns[] = {(gpointer)&id, (gpointer)&mail};
    static GPtrArray list = {columns, G_N_ELEMENTS(columns)};
    with_columns = users;
    with_columns.columns = &list;
    g_ptr_array_add(box->tables, &with_columns);
    g_ptr_array_add(box->tables, (gpointer)&posts);
    g_ptr_array_add(box->links, (gpointer)&link);
    g_ptr_array_add(box->links, (gpointer)&loose);
}

ReportBox *report_box_typical(void) {
    ReportBox *box = box_new();
    add_typical_findings(box);
    add_diagram(box);
    add_change(box, "db/schema/schema.sql", 1, 2);
    add_source(box, "migrations/20240101000000_a/migration.sql",
               "-- one\n\nALTER TABLE users DROP COLUMN mail;\r\nSELECT 1;\n");
    add_source(box, "schema/schema.sql", "CREATE TABLE users (id bigint);\n");
    box->report.in_sync = SYNC_NO;
    box->report.from = "migrations";
    box->report.to = "schema";
    box->report.base = "origin/main";
    box->report.server = "15.20";
    box->report.sandbox = "landlock, seccomp";
    box->report.sql[SQL_MISSING] = "CREATE INDEX i ON public.users (id);\n";
    box->report.duration = 123456;
    box->report.prefix = "db/";
    box->report.anchor = "db/schema/schema.sql";
    return box;
}

ReportBox *report_box_measured(void) {
    static const ReportEffect orders = {.kind = "table",
                                        .name = "public.orders",
                                        .lock = "SHARE",
                                        .work = "build",
                                        .waits = "writers",
                                        .indexes = 1,
                                        .sentence = "SHARE on public.orders while an index is "
                                                    "built; writers wait",
                                        .bytes = 44023414784,
                                        .rows = 120000000,
                                        .time = "minutes",
                                        .size = "41 GB, 120 M rows: minutes"},
                              users = {.kind = "table",
                                       .name = "public.users",
                                       .lock = "ACCESS EXCLUSIVE",
                                       .held = "SHARE",
                                       .work = "moment",
                                       .waits = "readers and writers",
                                       .sentence = "ACCESS EXCLUSIVE on public.users for a moment",
                                       .bytes = -1,
                                       .rows = -1};
    static gpointer both[] = {(gpointer)&orders, (gpointer)&users}, one[] = {(gpointer)&users};
    static GPtrArray two_effects = {both, 2}, one_effect = {one, 1};
    static const ReportStatement first = {"migrations/a.sql", 3, 1, "build", &two_effects},
                                 second = {"migrations/b.sql", 1, 5, "moment", &one_effect};
    static gpointer statements[] = {(gpointer)&first, (gpointer)&second};
    static GPtrArray list = {statements, 2};
    ReportBox *box = report_box_empty();
    box->report.statements = &list;
    return box;
}

static const GPtrArray *hostile_statements(void) {
    static const ReportEffect effect = {.kind = "table",
                                        .name = HOSTILE,
                                        .work = "scan",
                                        .sentence = HOSTILE,
                                        .bytes = 1,
                                        .rows = 1,
                                        .time = "minutes",
                                        .size = "1 byte"};
    static gpointer effects[] = {(gpointer)&effect};
    static GPtrArray all = {effects, 1};
    static const ReportStatement statement = {HOSTILE, 1, 1, "scan", &all};
    static gpointer statements[] = {(gpointer)&statement};
    static GPtrArray list = {statements, 1};
    return &list;
}

ReportBox *report_box_hostile(void) {
    static const ReportColumn column = {HOSTILE, HOSTILE, MARK_ADDED};
    static gpointer columns[] = {(gpointer)&column};
    static GPtrArray list = {columns, 1};
    static const ReportTable table = {HOSTILE, MARK_CHANGED, &list};
    static const ReportLink link = {HOSTILE, HOSTILE, HOSTILE};
    ReportBox *box = box_new();
    for (Severity severity = SEVERITY_NOTE; severity <= SEVERITY_ERROR; severity++) {
        Finding *finding = findings_add(box->findings, "hostile", severity, "%s", HOSTILE);
        finding->why = g_strdup(HOSTILE);
        finding->fix = g_strdup(HOSTILE);
        finding->sql = g_strdup(HOSTILE);
        finding->object = g_strdup(HOSTILE);
        finding->sqlstate = g_strdup(HOSTILE);
        finding->file = g_strdup(HOSTILE);
        finding->line = 1;
        finding->column = 2;
    }
    add_source(box, HOSTILE, HOSTILE);
    box->report.statements = hostile_statements();
    g_ptr_array_add(box->tables, (gpointer)&table);
    g_ptr_array_add(box->links, (gpointer)&link);
    box->report.from = box->report.to = box->report.base = box->report.server =
        box->report.sandbox = HOSTILE;
    box->report.trust = HOSTILE;
    box->report.sql[SQL_MISSING] = HOSTILE;
    return box;
}

ReportBox *report_box_empty(void) {
    ReportBox *box = box_new();
    box->report.in_sync = SYNC_YES;
    return box;
}

char *report_box_write(const ReportBox *box, const char *format) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(ReportTarget) target = report_target_parse(format, &error);
    assert_non_null(target);
    if (!target->format->write(&box->report, out, &error))
        fail_msg("%s", error->message);
    assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
    return g_strdup(out->str);
}
