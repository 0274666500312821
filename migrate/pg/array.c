#include "pg/pg.h"

void pg_array_add(GString *array, const char *element) {
    g_string_append(array, array->len > 0 ? ",\"" : "{\"");
    for (const char *c = element; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_c(array, '\\');
        g_string_append_c(array, *c);
    }
    g_string_append_c(array, '"');
}
