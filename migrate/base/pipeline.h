/* Pipeline: what a CI system's variables say about the run of this process.
 *
 * Whether somebody else may have written the checked-out files, and which branch they will be
 * merged into. The systems, their variables and what those mean are a table (pipeline.c); nothing
 * else here knows one by name. In a system that names the event of a run, an event that the table
 * does not know to be the repository's own counts as a change.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Borrowed from the table and from the environment that was asked. */
typedef struct {
    const char *system; /* "GitHub Actions" */
    const char *variable,
        *value; /* the sign that this is a change: GITHUB_EVENT_NAME, pull_request */
} PipelineChange;

/* Whether `environment` ("NAME=value", NULL-terminated) is of a run for a pull or merge request, a
 * merge queue, or an event that one of these may have caused. `change` may be NULL. */
bool pipeline_is_change(char **environment, PipelineChange *change);

/* The name of the branch that the change will be merged into, without "refs/heads/"; NULL when no
 * variable names one. `variable` (may be NULL) gets the one that did; static. Caller frees. */
char *pipeline_base(char **environment, const char **variable);
