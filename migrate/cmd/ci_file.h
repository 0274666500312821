/* What runs `migrate check` in a CI system: a file for the repository that init writes.
 *
 * The texts are those of ci/ (check.yml of ci/workflows/, gitlab.yml), compiled in. */
#pragma once

#include <stdbool.h>

/* A file of ci/: its name without the ending, and its text. */
typedef struct {
    const char *name, *text;
} CiTemplate;

/* Ends with {0}. Generated. */
extern const CiTemplate ci_templates[];

/* The values of --ci. */
extern const char *const ci_systems[];

/* The file for the project in the current folder; `system` NULL: the one that the repository seems
 * to use. False when there is to be none. Caller frees both. */
bool ci_file_make(const char *system, char **path, char **text);
