/* A point in time as users write it: 2024-05-06, which means the end of that day, or 2024-05-06
 * 12:30, with seconds and a zone (Z, +02:00) where that matters; otherwise it is local time. A T
 * may stand in place of the blank. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Unix seconds. False where `text` is written in no such way, or there is no such time. */
bool moment_parse(const char *text, gint64 *when);
