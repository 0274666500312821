/* JSON from foreign text: always valid UTF-8, and pure ASCII on paper. */
#pragma once

#include "report/report.h"
#include <jansson.h>

/* A string with U+FFFD in place of bytes that are not UTF-8; NULL becomes null. */
json_t *json_text(const char *text);
/* Sets `key` where there is a text. */
void json_set_text(json_t *object, const char *key, const char *text);

/* Sets the members that every answer for programs has: format, verb, status, reason, findings. */
void json_set_answer(json_t *object, const Report *report);
/* The statements that were measured; null: nothing was. Owned by the caller. */
json_t *json_statements(const Report *report);
/* An array of the texts of a GPtrArray of char*; null for NULL. */
json_t *json_texts(const GPtrArray *texts);

/* Appends `value`, indented, with a final newline, and takes it. All controls and everything beyond
 * ASCII are written as \uXXXX. */
void json_append(GString *out, json_t *value);
