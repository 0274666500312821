/* Report: the findings of a command, as text in several formats.
 *
 * A Report is a value: it borrows everything that it points to, and a Format is a pure function
 * from it to text. Every string in it is foreign (names, SQL, paths, server messages); each format
 * escapes it for its reader, so that nothing in it can become a colour, a workflow command, markup,
 * or a way out of a code block.
 */
#pragma once

#include "base/finding.h"
#include "base/output.h"
#include "git/repo.h"
#include <stdio.h>

typedef enum { SYNC_UNKNOWN, SYNC_YES, SYNC_NO } SyncState;
typedef enum { MARK_SAME, MARK_ADDED, MARK_CHANGED, MARK_REMOVED } ReportMark;

typedef struct {
    const char *name, *type;
    ReportMark mark;
} ReportColumn;

/* A table of the diagram: one that changes, or one that such a table refers to. */
typedef struct {
    const char *name; /* with its schema */
    ReportMark mark;
    const GPtrArray *columns; /* ReportColumn*, those worth showing; NULL: none */
} ReportTable;

/* A foreign key between two tables of the diagram, by their names. */
typedef struct {
    const char *from, *to, *label;
} ReportLink;

/* The pieces of SQL that a report can have, in the order in which they are shown. */
typedef enum {
    SQL_MISSING,  /* check: what a migration would have to do */
    SQL_REPAIR,   /* drift: what brings the database back to the history */
    SQL_ADOPTION, /* drift: what takes the database's state into the history */
    SQL_PIECES,
} SqlPiece;

typedef struct {
    const char *title;
    const char *member; /* in JSON and SARIF */
    const char *output; /* for a step of a GitHub action; NULL: it is in another piece's place */
    const char *whole;  /* how to get all of it where it is cut */
} SqlHeading;

/* One for each SqlPiece. */
extern const SqlHeading sql_headings[SQL_PIECES];

/* What a statement does to a relation that was there before it. */
typedef struct {
    const char *kind, *name; /* "table", "public.orders" */
    const char *lock;        /* "ACCESS EXCLUSIVE"; NULL: not known */
    const char *held;        /* the same of an earlier statement of the transaction; NULL: none */
    const char *work;        /* "moment", "scan", "build", "rewrite", "row by row" */
    const char *waits;       /* "readers and writers"; NULL: nobody */
    guint indexes;           /* that are built */
    const char *sentence;    /* all of it, for people */
    gint64 bytes, rows;      /* of the target; -1: not known */
    const char *time;        /* "minutes": by those, as an estimate; NULL: a moment, or not known */
    const char *size;        /* the three for people: "41 GB, 120 M rows: minutes"; or NULL */
} ReportEffect;

/* A statement of a migration that was measured, and does something to such a relation. */
typedef struct {
    const char *file;
    guint line, column;
    const char *work;         /* the longest of its effects' */
    const GPtrArray *effects; /* ReportEffect* */
} ReportStatement;

/* A member that is a NULL pointer is unknown, or does not apply. */
typedef struct {
    const char *command; /* never NULL */
    SyncState in_sync;
    const char *from, *to; /* what was compared */
    const char *base;      /* what the history was compared with */
    const char *server;    /* version of the scratch server */
    const char *sandbox;   /* the scratch server's sandbox, or why there is none */
    const char *trust;     /* whether the files are trusted, and what decided it */
    const char *sql[SQL_PIECES];
    gint64 duration; /* microseconds; 0: not measured */
    const Findings *findings;
    int status;               /* what the command ends with */
    const char *reason;       /* the error that it ends with; NULL: what was found, or none */
    const GPtrArray *written; /* char*: files that the command wrote or would write */
    const GPtrArray *changes; /* GitChange*: findings on these lines come first */
    const char *prefix; /* leads from the top of the repository to what findings' files are relative
                           to: "db/" */
    GHashTable *sources; /* a finding's file → GBytes*, for the line that it speaks of */
    const char *anchor;  /* where findings without a file are shown by formats that insist on one;
                            repository-relative */
    /* A sentence about a rule, static; NULL for an unknown code. */
    const char *(*rule_summary)(const char *code);
    const GPtrArray *statements; /* ReportStatement*; NULL: nothing was measured */
    const GPtrArray *tables;     /* ReportTable* */
    const GPtrArray *links;      /* ReportLink* */
    const char *picture;         /* of both, as SVG; NULL: it was not drawn */
    struct json_t *services;     /* of a run over several, for JSON: an array; NULL: of one */
    FILE *stream;                /* where text goes, for its colours; NULL: none */
    bool in_actions; /* standard output is a GitHub action's log, where lines can be commands */
    const char *untrusted; /* the top of a work tree in which no link leads a report anywhere, see
                              base/output.h; NULL: links are followed */
    const char *token;     /* unguessable word that turns commands off; NULL: a random one */
} Report;

typedef struct {
    const char *name;
    const char *summary; /* half a sentence for --help */
    bool (*write)(const Report *report, GString *out, GError **error);
    /* How its text goes to standard output; NULL: as it is. */
    void (*print)(FILE *stream, const char *text);
    OutputMode mode; /* how it gets into a file */
} Format;

GQuark report_error_quark(void);
#define REPORT_ERROR report_error_quark()

/* All formats; the last has no name. */
extern const Format report_formats[];

/* Where one report goes. */
typedef struct {
    const Format *format; /* static */
    char *path;           /* NULL: standard output */
} ReportTarget;

void report_target_free(ReportTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReportTarget, report_target_free)

/* Reads "sarif:out.sarif", "github" or "text:-". FAIL_USAGE for an unknown format, with the nearest
 * one. */
ReportTarget *report_target_parse(const char *text, GError **error);

/* Where the options of a command say that its report goes: `given`, the values of --report, and
 * `format`, that of --format (may be NULL), which stands for standard output like text does when
 * nothing is given. Array of ReportTarget*; caller unrefs. */
GPtrArray *report_targets(const char *const *given, const char *format, GError **error);

/* Whether standard output is the log of a GitHub action, and not the summary that it shows. */
bool report_in_actions_log(void);

/* Writes the report to each ReportTarget of `targets`, files whole or not at all and nothing else
 * replaced (base/output.h); all texts are made before the first is written. */
bool report_write(const Report *report, const GPtrArray *targets, GError **error);

/* Appends one finding as the text format shows it; only `stream` and `sources` of the report
 * matter.
 */
void report_append_finding(const Report *report, const Finding *finding, GString *out);

/* Appends the line that the finding speaks of, with a mark under its place; nothing where `sources`
 * has no such file. */
void report_append_source(const Report *report, const Finding *finding, GString *out);

/* --- for the formats */

/* The findings as they should be read: on changed lines first, then the most severe, then as they
 * were found. Borrowed Finding*; caller unrefs the array. */
GPtrArray *report_by_weight(const Report *report);
bool report_on_changed_line(const Report *report, const Finding *finding);

/* A file of the report from the top of the repository. Caller frees. */
char *report_path_of(const Report *report, const char *file);

/* The finding's file from the top of the repository, NULL when it has none. Caller frees. */
char *report_path(const Report *report, const Finding *finding);

/* The line that the finding speaks of, without its end; NULL when its source is not there. Caller
 * frees. */
char *report_source_line(const Report *report, const Finding *finding);

/* The piece of SQL; NULL when it is missing or empty. The database's state counts as what is
 * missing in the migrations where those were compared with a database. */
const char *report_sql(const Report *report, SqlPiece piece);
const char *report_migration_sql(const Report *report);

/* "2 errors, 1 warning", "nothing to report". Caller frees. */
char *report_count(const Report *report);

/* "in sync", "out of sync", "sync not checked". */
const char *report_verdict(const Report *report);

/* Verdict and counts: "out of sync, 2 errors". Does not begin with "in sync" when an error was
 * found although both sides agree. Caller frees. */
char *report_headline(const Report *report);

/* Message, why and fix as paragraphs. Caller frees. */
char *report_message(const Finding *finding);

bool format_text(const Report *report, GString *out, GError **error);
bool format_json(const Report *report, GString *out, GError **error);
bool format_github(const Report *report, GString *out, GError **error);
bool format_sarif(const Report *report, GString *out, GError **error);
bool format_junit(const Report *report, GString *out, GError **error);
bool format_markdown(const Report *report, GString *out, GError **error);
bool format_html(const Report *report, GString *out, GError **error);
bool format_outputs(const Report *report, GString *out, GError **error);
