/* migrate data: rows of a database as files, and back. */
#include "base/file.h"
#include "base/term.h"
#include "cmd/confirm_rows.h"
#include "rows/export.h"
#include "rows/import.h"
#include <string.h>

static bool export_to(const Invocation *invocation, const Project *project, OutFile *file,
                      GError **error) {
    const char *name = invocation_string(invocation, "format");
    const char *query = invocation_string(invocation, "query");
    Exported exported = {0};
    const ExportRequest request = {
        .project = project,
        .tables = invocation_arguments(invocation) + 1,
        .query = query,
        .format = export_format_find(name ? name : "json"),
        .mask = invocation_flag(invocation, "mask"),
        .file = file,
        .confirm = confirm_rows,
        .data = (gpointer)invocation,
    };
    if (query && (*request.tables || request.mask || strcmp(name ? name : "json", "sql") == 0)) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "--query is no table: it goes with neither names of tables nor --mask, "
                            "nor --format sql");
        return false;
    }
    if (!data_export(&request, &exported, error) || (file && !outfile_keep(file, error)))
        return false;
    g_autofree char *rows = term_count(exported.rows, "row"),
                    *tables = term_count(exported.tables, "table");
    if (file)
        term_print(stdout, "%swrote%s %s (%s of %s)\n", term_style(stdout, STYLE_GREEN),
                   term_style(stdout, STYLE_PLAIN), file->path, rows, tables);
    return true;
}

static bool export(const Invocation *invocation, const Project *project, GError **error) {
    const char *path = invocation_string(invocation, "output");
    g_auto(OutFile) file = {.fd = -1};
    if (path && !outfile_open(&file, path, false, error))
        return false;
    return export_to(invocation, project, path ? &file : NULL, error);
}

static bool import(const Invocation *invocation, const Project *project, GError **error) {
    g_auto(End) end = {0};
    Imported imported = {0};
    const ImportRequest request = {.project = project,
                                   .path = invocation_argument(invocation, 1),
                                   .table = invocation_string(invocation, "table"),
                                   .upsert = invocation_flag(invocation, "upsert")};
    if (!request.path || invocation_argument(invocation, 2)) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "which file? migrate data import FILE, one at a time");
        return false;
    }
    if (!end_open(&end, project->config, NULL, "migrate data", error) ||
        !end_refuse_protected(&end, "imported into", error) ||
        !end_begin(&end, false, false, error) || !end_read(&end, project, error) ||
        !data_import(&end, &request, &imported, error) || !pg_script(end.pg, "COMMIT", error))
        return false;
    g_autofree char *rows = term_count(imported.rows, "row"),
                    *tables = term_count(imported.tables, "table");
    term_print(stdout, "%simported%s %s into %s of %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), rows, tables, end.name);
    return true;
}

static bool run(const Invocation *invocation, GError **error) {
    const char *command = invocation_argument(invocation, 0);
    g_auto(Project) project = {0};
    if (!project_open(&project, invocation_config(invocation), error))
        return false;
    if (strcmp(command, "export") == 0)
        return export(invocation, &project, error);
    if (strcmp(command, "import") == 0)
        return import(invocation, &project, error);
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "`migrate data` has no command \"%s\"; it has export and import", command);
    return false;
}

const Verb verb_data = {
    .name = "data",
    .summary = "write rows to files, and read them from files",
    .description =
        "'migrate data export' writes the rows of tables (all, where none is named) or of a query, "
        "read in one moment. json is one object with a list for each table, sql what psql "
        "executes; ndjson, a row a line, and csv hold the rows of one table. With --mask, what is "
        "personal is replaced: 'migrate help masking'.\n\n"
        "'migrate data import' adds the rows of a file of json, ndjson or csv, all of them or "
        "none. Where the file names no table, its own name does (people.pupil.csv), or --table. "
        "With --upsert, a row whose primary key is there already changes it. Sequences go on "
        "behind the rows. What is wrong is told with its line or row and its column.\n\n"
        "A protected environment is exported without --mask only after a question, and nothing is "
        "imported into it.",
    .arguments = "COMMAND [TABLE|FILE...]",
    .options =
        (const Option[]){
            {"format", .kind = OPTION_STRING, .argument = "FORMAT",
             .help = "how to write (default: json)", .choices = export_format_names},
            {"query", .kind = OPTION_STRING, .argument = "SQL",
             .help = "export what this query returns"},
            {"output", 'o', OPTION_STRING, "FILE",
             .help = "write to this file (default: standard output)"},
            {"mask", .kind = OPTION_FLAG, .help = "replace what is personal"},
            {"table", .kind = OPTION_STRING, .argument = "TABLE",
             .help = "import into this table, where the file names none"},
            {"upsert", .kind = OPTION_FLAG, .help = "change rows whose primary key is there"},
            {"yes", 'y', OPTION_FLAG, .help = "do not ask"},
            {0}},
    .exits = (const VerbExit[]){{1, "a row does not fit its table"},
                                {FAIL_DECISION, "the environment is protected, or a column is not "
                                                "classified"},
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate data export people.pupil --format csv -o people.pupil.csv",
             "the rows of a table"},
            {"migrate data export --env production --mask -o all.json",
             "of all tables, without what is personal"},
            {"migrate data export --query 'SELECT name FROM people.pupil' --format ndjson",
             "of a query, a row a line"},
            {"migrate data import people.pupil.csv --upsert", "rows that are there are changed"},
            {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_TARGET | VERB_CHANGE,
    .run = run,
};
