/* What the formats share. */
#include "doc/format.h"

#include <string.h>

const char *draw_mark_word(DrawnMark mark) {
    static const char *const words[] = {"", "new", "gone", "changed"};
    return words[mark];
}

guint draw_schema_place(const Drawing *drawing, const char *schema) {
    guint place = 0;
    while (strcmp(drawing->schemas->pdata[place], schema) != 0)
        place++;
    return place;
}

GArray *draw_schema_links(const Drawing *drawing) {
    guint count = drawing->schemas->len;
    g_autofree guint *counts = g_new0(guint, (gsize)count * count);
    GArray *links = g_array_new(FALSE, FALSE, sizeof(SchemaLink));
    for (guint i = 0; i < drawing->links->len; i++) {
        const DrawnLink *link = drawing->links->pdata[i];
        if (link->from->chosen && link->to->chosen)
            counts[draw_schema_place(drawing, link->from->schema) * count +
                   draw_schema_place(drawing, link->to->schema)]++;
    }
    for (guint i = 0; i < count * count; i++) {
        const SchemaLink link = {drawing->schemas->pdata[i / count],
                                 drawing->schemas->pdata[i % count], counts[i]};
        if (counts[i] && i / count != i % count)
            g_array_append_val(links, link);
    }
    return links;
}

guint draw_schema_tables(const Drawing *drawing, const char *schema) {
    guint count = 0;
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        count += box->chosen && !box->is_enum && strcmp(box->schema, schema) == 0;
    }
    return count;
}
