/* Foreign ledgers: what another tool says was applied to a database, taken for this history.
 *
 * Each tool is a row of `foreign_ledgers` and a query; nothing else names one. What a row of such a
 * ledger says is believed as far as the history has the migration, with the bytes that the tool
 * applied where the ledger has a sum of them. Nothing is written here.
 */
#pragma once

#include "apply/ledger.h"
#include "base/finding.h"

/* Whether the sum in the ledger is that of the migration's file, with whatever line ends. */
typedef bool (*ForeignFits)(const char *sum, const Migration *migration);

typedef struct {
    const char *tool;    /* for people */
    const char *table;   /* its usual name */
    const char *columns; /* that it has to have, in alphabetical order, separated by blanks: the
                            first row of which a table has all is its tool */
    /* Reads the table, {table}, as (migration, sum or NULL, 'applied', 'failed', 'undone' or
     * 'baseline', the time or NULL, what went wrong or NULL), in the order in which it was written.
     * A row that was undone does not count; a baseline stands for all versions up to its own. A
     * migration is called by its label or its version. */
    const char *sql;
    ForeignFits fits;    /* NULL: there are no sums of files */
    const char *unread;  /* the sums that it has and nothing here compares; NULL: none */
    const char *asks;    /* the command that compares those */
    bool by_sum;         /* the sum says which migration it is, and the name only where none fits */
    bool through;        /* a row stands for all migrations up to its own */
    const char *way_out; /* of a failed migration, "%s" is its name; NULL: it knows none */
    const char *lock;    /* the key of the advisory lock that its runs hold; NULL: none */
    /* What lets the tool go on: makes the table, and writes that a migration was applied or
     * reverted; $1 is the sum of its file, $2 its label. NULL: it cannot be kept up to date. */
    const char *make, *applied, *reverted;
} ForeignLedger;

/* Ends with a row whose tool is NULL. */
extern const ForeignLedger foreign_ledgers[];

typedef struct {
    const ForeignLedger *tool; /* NULL: none that is known */
    char *table;               /* "public._prisma_migrations" */
    GPtrArray *names;          /* char*: what it has as applied and not undone */
    GPtrArray *applied;        /* const Migration*, of those, in the history's order */
    GHashTable *times;         /* key → when, char*; as far as it says */
    Findings *findings; /* what is wrong with taking it over; those that only this history is in
                           the way of */
    bool may_write;
} Foreign;

/* Looks for the table `wanted` (NULL or "": whichever is known), and reads it. Without a history
 * (NULL) it is only looked for. False without an error, and with a finding, where several are
 * there. `edited`: what was edited since is no reason to refuse. */
bool foreign_read(Pg *pg, const History *history, const char *wanted, bool edited, Foreign *foreign,
                  GError **error);
void foreign_clear(Foreign *foreign);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Foreign, foreign_clear)

/* What `foreign` has and `ledger` lacks. Array of const Migration*, in the history's order; caller
 * unrefs. */
GPtrArray *foreign_missing(const Foreign *foreign, const Ledger *ledger);
/* Adds rows for those to the ledger, which then reads as if they were ours. */
void foreign_add_rows(const Foreign *foreign, const History *history, const GPtrArray *migrations,
                      Ledger *ledger);

/* For those who only look: where `ledger` has nothing, it gets rows for what another tool's ledger
 * says, with a note in `findings` and what is wrong with it. A table that cannot be read says
 * nothing. */
bool foreign_stand_in(Pg *pg, const History *history, Ledger *ledger, Findings *findings,
                      GError **error);

/* "12 migrations, 20240101000000_a to 20241231000000_z"; "none of the migrations here". Caller
 * frees. */
char *foreign_count(const GPtrArray *migrations);
/* SQL of a row with its table. Caller frees. */
char *foreign_sql(const char *sql, const char *table);
