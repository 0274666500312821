/* What the stages of a draft share. Each file calls only those above it in this list:
 *
 *   words.c           puts the plan into words
 *   online.c          says which tables are changed online, and notes what makes others wait
 *   draft_context.c   planning, rendering, and running SQL on scratch
 *   wording.c         says the plan as people would, where the server takes that for the same
 *   roundtrip.c       learns which texts are the same expression
 *   refusal.c         says why there is no plan
 *   touched.c         finds what has to be there for that
 *   rehearsal.c       runs the plan on scratch and learns from what the server objects to
 *   renaming.c        carries out one rename
 *   stated.c          the renames that flags and directives state
 *   look_alikes.c     drops and adds that may be renames
 *   stages.c          plans and runs an online draft, one migration after the other
 *   copy.c, draft.c   put them together
 *   stages_back.c     the ways back of an online draft
 */
#pragma once

#include "compare/comparison.h"
#include "text/tidy.h"

/* What is at hand while a draft is made. */
typedef struct {
    Draft *draft;
    Scratch *scratch;
    LoadOptions load;
    Pg *pg;                  /* the old side's scratch database */
    const Catalog *original; /* the old side before any rename */
    const Catalog *old, *new;
    Loaded
        *wanted; /* whose catalog `new` is, to follow renames of the old side; NULL: it need not */
    const DraftOptions *options;
    bool prisma; /* the wanted side is a schema in Prisma's language */
    Equals *equals;
    bool unchecked;        /* bodies of functions name what is not there, on the wanted side too */
    GHashTable *refused;   /* identities of the old side that an answer calls dropped */
    GPtrArray *directives; /* of RenameDirective* */
    GHashTable *online;    /* identities of tables that a directive wants changed online */
    Online choice;         /* which tables are; where `takes` is NULL, none */
    GString *unsafe;       /* what was measured to make others wait; NULL: not of interest */
    TidyIdioms *levels;    /* how each object of `new` is worded; NULL: as the server prints it */
} DraftContext;

/* words.c */

/* Puts the plan that was just built into words: each object's on its level. */
void draft_say(const DraftContext *context);

/* draft_context.c */

/* Before a rehearsal begins again. */
void draft_forget_locks(Draft *draft);

/* The two sides compared, before anything spreads: once for as long as neither changes and nothing
 * more is learned of their texts. Owned by the draft. */
Diff *draft_diff(DraftContext *context);
/* The next draft_diff() compares them again. The plan, which borrows from the diff, is freed. */
void draft_forget_diff(DraftContext *context);

/* Plans the draft's difference, in place of the plan that it has. `hints` (of PlanHint, NULL: none)
 * may borrow from that one. */
bool draft_plan(DraftContext *context, const GArray *hints, GError **error);

/* The scripts of the plan. `split`: what cannot be used before it is committed goes first, in a
 * script of its own. Caller unrefs. */
GPtrArray *draft_render(const DraftContext *context, bool split);
/* Gives the catalog of a copy on scratch the values that no statement sets: an index can be invalid
 * in `meant`, which the copy stands for, although no part of it is missing. */
void draft_copy_unsettled(Catalog *copy, const Catalog *meant);

/* How a script begins that is not one transaction. */
#define APART     "-- migrate: no-transaction\n"
#define UNCHECKED "SET check_function_bodies = off;\n\n"
/* Runs generated SQL on the old side's scratch database, in one transaction. */
bool draft_run(const DraftContext *context, const char *sql, GError **error);

/* Runs the statements of one step in the transaction that is open. */
bool draft_run_step(const DraftContext *context, const Step *step, GError **error);

/* How a step went on scratch. */
typedef enum {
    TRIED_DONE,
    TRIED_LATER, /* it uses what has to be committed first */
    TRIED_FAILED,
} Tried;

/* The same under a savepoint: a step that fails has changed nothing. `objection` (may be NULL) is
 * the server's. */
Tried draft_try_step(const DraftContext *context, const Step *step, GError **objection);

/* wording.c */

/* Finds the words for the plan, and plans once more in them. Leaves the database as it was. */
void draft_word(DraftContext *context);

/* roundtrip.c */

/* Has the server read the texts of both sides, to learn which changes of the plan only look like
 * changes: either side's text may be what the server makes of the other's. True when there are
 * some. Leaves the database as it was. */
bool draft_probe(DraftContext *context);
/* The database is as `now` says. Where that differs from the new side in the text of expressions,
 * has the server read the new side's, and learns what it prints of them. True when it learned
 * something. Leaves the database as it was. */
bool draft_learn(const DraftContext *context, const Catalog *now);

/* refusal.c */

/* Whether the server says that something does not exist. */
bool draft_is_undefined(const GError *error);
/* What the server said while the plan was tried, as a refusal that names the object and says what
 * helps: FAIL_DECISION. Other errors are passed on. Takes `objection`. */
void draft_refuse_plan(const DraftContext *context, GError *objection, GError **error);

/* FAIL_DECISION, where anything was noted: it has no safe form. */
bool draft_is_safe(const DraftContext *context, GError **error);

/* touched.c */

/* Leaves out of both sides what the difference does not touch and what is not needed to try it,
 * where that is more than half. */
void draft_leave_out_untouched(DraftContext *context, Catalog *old, Catalog *new);

/* rehearsal.c */

/* Runs the plan and leaves the scratch database as it then is; learns an order, or that it takes
 * two transactions (`split`). */
bool draft_rehearse(DraftContext *context, bool *split, GError **error);

/* Runs the steps one by one and takes everything back: the order that is learned from it, as
 * `hints` (of PlanHint, which borrow from the plan), and whether something has to be committed
 * before it can be used. False: not every step passes. */
bool draft_trace(const DraftContext *context, GArray *hints, bool *later);

/* online.c */

/* Sets `context->choice`. */
void draft_choose_online(DraftContext *context);
/* Notes what a measured statement of `sql` makes others wait for, on the tables of the choice. */
void draft_note_unsafe(const DraftContext *context, const char *sql, const Measured *measured);
/* Notes what is computed from others' rows and goes before it is there again, of the choice. */
void draft_note_rebuilt(const DraftContext *context);

/* stages.c */

/* Plans online, and runs one migration after the other. */
bool draft_run_stages(DraftContext *context, GError **error);
/* What is left at the end is put right by `sql`: it goes to the last part, or becomes one. `now` is
 * what was there before it. */
void draft_end_stages(DraftContext *context, const char *sql, Catalog *now);
/* There is nothing left, and the draft has its result. */
void draft_close_stages(DraftContext *context);

/* renaming.c */

/* How a rename went. One that the server refuses has changed nothing. */
typedef enum { RENAME_DONE, RENAME_REFUSED, RENAME_FAILED } RenameResult;

/* Carries one rename out on scratch and reads the old side again, so that the server itself puts
 * the name into every definition. The error of RENAME_REFUSED is the server's. */
RenameResult draft_rename_one(DraftContext *context, const Object *old, const Object *new,
                              GError **error);
/* The object with this address; NULL if no object has it or all of it is zero. */
const Object *draft_find(const Catalog *catalog, const Address *address);

/* stated.c */

/* Carries out the renames that flags and directives state, in whatever order their names come free.
 * FAIL_DECISION where a name is still taken. */
bool draft_apply_stated_renames(DraftContext *context, GError **error);
/* Says why a rename that somebody wants is refused, and what to do: FAIL_DECISION. `objection` is
 * the server's. */
void draft_refuse_rename(const DraftContext *context, const Object *old, const Object *new,
                         const GError *objection, GError **error);

/* look_alikes.c */

/* Carries out every rename: the stated ones, those that somebody is asked about, and those that
 * come to the same as a drop and an add. FAIL_DECISION where nobody can be asked. */
bool draft_rename(DraftContext *context, GError **error);
