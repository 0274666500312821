/* Line ends within SQL that is written to files.
 *
 * A script has LF wherever its file has CRLF, so that it means the same from every checkout. A
 * string that holds CRLF, as the body of a function that was made on Windows, has to say so with
 * escapes.
 */
#pragma once

#include <glib.h>

/* The same statements without CRLF in their strings: 'a…' with one becomes E'a\r…', so do dollar
 * quotes. Caller frees. */
char *crlf_escape(const char *sql);
