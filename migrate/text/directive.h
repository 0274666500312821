/* Directives: what a user says to the tool in an SQL comment, `-- migrate: WORD [ARGUMENTS]`.
 *
 * In a migration they stand at the top, before the first statement (`no-transaction`, …). In a
 * schema they stand above the thing they speak of (`renamed from old_name`). An unknown word is
 * FAIL_USAGE with its place and the nearest known one.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

typedef struct {
    char *word;      /* "no-transaction", "renamed" */
    char *arguments; /* the rest of the line, trimmed; "" when there is none */
    gsize offset;    /* of the comment in the text, bytes */
    guint line, column;
} Directive;

/* Every directive of the script `text`, in order; comments inside strings and bodies do not count,
 * comments inside a statement (above a column) do. `known` is NULL-terminated. Array of Directive*,
 * owned by the caller. */
GPtrArray *directives_find(const char *file, const char *text, gsize length,
                           const char *const *known, GError **error);
