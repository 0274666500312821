/* Rules about the repository: why the history could not be compared with a base branch. */
#include "lint/rule.h"

#include <string.h>

G_DEFINE_QUARK(migrate_lint_error, lint_error)

#define FETCH_ALL "in a workflow, set fetch-depth: 0 for actions/checkout"

/* One row for each way in which there can be no base. In an untrusted run that is more than a note.
 */
static const struct {
    const char *code;
    RepositoryShape shape;
    Severity severity, untrusted;
    const char *message, *fix;
} rows[] = {
    {"no-repository", SHAPE_NO_REPOSITORY, SEVERITY_NOTE, SEVERITY_ERROR,
     "the migrations are not in a git repository", NULL},
    {"no-repository", SHAPE_UNBORN, SEVERITY_NOTE, SEVERITY_ERROR,
     "the git repository has no commit yet", NULL},
    {"unreadable-repository", SHAPE_UNREADABLE, SEVERITY_ERROR, SEVERITY_ERROR,
     "the git repository cannot be read", NULL},
    {"no-base", SHAPE_NO_BASE, SEVERITY_NOTE, SEVERITY_WARNING, "no base branch is known",
     "give one with --base, or as base under [check] in migrate.ini"},
    {"no-base", SHAPE_NO_BASE_OF_REMOTE, SEVERITY_WARNING, SEVERITY_WARNING,
     "no base branch is known",
     "give one with --base, or as base under [check] in migrate.ini, or ask the remote for its "
     "default branch: git fetch origin, and git remote set-head origin --auto; " FETCH_ALL},
    {"no-base", SHAPE_NO_BASE_UNTRUSTED, SEVERITY_WARNING, SEVERITY_WARNING,
     "no trusted source names the base branch",
     "give the branch that the change will be merged into with --base: migrate check --base "
     "origin/main"},
    {"base-missing", SHAPE_BASE_MISSING, SEVERITY_ERROR, SEVERITY_ERROR,
     "the base branch is not in this clone", "git fetch origin; " FETCH_ALL},
    {"shallow-clone", SHAPE_SHALLOW, SEVERITY_ERROR, SEVERITY_ERROR,
     "the clone is shallow and lacks what is needed to compare",
     "git fetch --unshallow; " FETCH_ALL},
    {"unrelated-base", SHAPE_UNRELATED, SEVERITY_ERROR, SEVERITY_ERROR,
     "this branch and its base have no common commit",
     "give the branch that this one will be merged into with --base"},
    {"linked-path", SHAPE_LINKED, SEVERITY_ERROR, SEVERITY_ERROR,
     "a symbolic link of the repository leads to the project",
     "name the folder that it leads to instead, in migrate.ini or with -C"},
    {"nested-repository", SHAPE_NESTED, SEVERITY_ERROR, SEVERITY_ERROR,
     "the project lies in more than one repository",
     "take submodules out of the schema and the migrations; check a project that is in a "
     "repository of its own in a checkout of its own, beside the other one"},
};

bool lint_refuse_shape(const Lint *lint, GError **error) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].shape == lint->shape) {
            const char *fix = lint->advice ? lint->advice : rows[i].fix;
            g_set_error(error, LINT_ERROR, FAIL_ENVIRONMENT,
                        "%s%s%s, so it is not known which migrations are merged%s%s",
                        rows[i].message, lint->reason ? ": " : "", lint->reason ? lint->reason : "",
                        fix ? "; " : "", fix ? fix : "");
            return false;
        }
    return true;
}

static void tell_shape(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].shape != lint->shape || strcmp(rows[i].code, rule->code) != 0)
            continue;
        Rule graded = *rule;
        graded.severity = lint->input->untrusted ? rows[i].untrusted : rows[i].severity;
        Finding *finding =
            lint_add(lint, &graded, NULL, 0, 0, "%s, so rules about merged migrations were skipped",
                     rows[i].message);
        finding->why = g_strdup(lint->reason);
        finding->fix = g_strdup(lint->advice ? lint->advice : rows[i].fix);
        if (!finding->fix && !lint->input->since && history_count(lint->history) > 0)
            finding->fix = g_strdup("what migrations do to tables in use was not measured either: "
                                    "`migrate check --since VERSION` names those that are new");
    }
}

/* Who may push decides about a submodule, too; but that nobody looked has to be said. */
static void tell_nested(Lint *lint, const Rule *rule) {
    tell_shape(lint, rule);
    if (!lint->inner)
        return;
    Rule graded = *rule;
    graded.severity = SEVERITY_WARNING;
    Finding *finding =
        lint_add(lint, &graded, lint->inner, 0, 0,
                 "another repository is in the migrations folder, so it is not known whether its "
                 "migrations are merged or were edited");
    finding->why = g_strdup("its files are in no commit of this repository");
    finding->fix = g_strdup("put its files into this repository in its place");
}

const Rule repository_rules[] = {
    {.code = "no-repository",
     .severity = SEVERITY_NOTE,
     .summary = "There is no git repository, or no commit in it, to compare the history with.",
     .page = "Rules about merged migrations (edited, renamed, deleted, out of order) compare with "
             "the base branch. Without a repository they are skipped; everything else is "
             "checked. Nor is it known which migrations are new, so what they do to tables in use "
             "is not measured, unless 'migrate check --since VERSION' says after which they "
             "come.\n\n"
             "Put the project under git, and the migrations folder inside its work tree. In an "
             "untrusted run this is an error: such a run judges a change against its base.",
     .check = tell_shape},
    {.code = "unreadable-repository",
     .severity = SEVERITY_ERROR,
     .summary = "The git repository cannot be read.",
     .page =
         "The repository belongs to another user, is damaged, has a format that neither libgit2 "
         "nor the installed git can read, or is a partial clone that lacks files. The finding "
         "shows git's message and what helps.\n\n"
         "In a container, the checkout often belongs to another user:\n\n"
         "  git config --global --add safe.directory /path/to/checkout",
     .check = tell_shape},
    {.code = "no-base",
     .severity = SEVERITY_NOTE,
     .summary = "The base branch of this branch is not known.",
     .page =
         "The base branch is what --base says, else what the CI system says of a pull request, "
         "else 'base' under [check] in migrate.ini, else the default branch of "
         "origin (origin/HEAD), else main or master, of origin or of one's own. It is never the "
         "remote copy of the branch that is checked out: pushing a branch merges nothing. On the "
         "base branch itself, its remote copy is the base.\n\n"
         "A pull request does not choose its base: there, only --base and the pipeline count.\n\n"
         "None of them was found, so the rules about merged migrations were skipped. What the "
         "newest commit and the work tree brought counts as new, or what comes after --since. In a "
         "repository with a remote this is a warning, and every migration is checked as if it were "
         "new and its tables were full.\n\n"
         "  migrate check --base main\n\n"
         "or, permanently, in migrate.ini:\n\n"
         "  [check]\n"
         "  base = main",
     .check = tell_shape},
    {.code = "base-missing",
     .severity = SEVERITY_ERROR,
     .summary = "The base branch was not fetched.",
     .page =
         "The base branch is known by name, but is not in this clone. actions/checkout fetches a "
         "single commit unless it is told otherwise:\n\n"
         "  - uses: actions/checkout@v4\n"
         "    with:\n"
         "      fetch-depth: 0\n\n"
         "This is an error because a check that could not look must not pass.",
     .check = tell_shape},
    {.code = "shallow-clone",
     .severity = SEVERITY_ERROR,
     .summary = "The clone is too shallow to find where this branch left its base.",
     .page = "A shallow clone ends after a number of commits, before the one that this branch and "
             "its base have in common. So merged and new migrations cannot be told apart.\n\n"
             "  git fetch --unshallow\n\n"
             "or, in a workflow:\n\n"
             "  - uses: actions/checkout@v4\n"
             "    with:\n"
             "      fetch-depth: 0",
     .check = tell_shape},
    {.code = "unrelated-base",
     .severity = SEVERITY_ERROR,
     .summary = "This branch and its base have no commit in common.",
     .page = "There is no merge base, so merged and new migrations cannot be told apart. The base "
             "is probably the wrong branch, or its history was "
             "rewritten.\n\n"
             "Name the right branch with --base.",
     .check = tell_shape},
    {.code = "linked-path",
     .severity = SEVERITY_ERROR,
     .summary = "The project lies behind a symbolic link of the repository.",
     .page =
         "For git a symbolic link is a file, and what it leads to is somewhere else. A change that "
         "moves the project's folder and puts a link in its place has every merged migration under "
         "a name that the base branch does not know, so that edits of them would go unseen.\n\n"
         "Where the base branch has a folder (or a link to elsewhere) in place of a link that "
         "leads "
         "to the project, nothing can be compared with it, and that is an error. In an untrusted "
         "run it is an error wherever a link lies between the top of the repository and the "
         "folders of "
         "the project, the schema and the migrations. Links above the top are the machine's.\n\n"
         "Put the folder itself in the link's place:\n\n"
         "  rm db && mv other db && git add db\n\n"
         "or name the folder that the link leads to.",
     .check = tell_shape},
    {.code = "nested-repository",
     .severity = SEVERITY_ERROR,
     .summary = "The project, or a part of it, lies in another repository.",
     .page =
         "A change can bring along another repository: as a submodule, or in what a step before "
         "the check fetches or unpacks. The branches of such a repository belong to the change; it "
         "will not be merged into them. In an untrusted run, the repository that holds the project "
         "is therefore not read when it lies in the work tree of another, or outside of the "
         "repository in GITHUB_WORKSPACE. Nor may a submodule lie in the schema or the migrations: "
         "its files are in no commit of the base branch, so that an edited migration could not be "
         "told from a merged one. In a trusted run a submodule in the migrations is a warning, and "
         "everything else is compared.\n\n"
         "Check it in a checkout of its own. In a workflow that makes two, put both into folders "
         "beside each other:\n\n"
         "  - uses: actions/checkout@v4\n"
         "    with:\n"
         "      path: change",
     .check = tell_nested},
    {0},
};
