/* A JSON Schema validator for the words that this project's schemas use: type, const, enum,
 * required, properties, additionalProperties (false), items, minItems, minLength, minimum, pattern,
 * oneOf, $ref into the same file. An unknown word is a complaint, so that a schema cannot ask for
 * what nobody checks. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* Whether `value` is what `schema` asks for; each violation becomes a line of `complaints`. */
bool schema_check(const json_t *schema, const json_t *value, GString *complaints);
