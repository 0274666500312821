/* What the two halves of laying out a model share. Inside expose*.c alone. */
#pragma once

#include "types/generate.h"

/* The same items, to be put in another order. Caller unrefs. */
GPtrArray *expose_copy(const GPtrArray *items);
/* Columns in the order in which they are listed. Caller unrefs. */
GPtrArray *expose_columns(Generating *generating, const GPtrArray *columns);
/* The columns as identifiers: name → identifier, told apart in the order of `columns`, and where
 * they hide it from `around`, the symbol of what has them. Caller unrefs. */
GHashTable *expose_fields(Generating *generating, const GPtrArray *columns, const char *around);
/* NULL when there is none, or it is left out. */
const ModelRelation *expose_find(const Generating *generating, const char *schema,
                                 const char *name);
/* How many links lead from one table to another. */
guint expose_links(const ModelRelation *one, const ModelRelation *two);
/* Sets what a node says of a type; `path` is the column's, or NULL. */
void expose_type(Generating *generating, TypeNode *node, const ModelType *type, const char *path);
/* Adds functions[] of a schema; those of one name are one item. */
void expose_functions(Generating *generating, TypeNode *node, const char *schema);
