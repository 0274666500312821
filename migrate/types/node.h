/* Node: what a template is filled from. A node has texts and lists of nodes by name; a name that it
 * lacks is looked for in the node around it.
 *
 * Nodes live in the arena that they were made in, names and texts have to live as long.
 */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

typedef struct TypeNode TypeNode;

/* A node inside of `around`, which may be NULL. */
TypeNode *node_new(Arena *arena, const TypeNode *around);
/* Sets a text; NULL: it has none of the name, and the nodes around it do not count either. */
void node_set(TypeNode *node, const char *name, const char *text);
/* Sets "yes", or nothing. */
void node_flag(TypeNode *node, const char *name, bool holds);
/* Adds an item to the list `name`, which is there from then on. */
TypeNode *node_add(TypeNode *node, const char *name);
/* Makes the list `name` be there, if empty. */
void node_list(TypeNode *node, const char *name);

/* The nearest text, NULL when there is none. */
const char *node_text(const TypeNode *node, const char *name);
/* The nearest list. */
const TypeNode *const *node_items(const TypeNode *node, const char *name, guint *count);
