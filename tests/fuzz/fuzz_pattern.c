/* The first line is a pattern, the rest is matched against it. */
#include "text/pattern.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *regex = g_strndup((const char *)data, size);
    char *text = strchr(regex, '\n');
    if (text)
        *text++ = '\0';
    g_autoptr(GError) error = NULL;
    g_autoptr(Pattern) pattern = pattern_new(regex, &error);
    g_assert((pattern == NULL) == (error != NULL));
    int result = pattern ? pattern_match(pattern, text ? text : "", &error) : -1;
    g_assert((result < 0) == (error != NULL));
    return 0;
}
