/* Spawn: another program, run to its end with its input and output in memory.
 *
 * Arguments are a vector, never a shell's line. The program gets its input from a file without a
 * name, so that neither side waits for the other; it is killed when it prints more than the limit
 * or does not end in time.
 */
#pragma once

#include "base/error.h"

typedef struct {
    char *const *environment; /* NULL: this process's */
    const char *folder;       /* where it runs; NULL: here */
    const GString *input;     /* NULL: nothing */
    gsize limit;              /* of its output, bytes */
    guint seconds;            /* 0: any time */
    bool shares_errors;       /* its standard error is this process's */
    GPid child;               /* while it runs; 0: it does not */
    int status;               /* exit status; 128 and the signal's number when it was killed */
    GString *out;             /* standard output, any bytes */
    GString *note;            /* standard error, its beginning; "" where that is shared */
} Spawn;

/* Runs `argv`, whose first word is a path, NULL-terminated. FAIL_ENVIRONMENT when it cannot be run,
 * printed more than the limit or did not end in time. The spawn is to be cleared, whatever the
 * result. */
bool spawn_run(const char *const *argv, Spawn *spawn, GError **error);
/* Sends a signal to the program, as long as it runs; from any thread. */
void spawn_signal(const Spawn *spawn, int number);
void spawn_clear(Spawn *spawn);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Spawn, spawn_clear)

/* The absolute path of a program; NULL when PATH has none: a relative entry in PATH would run
 * whatever the checked-out tree calls so. Caller frees. */
char *spawn_find(const char *program);
