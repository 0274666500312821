/* Descriptors inside base/: closed when their variable goes out of scope. Not for other rooms. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A descriptor that is closed at the end of its scope unless it is negative. */
#define AUTO_FD __attribute__((cleanup(fd_close_quietly))) int
void fd_close_quietly(int *fd);

/* Sets FAIL_ENVIRONMENT "cannot DOING PATH: <errno's text>"; always false. */
bool fd_fail(GError **error, const char *doing, const char *path);
