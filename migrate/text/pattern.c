#include "text/pattern.h"

#include "text/fault.h"
#include <string.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    MAX_PATTERN_BYTES = 4 * 1024,
    MATCH_LIMIT = 100 * 1000,
    DEPTH_LIMIT = 1000,
    HEAP_LIMIT_KIB = 1024,
};

struct Pattern {
    char *regex;
    pcre2_code *code;
    pcre2_match_context *context;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_compile_context, pcre2_compile_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_match_data, pcre2_match_data_free)

static void describe(int code, char *buffer, gsize size) {
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)buffer, size) < 0)
        g_snprintf(buffer, size, "PCRE2 error %d", code);
}

Pattern *pattern_new(const char *regex, GError **error) {
    g_autoptr(pcre2_compile_context) context = pcre2_compile_context_create(NULL);
    pcre2_set_max_pattern_length(context, MAX_PATTERN_BYTES);
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)regex, strlen(regex), PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &code,
                      &offset, context);
    if (!compiled) {
        char words[256];
        describe(code, words, sizeof(words));
        g_set_error(error, TEXT_ERROR, FAIL_USAGE,
                    "the pattern \"%s\" is wrong at offset %" G_GSIZE_FORMAT ": %s", regex,
                    (gsize)offset, words);
        return NULL;
    }
    Pattern *pattern = g_new(Pattern, 1);
    *pattern = (Pattern){g_strdup(regex), compiled, pcre2_match_context_create(NULL)};
    pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
    pcre2_set_depth_limit(pattern->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(pattern->context, HEAP_LIMIT_KIB);
    return pattern;
}

void pattern_free(Pattern *pattern) {
    if (!pattern)
        return;
    g_free(pattern->regex);
    pcre2_code_free(pattern->code);
    pcre2_match_context_free(pattern->context);
    g_free(pattern);
}

int pattern_match(const Pattern *pattern, const char *text, GError **error) {
    g_autoptr(pcre2_match_data) data = pcre2_match_data_create(1, NULL);
    int result =
        pcre2_match(pattern->code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, pattern->context);
    if (result >= 0)
        return 1;
    if (result == PCRE2_ERROR_NOMATCH)
        return 0;
    char words[256];
    describe(result, words, sizeof(words));
    g_set_error(error, TEXT_ERROR, FAIL_USAGE,
                "the pattern \"%s\" cannot be matched against \"%s\": %s; write a simpler one",
                pattern->regex, text, words);
    return -1;
}

char *pattern_library(void) {
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    return g_strdup_printf("PCRE2 %s", version);
}
