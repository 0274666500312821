/* Preflight: what is wrong with applying this history to that ledger, all of it at once, before
 * anything runs.
 *
 * Pure: values in, values out.
 */
#pragma once

#include "apply/ledger.h"
#include "history/statement.h"

typedef struct {
    const char *code; /* stable: "edited", "missing", … */
    Failure failure;  /* FAIL_FINDINGS: only a warning */
    char *message;
    char *fix;        /* or NULL */
    const char *file; /* borrowed from the history; NULL: it is about the database */
    guint line;
} Problem;

typedef GPtrArray Problems; /* of Problem*, owned */
Problems *problems_new(void);
Problem *problems_add(Problems *problems, const char *code, Failure failure, const char *format,
                      ...) G_GNUC_PRINTF(4, 5);
/* The failure that counts most; 0 when there are only warnings. */
Failure problems_worst(const Problems *problems);

/* The migrations to apply, in order: the open one first, then what the ledger does not have, up to
 * `to`. Borrowed from the history. Adds a problem for every applied migration that was edited or is
 * missing, every pending one that is older than an applied one (unless `out_of_order`), a ledger
 * whose chain is broken, and a half-done migration that a person has to decide on. Caller unrefs.
 */
GPtrArray *preflight_pending(const History *history, const Ledger *ledger, const char *to,
                             bool out_of_order, Problems *problems);

/* Adds a problem for every statement of a migration that may not be in it, and for one that needs
 * `-- migrate: no-transaction`. `visit` (may be NULL) sees each of migration_statements() on the
 * way, so that nobody has to find and classify them again. */
typedef void (*StatementVisit)(const Statement *statement, const StatementClass *found, void *data);
void preflight_statements(const Migration *migration, Problems *problems, StatementVisit visit,
                          void *data);

/* The statements of a migration that are executed: all, but for the plain BEGIN … COMMIT pairs of a
 * transactional one (history/pair.h). NULL as below. */
GArray *migration_statements(const Migration *migration, GError **error);

/* All statements of `text`, slices of it; NULL with an error when it cannot be scanned. Array of
 * Statement. Caller unrefs. */
GArray *statements_of(const char *path, GBytes *text, GError **error);
