#include "mask/kind.h"

#include <string.h>

#define WORDS_OF                                                                                   \
    { "LANGUAGE", MASK_LANGUAGE, "en", 0, 0 }
#define ON_TEXT(template)                                                                          \
    { [VALUES_TEXT] = (template) }
#define EVERYWHERE(template)                                                                       \
    {                                                                                              \
        [VALUES_TEXT] = (template), [VALUES_INTEGER] = (template), [VALUES_NUMBER] = (template),   \
        [VALUES_DATE] = (template), [VALUES_NETWORK] = (template), [VALUES_JSON] = (template),     \
        [VALUES_UUID] = (template), [VALUES_BYTES] = (template), [VALUES_OTHER] = (template)       \
    }
#define FIRST_BYTES "('x' || left({hex}, 16))::bit(64)::bigint"
#define AS_UUID                                                                                    \
    "(left({hex}, 8) || substr({hex}, 9, 4) || '4' || substr({hex}, 14, 3) || 'a' || "             \
    "substr({hex}, 18, 3) || substr({hex}, 21, 12))::uuid"
#define NOISE "({raw}::numeric * (1 + ({at 0} / 8388607.5 - 1) * {1}::numeric / 100))"

const MaskKind mask_kinds[] = {
    {"null", NULL, "no value at all", {{0}}, EVERYWHERE("NULL"), .nulls = true},
    {"constant",
     NULL,
     "the same value everywhere",
     {{"VALUE", MASK_REST, NULL, 0, 0}},
     EVERYWHERE("CASE WHEN {raw} IS NOT NULL THEN {1} END")},
    {"hash",
     NULL,
     "hexadecimal digits, or a number",
     {{"DIGITS", MASK_NUMBER, "32", 8, 64}},
     {[VALUES_TEXT] = "left({hex}, {1}::integer)",
      [VALUES_INTEGER] = "(" FIRST_BYTES " & {whole})",
      [VALUES_UUID] = AS_UUID,
      [VALUES_BYTES] = "{digest}"},
     .bits = 64,
     .whole = 16},
    {"email",
     NULL,
     "an address that no mail reaches",
     {{"DOMAIN", MASK_WORD, "example.com", 0, 0}},
     ON_TEXT("'u' || left({hex}, 16) || '@' || {1}"),
     .bits = 64},
    {"phone",
     NULL,
     "'+' and digits that nobody is called by",
     {{"DIGITS", MASK_NUMBER, "20", 4, 20}},
     ON_TEXT("'+' || right({digits}, {1}::integer)"),
     .bits = 64,
     .whole = 20},
    {"name first", NULL, "a first name", {WORDS_OF}, ON_TEXT("{pick first 0}"), .extensible = true},
    {"name last", NULL, "a last name", {WORDS_OF}, ON_TEXT("{pick last 3}"), .extensible = true},
    {"name full",
     "name",
     "a first and a last name",
     {WORDS_OF},
     ON_TEXT("{pick first 0} || ' ' || {pick last 3}"),
     .extensible = true},
    {"address",
     NULL,
     "a street and a number",
     {WORDS_OF},
     ON_TEXT("{pick street 6} || ' ' || (1 + {at 9} % 199)"),
     .extensible = true},
    {"city", NULL, "a town", {WORDS_OF}, ON_TEXT("{pick city 12}"), .extensible = true},
    {"company",
     NULL,
     "a company's name",
     {WORDS_OF},
     ON_TEXT("{pick last 15} || ' ' || {pick company 18}"),
     .extensible = true},
    {"iban",
     NULL,
     "an account number whose check digits are right, of no country",
     {{0}},
     ON_TEXT("'XX' || lpad((98 - ({digits} || '333300')::numeric % 97)::text, 2, '0') || {digits}"),
     .bits = 64},
    {"uuid",
     NULL,
     "a random UUID",
     {{0}},
     {[VALUES_TEXT] = AS_UUID "::text", [VALUES_UUID] = AS_UUID},
     .bits = 122},
    {"ip",
     NULL,
     "an address of the same family in a network that is nobody's",
     {{0}},
     {[VALUES_TEXT] = "CASE WHEN {text} LIKE '%:%' THEN '2001:db8::' || substr({hex}, 1, 4) || ':'"
                      " || substr({hex}, 5, 4) ELSE host('10.0.0.0'::inet + {at 0}) END",
      [VALUES_NETWORK] =
          "CASE family({raw}) WHEN 4 THEN set_masklen('10.0.0.0'::inet + {at 0}, masklen({raw}))"
          " ELSE set_masklen('2001:db8::'::inet + " FIRST_BYTES " % 9007199254740992,"
          " masklen({raw})) END"}},
    {"date",
     NULL,
     "all dates moved into the past by the same number of days",
     {{"DAYS", MASK_NUMBER, "365", 1, 36500}},
     {[VALUES_DATE] = "{raw} - {shift}"},
     .injective = true},
    {"noise",
     NULL,
     "numbers that differ by some percent",
     {{"PERCENT", MASK_NUMBER, "10", 1, 100}},
     {[VALUES_INTEGER] = "greatest(-{whole}, least({whole}, round(" NOISE ")))",
      [VALUES_NUMBER] = NOISE}},
    {"text",
     NULL,
     "words that mean nothing, of the same length",
     {{0}},
     ON_TEXT("substr(repeat({pick filler 0}, 2 + length({text}) / 64), 1 + {at 3} % 64,"
             " length({text}))")},
    {"json",
     NULL,
     "masks of what lies at paths in it",
     {{"PATH=KIND, ...", MASK_REST, NULL, 0, 0}},
     {[VALUES_JSON] = "{paths}"},
     .paths = true},
    {"partial",
     NULL,
     "stars but for the first and the last characters",
     {{"FIRST", MASK_NUMBER, "0", 0, 1000}, {"LAST", MASK_NUMBER, "4", 0, 1000}},
     ON_TEXT("CASE WHEN length({text}) > {1}::integer + {2}::integer THEN left({text},"
             " {1}::integer) || repeat('*', length({text}) - {1}::integer - {2}::integer) ||"
             " right({text}, {2}::integer) ELSE repeat('*', length({text})) END"),
     .extensible = true},
    {"sql",
     NULL,
     "an expression of SQL",
     {{"EXPRESSION", MASK_REST, NULL, 0, 0}},
     EVERYWHERE("(SELECT ({rest}) FROM (SELECT {raw} AS value, {hex} AS hash) AS migrate_value)"),
     .unsure = true},
    {0},
};

static const char *after_name(const char *text, const char *name) {
    gsize length = name ? strlen(name) : 0;
    if (length == 0 || strncmp(text, name, length) != 0 || (text[length] && text[length] != ' '))
        return NULL;
    return text + length + strspn(text + length, " \t");
}

/* Of two words before one, as "name first" before "name". */
const MaskKind *mask_kind_find(const char *text, const char **rest) {
    for (const MaskKind *kind = mask_kinds; kind->name; kind++) {
        *rest = after_name(text, kind->name);
        if (*rest)
            return kind;
    }
    for (const MaskKind *kind = mask_kinds; kind->name; kind++) {
        *rest = after_name(text, kind->other_name);
        if (*rest)
            return kind;
    }
    return NULL;
}

static gpointer list_names(gpointer data) {
    GPtrArray *names = g_ptr_array_new();
    (void)data;
    for (const MaskKind *kind = mask_kinds; kind->name; kind++)
        g_ptr_array_add(names, (gpointer)kind->name);
    g_ptr_array_add(names, NULL);
    return g_ptr_array_free(names, FALSE);
}

const char *const *mask_kind_names(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, list_names, NULL);
}
