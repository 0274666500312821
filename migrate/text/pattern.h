/* Patterns: the only room that sees PCRE2. For a user's ignore rules.
 *
 * Matching is bounded (match limit 100,000, depth 1,000, heap 1 MiB, pattern length 4 KiB, no \C,
 * no callouts); running into a bound is a configuration error, never "no match". UTF-8 mode.
 */
#pragma once

#include "base/error.h"

typedef struct Pattern Pattern;

/* FAIL_USAGE with the offset and PCRE2's words when `regex` is wrong. */
Pattern *pattern_new(const char *regex, GError **error);
void pattern_free(Pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

/* 1: matches anywhere in `text`; 0: does not; -1: error. */
int pattern_match(const Pattern *pattern, const char *text, GError **error);

/* What it is linked with: "PCRE2 10.42 2022-12-11". Caller frees. */
char *pattern_library(void);
