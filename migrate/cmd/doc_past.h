/* The history of each object, as its documentation tells it. */
#pragma once

#include "cmd/past_view.h"

/* What migrations did to what is there in the end, of DocDeed* (doc/page.h), in `arena`, borrowing
 * from the view. `commits`: with what git says of each migration. Caller unrefs. */
GPtrArray *doc_past_deeds(const PastView *view, bool commits, Arena *arena);
