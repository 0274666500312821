/* Verdicts: what a check found in sync, remembered by the bytes that it looked at.
 *
 * The key covers everything that the result depends on: every script of both sides, the server's
 * programs, the tool itself, and how objects are ignored. Only "in sync" is remembered; anything
 * else is worked out again. Nothing is remembered for a given server or an untrusted run.
 */
#pragma once

#include "config/project.h"

/* Whether any was ever remembered here. */
bool verdict_any(const Project *project);
/* The key of comparing `from` with `to` in this project; NULL when nothing may be remembered.
 * Caller frees. */
char *verdict_key(Project *project, const Source *from, const Source *to);

/* What is said beside "in sync". */
typedef struct {
    char *server; /* its version */
    char *kept;   /* what the history keeps that the schema cannot say: catalog_kept_counts() */
    char **names; /* and its names; NULL where `kept` is */
} Verdict;
void verdict_clear(Verdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verdict, verdict_clear)

/* What was found, with what Script.measured of `from` was then; false when the two were not found
 * in sync. */
bool verdict_find(const Project *project, const char *key, const Source *from, Verdict *verdict);
/* Failing to remember is no error. */
void verdict_remember(const Project *project, const char *key, const Verdict *verdict,
                      const Source *from);
