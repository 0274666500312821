/* Topics: pages of help about something that is no command.
 *
 * A page is a file, cmd/topics/<name>.txt; the registry is generated from the folder, and 'migrate
 * help' lists what is there. Its first line is the summary. Below it, behind an empty line, comes
 * plain text as it is printed, of lines no longer than 80; a line that begins with "## " is a
 * heading. A line that begins with "    $ " is a command that a test executes. A page that has a
 * summary alone is made by the program (topic.c names its function).
 */
#pragma once

#include <stdio.h>

typedef struct {
    const char *name, *text;
} Topic;

/* In the order of their names; ends with {0}. Generated. */
extern const Topic topics[];

/* NULL: there is none of the name. */
const Topic *topic_find(const char *name);
/* The page's first line. Caller frees. */
char *topic_summary(const Topic *topic);
void topic_print(FILE *stream, const Topic *topic);
