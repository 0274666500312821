/* Program: one of PostgreSQL's own at work, with its input and output in pipes.
 *
 * It gets the connection in its environment and never in its arguments, and ends when this process
 * does. What it says on standard error goes into a file without a name, so that it never waits to
 * be heard. Signals are caught by apply/signals.h as long as one runs, and end it. Starts as
 * {.in = -1, .out = -1, .note = -1}.
 */
#pragma once

#include "backup/format.h"
#include <stdbool.h>
#include <sys/types.h>

/* What is told while it works; 0: not known. */
typedef struct {
    const char *what; /* "dumping", "loading" */
    guint64 bytes, total;
    guint tables;
    gint64 table_count;
} BackupProgress;

typedef struct {
    void (*tell)(const BackupProgress *progress, void *data); /* NULL: nobody is told */
    void *data;
} BackupWatch;

typedef struct {
    const char *name; /* for messages: the last part of its path */
    pid_t pid;
    int in, out, note;
    gint64 heard;  /* bytes of the note that were counted */
    guint tables;  /* that it has said to be at, with --verbose */
    GString *rest; /* of a line of the note that has not ended */
} Program;

typedef struct {
    const char *const *argv;  /* the first word is a path; NULL-terminated */
    char *const *environment; /* see shell_environment() */
    bool input;               /* it reads what program_feed() gives it; else nothing */
} ProgramStart;

/* The environment for such a program: the connection in PG* variables, and messages that can be
 * read here. FAIL_USAGE as shell_environment() has it. Caller frees with g_strfreev(). */
char **program_environment(const char *conninfo, GError **error);

/* `out` gets what it prints, and ends when the program does. */
bool program_start(Program *program, const ProgramStart *start, GError **error);
/* What it has printed: bytes, 0 at its end, below 0 on a signal or an error. While nothing comes,
 * `idle` is called each fifth of a second. */
gssize program_read(Program *program, void *bytes, gsize length, void (*idle)(void *data),
                    void *data, GError **error);
/* False when it does not take them any more, or on a signal. */
bool program_feed(Program *program, const char *bytes, gsize length, GError **error);
/* Ends its input. */
void program_feed_end(Program *program);
/* Counts the tables that its note tells of so far. */
void program_listen(Program *program);
/* Waits for its end. FAIL_ENVIRONMENT, with what it said, when it failed. */
bool program_end(Program *program, GError **error);
/* Ends it at once, if it runs. */
void program_clear(Program *program);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Program, program_clear)
