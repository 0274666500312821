/* Formats of a site: a row each, and a file. The same site gives the same bytes. */
#pragma once

#include "doc/files.h"
#include "doc/page.h"

typedef struct {
    const char *name;
    const char *meaning; /* as Option.help */
    /* Adds the files of `site` to `files` (of DocFile*). `diagram` is the picture of its tables as
     * SVG, or what stands for it. */
    void (*write)(const DocSite *site, const GString *diagram, GPtrArray *files);
} DocFormat;

/* Ends with {0}; the first is the usual one. */
extern const DocFormat doc_formats[];
/* The usual one for NULL; NULL: no format is called so. */
const DocFormat *doc_format_find(const char *name);

/* as_html.c: pages that a browser opens from a disk, with a search. */
void doc_html(const DocSite *site, const GString *diagram, GPtrArray *files);
/* as_markdown.c: as GitHub shows it. */
void doc_markdown(const DocSite *site, const GString *diagram, GPtrArray *files);
/* as_json.c: one file, for programs; report/doc.schema.json describes it. */
void doc_json(const DocSite *site, const GString *diagram, GPtrArray *files);
