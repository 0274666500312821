#include "history/directions.h"

#include "history/statement.h"
#include "text/directive.h"
#include "text/scan.h"
#include <string.h>

static const char *const words[] = {"no-transaction", "idempotent", "allow",
                                    "replaces",       "batch",      NULL};

/* One of the two scripts, and what is to be learned about it. */
typedef struct {
    const char *path;
    GBytes *text;
    bool *transactional, *idempotent;
    Replaces **replaces; /* NULL: it cannot replace any */
    Findings *findings;
} Direction;

static Finding *add(const Direction *direction, guint line, guint column, const char *message) {
    Finding *finding =
        findings_add(direction->findings, "unreadable", SEVERITY_ERROR, "%s", message);
    finding->file = g_strdup(direction->path);
    finding->line = finding->end_line = line;
    finding->column = column;
    return finding;
}

/* FIRST..LAST CHAIN COMMIT, where labels can have blanks in them; NULL: it is not that. */
static Replaces *replaces_parse(const char *arguments) {
    g_autoptr(Replaces) replaces = g_new0(Replaces, 1);
    g_autofree char *text = g_strdup(arguments);
    char *commit = strrchr(text, ' ');
    if (commit)
        *commit = '\0';
    char *chain = commit ? strrchr(text, ' ') : NULL;
    if (chain)
        *chain = '\0';
    char *dots = chain ? strstr(text, "..") : NULL;
    if (!dots || dots == text || dots[2] == '\0' || !sum_parse(chain + 1, &replaces->chain))
        return NULL;
    *dots = '\0';
    replaces->first = g_strdup(text);
    replaces->last = g_strdup(dots + 2);
    replaces->commit = g_strdup(commit + 1);
    return g_steal_pointer(&replaces);
}

static void obey_replaces(const Direction *direction, const Directive *directive) {
    bool first = direction->replaces && !*direction->replaces;
    Replaces *replaces = first ? replaces_parse(directive->arguments) : NULL;
    if (replaces) {
        replaces->line = directive->line;
        *direction->replaces = replaces;
        return;
    }
    add(direction, directive->line, directive->column,
        "'-- migrate: replaces' is not as `migrate squash` writes it: FIRST..LAST CHAIN COMMIT")
        ->fix = g_strdup("bring the line back as git has it, or squash again");
}

/* A directive applies to the whole file, so it must stand above the `first` statement (NULL: there
 * is none). Only `allow` and `batch` may stand above the statement that they are about. */
static void obey(const Direction *direction, const Directive *directive, const Statement *first) {
    if (strcmp(directive->word, "allow") == 0 || strcmp(directive->word, "batch") == 0)
        return;
    if (first && directive->offset > first->offset) {
        g_autofree char *message =
            g_strdup_printf("'-- migrate: %s' applies to the whole file, so it must stand above "
                            "its first statement (line %u)",
                            directive->word, first->line);
        add(direction, directive->line, directive->column, message)->fix =
            g_strdup("move the line to the top of the file");
    }
    if (strcmp(directive->word, "no-transaction") == 0)
        *direction->transactional = false;
    else if (strcmp(directive->word, "replaces") == 0)
        obey_replaces(direction, directive);
    else
        *direction->idempotent = true;
}

/* Whether every statement, `first` and those that follow, is one that cannot run in a
 * transaction. */
static bool all_run_alone(Scanner *scanner, const Statement *first) {
    Statement next = *first;
    ScanResult result = SCAN_STATEMENT;
    while (result == SCAN_STATEMENT && statement_runs_alone(&next))
        result = scanner_next(scanner, &next, NULL);
    return result == SCAN_END;
}

/* --- batches */

static bool is_above(const Directive *directive, const Statement *statement) {
    return strcmp(directive->word, "batch") == 0 && directive->offset >= statement->lead_offset &&
           directive->offset < statement->offset;
}

static const Directive *batch_above(const GPtrArray *directives, const Statement *statement) {
    for (guint i = 0; i < directives->len; i++)
        if (is_above(directives->pdata[i], statement))
            return directives->pdata[i];
    return NULL;
}

Batching *directions_batching(const GPtrArray *directives, const Statement *statement) {
    const Directive *directive = batch_above(directives, statement);
    return directive ? batching_parse(directive->arguments, NULL) : NULL;
}

GPtrArray *directions_find(const char *path, GBytes *text) {
    gsize length;
    const char *data = g_bytes_get_data(text, &length);
    return directives_find(path, data ? data : "", length, words, NULL);
}

bool directions_all_batched(const char *path, GBytes *text) {
    gsize length;
    const char *data = g_bytes_get_data(text, &length);
    g_autoptr(GPtrArray) directives = directions_find(path, text);
    Scanner scanner;
    Statement statement;
    ScanResult found = SCAN_ERROR;
    bool all = directives && scanner_init(&scanner, path, data ? data : "", length, NULL);
    while (all && (found = scanner_next(&scanner, &statement, NULL)) == SCAN_STATEMENT)
        all = batch_above(directives, &statement);
    return all && found == SCAN_END;
}

static void refuse_batch(const Direction *direction, const Directive *directive,
                         const char *message, const char *fix) {
    add(direction, directive->line, directive->column, message)->fix = g_strdup(fix);
}

/* A directive and what it is about. */
static void check_batch(const Direction *direction, const Directive *directive,
                        const Statement *statement) {
    g_autoptr(GError) error = NULL;
    g_auto(Batched) batched = {0};
    g_autoptr(Batching) batching = batching_parse(directive->arguments, &error);
    if (!batching || !batching_read(batching, statement, &batched, &error))
        refuse_batch(direction, directive, error->message, "'migrate help online' has an example");
    else if (*direction->transactional)
        refuse_batch(direction, directive,
                     "batches are committed one by one, so the migration cannot be one transaction",
                     "begin the file with the line '-- migrate: no-transaction'");
}

static void check_batches(const Direction *direction, const GPtrArray *directives, const char *text,
                          gsize length) {
    Scanner scanner;
    Statement statement;
    guint above = 0, all = 0;
    for (guint i = 0; i < directives->len; i++)
        all += strcmp(((const Directive *)directives->pdata[i])->word, "batch") == 0;
    if (all == 0 || !scanner_init(&scanner, direction->path, text, length, NULL))
        return;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        const Directive *directive = batch_above(directives, &statement);
        if (directive)
            check_batch(direction, directive, &statement);
        above += directive != NULL;
    }
    for (guint i = 0; above < all && i < directives->len; i++) {
        const Directive *directive = directives->pdata[i];
        if (strcmp(directive->word, "batch") == 0)
            refuse_batch(direction, directive,
                         "each '-- migrate: batch' has to stand above an UPDATE or DELETE of its "
                         "own",
                         "put it on the line above the statement");
    }
}

/* The directives; NULL when the script cannot be read. Caller unrefs. */
static GPtrArray *read_direction(const Direction *direction) {
    g_autoptr(GError) error = NULL;
    gsize length;
    const char *text = g_bytes_get_data(direction->text, &length);
    Scanner scanner;
    Statement first;
    ScanResult result = SCAN_ERROR;
    text = text ? text : "";
    g_autoptr(GPtrArray) directives = directives_find(direction->path, text, length, words, &error);
    if (directives && scanner_init(&scanner, direction->path, text, length, &error))
        result = scanner_next(&scanner, &first, &error);
    if (result == SCAN_ERROR) {
        guint line, column;
        const char *message = text_fault(error, &line, &column);
        add(direction, line, column, message);
        return NULL;
    }
    for (guint i = 0; i < directives->len; i++)
        obey(direction, directives->pdata[i], result == SCAN_STATEMENT ? &first : NULL);
    if (result == SCAN_STATEMENT && all_run_alone(&scanner, &first))
        *direction->transactional = false;
    check_batches(direction, directives, text, length);
    return g_steal_pointer(&directives);
}

void directions_read(Migration *migration, Findings *findings) {
    const Direction up = {migration->path,        migration->text,      &migration->transactional,
                          &migration->idempotent, &migration->replaces, findings};
    migration->directives = read_direction(&up);
    if (!migration->down)
        return;
    const Direction down = {migration->down_path,
                            migration->down,
                            &migration->down_transactional,
                            &migration->down_idempotent,
                            NULL,
                            findings};
    GPtrArray *of_down = read_direction(&down);
    g_clear_pointer(&of_down, g_ptr_array_unref);
}
