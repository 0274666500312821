#include "base/suggest.h"

#include <glib.h>
#include <string.h>

/* Longer words are hardly typing mistakes, and the cost is the product of both lengths. */
enum { MAX_LENGTH = 64 };

/* Damerau-Levenshtein distance in its "optimal string alignment" form: insertion, deletion,
 * substitution, and the exchange of two neighbours cost 1 each. */
static gsize distance(const char *a, gsize a_length, const char *b, gsize b_length) {
    gsize rows[3][MAX_LENGTH + 1];
    gsize *before = rows[0], *above = rows[1], *row = rows[2];
    for (gsize j = 0; j <= b_length; j++)
        row[j] = j;
    for (gsize i = 1; i <= a_length; i++) {
        gsize *oldest = before;
        before = above;
        above = row;
        row = oldest;
        row[0] = i;
        for (gsize j = 1; j <= b_length; j++) {
            gsize cost = above[j - 1] + (a[i - 1] != b[j - 1]);
            cost = MIN(cost, above[j] + 1);
            cost = MIN(cost, row[j - 1] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost = MIN(cost, before[j - 2] + 1);
            row[j] = cost;
        }
    }
    return row[b_length];
}

const char *suggest(const char *word, const char *const *words) {
    gsize length = strlen(word);
    if (length > MAX_LENGTH)
        return NULL;
    const char *nearest = NULL;
    gsize limit = length / 3 + 1;
    for (; *words; words++) {
        gsize other = strlen(*words);
        gsize d = other > MAX_LENGTH ? limit : distance(word, length, *words, other);
        if (d < limit) {
            nearest = *words;
            limit = d;
        }
    }
    return nearest;
}
