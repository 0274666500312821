/* Help texts, generated from the rows of verbs, options and configuration keys. */
#pragma once

#include "cmd/cmd.h"

/* The list of verbs, global options and topics. */
void help_overview(FILE *stream);
/* The page of one verb. */
void help_verb(FILE *stream, const Verb *verb);

/* Paragraphs, an empty line above each, broken between words; lines that begin with two blanks stay
 * as they are. */
void help_paragraphs(FILE *stream, const char *text);
/* A paragraph in blocks: a line that begins with two blanks, or the lines up to the next such one.
 * NULL-terminated; caller frees with g_strfreev(). */
char **help_blocks(const char *paragraph);
/* A term in the left column and what it means in the right one. */
void help_row(FILE *stream, const char *term, const char *text);

/* The page of the program for man(1), and that of a topic for man(7). Caller frees. */
char *help_man(void);
char *help_man_topic(const char *name, const char *summary, const char *body);

/* What texts share: "-C, --directory DIR", "--color auto|always|never",
 * "--allow-data-loss[=OBJECT]". Caller frees. */
char *help_option_syntax(const Option *option);
/* "this is a rename (may be repeated)". Caller frees. */
char *help_option_text(const Option *option);
/* The exit statuses that every verb has; ends with {0}. */
extern const VerbExit help_exits[];
