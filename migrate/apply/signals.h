/* Signals while something is applied: a handler only counts and wakes a poll(2).
 *
 * SIGINT, SIGTERM and SIGHUP ask for an orderly end; the third one ends the process at once.
 * Process-wide. The handlers are installed on the main thread; other threads that apply at the same
 * time only ask, and may nest.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Installs the handlers; nests. SIGPIPE is ignored until they are removed. */
void signals_catch(void);
/* Gives back what was there before. */
void signals_release(void);

/* Whether the first signal lets the statements under way go on to their end, also those in a
 * transaction; no other migration begins. */
void signals_spare(bool spare);
bool signals_are_spared(void);

/* How many have come since signals_catch(), and which was the last (0: none). */
guint signals_count(void);
int signals_last(void);

/* Waits until `fd` (-1: none) is readable, another signal than the `seen` ones has come, or the
 * time is over. */
typedef enum { WAIT_TIME, WAIT_READY, WAIT_SIGNAL } WaitResult;
WaitResult signals_wait(int fd, guint seen, guint milliseconds);
