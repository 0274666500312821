/* migrate schema: writing and formatting the schema's files. */
#include "cmd/cmd.h"
#include "cmd/report_options.h"
#include "cmd/schema_files.h"
#include "compare/export.h"
#include <string.h>

static const struct {
    const char *name;
    bool (*run)(const Invocation *invocation, GError **error);
} commands[] = {{"export", schema_export}, {"format", schema_format}};

static bool run(const Invocation *invocation, GError **error) {
    const char *name = invocation_argument(invocation, 0);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].run(invocation, error);
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "`migrate schema` has no command \"%s\"; it has export and format", name);
    return false;
}

const Verb verb_schema = {
    .name = "schema",
    .summary = "write the schema's files, and lay them out",
    .description =
        "'migrate schema export [SOURCE]' writes what SOURCE (see `migrate diff`; default: "
        "migrations) comes to as declarative SQL, one CREATE for each object, with its indexes, "
        "triggers and comments next to it. The files are executed on scratch first, and only "
        "written when they come to the same. Statements that change rows are listed: they are no "
        "part of a schema. Files that are there are left alone; with --merge, what they do not "
        "state is added where its table is, and nothing else in them changes. Where the schema "
        "has other sources, only what none of them states is written.\n\n"
        "'migrate schema format [PATH...]' lays out the files that are there (default: the "
        "schema's), without changing what they mean.\n\n"
        "'migrate help schema-files' tells more.",
    .arguments = "COMMAND [ARGUMENT...]",
    .options =
        (const Option[]){
            {"output", 'o', OPTION_STRING, "DIR",
             .help = "export: write to this folder, or file of SQL (default: the schema of "
                     "migrate.ini)"},
            {"layout", .kind = OPTION_STRING, .argument = "LAYOUT", .values = export_layout_name,
             .choices = (const char *const[]){"one", "by-schema", "by-object", NULL},
             .help = "export: how to spread it over files (default: one)"},
            {"merge", .kind = OPTION_FLAG,
             .help = "export: add what files that are there do not state"},
            {"check", .kind = OPTION_FLAG,
             .help = "format: write nothing; exit with 1 when a file is not formatted"},
            OPTION_ANSWER,
            {0}},
    .exits = (const VerbExit[]){{1, "a file is not formatted (with --check)"},
                                {4, "there are no files that come to the same"},
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate schema export", "schema/ from the history"},
            {"migrate schema export --merge", "what was only written as a migration"},
            {"migrate schema format --check", "in CI"},
            {"migrate schema export dump.sql -o schema --layout by-object",
             "of a dump, a file for each table"},
            {0}},
    .group = GROUP_PROJECT,
    .shared = VERB_SCRATCH,
    .answer = ANSWERS_FILES,
    .run = run,
};
