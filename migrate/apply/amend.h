/* What changes the ledger without applying: baseline, resolve, down. Told like apply. */
#pragma once

#include "apply/options.h"

/* Records all migrations up to `version` as applied without running them, or with
 * options.from_ledger those that another tool's ledger has. FAIL_USAGE when the ledger has rows
 * already and a version is given. */
bool baseline_run(const ApplyOptions *options, const History *history, const char *version,
                  const ApplyEvents *events, ApplyResult *result, GError **error);

/* A person's word on a migration. */
typedef enum {
    RESOLVE_APPLIED,     /* half done, or the next one that the ledger lacks: all of it happened */
    RESOLVE_NOT_APPLIED, /* half done: none of it did, or it was undone by hand */
    RESOLVE_EDIT, /* edited after it had been applied: the database has what it says now; another
                     edit is another question */
} Resolution;

bool resolve_run(const ApplyOptions *options, const History *history, const char *version,
                 Resolution outcome, const char *reason, const ApplyEvents *events,
                 ApplyResult *result, GError **error);

/* Reverts the applied migrations after `to` ("" : all; NULL: the last one) with their down files,
 * newest first, each in a transaction with the removal of its row; one that says `-- migrate:
 * no-transaction` statement by statement, so that the next run goes on where this one died. */
bool down_run(const ApplyOptions *options, const History *history, const char *to,
              const ApplyEvents *events, ApplyResult *result, GError **error);
