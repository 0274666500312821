/* The nearest word: "unknown key 'shema'; did you mean 'schema'?". */
#pragma once

/* The member of NULL-terminated `words` nearest to `word` (Damerau-Levenshtein distance of at most
 * a third of its length), or NULL. */
const char *suggest(const char *word, const char *const *words);
