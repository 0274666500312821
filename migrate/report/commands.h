/* Workflow commands of GitHub Actions: how to write one, and how to print foreign text that must
 * not act as one. */
#pragma once

#include <glib.h>

/* Appends `text` as a command's message or, stricter, as one of its properties. */
void commands_data(GString *out, const char *text);
void commands_property(GString *out, const char *text);

/* A word of 128 random bits. Caller frees. */
char *commands_token(void);

/* Appends `text`, ended by a newline, such that no line of it is obeyed: between a pair of lines
 * that switch commands off and on by `token` (NULL: commands_token()). */
void commands_quote(GString *out, const char *text, const char *token);

/* SQL for a log that obeys: as it is where no line could be a command, else with the same two lines
 * around it, each inside a comment. The SQL runs as before. Caller frees. */
char *commands_sql(const char *sql, const char *token);
