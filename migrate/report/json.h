/* JSON from foreign text: always valid UTF-8, and pure ASCII on paper. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* A string with U+FFFD in place of bytes that are not UTF-8; NULL becomes null. */
json_t *json_text(const char *text);

/* Sets `key` where there is a text. */
void json_set_text(json_t *object, const char *key, const char *text);

/* Appends `value`, indented, with a final newline, and takes it. All controls and everything beyond
 * ASCII are written as \uXXXX. */
void json_append(GString *out, json_t *value);
