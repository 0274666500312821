/* Layouts: how a migrations folder is laid out on disk, one row for each tool whose folders are
 * read.
 *
 * A row says what a path means; folder.c reads, build.c orders and has the rules that hold for
 * every history. A row never looks at a disk. The first row that takes a file of the folder for a
 * migration is the folder's layout.
 */
#pragma once

#include "history/index.h"
#include <stdbool.h>

typedef enum {
    PART_UNKNOWN,  /* an SQL file that this layout has no place for */
    PART_PROGRAM,  /* a migration that is not SQL: the history cannot be read without it */
    PART_REPEATED, /* one that is executed again whenever it changes, after all others */
    PART_IGNORED,  /* no migration: migration_lock.toml, a README, a file beside migration.sql */
    PART_APART,    /* what its tool executes at other occasions, and nobody here */
    PART_BASELINE, /* one that stands for all up to its version, where those are not there */
    PART_SETTINGS, /* how a migration is to be run */
    PART_UP,
    PART_DOWN,
} LayoutPart;

/* What no name of a migration has. */
#define LAYOUT_FORBIDDEN "/\\\"`$%*?<>|"

/* The order in which a tool goes through its migrations. */
typedef enum {
    LAYOUT_UNSURE, /* some that have this layout go by numbers, some by names */
    LAYOUT_BY_NUMBER,
    LAYOUT_BY_NAME, /* by the whole label */
} LayoutOrder;

/* For files that hold both directions: the comments that separate them. Each begins
 * a line, behind blanks at most. */
typedef struct {
    const char *up; /* NULL: what is above `down` */
    const char *down;
    /* Anywhere in a line that starts with a marker or with `prefix`; NULL: nothing asks for it */
    const char *no_transaction;
    const char *prefix;
    const char *asks;       /* what a mark that is written has at its end for that; NULL: nothing */
    const char *asks_above; /* what stands above the first mark for that; NULL: nothing */
    /* Lines around a statement with semicolons in it, so that its tool does not split it there, and
     * what stands behind its own; NULL: it does not split. */
    const char *guard, *unguard, *guarded_end;
    bool optional; /* a file without `up` is the way up as a whole */
} LayoutMarks;

/* For files that hold both directions in a way of their tool's that no mark says. */
typedef struct {
    gboolean (*is)(const char *text, gsize length);
    GBytes *(*down)(const char *text, gsize length); /* NULL: there is none. Caller unrefs. */
    /* What it asks for that a migration cannot have, and the line; NULL: nothing. Static. */
    const char *(*unsuited)(const char *text, gsize length, guint *line);
    char *(*text)(const char *id, const char *up, const char *down); /* Caller frees. */
    bool (*runs_alone)(const char *text,
                       gsize length); /* asks for no transaction; NULL: none can */
    /* What does not fit of the sums that a file has of itself and of the one before it (NULL: it
     * is the first), and the line; NULL: nothing. NULL: files have none. Static. */
    const char *(*broken)(const char *text, const char *before, guint *line);
} LayoutForm;

typedef struct {
    const char *name;
    const char *shape; /* what a path looks like, for messages */
    /* What `path` (relative to the folder) is. For UP, DOWN, BASELINE and SETTINGS, `version`
     * (digits, with points between several numbers) and `name` (which may be empty, and NULL where
     * the version alone is the migration's label) are set, owned by the caller; for IGNORED they
     * are set when the path lies inside a migration's own folder; for REPEATED the version is
     * empty. Where there is an index, `name` is the stem of the file and the version is empty.
     */
    LayoutPart (*parse)(const char *path, char **version, char **name);
    const LayoutMarks *marks; /* NULL: a file is one direction */
    /* First lines of a file that ask for no transaction; ends with NULL. NULL: none */
    const char *const *no_transaction;
    /* The paths of a new migration's files, of {version} and {name}. `file` NULL: `migrate create`
     * writes nothing in this layout; `down_file` NULL: it writes no file for the way back;
     * `more_file` NULL: there is no third one, in which `more_text` stands. */
    const char *file, *down_file;
    const char *more_file, *more_text;
    /* What stands around the statements of a new migration that is one transaction, because its
     * tool begins none; NULL: nothing. */
    const char *begins, *ends;
    bool stamped;        /* a new version is a time, whatever the ones before it are */
    bool keyed_by_label; /* its tool knows a migration by its whole label, so that two may have one
                            version; else by the version */
    LayoutOrder order;
    bool numbered_only; /* its tool takes the numbered files of the folder itself, and passes over
                           what else is in it */
    const LayoutForm *form; /* NULL: a file is SQL, or has marks */
    bool nested; /* folders in the folder are a part of it; a new file lies beside the last */
    const IndexKind *index; /* says which migrations there are; NULL: their files do */
    bool programs;          /* none of its migrations is SQL */
    const char *apart; /* what PART_APART is, where that can change a database; NULL: it cannot */
    const char *no_transaction_setting; /* a line of PART_SETTINGS that asks for that */
} Layout;

/* Ends with a row whose name is NULL. The first row is ours. */
extern const Layout layouts[];

/* What a migration is called: "<version>_<name>"; the version alone when `name` is NULL, or empty
 * in a layout that knows its migrations by their versions. Caller frees. */
char *layout_label(const Layout *layout, const char *version, const char *name);

/* Whether `path` with these bytes is a migration of `layout`, so that the folder is of that layout.
 */
bool layout_claims(const Layout *layout, const char *path, const char *text, gsize length);

/* What runs in one direction of a migration's file: all of it where directions are files of their
 * own, otherwise the file with every other byte blanked, so that lines and columns stay what they
 * are. NULL when it has no such section. `transactional` is cleared when the file asks for it in
 * the words of the layout's tool. Caller unrefs. */
GBytes *layout_direction(const Layout *layout, GBytes *file, bool down, bool *transactional);

/* A text as a file of the layout has it, in one direction. Caller frees. */
char *layout_guarded(const Layout *layout, const char *text);

/* Whether a file holds both directions. */
bool layout_is_both(const Layout *layout);

/* What is written into a new migration's file, which is called `id`: `up`, and where a file holds
 * both directions, `down` (may be NULL). Caller frees. */
char *layout_text(const Layout *layout, const char *id, const char *up, const char *down);

/* The text of a new migration's file of one direction, in a layout without marks. Caller frees. */
char *layout_wrapped(const Layout *layout, const char *text);

/* The path of a new migration's file relative to the folder; NULL when the layout has none. Caller
 * frees. */
char *layout_path(const Layout *layout, const char *version, const char *name, bool down);
