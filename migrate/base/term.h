/* What people read: escaping, colour, and the standard streams.
 *
 * Every string that came from a database, a file or git passes through term_escape() on its way to
 * a terminal. Colours are written only through term_style(), so that escaped text can never carry
 * a colour or a cursor movement of its own.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorMode;
typedef enum {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_RED,
    STYLE_GREEN,
    STYLE_YELLOW,
    STYLE_BLUE,
    STYLE_CYAN
} Style;

/* Decides colour once, at start: AUTO asks isatty(3), NO_COLOR and TERM=dumb. */
void term_set_color(ColorMode mode);

/* Whether `stream` is a terminal that a person can answer at (stdin must be one, too). */
bool term_is_interactive(FILE *stream);

/* The escape sequence that starts `style` on `stream`, "" where colour is off; STYLE_PLAIN ends it.
 */
const char *term_style(FILE *stream, Style style);

/* `text` with C0, C1, DEL, bidirectional controls and invalid UTF-8 written as \xNN or \u{NNNN};
 * newline and tab stay when `multiline`. Caller frees. */
char *term_escape(const char *text, bool multiline);

/* printf to `stream`; write errors (a closed pipe, a full disk) are remembered. */
void term_print(FILE *stream, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Flushes stdout and stderr; false with an error when anything was not written. */
bool term_flush(GError **error);

/* A one-line message on stderr for -v; nothing otherwise. `format` is escaped as a whole. */
void term_set_verbose(bool verbose);
void term_verbose(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Asks `question` on the terminal and returns the answer's line without newline, NULL at end of
 * input. Only where term_is_interactive(). Caller frees. */
char *term_ask(const char *question);
