/* What can be wrong with the order of a history. The codes are rules of lint/: duplicate-version,
 * ambiguous-order, wrong-replaces. Inside history/ only. */
#pragma once

#include "base/finding.h"
#include "history/migrations.h"

/* `by_name`: versions do not decide, so that two may have one. */
void order_check(const History *history, bool by_name, Findings *findings);
/* Needs the directives of the migrations. */
void order_check_replaced(const History *history, Findings *findings);
