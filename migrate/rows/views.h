/* Views: the materialized ones, which hold rows of other tables. */
#pragma once

#include "mask/tables.h"

/* Refreshes those of `tables`, in their order, in the transaction that is open, or each in its own.
 */
bool views_refresh(Pg *pg, const Tables *tables, GError **error);
