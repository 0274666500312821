/* Output: writing to a path that a user names, whatever it is.
 *
 * A path may be, or lead through links to, a file, a pipe, a terminal, a socket or a device, or to
 * one of the process's own streams (/dev/stdout). Only a regular file is ever replaced, at the end
 * of the links, and atomically; anything else is written to and stays what it is. A link is never
 * replaced by a file.
 *
 * Where the work tree is not trusted, the change may have put a link where the output goes: then no
 * link in it is followed, and none at the end of a path but those that lead to the streams.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { OUTPUT_REPLACE, OUTPUT_APPEND } OutputMode;

/* Writes `text`. OUTPUT_APPEND: after what a regular file has already. `untrusted`: the top of an
 * untrusted work tree, or NULL. FAIL_USAGE for a folder, and for a link that is not followed;
 * FAIL_ENVIRONMENT when it cannot be written. */
bool output_write(const char *path, const char *text, gsize length, OutputMode mode,
                  const char *untrusted, GError **error);
