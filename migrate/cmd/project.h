/* Project: what the configuration means to the commands that work on schema and history. */
#pragma once

#include "cmd/cmd.h"
#include "source/source.h"

typedef struct {
    const Config *config; /* borrowed */
    SourceNames names;
    GPtrArray *ignores; /* internal */
    Scratch *scratch;   /* NULL until project_start_scratch() */
} Project;

/* Reads the configuration's names and ignore patterns. FAIL_USAGE for a wrong pattern. */
bool project_open(Project *project, const Invocation *invocation, GError **error);
/* Starts the scratch server as configured; fine when it runs already. */
bool project_start_scratch(Project *project, GError **error);
void project_clear(Project *project);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Project, project_clear)
