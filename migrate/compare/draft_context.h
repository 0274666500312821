/* What the stages of a draft share: only for draft.c, copy.c, stated.c, renaming.c, rehearsal.c,
 * refusal.c and roundtrip.c.
 *
 * stated.c and renaming.c carry out what is a rename; draft.c plans and renders the rest;
 * rehearsal.c runs it on scratch and learns from what the server objects to; refusal.c says why
 * there is no plan; roundtrip.c learns which texts are the same expression; copy.c builds a
 * database's schema on scratch.
 */
#pragma once

#include "compare/comparison.h"

/* What is at hand while a draft is made. */
typedef struct {
    Draft *draft;
    Scratch *scratch;
    LoadOptions load;
    Pg *pg;                  /* the old side's scratch database */
    const Catalog *original; /* the old side before any rename */
    const Catalog *old, *new;
    const DraftOptions *options;
    Equals *equals;
    bool unchecked;        /* bodies of functions name what is not there, on the wanted side too */
    GHashTable *refused;   /* Object* of the old catalog that --no-rename names, by identity */
    GPtrArray *directives; /* of RenameDirective* */
} DraftContext;

/* Runs generated SQL on the old side's scratch database, in one transaction. */
bool draft_run(const DraftContext *context, const char *sql, GError **error);
#define UNCHECKED "SET check_function_bodies = off;\n\n"

/* The two sides compared, before anything spreads: once for as long as neither changes and nothing
 * more is learned of their texts. Owned by the draft. */
Diff *draft_diff(DraftContext *context);
/* The next draft_diff() compares them again. The plan, which borrows from the diff, goes with it.
 */
void draft_forget_diff(DraftContext *context);

/* Plans the draft's difference, in place of the plan that it has. `hints` (of PlanHint, NULL: none)
 * may borrow from that one. */
bool draft_plan(DraftContext *context, const GArray *hints, GError **error);

/* The scripts of the plan; `split`: what cannot be used before it is committed goes first, in one
 * of its own. Caller unrefs. */
GPtrArray *draft_render(const DraftContext *context, bool split);
/* Lets the catalog of a copy on scratch say what no statement makes there: that an index is not
 * valid although nothing lacks, where `meant`, which it stands for, has one. */
void draft_copy_unsettled(Catalog *copy, const Catalog *meant);

/* renaming.c: obeys flags, directives and answers, and carries out the renames that come to the
 * same as a drop and an add. */
bool draft_rename(DraftContext *context, GError **error);

/* How a rename went. One that the server refuses has changed nothing. */
typedef enum { RENAME_DONE, RENAME_REFUSED, RENAME_FAILED } RenameResult;

/* Carries one rename out on scratch and reads the old side again, so that the server itself puts
 * the name into every definition. The error of RENAME_REFUSED is the server's. */
RenameResult draft_rename_one(DraftContext *context, const Object *old, const Object *new,
                              GError **error);
/* The object with an address that is not all zero, or NULL. */
const Object *draft_find(const Catalog *catalog, const Address *address);

/* stated.c: obeys flags and directives. FAIL_DECISION where a name is still taken. */
bool draft_apply_stated_renames(DraftContext *context, GError **error);
/* Says why a rename that somebody wants is refused, and what to do: FAIL_DECISION. `objection` is
 * the server's. */
void draft_refuse_rename(const DraftContext *context, const Object *old, const Object *new,
                         const GError *objection, GError **error);

/* rehearsal.c */

/* Runs the plan and leaves the scratch database as it then is; learns an order, or that it takes
 * two transactions (`split`). */
bool draft_rehearse(DraftContext *context, bool *split, GError **error);

/* How a step went on scratch. */
typedef enum {
    TRIED_DONE,
    TRIED_LATER, /* it uses what has to be committed first */
    TRIED_FAILED,
} Tried;

/* Runs one step in the transaction that is open, under a savepoint: one that does not pass has done
 * nothing. `objection` (may be NULL) is the server's. */
Tried draft_try_step(const DraftContext *context, const Step *step, GError **objection);

/* refusal.c */

/* Whether the server says that something is not there. */
bool draft_is_undefined(const GError *error);
/* What the server said while the plan was tried, as a refusal that names the object and says what
 * helps: FAIL_DECISION. Other trouble stays as it is. Takes `objection`. */
void draft_refuse_plan(const DraftContext *context, GError *objection, GError **error);

/* roundtrip.c */

/* Has the server read the texts of both sides, to learn which changes of the plan only look like
 * ones: either side's text may be what the server makes of the other's. True when there are some.
 * Leaves the database as it was. */
bool draft_probe(DraftContext *context);
/* The database is as `now` says. Where that differs from the new side in the text of expressions,
 * has the server read the new side's, and learns what it prints of them. True when there is news.
 * Leaves the database as it was. */
bool draft_learn(const DraftContext *context, const Catalog *now);
