/* Limits of a run, where what it works on is somebody else's: how long it may take, all of it, and
 * how much it may read into memory.
 *
 * Both belong to the process. Time is counted from limits_start() by a thread of its own, so that
 * nothing that a file can make slow, in this program or in a library, gets past it. What is read is
 * counted before it is read; a parser takes a few times as much, hence the bounds.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The run begins now. */
void limits_start(void);

/* The run may take `milliseconds` in all; a second call moves the end. When they are over, what
 * limits_on_end() says is called in another thread, and the process ends with FAIL_ENVIRONMENT. */
void limits_time(guint milliseconds);
/* `tell` gets the sentence that says so. Until then it is printed as an error is. */
void limits_on_end(void (*tell)(const char *why, void *data), void *data);
/* What is left to do is to print: the run is not ended any more. */
void limits_finish(void);

/* No more than `file` bytes are read of a file, and no more than `total` in all. */
void limits_reading(gsize file, gsize total);
/* Counts `bytes` of the file `path` that are to be read. FAIL_USAGE when that is too much. */
bool limits_read(gsize bytes, const char *path, GError **error);
