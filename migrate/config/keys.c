/* The keys of migrate.ini, and the commented file made from them. */

#include "catalog/kind.h"
#include "config/config.h"
#include "lint/lint.h"
#include "source/platform.h"
#include "types/types.h"
#include <string.h>

static gpointer list_kinds(gpointer data) {
    GPtrArray *names = g_ptr_array_new();

    (void)data;
    g_ptr_array_add(names, (gpointer) "all");
    for (const Kind *const *kind = kinds; *kind != NULL; kind++)
        g_ptr_array_add(names, (gpointer)(*kind)->name);
    g_ptr_array_add(names, NULL);
    return g_ptr_array_free(names, FALSE);
}

static const char *const *kind_names(void) {
    static GOnce once = G_ONCE_INIT;

    return g_once(&once, list_kinds, NULL);
}

const ConfigSection config_sections[] = {
    {"project", "Where the project's files are, relative to this file."},
    {"env", "The databases, a section for each: [env NAME]."},
    {"services",
     "The projects of this repository that 'migrate --all' works on: a folder for each, "
     "with a migrate.ini of its own. 'migrate help services' says more."},
    {"create", "How `migrate create` writes migrations."},
    {"ledger", "What each database keeps about the migrations that were applied to it."},
    {"prisma", "Projects whose schema is written in Prisma's language (schema.prisma)."},
    {"scratch", "The server on which schema and migrations are executed to be compared."},
    {"ignore",
     "Objects to leave alone: for each kind of object, or for all, regular expressions "
     "(PCRE2) for the object's identity, separated by ';'. A schema takes along what lies "
     "in it."},
    {"apply", "How migrations are applied."},
    {"wait", "How 'migrate wait' waits."},
    {"mask", "What is personal, and how copies of it are made."},
    {"doc", "The pages that 'migrate doc' writes."},
    {"types", "Source code of the application that 'migrate types' makes of the schema: a file for "
              "each target. 'migrate help targets' lists them."},
    {"types map", "What columns and types are called there: a column is named as in "
                  "public.users.mail, a type as in jsonb or public.mood."},
    {"check", "The base branch of 'migrate check', and the severity of its findings by their "
              "code."},
    {0},
};

const ConfigKey config_keys[] = {
    {"project", "schema", CONFIG_SOURCES, "schema", "prisma/schema.prisma, prisma/sql",
     .help =
         "The schema: a file or folder of SQL, or of Prisma's language: *.sql, *.prisma. Several, "
         "separated by commas, are executed in this order. Empty: there is none, and the "
         "history alone says what a database should be.",
     .empty = true},
    {"project", "migrations", CONFIG_PATH, "migrations",
     .help = "The history: a folder with one folder for each migration. Empty: there is none, and "
             "the schema alone says what a database should be.",
     .empty = true},
    {"project", "seeds", CONFIG_PATH, "seeds",
     .help = "Seed data: a folder of *.sql files that 'migrate seed' runs, or one such file."},
    {"project", "server", CONFIG_INTEGER, .example = "15",
     .help = "The major version of PostgreSQL that production runs. Without it, the newest that is "
             "installed here."},
    {"project", "default_schema", CONFIG_STRING, .example = "app",
     .help =
         "Where unqualified names in schema and migrations belong, as in search_path: a schema, "
         "or several. Without it, what the url says, else the role or the database, else "
         "public; 'migrate help default-schema' says more."},
    {"project", "schemas", CONFIG_LIST, .example = "auth, auth_private",
     .help = "The schemas of this project, where others share its database: nothing in another "
             "schema is looked at, and a new migration that makes or changes something there is a "
             "finding. Without it, all are."},
    {"project", "after", CONFIG_LIST, .example = "auth, billing",
     .help = "The services that have to be done before this one is begun, where the migrate.ini "
             "above names it as a service, too."},
    {"project", "env", CONFIG_STRING, "dev",
     .help = "The environment that commands work on unless --env or MIGRATE_ENV names another."},

    {"env", "url", CONFIG_URL, "embedded:", "${PRODUCTION_DATABASE_URL}",
     .help = "The database: a URL, or libpq's keywords and values. 'embedded:' is a private server "
             "in .migrate/ that is started when it is needed."},
    {"env", "tenants", CONFIG_STRING, .example = "SELECT name, url FROM tenant",
     .help =
         "The tenants of this environment, which are worked on together: a query that returns a "
         "name and a url for each. 'migrate help tenants' says more."},
    {"env", "tenants_url", CONFIG_URL, .example = "${TENANTS_DATABASE_URL}",
     .help = "The database that this query is asked of. Without it, that of url."},
    {"env", "databases", CONFIG_STRING, .example = "^tenant_",
     .help = "The tenants are the databases of the server of url whose names match this regular "
             "expression (PCRE2)."},
    {"env", "schemas", CONFIG_STRING, .example = "^tenant_",
     .help = "The tenants are the schemas of the database of url whose names match this regular "
             "expression (PCRE2). Each has its ledger in it; unqualified names are its own."},
    {"env", "protected", CONFIG_BOOLEAN, "false", "true",
     .help = "Ask before changing anything, and refuse to reset it."},
    {"env", "owner", CONFIG_STRING, .example = "app_owner",
     .help =
         "The role that everything is done as and belongs to, the ledger, too; whoever connects "
         "has to be a member of it. Without it, the role that connects. 'migrate help owner' "
         "says more."},
    {"env", "pooler", CONFIG_CHOICE, "auto", "transaction",
     .help = "How a pooler on the way shares sessions: auto (it is found out, and a transaction "
             "pooler refused), session, or transaction, through which only what fits into "
             "transactions can be done. 'migrate help poolers' says more.",
     .choices = (const char *const[]){"auto", "session", "transaction", NULL}},
    {"env", "password_command", CONFIG_STRING, .example = "ci/database-token $PGHOST $PGUSER",
     .help = "A command that prints the password, as of clouds whose passwords are good for "
             "minutes. It is run before each new connection, in the project's folder, "
             "with the PG* variables of the url."},
    {"env", "seed", CONFIG_STRING, .example = "npm run seed",
     .help = "The command that 'migrate seed' runs instead of the files in seeds."},

    {"services", NULL, CONFIG_PATH, .example = "auth = services/auth",
     .help = "The folder of a service, by its name."},

    {"create", "online", CONFIG_BOOLEAN, "false",
     .help = "Whether 'migrate create' writes what makes nobody wait, in as many migrations as it "
             "takes, as with --online: 'migrate help online' says more."},

    {"ledger", "schema", CONFIG_STRING, "migrate", "migrate_auth",
     .help = "The schema of the ledger, which nothing else is in. Projects that share a database "
             "have one each; their runs do not wait for each other."},

    {"prisma", "version", CONFIG_INTEGER, .example = "5",
     .help = "The major version of Prisma that the project uses: before 6, the tables of implicit "
             "many-to-many relations are different. Without it, what package.json or the lock file "
             "beside it says."},
    {"prisma", "strict", CONFIG_BOOLEAN, "false",
     .help =
         "Also tell what Prisma takes for the same: another order of an enum's values, a unique "
         "constraint in place of an index, the form of join tables and so on; 'migrate help "
         "prisma' says what."},
    {"prisma", "ledger", CONFIG_CHOICE, "leave",
     .help =
         "Whether Prisma's ledger gets a row for each migration that is applied, so that 'prisma "
         "migrate deploy' and 'status' go on to work: keep or leave.",
     .choices = (const char *const[]){"keep", "leave", NULL}},

    {"scratch", "url", CONFIG_URL, .example = "${SCRATCH_DATABASE_URL}",
     .help = "A server for scratch databases (a role with CREATEDB is enough). Without it, a "
             "private server is started for each run."},
    {"scratch", "bin_dir", CONFIG_PATH, .example = "/usr/lib/postgresql/15/bin",
     .help = "The folder of initdb and postgres, when they are not found automatically."},
    {"scratch", "cache_dir", CONFIG_PATH, .example = "${HOME}/.cache/migrate",
     .help = "Where prepared data directories are kept between runs."},
    {"scratch", "cache_size", CONFIG_SIZE, "2GB",
     .help = "What that may hold in total; what was not used for longest goes first. With 0 no "
             "history is kept as it was executed: 'migrate help caching' says more."},
    {"scratch", "checkpoint_after", CONFIG_DURATION, "500ms",
     .help = "How long executing migrations has to take until what they came to is kept, so that "
             "the next run begins there."},
    {"scratch", "preset", CONFIG_CHOICE, .example = "supabase",
     .help = "The hosting service whose roles, schemas and tables every scratch database has from "
             "its start; 'migrate help scratch' says more.",
     .choices = preset_names},
    {"scratch", "init", CONFIG_PATHS, .example = "ci/platform.sql",
     .help = "SQL files that are executed as a superuser in every scratch database before schema "
             "and migrations, for what a database has before the first migration. What they "
             "bring is compared on neither side."},
    {"scratch", "privileged", CONFIG_BOOLEAN, "false",
     .help = "Execute the schema as a superuser, for objects that only superusers may create. Not "
             "for SQL that you do not trust."},
    {"scratch", "extensions", CONFIG_LIST, .example = "pg_trgm, postgis",
     .help = "The only extensions that may be created. Without it, all that are installed. A pull "
             "request may create the ones that the base branch lists here or creates in its "
             "migrations, and the ones that PostgreSQL lets everybody create."},
    {"scratch", "sandbox", CONFIG_CHOICE, "prefer",
     .help = "Whether the kernel isolates the private server from files, programs and the network: "
             "require, prefer (as far as this kernel can) or off.",
     .choices = (const char *const[]){"require", "prefer", "off", NULL}},
    {"scratch", "time_limit", CONFIG_DURATION, "0", "5min",
     .help = "How long a command that executes SQL on a scratch server may take in total; 0 is no "
             "limit, except for a pull request: five minutes."},

    {"ignore", NULL, CONFIG_PATTERNS, .example = "schema = ^audit$; ^tmp_",
     .help = "Objects that belong neither to the schema nor to the migrations.",
     .names = kind_names},

    {"apply", "lock_timeout", CONFIG_DURATION, "2s",
     .help = "How long a statement waits for a lock before the migration is rolled back and tried "
             "again."},
    {"apply", "lock_wait", CONFIG_DURATION, "10min", .help = "How long to keep trying, in total."},
    {"apply", "statement_timeout", CONFIG_DURATION, "0",
     .help = "How long a statement may run; 0 is no limit."},
    {"apply", "fingerprint", CONFIG_BOOLEAN, "true",
     .help = "Whether the ledger records a fingerprint of the schema before and after each run; "
             "the catalogs are read twice for it."},
    {"apply", "before", CONFIG_PATHS, .example = "ci/before.sql",
     .help = "SQL files that 'migrate apply' executes once before the first pending migration, "
             "each in a transaction; 'migrate help applying' says more about these hooks."},
    {"apply", "after_each", CONFIG_PATHS, .example = "ci/grants.sql",
     .help = "SQL files that are executed at the end of each migration, in its transaction."},
    {"apply", "after", CONFIG_PATHS, .example = "ci/after.sql",
     .help =
         "SQL files that are executed once after the last migration of a run that applied any."},
    {"apply", "before_command", CONFIG_STRING, .example = "ci/pause-workers",
     .help = "A command that is run before the SQL of 'before'."},
    {"apply", "after_command", CONFIG_STRING, .example = "ci/resume-workers",
     .help = "A command that is run after the SQL of 'after'."},

    {"wait", "timeout", CONFIG_DURATION, "60s",
     .help = "How long to wait for a database, or for what it needs."},
    {"mask", "strict", CONFIG_BOOLEAN, "false", "true",
     .help = "Whether every new column of a text, date, network or json type has to say whether it "
             "is personal: unclassified-column. 'migrate help masking' says how."},
    {"mask", "keep", CONFIG_STRING, .example = "people.account: is_maintainer",
     .help =
         "Rows that stay as they are in masked copies: a condition for each table, separated by "
         "';'."},
    {"doc", "path", CONFIG_PATH, .example = "docs/schema",
     .help = "The folder that 'migrate doc' writes to. Where it is committed, doc-outdated under "
             "[check] says when it is old."},
    {"doc", "format", CONFIG_CHOICE, "html", "markdown", .help = "What is written there.",
     .choices = (const char *const[]){"html", "markdown", "json", NULL}},
    {"doc", "undocumented", CONFIG_PATTERNS, .example = "^public\\.; ^billing\\.",
     .help = "Which tables and columns have to have a comment, where undocumented under [check] "
             "asks for it: regular expressions for their identities. Without it, all."},

    {"types", "schemas", CONFIG_LIST, .example = "public, app",
     .help = "The only schemas that count. Without it, all."},
    {"types", "without_schemas", CONFIG_LIST, .example = "audit",
     .help = "Schemas that are left out."},
    {"types", "default_schema", CONFIG_STRING, "public",
     .help = "The schema whose objects go by their bare names."},
    {"types", "naming", CONFIG_CHOICE, .example = "camel",
     .help = "How columns are called: keep, camel or snake. Without it, as the target has it.",
     .choices = (const char *const[]){"keep", "camel", "snake", NULL}},
    {"types", "partitions", CONFIG_BOOLEAN, "false", "true",
     .help = "Whether partitions are tables of their own."},
    {"types", "parsed_arrays", CONFIG_BOOLEAN, "false", "true",
     .help = "Whether the application has parsers for arrays of its own types, as of enums, which "
             "node-postgres returns as text."},
    {"types", NULL, CONFIG_PATH, .example = "kysely = src/db.d.ts",
     .help = "The file of a target, relative to the folder of migrate.ini.", .names = target_names},
    {"types map", NULL, CONFIG_STRING,
     .example = "public.users.settings = Settings from ./settings",
     .help =
         "In the language of the target; what stands behind 'from' is imported. A key holds for "
         "the targets that are TypeScript; with 'kysely:' and so on before it, for that one.",
     .any = true},

    {"check", "base", CONFIG_STRING, .example = "main",
     .help = "The branch that changes are merged into. Without it, the default branch of origin, "
             "else main or master. Ignored for a pull request, whose pipeline names it."},
    {"check", "sizes", CONFIG_STRING, .example = "ci/sizes.json",
     .help = "How large the tables are that migrations will meet: a file that 'migrate stats pull' "
             "has written, or the environment whose database is asked. For a pull request, the "
             "base branch's file. 'migrate help measure' says more."},
    {"check", "big", CONFIG_SIZE, "1GB",
     .help =
         "From this size on, long work on a table that is in use is an error; below a hundredth "
         "of it, no more than a note."},
    {"check", NULL, CONFIG_CHOICE, .example = "out-of-sync = error",
     .help = "error, warning or off. 'migrate explain' lists the codes.",
     .choices = (const char *const[]){"error", "warning", "off", NULL}, .names = lint_codes},
    {0},
};

/* A comment of lines no longer than 80. */
static void add_comment(GString *out, const char *text) {
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    gsize column = 1;

    g_string_append_c(out, '#');
    for (char **word = words; *word != NULL; word++) {
        gsize length = strlen(*word);
        if (column + 1 + length > 80) {
            g_string_append(out, "\n#");
            column = 1;
        }
        g_string_append_printf(out, " %s", *word);
        column += 1 + length;
    }
    g_string_append_c(out, '\n');
}

static void add_key(GString *out, const ConfigKey *row) {
    const char *value = row->fallback ? row->fallback : row->example;

    add_comment(out, row->help);
    if (!row->key)
        g_string_append_printf(out, "#%s\n", row->example);
    else
        g_string_append_printf(out, "#%s = %s\n", row->key, value);
}

static void add_production(GString *out) {
    g_string_append(out, "\n#[env production]\n");
    for (const ConfigKey *row = config_keys; row->section; row++) {
        if (strcmp(row->section, "env") == 0)
            g_string_append_printf(out, "#%s = %s\n", row->key, row->example);
    }
}

char *config_template(void) {
    g_autoptr(GString) out = g_string_new(NULL);

    add_comment(out, "Settings of migrate. Commented keys show the defaults, or examples where "
                     "there is no default. "
                     "${VARIABLE} is replaced from the environment or from .env beside this file; "
                     "'migrate config' prints what is in force and where it comes from.");
    for (const ConfigSection *section = config_sections; section->section; section++) {
        bool env = strcmp(section->section, "env") == 0;
        g_string_append_c(out, '\n');
        add_comment(out, section->help);
        g_string_append_printf(out, env ? "[%s dev]\n" : "[%s]\n", section->section);
        for (const ConfigKey *row = config_keys; row->section; row++) {
            if (strcmp(row->section, section->section) == 0)
                add_key(out, row);
        }
        if (env)
            add_production(out);
    }
    return g_strdup(out->str);
}
