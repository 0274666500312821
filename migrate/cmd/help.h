/* What the program says about itself, all of it made from the rows of verbs, options and
 * configuration keys. */
#pragma once

#include "cmd/cmd.h"

/* The list of verbs, global options and topics. */
void help_overview(FILE *stream);
/* All about one verb. */
void help_verb(FILE *stream, const Verb *verb);

/* Paragraphs, an empty line above each, broken between words; those that begin with two blanks stay
 * as they are. */
void help_paragraphs(FILE *stream, const char *text);
/* A term in the left column and what it means in the right one. */
void help_row(FILE *stream, const char *term, const char *text);

/* A page for man(1), and a script for bash. Caller frees. */
char *help_man(void);
char *help_bash_completion(void);

/* What texts share: "-C, --directory DIR", "--allow-data-loss[=OBJECT]". Caller frees. */
char *help_option_syntax(const Option *option);
/* "colour the output: auto, always or never (overrides ...)". Caller frees. */
char *help_option_text(const Option *option);
/* The heading of a group of verbs. */
const char *help_group(VerbGroup group);
/* The exit statuses that every verb has; ends with {0}. */
extern const VerbExit help_exits[];
