/* Ledger: what a database says was applied to it, schema `migrate` in that database.
 *
 * A Ledger is one consistent read. It is written only by apply/apply and its neighbours, always
 * in the transaction of what it speaks of. Its rows are chained in the order in which they were
 * written: row n's `chain` is sum_chain() of row n-1's, its label and its LF sum, from a zero Sum –
 * so that a row that was edited or removed by hand is seen.
 */
#pragma once

#include "apply/ledger_format.h"
#include "apply/ledger_guard.h"
#include "history/migrations.h"
#include "pg/pg.h"

/* The tables in which other tools keep what they have applied, and their locks, as a regular
 * expression that is the same to PCRE2 and PostgreSQL. */
#define FOREIGN_LEDGERS                                                                            \
    "_prisma_migrations|_sqlx_migrations|__diesel_schema_migrations|__drizzle_migrations|"         \
    "schema_migrations|ar_internal_metadata|goose_db_version|gorp_migrations|"                     \
    "flyway_schema_history|databasechangelog(lock)?|alembic_version|django_migrations|"            \
    "atlas_schema_revisions|knex_migrations(_lock)?|kysely_migration(_lock)?|typeorm_migrations|"  \
    "SequelizeMeta|pgmigrations"

/* Schemas that such a tool has to itself, likewise. */
#define FOREIGN_LEDGER_SCHEMAS "atlas_schema_revisions|drizzle|sqitch|supabase_migrations"

typedef enum {
    LEDGER_RUNNING,
    LEDGER_APPLIED,
    LEDGER_FAILED,
    LEDGER_UNKNOWN,
    LEDGER_RESOLVED,
    LEDGER_REVERTING /* its down file is under way, statement by statement */
} LedgerState;

typedef struct {
    char *key; /* Migration.key */
    char *version, *name, *label, *mode;
    guint position; /* in the history when it was applied, from 1 */
    LedgerState state;
    Sum raw, lf, chain;
    Sum sql;                       /* see text/edit.h; of ledgers before format 3 not known */
    Sum accepted_lf, accepted_sql; /* of the text that somebody accepted in its place */
    bool knows_sql, accepts;
    bool replaces;       /* it was executed in place of others: its chain is theirs */
    bool stands_in;      /* see apply/replaced.h: the table has no such row */
    guint done, attempt; /* statements, runs that began it */
    char *run_id;
    char *finished; /* 2024-01-31T23:59:59.000Z; NULL when it is not */
    char *applied_by, *git_commit, *error, *tool_version;
    guint server_major;
    char *schema_after; /* hexadecimal, or NULL */
} LedgerRow;

typedef struct {
    bool exists;
    char *environment, *system_identifier, *database_oid,
        *database_name; /* who it says that it is */
    GPtrArray *rows;    /* of LedgerRow*, in the order of writing */
    GHashTable *by_key; /* key → LedgerRow*, borrowed */
    const char *target; /* the option that chooses its database, for advice; NULL: none has to */
} Ledger;

/* How the note of a row begins whose migration replaces others; which ones comes after it. */
#define REPLACES_NOTE "replaces "

/* Refuses a schema `migrate` that is not ours: another owner, other tables, triggers that are not
 * ours, a newer format; and says exactly what it is, with the statement that cures it. */
bool ledger_check(Pg *pg, const Guard *guard, GError **error);
/* The statements that make the role who acts the ledger's owner; NULL when it is already, or cannot
 * be asked. Caller frees. */
char *ledger_hand_over(Pg *pg, const Guard *guard);

/* Makes the ledger, or brings it to LEDGER_FORMAT, in a transaction of its own under a lock of its
 * own, so that any number of runs can do it at once. `environment` names the database for people,
 * `by_label` is Layout.keyed_by_label. Fine when it is there. When it was not, `guard` is what is
 * true now; `upgraded` is the format that it had before, 0: it had this one, or is new. */
bool ledger_bootstrap(Pg *pg, Guard *guard, const char *environment, bool by_label, guint *upgraded,
                      GError **error);

/* An empty one, and a row for it, which it owns from then on. */
Ledger *ledger_new(void);
void ledger_add(Ledger *ledger, LedgerRow *row);

/* Reads everything in one message; one that does not exist is empty. */
Ledger *ledger_read(Pg *pg, const Guard *guard, GError **error);
/* What the ledger says of its database alone, whoever asks: the environment that it is; NULL in
 * `name`: there is none, or this role may not read it. Caller frees. */
bool ledger_environment(Pg *pg, char **name, GError **error);
void ledger_free(Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

/* NULL if the ledger has no such row. */
const LedgerRow *ledger_find(const Ledger *ledger, const char *key);
/* The row that is neither applied nor resolved; NULL when there is none. */
const LedgerRow *ledger_open_row(const Ledger *ledger);
/* Whether the row counts as applied. */
bool ledger_is_applied(const LedgerRow *row);
/* The chain that the next row continues. */
Sum ledger_chain(const Ledger *ledger);
/* The first row whose chain does not follow from the one before it; NULL when all do. */
const LedgerRow *ledger_broken(const Ledger *ledger);
const char *ledger_state_name(LedgerState state);
/* What layout_label() called the migration of a row: a version without a name stands alone, unless
 * its key says otherwise. Caller frees. */
char *ledger_label(const char *key, const char *version, const char *name);

/* Adds a row to migrate.event; `key`, `sqlstate` and `text` may be NULL. */
bool ledger_event(Pg *pg, const char *run_id, const char *what, const char *key,
                  const char *sqlstate, const char *text, GError **error);
