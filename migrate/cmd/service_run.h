/* A verb, run in the folder of one service, and what it said. Inside cmd/services.c and its
 * neighbours. */
#pragma once

#include "base/finding.h"
#include "base/spawn.h"
#include "cmd/cmd.h"
#include "config/services.h"
#include <jansson.h>

typedef struct {
    const Service *service; /* borrowed */
    Spawn process;
    bool begun, ended;
    int status;         /* of the process; 0 as long as it was not begun */
    char *reason;       /* why it ended with that, or was not begun; NULL */
    json_t *answer;     /* its answer; NULL: none */
    GPtrArray *events;  /* json_t*: what it told before, where its verb tells events */
    Findings *findings; /* with the service's name, and paths from where this program runs */
    GPtrArray *changes; /* GitChange*: the changed lines that findings are on */
} ServiceRun;

ServiceRun *service_run_new(const Service *service);
void service_run_free(gpointer run);

/* Runs the verb of `invocation` there, with what was given but for the choice of services and what
 * becomes of the answers. For any thread; what is known of the run afterwards is for all. */
void service_run(const Invocation *invocation, ServiceRun *run);
/* Takes what it found, with paths from where this program runs. `prefix` leads there from the top
 * of the repository (NULL: nothing does, this is the top); `in_repository`: there is one. */
void service_run_take(ServiceRun *run, const char *prefix, bool in_repository);
/* What became of it, in a few words. Caller frees. */
char *service_run_summary(const ServiceRun *run, const Verb *verb);
