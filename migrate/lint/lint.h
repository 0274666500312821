/* Lint: rules about the history that need no server.
 *
 * Each rule is a row (lint/rule.h) with a stable code, a severity, a page and a function. A project
 * changes a rule's severity or turns it off under [check]; a migration is excused from one by
 * `-- migrate: allow CODE REASON` in it.
 *
 * Rules about the past compare the migrations folder with the base branch: what was there when this
 * branch left it (the merge base), and what is there now (the base's tip). Where that is impossible
 * (no repository, no base, a shallow clone) a finding says why, and what helps. Files are those of
 * the work tree, committed or not.
 */
#pragma once

#include "base/finding.h"
#include "history/build.h"
#include "measure/sizes.h"
#include "source/source.h"

GQuark lint_error_quark(void);
#define LINT_ERROR lint_error_quark()

typedef struct {
    const char *root; /* an existing folder of the project */
    const char *migrations,
        *schema;            /* as a user would write them; findings' files begin with them */
    const char *path;       /* search_path of unqualified names; NULL: public */
    const char *base;       /* a revision; NULL: see git/base.h */
    const char *configured; /* what [check] base says, or NULL */
    bool untrusted;         /* the work tree may be hostile */
    /* What [check] says about `code`: "error", "warning", "off", or NULL. */
    const char *(*setting)(const char *code, void *data);
    void *data;
    /* Migrations that are new whatever git says, as findings' files; NULL-terminated, or NULL. */
    const char *const *written;
    const Sizes *sizes;         /* how large tables are where it will be applied; NULL: not known */
    gint64 big;                 /* bytes from which on they are big */
    const char *const *schemas; /* the project's, NULL-terminated; NULL or empty: any is */
    const char *since; /* a version: what comes after it is what is new, as far as it matters what
                          migrations do; NULL: git says */
} LintInput;

/* A new migration that replaces some of the base's. */
typedef struct {
    guint at;   /* its index in LintBase.history */
    guint last; /* … and the last that it replaces in LintBase.originals */
} LintReplaced;

/* What was looked at. Where there was no base to compare with, all but the history is NULL. */
typedef struct {
    History *history;       /* of the folder, as it was read */
    char *here;             /* the working directory, from the top of the repository */
    char *base;             /* for people: "origin/main" */
    char *tip, *merge_base; /* commits: where the base is now, and where this branch left it */
    GHashTable *due;        /* a set of the paths of migrations whose doings are of interest … */
    bool together;          /* … and what one of them makes is new for all of them */
    History *originals;     /* the base's, where `replaced` has any; else NULL */
    GArray *replaced;       /* of LintReplaced; NULL: there are none */
    GPtrArray *changes; /* GitChange* since the merge base in migrations and schema, paths from the
                           top */
} LintBase;
void lint_base_clear(LintBase *base);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LintBase, lint_base_clear)

/* Appends what is wrong to `findings`, by file and line. `base` may be NULL. FAIL_USAGE when
 * LintInput.base names no commit; FAIL_ENVIRONMENT when the folder cannot be read. */
bool lint_run(const LintInput *input, Findings *findings, LintBase *base, GError **error);

/* Appends what is dangerous in the migrations that LintInput.written names. Whether there is a base
 * does not matter; of `base` (may be NULL), the history and what is due are filled in. Errors as
 * above. */
bool lint_hazards(const LintInput *input, Findings *findings, LintBase *base, GError **error);

/* Gives findings that were made elsewhere, those from index `first` on, the severity that [check]
 * says, and takes out what it turns off. */
void lint_grade(const LintInput *input, Findings *findings, guint first);

/* Removes from `findings` what holds only while the merge with the base branch was not tried and,
 * when it was tried and is `fine`, what might have gone wrong in it. */
void lint_settle_merge(Findings *findings, bool fine);

/* `count` is how many of the findings, the first ones, lint_run() or lint_hazards() has made.
 * Puts what was measured when `history` was executed (see source_measure()) in place of what rules
 * could only guess about the same statements. What was not executed is judged as before. */
void lint_settle_measured(const LintInput *input, const LintBase *base, const Source *history,
                          Findings *findings, guint count);

/* A sentence about a rule; NULL for an unknown code. Static. */
const char *lint_summary(const char *code);

/* The codes that [check] may name, NULL-terminated; static. */
const char *const *lint_codes(void);
