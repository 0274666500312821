/* Columns that have a default of which a schema in Prisma's language does not say more. */
#include "source/prisma.h"

#include "diff/rename.h"
#include <string.h>

typedef struct {
    Catalog *catalog;
    const char *schema; /* for names without one */
} Marking;

static bool is_column(const Object *object, const char *schema, const char *table,
                      const char *column) {
    if (strcmp(object->kind->name, "column") != 0 || !rename_has_name(object, column) ||
        !rename_has_name(object->parent, table))
        return false;
    g_autofree char *in = pg_first_of_path(object_value(object->parent, "schema"));
    return g_strcmp0(in, schema) == 0;
}

static void mark(const char *schema, const char *table, const char *column, void *data) {
    const Marking *marking = data;
    for (guint i = 0; i < marking->catalog->count; i++) {
        Object *object = marking->catalog->objects[i];
        object->open |= is_column(object, schema ? schema : marking->schema, table, column);
    }
}

void prisma_mark_open(const Source *source, Catalog *catalog, const char *schema) {
    for (guint i = 0; i < source->scripts->len; i++)
        script_open_defaults(source->scripts->pdata[i], mark, &(Marking){catalog, schema});
}
