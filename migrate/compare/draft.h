/* Draft: a migration before it is written – its renames, its plan and its SQL, executed on scratch
 * before anyone sees it.
 *
 * The old side's scratch database is where the rehearsal happens: after draft_make() it holds the
 * new schema. A draft that is returned has been run, and the catalog afterwards equals the new one,
 * unless somebody asked for one that is untried.
 */
#pragma once

#include "diff/rename.h"
#include "measure/sizes.h"
#include "plan/plan.h"
#include "source/source.h"

GQuark compare_error_quark(void);
#define COMPARE_ERROR compare_error_quark()

/* What somebody answered to a look-alike: the index of a candidate, ANSWER_NONE (a drop and an
 * add), or ANSWER_UNKNOWN (nobody can be asked). */
enum { ANSWER_NONE = -1, ANSWER_UNKNOWN = -2 };
typedef int (*DraftAsk)(const LookAlike *look_alike);

/* Which tables are changed online: without making anybody wait, in as many migrations as that
 * takes. */
typedef enum {
    ONLINE_NONE,
    ONLINE_MARKED, /* those that the schema has a directive for */
    ONLINE_ALL,
} OnlineWhich;

typedef struct {
    const char *const *renames;    /* "OLD=NEW"; NULL-terminated, or NULL */
    const char *const *no_renames; /* identities that are drops and adds */
    bool no_rename_at_all;
    bool undoing; /* `renames` undo another draft's: one that is as good as a drop and an add is
                     that where its name is taken */
    DraftAsk ask; /* NULL: nobody can be asked */
    bool leaves_out_others; /* where SQL has no rights on scratch, what differs on objects that an
                               extension or the server brought along is left out of the draft and
                               named in its notes; a draft of nothing else is refused */
    bool whole;             /* a database is copied to scratch whole, and not only what the
                               difference touches and what that needs */
    bool measures;          /* says what the strongest lock is */
    bool untried; /* nothing is executed: the draft is what the two catalogs say, and its SQL begins
                    with that; a rename, which only a server can carry out, is refused */
    OnlineWhich online;
    const Sizes *sizes; /* what says which tables are too small for that; NULL: none is */
    const char *file;   /* for messages about generated SQL */
    /* What a test does to each plan before it is tried, to see that the rehearsal notices. No flag
     * and no setting leads here. */
    void (*spoil)(Plan *plan, void *data);
    void *spoil_data;
} DraftOptions;

/* A migration of an online draft. */
typedef struct {
    Plan plan;      /* the steps; they are the draft's */
    Catalog *after; /* what there is after it */
    Diff *diff;     /* from what there is before it */
    char *locked;   /* as in Draft */
    bool apart;     /* it is one statement after the other, not one transaction */
    bool first;     /* the draft's renames are in it */
    char *down;     /* of draft_reverse_stages(); NULL: there cannot be one */
} DraftStage;

typedef struct {
    Diff *diff;
    Plan *plan;
    Catalog *renamed; /* the old catalog after renames, which `diff` refers to; NULL: nothing was
                         renamed */
    Catalog *start;   /* where it starts from, where that is not the caller's catalog; else NULL */
    Catalog *result;  /* what the old side's scratch database was after the rehearsal; NULL: there
                         was none */
    GPtrArray *rename_sql;   /* of char* */
    GPtrArray *renames;      /* of char*: "column public.users.mail to email" */
    GPtrArray *undo_renames; /* of char*: "NEW=OLD", for the draft of the way back */
    GPtrArray
        *parts; /* of char*: scripts, each for a transaction of its own; empty: nothing to do */
    GPtrArray *stages; /* of DraftStage*, one for each part of an online draft; NULL: it is none */
    GPtrArray *notes; /* of char*: what a person may want to know (a directive that did its work) */
    Measure *measure; /* what its rehearsal is measured by; NULL: nothing */
    LockMode lock;    /* the strongest that it takes on what was there before it … */
    Work work;        /* … what is done under it … */
    char *locked;     /* … and on what, as measured_sentence() has it; NULL: none that matters */
    bool untried;     /* nobody has run it */
    guint left_out;   /* how many of `notes` name a difference that is left out */
} Draft;

void draft_clear(Draft *draft);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Draft, draft_clear)

/* See compare/comparison.h. */
typedef struct Comparison Comparison;

/* Makes `comparison->draft`, the migration from its old side to its new one, which are both loaded.
 * `to`, where it is a schema, is read for directives. FAIL_DECISION when a person must choose; the
 * message names the flags. A database as old side is copied to scratch first. */
bool draft_make(Comparison *comparison, const DraftOptions *options, GError **error);

/* Makes the way back of `comparison->draft`, which was just made and is not empty. To be cleared,
 * whatever the result. */
bool draft_reverse(Comparison *comparison, Draft *reverse, GError **error);

/* Makes the way back of each migration of an online draft, which was just made, from the last to
 * the first, each tried; `text` (may be NULL) makes a file of its script and the draft of that.
 * Where one cannot be made, its error is set, and it and those before it have none. */
typedef char *(*DraftText)(const Draft *draft, const char *sql);
bool draft_reverse_stages(Comparison *comparison, DraftText text, GError **error);
/* One migration of an online draft as a draft: what it has of its own, and borrows. */
Draft draft_of_stage(const Draft *draft, guint index, GPtrArray *no_renames);

/* Builds what `catalog` describes in a fresh scratch database and reads it back, so that a catalog
 * of a server of another major version is worded as the scratch server words it. FAIL_DECISION,
 * naming it, when something does not come back. `copy` is to be cleared, whatever the result. */
bool draft_rebuild(Scratch *scratch, const SourceNames *names, const Catalog *catalog, Loaded *copy,
                   GError **error);

/* How it is said that what the schema's language has no word for is left alone: their counts. */
#define KEPT_MESSAGE "Prisma's language has no word for %s of the history, which stay as they are"

/* One of nothing. */
Draft draft_new(void);
bool draft_is_empty(const Draft *draft);
/* All parts as one text. Caller frees. */
char *draft_sql(const Draft *draft);
