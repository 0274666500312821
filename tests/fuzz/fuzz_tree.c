/* What statements create has names and lies inside of them. */
#include "text/tree.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, "f", (const char *)data, size, NULL))
        return 0;
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autoptr(GPtrArray) found = tree_created(&statement);
        for (guint i = 0; i < found->len; i++) {
            const Named *named = found->pdata[i];
            g_assert(named->kind && named->name && named->offset <= statement.length);
        }
        CreateExtension extension;
        tree_create_extension(&statement, &extension);
        create_extension_clear(&extension);
    }
    return 0;
}
