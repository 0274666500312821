/* A JSON Schema validator for the words that this project's schemas use: type, const, enum,
 * required, properties, additionalProperties (false), items, minItems, minLength, minimum, pattern,
 * oneOf, $ref into the same file or one beside it. An unknown word is a complaint, so that a schema cannot ask for
 * what nobody checks. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* Whether `value` is what `schema` asks for; each violation becomes a line of `complaints`. */
bool schema_check(const json_t *schema, const json_t *value, GString *complaints);
/* The same for the schema in a file, which may refer to others in its folder. */
bool schema_check_file(const char *path, const json_t *value, GString *complaints);
