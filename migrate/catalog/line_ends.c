#include "catalog/catalog.h"
#include <string.h>

/* Whether two texts are the same with every CRLF read as LF. */
static bool is_same_text(const char *one, const char *two) {
    for (;; one++, two++) {
        one += one[0] == '\r' && one[1] == '\n';
        two += two[0] == '\r' && two[1] == '\n';
        if (*one != *two)
            return false;
        if (*one == '\0')
            return true;
    }
}

static void take(Object *live, const Object *other, Arena *arena) {
    for (guint i = 0; live->kind->attrs[i].column; i++) {
        const char *value = live->values[i], *wanted = other->values[i];
        if (value && wanted && strcmp(value, wanted) != 0 && is_same_text(value, wanted))
            live->values[i] = arena_strdup(arena, wanted);
    }
}

void catalog_take_line_ends(Catalog *live, const Catalog *other) {
    for (guint i = 0; i < live->count; i++) {
        Object *object = live->objects[i];
        const Object *counterpart = catalog_find(other, object->kind, object->identity);
        if (counterpart)
            take(object, counterpart, live->arena);
    }
}
