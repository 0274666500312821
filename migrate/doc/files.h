/* The files of a site, in memory. */
#pragma once

#include <glib.h>
#include <jansson.h>

/* A file of a site, below its folder. */
typedef struct {
    char *path;
    GString *text;
} DocFile;

void doc_file_free(gpointer file);
/* Adds an empty file and gives its text, which belongs to `files`. */
GString *doc_file(GPtrArray *files, const char *path);

/* A string with U+FFFD in place of bytes that are not UTF-8. */
json_t *doc_json_text(const char *text);
