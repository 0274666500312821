#include "history/layout.h"

#include "history/graphile.h"
#include "history/layout_names.h"
#include "history/liquibase.h"
#include <string.h>

static const LayoutMarks dbmate_marks = {"-- migrate:up", "-- migrate:down", "transaction:false",
                                         "-- migrate:", .asks = " transaction:false"};
static const LayoutMarks goose_marks = {"-- +goose Up",
                                        "-- +goose Down",
                                        "NO TRANSACTION",
                                        "-- +goose ",
                                        .asks_above = "-- +goose NO TRANSACTION",
                                        .guard = "-- +goose StatementBegin",
                                        .unguard = "-- +goose StatementEnd",
                                        .guarded_end = ""};
static const LayoutMarks sql_migrate_marks = {"-- +migrate Up",
                                              "-- +migrate Down",
                                              "notransaction",
                                              "-- +migrate ",
                                              .asks = " notransaction",
                                              .guard = "-- +migrate StatementBegin",
                                              .unguard = "-- +migrate StatementEnd",
                                              .guarded_end = ""};
/* It asks for no transaction on its command line only. */
static const LayoutMarks node_pg_migrate_marks = {"-- Up Migration", "-- Down Migration", NULL, "",
                                                  .optional = true};
static const LayoutMarks rambler_marks = {"-- rambler up", "-- rambler down", NULL, ""};
static const LayoutMarks tern_marks = {NULL, "---- create above / drop below ----", NULL, ""};
/* It looks for its delimiter at the end of lines; behind a semicolon, this one is a comment. */
static const LayoutMarks mybatis_marks = {NULL,
                                          "-- //@UNDO",
                                          NULL,
                                          "",
                                          .guard = "-- @DELIMITER ;--",
                                          .unguard = "-- @DELIMITER ;",
                                          .guarded_end = "--"};

/* sqlx, postgres-migrations */
static const char *const first_lines[] = {"-- no-transaction",
                                          "-- postgres-migrations disable-transaction", NULL};

static const char sqitch_begins[] = "BEGIN;\n\n", sqitch_ends[] = "\nCOMMIT;\n";

static const LayoutForm liquibase_form = {liquibase_is, liquibase_down, liquibase_unsuited,
                                          liquibase_text};

static const LayoutForm graphile_form = {graphile_is,   graphile_down,       graphile_unsuited,
                                         graphile_text, graphile_runs_alone, graphile_broken};

const Layout layouts[] = {
    {"folders", "<version>_<name>/migration.sql", layout_parse_folder, NULL, NULL,
     "{version}_{name}/migration.sql", "{version}_{name}/down.sql", .stamped = true,
     .keyed_by_label = true},
    {"sqitch", "deploy/<name>.sql, which sqitch.plan names", layout_parse_sqitch, NULL, NULL,
     "deploy/{name}.sql", "revert/{name}.sql", "verify/{name}.sql",
     "BEGIN;\n\n-- Write here what fails where this change is missing.\n\nROLLBACK;\n",
     sqitch_begins, sqitch_ends, .stamped = true, .keyed_by_label = true, .index = &sqitch_plan},
    {"diesel", "<version>_<name>/up.sql", layout_parse_diesel, NULL, NULL,
     "{version}_{name}/up.sql", "{version}_{name}/down.sql", .stamped = true},
    {"golang-migrate", "<version>_<name>.up.sql", layout_parse_up_down, NULL, first_lines,
     "{version}_{name}.up.sql", "{version}_{name}.down.sql", .order = LAYOUT_BY_NUMBER,
     .numbered_only = true},
    {"postgrator", "<version>.do.<name>.sql", layout_parse_postgrator, NULL, NULL,
     "{version}.do.{name}.sql", "{version}.undo.{name}.sql", .order = LAYOUT_BY_NUMBER,
     .numbered_only = true},
    {"graphile-migrate", "committed/<version>-<name>.sql that begins with '--! Previous:'",
     layout_parse_graphile, NULL, NULL, NULL, NULL, .order = LAYOUT_BY_NUMBER,
     .form = &graphile_form, .apart = "files that graphile-migrate has not committed yet"},
    {"flyway", "V<version>__<name>.sql, or R__<name>.sql", layout_parse_flyway, NULL, NULL,
     "V{version}__{name}.sql", "U{version}__{name}.sql", .order = LAYOUT_BY_NUMBER, .nested = true,
     .apart = "callbacks and baselines of Flyway's",
     .no_transaction_setting = "executeInTransaction=false"},
    {"dbmate", "<version>_<name>.sql with a line '-- migrate:up'", layout_parse_flat, &dbmate_marks,
     NULL, "{version}_{name}.sql", NULL, .numbered_only = true},
    {"goose", "<version>_<name>.sql with a line '-- +goose Up'", layout_parse_flat, &goose_marks,
     NULL, "{version}_{name}.sql", NULL, .order = LAYOUT_BY_NUMBER, .numbered_only = true},
    {"sql-migrate", "<version>_<name>.sql with a line '-- +migrate Up'", layout_parse_flat,
     &sql_migrate_marks, NULL, "{version}-{name}.sql", NULL, .keyed_by_label = true,
     .order = LAYOUT_BY_NUMBER, .numbered_only = true},
    {"node-pg-migrate", "<version>_<name>.sql with a line '-- Up Migration'", layout_parse_flat,
     &node_pg_migrate_marks, NULL, "{version}_{name}.sql", NULL, .keyed_by_label = true,
     .numbered_only = true},
    {"rambler", "<version>_<name>.sql with a line '-- rambler up'", layout_parse_flat,
     &rambler_marks, NULL, "{version}_{name}.sql", NULL, .keyed_by_label = true,
     .order = LAYOUT_BY_NAME, .numbered_only = true},
    {"tern", "<version>_<name>.sql with a line '---- create above / drop below ----'",
     layout_parse_flat, &tern_marks, NULL, "{version}_{name}.sql", NULL, .order = LAYOUT_BY_NUMBER,
     .numbered_only = true},
    {"mybatis", "<version>_<name>.sql with a line '-- //@UNDO'", layout_parse_flat, &mybatis_marks,
     NULL, "{version}_{name}.sql", NULL, .order = LAYOUT_BY_NUMBER, .numbered_only = true},
    {"liquibase", "<version>_<name>.sql that begins with '--liquibase formatted sql'",
     layout_parse_flat, NULL, NULL, "{version}_{name}.sql", NULL, .keyed_by_label = true,
     .numbered_only = true, .form = &liquibase_form},
    {"flat", "<version>_<name>.sql", layout_parse_flat, NULL, first_lines, "{version}_{name}.sql",
     NULL, .numbered_only = true},
    {"programs", "<version>_<name>.sql", layout_parse_flat, NULL, NULL, NULL, NULL,
     .numbered_only = true, .programs = true},
    {NULL},
};

char *layout_label(const Layout *layout, const char *version, const char *name) {
    bool named = name && (*name || layout->keyed_by_label);
    if (named && !*version)
        return g_strdup(name);
    return named ? g_strconcat(version, "_", name, NULL) : g_strdup(version);
}

/* How many bytes of `text` are `mark`, in any case and behind blanks; 0: it does not begin with it.
 * A blank in the mark may be missing behind its dashes, and be several elsewhere. */
static gsize mark_length(const char *text, gsize length, const char *mark) {
    gsize at = 0;
    while (at < length && strchr(" \t", text[at]))
        at++;
    for (const char *wanted = mark; *wanted; wanted++) {
        gsize blanks = 0;
        while (*wanted == ' ' && at + blanks < length && strchr(" \t", text[at + blanks]))
            blanks++;
        bool dashes = wanted > mark && wanted[-1] == '-';
        if (*wanted == ' ' ? !blanks && !dashes
                           : at == length || g_ascii_tolower(text[at]) != g_ascii_tolower(*wanted))
            return 0;
        at += *wanted == ' ' ? blanks : 1;
    }
    return at < length && (g_ascii_isalnum(text[at]) || text[at] == '_') ? 0 : at;
}

/* The start of the next line at or after `from` that begins with `mark`; `length` when there is
 * none. */
static gsize find_mark(const char *text, gsize length, gsize from, const char *mark) {
    while (from < length) {
        if (mark_length(text + from, length - from, mark))
            return from;
        const char *end = memchr(text + from, '\n', length - from);
        from = end ? (gsize)(end - text) + 1 : length;
    }
    return length;
}

bool layout_claims(const Layout *layout, const char *path, const char *text, gsize length) {
    g_autofree char *version = NULL, *name = NULL;
    if (layout->parse(path, &version, &name) != PART_UP)
        return false;
    const LayoutMarks *marks = layout->marks;
    if (layout->form)
        return layout->form->is(text, length);
    if (!marks)
        return true;
    return find_mark(text, length, 0, marks->up ? marks->up : marks->down) < length;
}

static gsize line_end(const char *text, gsize length, gsize from) {
    const char *end = memchr(text + from, '\n', length - from);
    return end ? (gsize)(end - text) : length;
}

/* goose reads its comments in any case. */
static bool contains(const char *line, gsize length, const char *words) {
    g_autofree char *lower = g_ascii_strdown(line, (gssize)length);
    g_autofree char *wanted = g_ascii_strdown(words, -1);
    return strstr(lower, wanted);
}

/* Whether a marker's line in [from, to) says that the section is to run outside a transaction. */
static bool asks_no_transaction(const LayoutMarks *marks, const char *text, gsize from, gsize to) {
    while (marks->no_transaction && from < to) {
        gsize end = line_end(text, to, from);
        if (end - from > strlen(marks->prefix) &&
            g_ascii_strncasecmp(text + from, marks->prefix, strlen(marks->prefix)) == 0 &&
            contains(text + from, end - from, marks->no_transaction))
            return true;
        from = end + 1;
    }
    return false;
}

static bool begins_without_transaction(const Layout *layout, const char *text, gsize length) {
    g_autofree char *line = g_strndup(text, line_end(text, length, 0));
    return layout->no_transaction && g_strv_contains(layout->no_transaction, g_strchomp(line));
}

/* `text` with every other byte than those in [from, to) blanked. */
static GBytes *keep_only(const char *text, gsize length, gsize from, gsize to) {
    char *kept = g_malloc(length);
    for (gsize i = 0; i < length; i++)
        kept[i] = (i >= from && i < to) || text[i] == '\n' ? text[i] : ' ';
    return g_bytes_new_take(kept, length);
}

/* What is above the mark of a file that has only one, or below it. */
static GBytes *half(const LayoutMarks *marks, const char *text, gsize length, bool down) {
    gsize middle = find_mark(text, length, 0, marks->down);
    if (!down)
        return keep_only(text, length, 0, middle);
    return middle == length ? NULL
                            : keep_only(text, length, line_end(text, length, middle), length);
}

/* One of the two that a file with marks has; `*end` is where it ends. */
static GBytes *section(const LayoutMarks *marks, const char *text, gsize length, bool down,
                       bool *transactional, gsize *end) {
    gsize start = find_mark(text, length, 0, down ? marks->down : marks->up);
    if (start == length)
        return NULL;
    *end = find_mark(text, length, start, down ? marks->up : marks->down);
    /* goose writes NO TRANSACTION at the top of the file, above the first section. */
    gsize first =
        MIN(find_mark(text, length, 0, marks->up), find_mark(text, length, 0, marks->down));
    if (asks_no_transaction(marks, text, start, *end) || asks_no_transaction(marks, text, 0, first))
        *transactional = false;
    return keep_only(text, length, line_end(text, length, start), *end);
}

/* Blanks the sections of the other direction, where a file has several of each. Those of a way back
 * are executed from the last one to the first, which no text in one piece can say: NULL. */
static GBytes *sections(const LayoutMarks *marks, const char *text, gsize length, bool down,
                        bool *transactional) {
    gsize end;
    g_autoptr(GBytes) first = section(marks, text, length, down, transactional, &end);
    gsize again = first ? find_mark(text, length, end, down ? marks->down : marks->up) : length;
    if (!first || again == length)
        return g_steal_pointer(&first);
    if (down)
        return NULL;
    gsize size;
    char *kept = g_memdup2(g_bytes_get_data(first, &size), length);
    for (gsize to; again < length; again = find_mark(text, length, to, marks->up)) {
        gsize from = line_end(text, length, again);
        to = find_mark(text, length, from, marks->down);
        memcpy(kept + from, text + from, to - from);
    }
    return g_bytes_new_take(kept, length);
}

GBytes *layout_direction(const Layout *layout, GBytes *file, bool down, bool *transactional) {
    gsize length;
    const char *text = g_bytes_get_data(file, &length);
    const LayoutMarks *marks = layout->marks;
    if (layout->form && layout->form->runs_alone && length > 0 &&
        layout->form->runs_alone(text, length))
        *transactional = false;
    if (layout->form && down)
        return length > 0 ? layout->form->down(text, length) : NULL;
    if (marks && marks->optional && find_mark(text, length, 0, marks->up) == length)
        return down ? NULL : g_bytes_ref(file);
    if (marks)
        return marks->up ? sections(marks, text, length, down, transactional)
                         : half(marks, text, length, down);
    if (length > 0 && begins_without_transaction(layout, text, length))
        *transactional = false;
    return g_bytes_ref(file);
}

bool layout_is_both(const Layout *layout) {
    return layout->marks || layout->form;
}

char *layout_path(const Layout *layout, const char *version, const char *name, bool down) {
    const char *format = down ? layout->down_file : layout->file;
    if (!format)
        return NULL;
    g_autoptr(GString) path = g_string_new(format);
    g_string_replace(path, "{version}", version, 1);
    g_string_replace(path, "{name}", name, 1);
    return g_strdup(path->str);
}
