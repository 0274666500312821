/* Copy: the rows of one database, whole or a sample of them, masked or as they are, into another
 * one that has the same tables.
 *
 * What is read is of one moment; rows stream from server to server, table by table, and neither a
 * file nor this process ever holds more than a piece of them. What is written is one transaction:
 * whatever dies, the target is as it was or whole.
 */
#pragma once

#include "rows/masked.h"

typedef struct {
    const Project *project;
    const char *from, *to;      /* as end_open() takes them */
    const char *const *samples; /* as sample_draw() takes them; NULL or empty: everything */
    bool mask;
    bool replace; /* takes away the rows that are there */
    /* Called for an unmasked copy of a protected environment: whether to go on. */
    bool (*confirm)(const char *name, void *data, GError **error);
    void *data;
} CopyRequest;

typedef struct {
    char *table;
    gint64 rows;
} CopiedTable;

typedef struct {
    char *from, *to;
    GArray *tables; /* of CopiedTable */
    guint masked;   /* columns */
    guint sequences;
} Copied;

/* FAIL_DECISION for what a person has to decide, FAIL_USAGE for tables that do not fit. `copied` is
 * to be cleared, whatever the result. */
bool copy_rows(const CopyRequest *request, Copied *copied, GError **error);
void copied_clear(Copied *copied);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Copied, copied_clear)
