/* Export: rows of a database as text, read in one moment, masked or as they are. */
#pragma once

#include "backup/outfile.h"
#include "rows/masked.h"

/* A format is a row of `export_formats`. */
typedef struct ExportFormat ExportFormat;
/* NULL when no format has this name. */
const ExportFormat *export_format_find(const char *name);
/* Their names, NULL-terminated. */
extern const char *const export_format_names[];

typedef struct {
    const Project *project;
    const char *environment;   /* as end_open() takes it; NULL: the one in force */
    const char *const *tables; /* names; empty: all */
    const char *query;         /* a SELECT in place of tables; or NULL */
    const ExportFormat *format;
    bool mask;
    OutFile *file; /* open, or NULL: standard output */
    /* See CopyRequest. */
    bool (*confirm)(const char *name, void *data, GError **error);
    void *data;
} ExportRequest;

typedef struct {
    guint tables;
    gint64 rows;
} Exported;

bool data_export(const ExportRequest *request, Exported *exported, GError **error);
