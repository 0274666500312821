/* What 'migrate check' finds by executing schema and migrations; here are only the pages. */
#include "lint/rule.h"

const Rule catalog_rules[] = {
    {.code = "out-of-sync",
     .severity = SEVERITY_ERROR,
     .summary = "The schema and what the migrations make of an empty database differ.",
     .page =
         "The migrations were executed in one scratch database and the schema in another, and the "
         "catalogs of the two differ. A database that is migrated would not be what the schema "
         "says.\n\n"
         "  migrate diff              what differs, as SQL\n"
         "  migrate create NAME       the migration that is missing\n\n"
         "If the schema is wrong rather than the migrations, change the schema."},
    {.code = "migration-fails",
     .severity = SEVERITY_ERROR,
     .summary = "A migration fails when all of them are executed from nothing.",
     .page =
         "The migrations are executed in order in an empty scratch database. One of them failed "
         "with an error of the server, which the finding shows with its place.\n\n"
         "A migration that relies on rows, roles or settings of a certain database has to check "
         "for them first."},
    {.code = "schema-fails",
     .severity = SEVERITY_ERROR,
     .summary = "The schema cannot be executed in an empty database.",
     .page = "The schema is executed in an empty scratch database. It failed with an error of the "
             "server, which the finding shows with its place.\n\n"
             "Files are executed in the order of their paths: something may be used before it is "
             "created."},
    {.code = "unmodelled",
     .severity = SEVERITY_ERROR,
     .summary = "There is an object of a kind that cannot be compared.",
     .page = "migrate says that schema and migrations agree only about what it compared. An object "
             "of a kind that it does not know is named rather than ignored.\n\n"
             "Drop it, put it into an extension, or name it under [ignore] in migrate.ini if "
             "neither schema nor migrations should have it."},
    {.code = "ignored",
     .severity = SEVERITY_NOTE,
     .summary = "The schema declares an object that [ignore] leaves out.",
     .page =
         "A pattern under [ignore] in migrate.ini leaves the object out of both sides, although "
         "the schema has it: whether the migrations make it, and how, is not compared. A schema "
         "that is left out takes along all that lies in it.\n\n"
         "  [ignore]\n  schema = ^audit$\n\n"
         "Take the object out of the schema if it is somebody else's, or narrow the pattern."},
    {.code = "unsaid",
     .severity = SEVERITY_NOTE,
     .summary = "The history has what the schema's language has no word for.",
     .page =
         "Prisma's language has no words for views, functions, triggers, checks, policies, partial "
         "indexes and much else. What the migrations make of those is left alone: no migration "
         "drops it, and whether it is as somebody wants it is not compared. '--format json' has "
         "all names, in 'objects'.\n\n"
         "To have a kind compared, state it in SQL beside the schema:\n\n"
         "  [project]\n  schema = prisma/schema.prisma, prisma/sql\n\n"
         "From then on, what the history has of that kind and no source states is dropped by the "
         "next migration. 'migrate help prisma' says more."},
    {.code = "undocumented",
     .severity = SEVERITY_WARNING,
     .on_request = true,
     .summary = "A table or a column has no comment. Off unless [check] asks for it.",
     .page = "COMMENT ON says what a table or a column holds, in the database itself, where "
             "'migrate doc', psql and every other tool find it.\n\n"
             "Which of them have to have one, 'undocumented' under [doc] says, with regular "
             "expressions for their identities; without it, all. Partitions do not count, nor do "
             "columns that are inherited.\n\n"
             "  [check]\n  undocumented = warning\n\n"
             "  [doc]\n  undocumented = ^billing\\.; ^public\\.users"},
    {.code = "doc-outdated",
     .severity = SEVERITY_ERROR,
     .on_request = true,
     .summary = "The pages that [doc] names are not those of this schema. Off unless [check] asks "
                "for it.",
     .page = "The folder that 'path' under [doc] names is committed, and differs from what "
             "'migrate doc' writes now: the schema or the migrations have changed since, or "
             "somebody has edited a page. Pictures are not compared.\n\n"
             "  migrate doc\n\n"
             "writes it again."},
    {.code = "unclassified-column",
     .severity = SEVERITY_ERROR,
     .summary = "A new column does not say whether it is personal, which [mask] strict asks for.",
     .page =
         "With strict under [mask], every column of a text, date, network or json type that the "
         "base branch does not have says in the schema whether its values are about a person, and "
         "what copies of the database replace them by:\n\n"
         "  -- migrate: mask email\n  mail text NOT NULL,\n"
         "  -- migrate: not personal\n  language text\n\n"
         "Above a table, it holds for all of its columns that say nothing themselves. A column of "
         "a foreign key is as what it refers to, and says nothing. Without this rule somebody "
         "remembers it when the first copy is refused, or when a mask was forgotten.\n\n"
         "'migrate help masking' has the kinds of masks."},
    {.code = "wrong-mask",
     .severity = SEVERITY_ERROR,
     .summary = "The schema states a mask that does not exist or is not whole.",
     .page = "A directive '-- migrate: mask KIND' names a kind that there is not, or gives it "
             "arguments that it does not take. No masked copy of a database could be made.\n\n"
             "'migrate help masking' has the kinds of masks and their arguments."},
    {.code = "types-outdated",
     .severity = SEVERITY_ERROR,
     .summary = "A file that [types] names is not what the migrations give.",
     .page =
         "Source code of the application is made of the schema by 'migrate types'. The file that "
         "is there differs from what the history gives, was edited by hand, or is missing: the "
         "application would be compiled against a database that is not the one that it gets.\n\n"
         "  migrate types             writes all files again\n"
         "  migrate types --check     says which are outdated, and how\n\n"
         "It is looked at once schema and migrations agree. What the generated code says is "
         "changed in the schema, or under [types] and [types map] in migrate.ini; for a pull "
         "request, that of the base branch holds."},
    {.code = "time-limit",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_NEVER,
     .summary = "The check was stopped because it took too long.",
     .page =
         "A pull request may contain anything, including SQL that never ends. The whole run, from "
         "reading the files to the server, has to finish within five minutes, or within time_limit "
         "under [scratch] in migrate.ini (for a pull request, that of the base branch).\n\n"
         "Schema and migrations were not compared: the exit status is 3."},
    {.code = "extension-refused",
     .severity = SEVERITY_NOTE,
     .summary = "A pull request will not be allowed to create an extension.",
     .page =
         "The script of an extension runs as a superuser. For a pull request, whose author may be "
         "anybody, only those extensions are created that PostgreSQL lets everybody create "
         "(\"trusted\" "
         "in pg_available_extension_versions), that the migrations of the base branch create "
         "already, or that migrate.ini of the base branch lists. In a trusted run all installed "
         "extensions can be created; this note says beforehand what a pull request will refuse.\n\n"
         "Add the extension to the list on the base branch first, in a change of its own:\n\n"
         "  [scratch]\n  extensions = postgis\n\n"
         "'migrate help untrusted' says more."},
    {.code = "unpatched-server",
     .severity = SEVERITY_WARNING,
     .summary = "The server that executed an untrusted change has known vulnerabilities.",
     .page =
         "Schema and migrations of a pull request are somebody else's SQL. It runs as an "
         "unprivileged role and in a kernel sandbox; but this server is older than the minor "
         "release that fixed ways for plain SQL to run programs, so that only the sandbox contains "
         "it. Without a sandbox the check is refused.\n\n"
         "Install the newest minor release of the server where checks run. The finding names the "
         "one that is needed."},
    {0},
};
