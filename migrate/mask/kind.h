/* Kinds of masks, as rows of data.
 *
 * A mask replaces a value in the SELECT that reads it. It is a function of the value and of a key:
 * the same value becomes the same pseudonym in every table, and NULL stays NULL. What it is made of
 * is the value's digest, its HMAC-SHA-256 under the key.
 *
 * A template is an SQL expression in which stand for
 *
 *     {raw}          the column
 *     {text}         its value as text
 *     {digest}       the digest, 32 bytes
 *     {hex}          the same in hexadecimal digits
 *     {digits}       64 bits of it as 20 decimal digits
 *     {at N}         the three bytes of it from the Nth on, as a number
 *     {pick LIST N}  the word of a list (mask/words.h) that {at N} chooses
 *     {shift}        a number of days that depends on the key alone, from 1 to the first argument
 *     {1}, {2}       the arguments as literals
 *     {rest}         the first argument as it was written: SQL
 */
#pragma once

#include "mask/tables.h"

typedef enum {
    MASK_NUMBER,   /* from `least` to `most` */
    MASK_LANGUAGE, /* of word lists */
    MASK_WORD,     /* any, without blanks */
    MASK_REST,     /* all that is left of the line; without `fallback` it has to be there */
} MaskArgumentType;

typedef struct {
    const char *name;
    MaskArgumentType type;
    const char *fallback;
    gint64 least, most;
} MaskArgument;

enum { MASK_ARGUMENTS = 2 };

typedef struct {
    const char *name, *other_name; /* one word or two; `other_name` may be NULL */
    const char *summary;           /* half a sentence */
    MaskArgument arguments[MASK_ARGUMENTS + 1];
    const char *forms[VALUES_KINDS]; /* a template for values of each type; NULL: of no use there */
    /* How different values stay different, which a unique index asks for. */
    guint bits;      /* of the digest that the result shows; 64 and more are enough */
    bool injective;  /* whatever the digest is */
    bool extensible; /* where a unique index asks for it, a text gets 64 bits more as digits */
    gint64 whole;    /* the first argument has to be so large for that; 0: it does not matter */
    bool unsure;     /* only the rows show it */
    bool nulls;      /* makes NULL of values */
    bool paths;      /* its argument is a list of paths in json, each with a mask of its own */
} MaskKind;

/* Ends with {0}. */
extern const MaskKind mask_kinds[];
/* The kind that `text` begins with, and the rest of the text; NULL: none. */
const MaskKind *mask_kind_find(const char *text, const char **rest);
/* The names of all, NULL-terminated; static. */
const char *const *mask_kind_names(void);
