/* Filters that several targets have. Each escapes what it gets: names and comments are whatever
 * somebody called something. */
#pragma once

#include "types/fill.h"

/* How many bytes the character there has if it is one that is not to stand in code as it is: it
 * ends a line, or orders what is shown in another way than what is run. 0: it may. `*one` is it. */
gsize filter_unseen(const char *text, gunichar *one);
/* "…" of JSON, which TypeScript, Python, and Go read as well. */
void filter_string(const char *text, const char *argument, GString *out);
/* A property of TypeScript: bare if it is an identifier, else a string. */
void filter_property(const char *text, const char *argument, GString *out);
/* A comment of TypeScript, indented by `argument`, which is blanks; with its line end. */
void filter_doc(const char *text, const char *argument, GString *out);
/* Each line behind `argument`, with its line end. */
void filter_lines(const char *text, const char *argument, GString *out);
