/* Text in lines that fit a terminal. */
#pragma once

#include <glib.h>
#include <stdio.h>

/* How many columns a text may take on `stream`: those of the terminal, 80 where there is no
 * terminal, and at most 100, because longer lines are hard to read. */
guint wrap_width(FILE *stream);
/* Appends `text` broken between words to lines of `width` columns, each but the first after
 * `indent` blanks; the first one begins at `column`. Colours take no columns. */
void wrap_text(GString *out, const char *text, guint indent, guint column, guint width);
