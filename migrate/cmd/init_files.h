/* The files of a new project: what is there is kept, and each is told, to people and to a program
 * that asked (`answer`, see answer.h). Nothing is overwritten.
 */
#pragma once

#include "cmd/answer.h"

/* Whether anything is there, be it a link to nothing. */
bool init_exists(const char *path);

/* What became of a file. */
typedef enum { INIT_CREATED, INIT_EXTENDED, INIT_KEPT } InitOutcome;

/* `why` follows the path, for people: " (exists already)", or "". */
void init_tell(Answer *answer, InitOutcome outcome, const char *path, const char *why);
/* Something that the repository has. `what`: a word for programs; `title`: what goes before it for
 * people; `detail`: where it stands, or NULL. Nothing for a value that is NULL. */
void init_tell_found(Answer *answer, const char *what, const char *title, const char *value,
                     const char *detail);

/* False with an error only when it cannot be written. */
bool init_make_file(Answer *answer, const char *path, const char *text, GError **error);
/* A folder that git keeps although it is empty, or has one file to begin with. */
bool init_make_folder(Answer *answer, const char *path, const char *file, const char *text,
                      GError **error);
/* The lines of .gitignore that every project needs. */
bool init_extend_ignore(Answer *answer, GError **error);
