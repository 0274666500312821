/* Order: tables so that what is referred to comes before what refers to it. */
#pragma once

#include "mask/tables.h"

/* `tables` (of Table*) in such an order, which is theirs wherever that is one. Of a circle the
 * first comes first. Caller unrefs. */
GPtrArray *tables_in_order(const GPtrArray *tables);
