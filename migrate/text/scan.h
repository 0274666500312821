/* Statement scanner: where the statements of an SQL script begin and end.
 *
 * Agrees with psql's own lexer (psqlscan.l): strings ('…', E'…', U&'…', N'…', B'…', X'…' and their
 * continuation over a newline), quoted identifiers, dollar quotes, nested comments, parentheses,
 * BEGIN ATOMIC … END bodies, and multi-action rules in parentheses. Never recurses on input;
 * comments nested deeper than 1,000 are refused, because the server's lexer is quadratic on them.
 * standard_conforming_strings is always on.
 * One difference is meant: psql reads line by line and forgets that the continuation of an E'…' has
 * backslashes, too; the server and this scanner do not. Strings, names and comments that are never
 * closed are errors at the place where they open.
 *
 * The scanner borrows the text and copies nothing: a file of any size is scanned in constant
 * memory. Statements are slices of the text; every byte of the text belongs to exactly one
 * statement's slice or to the blank space and comments between them. A statement without tokens
 * (`;;`) is passed over.
 *
 * psql meta-commands are refused with their place and what to write instead. Between statements,
 * those lines are passed over that change nothing here: \restrict and \unrestrict, which each dump
 * has, \connect to one and the same database, \set ON_ERROR_STOP, \echo.
 */
#pragma once

#include "text/fault.h"
#include <glib.h>

typedef struct {
    const char *text;   /* first token … last token, without the semicolon; not NUL-terminated */
    gsize length;       /* bytes */
    gsize offset;       /* of `text` in the script, bytes */
    gsize lead_offset;  /* where the blank space and comments before it begin, bytes */
    guint line, column; /* of the first token; from 1, columns in UTF-8 characters */
    /* Of COPY … FROM STDIN (text/copy.h): the lines behind the semicolon, each with its newline;
     * NULL: another statement. */
    const char *rows;
    gsize rows_length;
    gsize end; /* of all of it in the script, bytes: of `text`, or behind the line that ends rows */
} Statement;

typedef struct {
    const char *file; /* for messages; borrowed */
    const char *text;
    gsize length;
    gsize offset;         /* next byte to look at */
    guint line, column;   /* of `offset` */
    const char *database; /* what a command of psql connected to; NULL: none did */
    gsize database_length;
    GArray *includes; /* of ScanInclude: where those of psql are noted; NULL: they are refused */
} Scanner;

/* A line between statements that is \i or \ir of psql's. */
typedef struct {
    gsize start, end; /* of the line in the script, bytes; the newline is not in it */
    guint line, column;
    bool relative; /* to the file that it stands in */
    char *path;    /* as it is written, without quotes */
} ScanInclude;

/* Checks the bytes once: one UTF-8 byte order mark is skipped; UTF-16/32, NUL and invalid UTF-8 are
 * FAIL_USAGE with their place. `file` and `text` must outlive the scanner.
 *
 * Hidden: libpg_query exports a function of this name, which an exported one of ours would replace.
 */
G_GNUC_INTERNAL bool scanner_init(Scanner *scanner, const char *file, const char *text,
                                  gsize length, GError **error);

typedef enum { SCAN_STATEMENT, SCAN_END, SCAN_ERROR } ScanResult;

/* The next statement. */
ScanResult scanner_next(Scanner *scanner, Statement *statement, GError **error);

/* The includes of a script, in their order; none of one that cannot be read. Array of ScanInclude;
 * caller unrefs. */
GArray *scan_includes(const char *file, const char *text, gsize length);

/* The place of the `character`th character (from 1, as PG_DIAG_STATEMENT_POSITION counts) of
 * `statement`. */
Location scanner_locate(const Scanner *scanner, const Statement *statement, guint character);

/* The place of what the server objects to in `statement`: its character `position` (0: the server
 * does not say), or the row that `context` counts, "COPY t, line 2, column n" (may be NULL). */
Location scanner_locate_fault(const Scanner *scanner, const Statement *statement, guint position,
                              const char *context);

/* The first `max` words (bare keywords and identifiers, lower-cased; comments skipped) at the head
 * of `statement`, joined by single blanks: "create index concurrently". For classifying statements
 * without a parser. Caller frees. */
char *statement_head(const Statement *statement, guint max);
