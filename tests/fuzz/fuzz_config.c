/* migrate.ini and .env as anybody may write them: the first byte says which. */
#include "config/syntax.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expand_all(GHashTable *dotenv) {
    char *none[] = {NULL};
    const Variables variables = {none, dotenv};
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, dotenv);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        g_autofree char *missing = NULL;
        g_autofree char *text =
            variables_expand(&variables, ((const DotenvValue *)value)->value, &missing);
        g_assert((text == NULL) == (missing != NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
    if (data[0] == 'e') {
        g_autoptr(GHashTable) dotenv = dotenv_read(text);
        expand_all(dotenv);
    } else if (g_utf8_validate(text, -1, NULL)) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) lines = ini_read("migrate.ini", text, &error);
        g_assert((lines == NULL) == (error != NULL));
    }
    return 0;
}
