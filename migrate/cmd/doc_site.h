/* What `migrate doc` describes, and `migrate check` holds a committed folder against. */
#pragma once

#include "cmd/doc_past.h"
#include "compare/comparison.h"
#include "doc/format_site.h"

typedef struct {
    const char *source; /* as source_open() takes it; NULL: the schema, else the migrations */
    const DocFormat *format;
    bool pictured; /* with the diagram, where the format has one */
    bool history;  /* with the history of each object … */
    bool commits;  /* … and what git says of it */
} DocRequest;

/* The files of a site (of DocFile*); caller unrefs. A picture that Graphviz cannot draw is one that
 * says so, with a note. */
GPtrArray *doc_site_files(const Invocation *invocation, const DocRequest *request, GError **error);
