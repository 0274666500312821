/* Extensions that a change may create.
 *
 * In an untrusted run those are: what the base branch's migrate.ini lists, what the base branch's
 * history creates already, and what PostgreSQL itself lets everybody create. Any other extension
 * would run its author's code as a superuser at a stranger's request.
 */
#pragma once

#include "config/config.h"
#include "source/source.h"

/* Where the CREATE EXTENSION of `name` stands. */
typedef struct {
    char *name;
    const char *file; /* the source's */
    guint line, column;
} Extension;

/* What statements of `source` create, in their order; those in DO blocks are not seen. Array of
 * Extension*; caller unrefs. */
GPtrArray *extensions_of(const Source *source);

/* What the base branch allows by name: its list and its history's. `base`: a revision, or NULL for
 * the pipeline's (git/base.h); `label` gets its name for people, NULL when there is none (and then
 * the list is empty). Caller frees both. */
GStrv extensions_of_base(const Config *config, const char *base, const SourceNames *names,
                         char **label);
