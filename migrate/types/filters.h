/* Filters that several targets have. Each escapes what it gets: names and comments are whatever
 * somebody called something. */
#pragma once

#include "types/fill.h"

/* "…" of JSON, which TypeScript, Python, and Go read as well. */
void filter_string(const char *text, const char *argument, GString *out);
/* A property of TypeScript: bare if it is an identifier, else a string. */
void filter_property(const char *text, const char *argument, GString *out);
/* A comment of TypeScript, indented by `argument`, which is blanks; with its line end. */
void filter_doc(const char *text, const char *argument, GString *out);
/* Each line behind `argument`, with its line end. */
void filter_lines(const char *text, const char *argument, GString *out);
