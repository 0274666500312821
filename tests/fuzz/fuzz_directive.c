/* Any bytes give directives or an error; a directive stands where it says. */
#include "text/directive.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const known[] = {"no-transaction", "renamed", "x", NULL};
    const char *text = (const char *)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = directives_find("f", text, size, known, &error);
    g_assert((found == NULL) == (error != NULL));
    for (guint i = 0; found && i < found->len; i++) {
        const Directive *directive = found->pdata[i];
        g_assert(directive->offset + strlen("--migrate:") < size);
        g_assert(memcmp(text + directive->offset, "--", 2) == 0);
        g_assert(directive->line > 0 && directive->column > 0);
    }
    return 0;
}
