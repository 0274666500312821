/* Limits of an untrusted run: how long it may take in total, and how much it may read into memory.
 *
 * Both belong to the process. A separate thread counts the time from limits_start(), so nothing
 * slow in this program or in a library escapes it. Bytes are counted before they are read; a parser
 * needs a few times as much memory, hence the bounds.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The run begins now. */
void limits_start(void);

/* The run may take `milliseconds` in all; a second call moves the end. When they are over, what
 * limits_on_end() says is called in another thread, and the process ends with FAIL_ENVIRONMENT. */
void limits_time(guint milliseconds);
/* `tell` gets the message. Without this, the message is printed like an error. */
void limits_on_end(void (*tell)(const char *why, void *data), void *data);
/* Only printing is left to do: from now on the run is not ended. */
void limits_finish(void);

/* No more than `file` bytes are read of a file, and no more than `total` in all. */
void limits_reading(gsize file, gsize total);
/* Counts `bytes` of the file `path`, before they are read. FAIL_USAGE when that is too much. */
bool limits_read(gsize bytes, const char *path, GError **error);
