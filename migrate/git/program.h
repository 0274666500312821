/* One run of the `git` program and its output.
 *
 * Arguments are a vector, never a shell's line; callers put foreign words behind --end-of-options
 * or --. Of the environment's GIT_* only the choice of configuration is kept. Hooks, external
 * diffs, file-system monitors, replacements, lazy fetching and every transport are off; filters are
 * not (fallback.c names them one by one).
 */
#pragma once

#include "git/repo.h"

typedef struct {
    const char *const *variables; /* for git: alternating names and values, then NULL; or NULL */
    gsize limit;                  /* of the output, bytes; 0: GIT_MAX_LISTING */
    int status;                   /* exit status */
    GString *out;                 /* standard output, any bytes */
    GString *note;                /* standard error, its beginning */
} Answer;

void answer_clear(Answer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

/* Absolute path of the program; NULL when there is none. Caller frees. */
char *program_path(void);

/* Runs `git -C where <arguments>` in the repository whose `.git` is right there (an absolute path);
 * git looks no further up, and takes no bare repository instead. False only when it could not be
 * run or said more than the limit. `extra` are further settings, alternating keys and values; it
 * and `input` may be NULL. */
bool program_ask_with(const char *where, const char *const *arguments, GPtrArray *extra,
                      const GString *input, Answer *answer, GError **error);
/* The same with the arguments in the call, ended by NULL. */
bool program_ask(const char *where, Answer *answer, GError **error, ...) G_GNUC_NULL_TERMINATED;

/* The one line that git printed; NULL when it failed or printed nothing. Only the last newline
 * goes: paths may hold others. */
char *answer_line(const Answer *answer);

/* Raises what git complained of. */
void answer_refuse(const char *top, const Answer *answer, GError **error);
