/* Edits: what became of a migration's text since it was applied, or since it was merged.
 *
 * Two texts have the same statements when their tokens are the same: comments, blanks, line ends,
 * the case of what is not quoted and empty statements do not count; literals do, to the byte. It is
 * the tokens that are compared and not the server's parse trees, because a ledger keeps no text but
 * a sum, which every version of this program and of its parser has to read alike, also for
 * statements that the parser does not know.
 */
#pragma once

#include "text/sum.h"

typedef enum {
    EDIT_NONE,
    EDIT_LINE_ENDS, /* CRLF in place of LF, or the other way round */
    EDIT_HARMLESS,  /* the same statements in another form */
    EDIT_STATEMENTS
} Edit;

/* Over the tokens of `text`. */
Sum sum_sql(const char *text, gsize length);

/* The sums of a text; `sql` NULL: that one is not known. */
typedef struct {
    const Sum *raw, *lf, *sql;
} TextSums;

/* What `text` (`now`: its sums) is to one of which only the sums are known. */
Edit edit_judge(GBytes *text, const TextSums *now, const TextSums *then);
/* The same where both texts are there. */
Edit edit_between(GBytes *text, GBytes *before);
