/* The stages of a draft share this: only for draft.c, stated.c, renaming.c and rehearsal.c.
 *
 * stated.c and renaming.c carry out what is a rename; draft.c plans and words the rest; rehearsal.c
 * runs it on scratch and learns from what the server objects to.
 */
#pragma once

#include "source/draft.h"

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
    bool unchecked;      /* bodies of functions name what is not there, on the wanted side too */
    GHashTable *refused; /* Object* of the old catalog that --no-rename names, by identity */
} Making;

/* Runs generated SQL on the old side's scratch database, in one transaction. */
bool making_run(const Making *making, const char *sql, GError **error);
#define UNCHECKED "SET check_function_bodies = off;\n\n"

/* The scripts of the plan; `split`: what cannot be used before it is committed goes first, in one
 * of its own. Caller unrefs. */
GPtrArray *making_word(const Making *making, bool split);

/* renaming.c: obeys flags, directives and answers, and carries out the renames that come to the
 * same as a drop and an add. */
bool making_rename(Making *making, const Source *schema, GError **error);

/* How a rename went. One that the server refuses has changed nothing. */
typedef enum { RENAME_DONE, RENAME_REFUSED, RENAME_FAILED } RenameResult;

/* Carries one rename out on scratch and reads the old side again, so that the server itself puts
 * the name into every definition. The error of RENAME_REFUSED is the server's. */
RenameResult making_rename_one(Making *making, const Object *old, const Object *new,
                               GError **error);
/* The object with an address that is not all zero, or NULL. */
const Object *making_find(const Catalog *catalog, const Address *address);

/* stated.c: obeys flags and directives. FAIL_DECISION where a name is still taken. */
bool making_obey(Making *making, const Source *schema, GError **error);
/* Says why a rename that somebody wants is refused, and what to do: FAIL_DECISION. `objection` is
 * the server's. */
void making_refuse_rename(const Making *making, const Object *old, const Object *new,
                          const GError *objection, GError **error);

/* rehearsal.c */

/* Runs the plan and leaves the scratch database as it then is; learns an order, or that it takes
 * two transactions (`split`). */
bool making_rehearse(Making *making, bool *split, GError **error);
/* Tries the plan and the way back in a transaction that is rolled back, to learn which of its
 * changes only look like ones: either side's text may be what the server makes of the other's. True
 * when there are some. */
bool making_probe(Making *making);
/* Learns equal expressions from what `rest`, the difference that is left after the plan ran, shows.
 * True when there are new ones. */
bool making_learn_equals(const Making *making, const Diff *rest);
