/* Terminal output: escaping, colour, and the standard streams. No other file writes to them.
 *
 * Every string that came from a database, a file or git passes through term_escape() on its way to
 * a terminal, so that it cannot break its line or change colours. Colours are written only through
 * term_style(). As a second line of defence, term_print() lets no control character but this room's
 * own reach a stream, and no text act as a command where a stream is not a terminal, such as in the
 * log of a CI system (see term_disarm()).
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

/* Goes back to the beginning of the line and clears it. */
#define TERM_CLEAR_LINE "\r\033[K"

/* Decides colour once, at start: AUTO asks isatty(3), NO_COLOR and TERM=dumb. */
void term_set_color(ColorMode mode);

/* Whether `stream` is a terminal that a person can answer at (stdin must be one, too). */
bool term_is_interactive(FILE *stream);

/* How many columns the terminal behind `stream` has, else what COLUMNS in the environment says; 0:
 * nothing says it. */
guint term_columns(FILE *stream);

/* The escape sequence that starts `style` on `stream`, "" where colour is off; STYLE_PLAIN ends it.
 */
const char *term_style(FILE *stream, Style style);

/* `text` with C0, C1, DEL, bidirectional controls and invalid UTF-8 written as \xNN or \u{NNNN};
 * newline and tab stay when `multiline`. Caller frees. */
char *term_escape(const char *text, bool multiline);

/* `text` with every command that a CI system would obey in a log made harmless: "::" at the
 * beginning of a line and "##[", "##vso[" and similar words anywhere (GitHub, Azure Pipelines,
 * TeamCity) have their first character written as \xNN. `*fresh`: whether `text` begins a line, and
 * then whether what follows does; blanks and colours do not count. Controls but newline, tab and
 * this room's own are escaped as by term_escape(). Caller frees. */
char *term_disarm(const char *text, bool *fresh);

/* printf to `stream`, for people; write errors (a closed pipe, a full disk) are remembered. */
void term_print(FILE *stream, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* From now on standard output belongs to a program: what term_print() would write there goes to
 * standard error. */
void term_reserve_output(void);
/* Where term_print() writes what is meant for `stream`. */
FILE *term_stream(FILE *stream);
/* Text that a program reads, as it is: SQL, a report in a format that does its own escaping. */
void term_data(FILE *stream, const char *text);
/* The same for what is no text, such as a picture. */
void term_bytes(FILE *stream, const void *bytes, gsize length);
/* "1 table", "2 tables": a number of things whose word takes an s. Caller frees. */
char *term_count(gint64 count, const char *thing);
/* JSON and a newline. "##" is written as "#\u0023", which means the same and cannot act as a
 * command. */
void term_json(FILE *stream, const char *text);

/* Flushes stdout and stderr; false with an error when anything was not written. */
bool term_flush(GError **error);

/* A one-line message on stderr for -v; nothing otherwise. `format` is escaped as a whole. */
void term_set_verbose(bool verbose);
void term_verbose(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Asks `question` on the terminal and returns the answer's line without newline, NULL at end of
 * input. Only where term_is_interactive(). Caller frees. */
char *term_ask(const char *question);
