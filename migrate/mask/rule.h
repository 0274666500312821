/* Rule: one mask as somebody has stated it – its kind, its arguments, and where that stands. */
#pragma once

#include "mask/kind.h"

GQuark mask_error_quark(void);
#define MASK_ERROR mask_error_quark()

typedef struct {
    const MaskKind *kind;
    char *arguments[MASK_ARGUMENTS]; /* with what holds where nothing is said */
    const char *language;            /* of an argument; "en" */
    GPtrArray *paths;                /* of MaskPath*; NULL: the kind has none */
    char *text;                      /* as it was written */
} MaskRule;

typedef struct {
    GStrv steps; /* "address", "street" */
    MaskRule *rule;
} MaskPath;

/* Understands "partial 0 4". FAIL_USAGE says what is wrong without a place. Caller frees. */
MaskRule *mask_rule_parse(const char *text, GError **error);
void mask_rule_free(MaskRule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MaskRule, mask_rule_free)
bool mask_rule_equal(const MaskRule *one, const MaskRule *two);

/* What a SECURITY LABEL of the provider anon says (PostgreSQL Anonymizer: "MASKED WITH FUNCTION
 * anon.fake_city()"), as the words of a directive: "mask city"; "not personal". NULL: it says what
 * no kind does. Caller frees. */
char *mask_of_label(const char *label);
