/* Directives of a schema: `-- migrate: renamed from old_name` above an object, and
 * `-- migrate: online` above a table or a materialized view.
 */
#pragma once

#include "diff/diff.h"
#include "source/source.h"
#include "text/tree.h"

/* The words that a directive in a schema begins with; NULL-terminated. What `mask` and `not` say is
 * read by source/personal.h. */
extern const char *const schema_directive_words[];

/* The new object, and what it was called. */
typedef struct {
    const Object *object;
    char *old_name; /* unquoted, the last part of what was written */
    char *within;   /* the part before it, unquoted: a schema's or a table's; NULL: none */
    char *file;
    guint line;
} RenameDirective;

void rename_directive_free(RenameDirective *directive);

/* All of them, outermost objects first. FAIL_USAGE, with the place, for one that is not above a
 * known object. Array of RenameDirective*; caller unrefs. */
GPtrArray *directives_read(const Source *schema, const Catalog *catalog, GError **error);

/* The tables and materialized views that are to be changed online, as a set of identities. NULL as
 * above; caller unrefs. */
GHashTable *directives_online(const Source *schema, const Catalog *catalog, GError **error);

/* The object of the catalog that a place in a statement creates, where names without a schema
 * belong to `path_first` (NULL: public); NULL: there is none. */
const Object *directive_object(const Catalog *catalog, const Named *named, const char *path_first);

/* A name as SQL writes it without its quotes. Caller frees. */
char *directive_unquote(const char *text);

/* The schema in the identity of an object that stands in one, unquoted. Caller frees. */
char *directive_schema_of(const Object *object);
/* The last part of an identity with dots, unquoted. Caller frees. */
char *directive_name_of(const Object *object);
