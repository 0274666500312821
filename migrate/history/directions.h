/* Directions: what a migration's two scripts say of themselves in their directives. */
#pragma once

#include "base/finding.h"
#include "history/migrations.h"

/* Fills in what directives and statements say of `migration`, whose texts are there. What cannot be
 * read, or stands where it has no effect, is added to `findings` as "unreadable". */
void directions_read(Migration *migration, Findings *findings);
