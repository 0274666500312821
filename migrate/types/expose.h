/* What the two halves of laying out a model share. Inside expose*.c alone. */
#pragma once

#include "types/generate.h"

/* The same items, to be put in another order. Caller unrefs. */
GPtrArray *expose_copy(const GPtrArray *items);
/* Sets what a node says of a type; `path` is the column's, or NULL. */
void expose_type(Generating *generating, TypeNode *node, const ModelType *type, const char *path);
/* Adds functions[] of a schema; those of one name are one item. */
void expose_functions(Generating *generating, TypeNode *node, const char *schema);
