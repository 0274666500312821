/* JSON from foreign text: always valid UTF-8, and pure ASCII on paper. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* Sets `key` where there is a text. */
void json_set_text(json_t *object, const char *key, const char *text);

/* Appends `value`, indented, with a final newline, and takes it. All controls and everything beyond
 * ASCII are written as \uXXXX. */
void json_append(GString *out, json_t *value);
