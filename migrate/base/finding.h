/* Finding: one thing that a command found, for a person to read and for a machine to act on. */
#pragma once

#include "base/error.h"
#include <glib.h>

/* In rising order. */
typedef enum { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef struct {
    const char *code; /* stable, e.g. "out-of-sync"; static */
    Severity severity;
    char *message;  /* one sentence: what is wrong */
    char *why;      /* detail, or NULL */
    char *fix;      /* what to do: a command or a sentence, or NULL */
    char *sql;      /* SQL that belongs to it, or NULL */
    char *diff;     /* what `file` should be, as the hunks of a unified diff, or NULL */
    char *object;   /* "table public.users", or NULL */
    char **objects; /* the same of all that it is about, where those are many; or NULL */
    char *sqlstate; /* or NULL */
    char *file;     /* repository- or folder-relative path, or NULL */
    /* First and last character, both included; columns count UTF-8 characters. From 1; 0 unknown.
     */
    guint line, column, end_line, end_column;
    /* What the command ends with because of it; 0: it is up to the command. */
    Failure failure;
} Finding;

/* Collected in order; owns its findings. */
typedef GPtrArray Findings;

Findings *findings_new(void);
/* Appends an empty finding of `code` with a formatted message; the caller fills in the rest with
 * owned strings. */
Finding *findings_add(Findings *findings, const char *code, Severity severity, const char *format,
                      ...) G_GNUC_PRINTF(4, 5);
/* The same for an error that the command cannot go on with, and that it ends with `failure` for. */
Finding *findings_refuse(Findings *findings, const char *code, Failure failure, const char *format,
                         ...) G_GNUC_PRINTF(4, 5);
/* Appends a copy. */
void findings_add_copy(Findings *findings, const Finding *finding);
guint findings_count(const Findings *findings, Severity at_least);

/* The failure that counts most of those that the findings lead to; 0: none. */
Failure findings_failure(const Findings *findings);

/* "note", "warning", "error". */
const char *severity_name(Severity severity);
