/* Verdicts: what a check found in sync, remembered by the bytes that it looked at.
 *
 * The key covers everything that the result depends on: every script of both sides, the server's
 * programs, the tool itself, and how objects are ignored. Only "in sync" is remembered; anything
 * else is worked out again. Nothing is remembered for a given server or an untrusted run.
 */
#pragma once

#include "config/project.h"

/* Whether any was ever remembered here: working out a key runs the server's program. */
bool verdict_any(const Project *project);
/* The key of comparing `from` with `to` in this project; NULL when nothing may be remembered.
 * Caller frees. */
char *verdict_key(Project *project, const Source *from, const Source *to);

/* The server's version with which the two were found in sync, and what Script.spared of `from` was
 * then; NULL when they were not. Caller frees. */
char *verdict_find(const Project *project, const char *key, const Source *from);
/* Failing to remember is no error. */
void verdict_remember(const Project *project, const char *key, const char *server,
                      const Source *from);
