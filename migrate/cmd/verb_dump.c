/* migrate dump: a database into a file that knows its migration. */
#include "backup/dump.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/backup_view.h"
#include "cmd/report_options.h"
#include "config/endpoint.h"
#include "config/project.h"
#include "report/json.h"
#include "rows/masked_dump.h"

/* After the formats, what prints the answer for a program. */
static const char *format_name(guint index, const char **meaning) {
    static const char *const answers[][2] = {
        {"text", "the format by FILE's name; for people"},
        {"json", "the same, and the answer is one object, for programs"}};
    guint count = 0;
    while (backup_formats[count].name)
        count++;
    if (index >= count + G_N_ELEMENTS(answers))
        return NULL;
    bool own = index < count;
    *meaning = own ? backup_formats[index].help : answers[index - count][1];
    return own ? backup_formats[index].name : answers[index - count][0];
}

static bool is_answer(const char *name) {
    return g_strcmp0(name, "json") == 0 || g_strcmp0(name, "text") == 0;
}

static bool take_format(const Invocation *invocation, DumpOptions *options, GError **error) {
    const char *given = invocation_string(invocation, "format");
    const char *name = is_answer(given) ? NULL : given;
    options->path = invocation_argument(invocation, 0);
    options->format = name            ? backup_format_named(name)
                      : options->path ? backup_format_of_name(options->path)
                                      : NULL;
    if (!options->format && name) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "there is no format '%s' (--format)", name);
        return false;
    }
    if (!options->format)
        options->format = backup_formats;
    if (options->jobs > 1 && !options->format->folder) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "only a folder is written with several processes; use --format directory, or "
                    "leave --jobs out");
        return false;
    }
    return true;
}

static bool confirm(const Invocation *invocation, const Endpoint *endpoint, GError **error) {
    g_auto(End) end = {0};
    if (invocation_flag(invocation, "yes") || invocation_flag(invocation, "mask"))
        return true;
    if (!end_connect(&end, invocation_config(invocation), endpoint, "migrate dump", error))
        return false;
    if (!end.protected)
        return true;
    const char *name = end_guarded_name(&end);
    if (!term_is_interactive(stderr)) {
        g_set_error(error, CMD_ERROR, FAIL_DECISION,
                    "the environment \"%s\" is protected, and a dump of it holds its rows as they "
                    "are; --yes confirms it",
                    name);
        return false;
    }
    g_autofree char *shown = term_escape(name, false);
    g_autofree char *question = g_strdup_printf(
        "The dump will hold all rows as they are. Type the name of the environment to go on (%s): ",
        shown);
    g_autofree char *answer = term_ask(question);
    if (answer && g_strcmp0(g_strstrip(answer), name) == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_DECISION, "not confirmed; nothing was dumped");
    return false;
}

static bool take_options(const Invocation *invocation, DumpOptions *options, GError **error) {
    const Config *config = invocation_config(invocation);
    options->environment = invocation_string(invocation, "url") ? NULL : config_environment(config);
    options->bin_dir = config_string(config, "scratch.bin_dir");
    options->session_pooler = g_strcmp0(config_string(config, "env.pooler"), "session") == 0;
    options->lock_wait = (guint)config_duration(config, "apply.lock_wait");
    options->tables = invocation_list(invocation, "table");
    options->contents = invocation_flag(invocation, "schema-only") ? CONTENTS_SCHEMA
                        : invocation_flag(invocation, "data-only") ? CONTENTS_DATA
                                                                   : CONTENTS_ALL;
    return backup_jobs(invocation, &options->jobs, error) &&
           take_format(invocation, options, error);
}

/* pg_dump writes the other formats itself, and its rows are as they are. */
static bool take_mask(const Invocation *invocation, DumpOptions *options, const DumpRows *rows,
                      GError **error) {
    if (!invocation_flag(invocation, "mask"))
        return true;
    options->rows = rows;
    if (options->format->packing && options->contents == CONTENTS_ALL && !*options->tables)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        options->format->packing
                            ? "a masked dump is of everything: --mask goes with neither "
                              "--schema-only, --data-only nor --table"
                            : "a masked dump is one of SQL, because pg_dump reads the rows of the "
                              "other formats itself; take --format sql.zst, sql.gz, zip or sql");
    return false;
}

static void tell(const DumpResult *result, const BackupView *view, Answer *answer) {
    const Manifest *manifest = &result->manifest;
    g_autofree char *path = term_escape(result->path, false),
                    *took = backup_view_took(view, result->size),
                    *label = manifest->label ? term_escape(manifest->label, false) : NULL;
    g_autofree char *tables = term_count(manifest->table_count, "table"),
                    *rows = term_count(manifest->rows, "row");
    term_print(stdout, "%swrote%s %s: %s", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), path, tables);
    if (manifest->rows >= 0)
        term_print(stdout, ", %s", rows);
    term_print(stdout, ", %s", took);
    if (label)
        term_print(stdout, ", at migration %s", label);
    term_print(stdout, "\n");
    if (manifest->tables && manifest->large_objects > 0)
        term_print(stderr,
                   "note: the %" G_GINT64_FORMAT " large objects of the database are not in a dump "
                   "of some tables\n",
                   manifest->large_objects);
    answer_wrote(answer, result->path);
    answer_set(answer, "manifest", manifest_json(manifest));
}

static bool dump(const Invocation *invocation, BackupView *view, GError **error) {
    const Config *config = invocation_config(invocation);
    DumpOptions options = {0};
    g_auto(Project) project = {0};
    g_auto(Endpoint) endpoint = {0};
    g_auto(DumpResult) result = {0};
    const DumpRows rows = {masked_dump_write, &project};
    if (!take_options(invocation, &options, error) ||
        !take_mask(invocation, &options, &rows, error) || !project_open(&project, config, error) ||
        !endpoint_open(&endpoint, config, NULL, ENDPOINT_EXISTING, error) ||
        !confirm(invocation, &endpoint, error))
        return false;
    const SourceNames *names = &project.names;
    LoadOptions load = {names->owner, names->ignore, names->ignore_data, names->ledger};
    options.conninfo = endpoint.conninfo;
    options.owner = names->owner;
    options.catalog = &load;
    bool fine = dump_run(&options, &view->watch, &result, error);
    backup_view_clear(view);
    if (fine)
        tell(&result, view, invocation_answer(invocation));
    return fine;
}

static bool run(const Invocation *invocation, GError **error) {
    BackupView view;
    backup_view_init(&view);
    return backup_view_end(&view, dump(invocation, &view, error));
}

const Verb verb_dump = {
    .name = "dump",
    .summary = "write a database to a file that knows its migration",
    .description =
        "Runs pg_dump of the server's major version, from one snapshot, while applications go on "
        "reading and writing. The file gets its name when it is whole. It ends with a manifest: "
        "which migration the database had, the checksum of all of them, a fingerprint of the "
        "catalog, counts, versions, and a checksum of the file. 'migrate load' goes by that; psql, "
        "pg_restore and unzip take the files as well.\n\n"
        "Without FILE the name is made of the database's, the time (UTC) and the format. The "
        "format "
        "is what --format says, else what the end of FILE's name says, else custom.\n\n"
        "With --mask, what the schema says to be personal is replaced while it is read: 'migrate "
        "help masking'.\n\n"
        "A dump is refused where row security would leave rows out. With --schema-only the rows of "
        "the ledger are in it all the same; a dump with --data-only or --table has none of the "
        "ledger.",
    .arguments = "[FILE]",
    .options =
        (const Option[]){
            {"format", 0, OPTION_STRING, "FORMAT", .help = "how the dump lies on disk",
             .values = format_name},
            {"schema-only", 0, OPTION_FLAG, .help = "definitions without rows",
             .excludes = "data-only"},
            {"data-only", 0, OPTION_FLAG, .help = "rows without definitions"},
            {"table", 0, OPTION_LIST, "PATTERN",
             .help = "only these tables, as pg_dump has its patterns"},
            {"mask", .kind = OPTION_FLAG, .help = "replace what is personal; formats of SQL"},
            {"jobs", 'j', OPTION_STRING, "N",
             .help = "with how many processes a folder is written"},
            {"yes", 'y', OPTION_FLAG, .help = "do not ask, not even for a protected environment"},
            {0},
        },
    .exits = (const VerbExit[]){{FAIL_DECISION, "a protected environment was not confirmed, or "
                                                "row security hides rows"},
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate dump --env production --yes", "before a promotion, in a pipeline"},
            {"migrate dump backup.sql.zst", "the format by its name"},
            {"migrate dump --format directory --jobs 4", "a large one"},
            {"migrate dump --env production --mask masked.sql.zst", "without what is personal"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_FILES,
    .run = run,
};
