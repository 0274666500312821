/* Declared: the files of the schema, as `status` shows them. */
#pragma once

#include "config/project.h"
#include "history/migrations.h"
#include <jansson.h>

typedef struct {
    const char *path;
    Source *source;
    char *sum;    /* of the files' bytes, hexadecimal */
    bool in_sync; /* a check has found it in sync with this very history */
    GError *error;
} Declared;

/* `declared` borrows from the project; what cannot be read is its `error`. */
void declared_read(Declared *declared, Project *project, const History *history);
void declared_print(const Declared *declared);
/* Caller unrefs. */
json_t *declared_json(const Declared *declared);
void declared_clear(Declared *declared);
