/* Project: what the configuration means to the commands that work on schema and history. */
#pragma once

#include "config/config.h"
#include "lint/lint.h"
#include "source/ignore.h"
#include "source/resume.h"
#include "source/source.h"

typedef struct {
    const Config *config; /* borrowed */
    SourceNames names;
    Ignores *ignores; /* internal: what `names` leaves out */
    /* Internal: what an untrusted run may create beside what PostgreSQL lets everybody, and where
     * another would have to be named; NULL: not known yet, or a trusted run. */
    GStrv extensions;
    char *extensions_where;
    char *path;       /* internal: of `names` */
    char *identity;   /* internal: of the scratch server's programs, once it was asked for */
    Scratch *scratch; /* NULL until project_start_scratch() */
} Project;

/* The search_path that somebody asked for; NULL: nobody did. Caller frees. */
char *project_path(const Config *config);

/* Reads the configuration's names and ignore patterns. FAIL_USAGE for a wrong pattern. */
bool project_open(Project *project, const Config *config, GError **error);
/* The same for the tenant whose schema that is: nothing in another schema is looked at. The
 * thread's ledger is the tenant's (apply/ledger_place.h). */
bool project_open_tenant(Project *project, const Config *config, const char *schema,
                         GError **error);
/* Leaves out the ledger of every tenant whose schema it is in; the thread's is one of them. */
bool project_leave_out_ledgers(Project *project, GError **error);
/* What the rules work on, and their severities. `base` may be NULL. Borrows from the
 * project. */
LintInput project_lint_input(const Project *project, const char *base);
/* How the scratch server is configured. Borrows from the project. */
ScratchOptions project_scratch_options(const Project *project);

/* What identifies the programs of the scratch server; NULL when that is not known. Borrowed. */
const char *project_server_identity(Project *project);

/* Starts the scratch server as configured; fine when it runs already. */
bool project_start_scratch(Project *project, GError **error);
/* The same, for source_load_both() of these two (`to` may be NULL): a history among them need not
 * be executed from its beginning. */
bool project_start_scratch_for(Project *project, const Source *from, const Source *to,
                               GError **error);
/* The same, but of the major version of a live server where that is installed, whatever is
 * configured. */
bool project_start_scratch_like(Project *project, guint major, GError **error);
/* Only files are compared, no database: the ledger of another tool, which is left out otherwise, is
 * as good as any table when it is written down there, in a history or beside one. Without a history
 * here, it is still that tool's. */
void project_files_only(Project *project);
void project_clear(Project *project);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Project, project_clear)
