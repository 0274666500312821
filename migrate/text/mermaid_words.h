/* Words of Mermaid's language, for diagrams in Markdown. */
#pragma once

#include <glib.h>

/* A name within quotes. Mermaid has no escape for names: letters, digits, '_', '.', '-' and blanks
 * stay, the rest becomes '_'. */
void mermaid_append_name(GString *out, const char *name);
/* The same for a type or a column, which are words of its grammar: ASCII, a letter first. */
void mermaid_append_word(GString *out, const char *name);
