/* Attribute: the arguments of an attribute, asked for by name.
 *
 * Inside prisma/ alone. `word` is the attribute's row in words.c.
 */
#pragma once

#include "prisma/words.h"

/* The attribute of that name among `attrs`, or NULL. */
const PrismaAttr *attr_find(const PrismaAttr *attrs, const char *name);

/* Every attribute is known on a thing of the kind `on`, stands there once, and has only arguments
 * that it takes. Native types (names with a dot) are passed over; a field has them checked. */
bool attrs_check(Reading *reading, const PrismaAttr *attrs, guint on);

/* The value of an argument, NULL without one. */
const PrismaExpr *attr_value(const PrismaAttr *attr, guint on, const char *name);

/* A text; `*text` stays as it is without the argument. Fails when it is no text, or empty. */
bool attr_text(Reading *reading, const PrismaAttr *attr, guint on, const char *name,
               const char **text);

/* @map, @@map: the name in the database; `*name` stays as it is without one. */
bool attr_map(Reading *reading, const PrismaAttr *attrs, guint on, const char **name);

/* A list of arguments, or one that stands for a list of itself. NULL, and no error, without the
 * argument; the elements' values are names or calls. */
const PrismaArg *attr_list(Reading *reading, const PrismaAttr *attr, guint on, const char *name);
