/* Failures: how a function says that it could not do its work.
 *
 * Functions that can fail return `bool` or a pointer and take `GError **` last. The domain of an
 * error names the folder that raised it (BASE_ERROR, TEXT_ERROR, …); its code is always a Failure,
 * which says who has to act. Only main.c turns a Failure into an exit status.
 *
 * A message is one sentence or more for the user: what, where, why, what to do next. It is plain
 * text without a final newline; foreign text inside it is escaped where it is printed, not here.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    FAIL_FINDINGS = 1,    /* the work was done and something was found */
    FAIL_USAGE = 2,       /* the command line, the configuration or an input file is wrong */
    FAIL_ENVIRONMENT = 3, /* no server, no repository, no disk space, no permission */
    FAIL_DECISION = 4,    /* a person must decide */
    FAIL_LOCKED = 75,     /* another run holds the lock; trying again is right */
} Failure;

/* The Failure of any error; GLib's own errors are about files and processes: FAIL_ENVIRONMENT. */
Failure error_failure(const GError *error);

/* A place in a file, for `file:line:column`. Lines and columns count from 1, columns in UTF-8
 * characters; 0 means unknown. `file` is borrowed and may be NULL. */
typedef struct {
    const char *file;
    guint line, column;
} Location;

GQuark base_error_quark(void);
#define BASE_ERROR base_error_quark()
