/* Attempts inside the sandbox of the servers, each in a process of its own that has become the
 * server.
 */
#pragma once

#include "server/server.h"

#include <sys/un.h>

typedef struct {
    const char *name;
    long (*attempt)(void); /* below zero: it did not succeed */
    int version;           /* of Landlock that is needed */
} Attempt;

/* What the attempts know: a folder of the server's own; and of others, a folder in which everybody
 * may write, with a file and a socket that listens. They belong to inside_run(). */
typedef struct {
    ServerUser user;
    Programs *programs;
    char *rundir, *outside, *bait, *listening;
    SandboxReport *report; /* memory of the tool's */
} Inside;
extern Inside inside;

struct sockaddr_un inside_address(const char *path);
/* A test for each: `refused` have to fail or to be killed, `possible` to succeed. Skipped where the
 * kernel's Landlock is older. The status for main(). */
int inside_run(const char *name, const Attempt *refused, guint refused_count,
               const Attempt *possible, guint possible_count);
