/* Names: what Prisma calls constraints and indexes that have no name of their own.
 *
 * Inside prisma/, and for types/, which writes the language. PostgreSQL's names have 63 bytes. Of a
 * name that is longer, the part before the suffix is cut, never within a character.
 */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

/* "table_column_column" and the suffix; `columns` may be empty. */
const char *name_of_key(Arena *arena, const char *table, const char *const *columns, guint count,
                        const char *suffix);

/* The table of a many-to-many relation: "_Name", at most 63 characters. */
const char *name_of_join(Arena *arena, const char *relation);

/* Whether the language takes it for the name of a model, field or value: it begins with a letter
 * and has no '-'. */
bool is_identifier(const char *name);

/* SQL for a name and for a text. */
void append_name(GString *out, const char *name);
void append_text(GString *out, const char *text);
