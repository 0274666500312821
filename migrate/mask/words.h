/* Words that names, towns and texts are made of, by language. */
#pragma once

#include <glib.h>

typedef struct {
    const char *language; /* "de"; NULL: of any */
    const char *list;     /* "first", "last", "street", "city", "company", "filler" */
    const char *words;    /* separated by '|' */
} Words;

/* Ends with {0}. */
extern const Words mask_words[];
/* The words of a list; NULL: there is none of that language. Static. */
const char *mask_words_of(const char *language, const char *list);
/* The languages that there are: "de, en, es, fr". */
extern const char mask_languages[];
