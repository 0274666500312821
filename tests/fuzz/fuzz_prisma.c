/* A .prisma file as anybody may write it: read or refused with a place, and every byte of its SQL
 * comes from somewhere. */
#include "prisma/ddl.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const PrismaDdl *ddl) {
    gsize length = strlen(ddl->sql), last = 0;
    g_assert((length == 0) == (prisma_ddl_place(ddl, 0) == NULL));
    for (guint i = 0; i < ddl->places->len; i++) {
        const PrismaPlace *place = &g_array_index(ddl->places, PrismaPlace, i);
        g_assert(place->offset >= last && place->offset <= length);
        g_assert(place->where.line > 0 && place->where.column > 0);
        last = place->offset;
    }
}

static void make_generated(PrismaSchema *schema, const PrismaDdl *ddl) {
    for (guint i = 0; i < ddl->places->len; i++)
        prisma_make_generated(schema, &g_array_index(ddl->places, PrismaPlace, i));
    g_autoptr(PrismaDdl) again = prisma_ddl(schema);
    check_places(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(GBytes) text = g_bytes_new_static(data, size);
    g_autoptr(GError) error = NULL;
    const PrismaText file = {"x.prisma", text};
    const PrismaOptions options = {size % 2 ? 5 : 0};
    Location where = {0};
    g_autoptr(PrismaSchema) schema = prisma_read(&file, 1, &options, &where, &error);
    g_assert((schema == NULL) == (error != NULL));
    if (error) {
        g_assert(where.file == file.name && where.line > 0 && where.column > 0);
        g_assert(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_autoptr(PrismaDdl) ddl = prisma_ddl(schema);
    check_places(ddl);
    make_generated(schema, ddl);
    return 0;
}
