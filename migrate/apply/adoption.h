/* Adoption: taking over what another tool's ledger says, and keeping that up to date. Inside apply/
 * only. */
#pragma once

#include "apply/run.h"

/* Reads the other ledger where the options ask for it, or where ours has nothing. With
 * options.from_ledger what is to be recorded is in `run->adopting`, and in `run->ledger` as if it
 * were already. */
bool adoption_read(Run *run, GError **error);
/* What stands in the way of applying without a word about the other ledger, or with it. */
void adoption_findings(const Run *run, Findings *findings);
/* The first tool whose ledger can be kept up to date. */
const ForeignLedger *adoption_kept_tool(void);

/* adoption_write.c: creates the ledger to be kept up to date unless it exists, and adds the rows
 * that ours has and it lacks. */
bool adoption_prepare(Run *run, GError **error);
/* Records what is in `run->adopting`, in a transaction of its own, and reads the ledger again. */
bool adoption_write(Run *run, GError **error);

/* The row of the other ledger for a migration that was just applied, or reverted, to be written in
 * the same transaction; without text where none is kept. */
PgStatement adoption_kept(const Run *run, Arena *arena, const Migration *migration, bool reverted);
