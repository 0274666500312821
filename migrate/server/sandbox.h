/* What the private server may do: little more than read PostgreSQL's own files and write its own.
 *
 * Entered by the process that becomes the server, after it has changed the user and before it
 * executes. Two locks of the kernel that nobody can open again: Landlock for files, TCP and
 * signals, seccomp for system calls; beside them, limits on memory and file sizes. So even a
 * superuser in the server, or an attacker who exploited it, has no program to run, no file to read
 * and no socket to connect to.
 *
 * Only for this room.
 */
#pragma once

#include "server/scratch.h"
#include "server/server.h"

/* For a fresh child. Writes the report. An execve() that has *ticket as its fourth argument, which
 * the kernel itself ignores, is the only one that is left. False, with a word on standard error,
 * when the mode requires what the kernel does not give. */
bool sandbox_enter(const Sandbox *sandbox, guint64 *ticket);

/* --- landlock.c, seccomp.c: for sandbox.c */

/* The version of Landlock that holds from now on; -1 with errno when there is none. */
int landlock_enter(const char *programs, const char *rundir);
/* False with errno when it could not be done. */
bool seccomp_enter(guint64 *ticket);

/* What it is linked with: "libseccomp 2.5.4". Caller frees. */
char *sandbox_library(void);
