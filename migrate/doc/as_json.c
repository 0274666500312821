/* A site as JSON: each table of a page is a list of objects, by the keys of its columns. */
#include "doc/format_site.h"

static json_t *cell_json(const DocCell *cell) {
    return cell->text ? doc_json_text(cell->text) : json_null();
}

static json_t *table_json(const DocTable *table) {
    json_t *rows = json_array();
    for (guint i = 0; i < table->rows->len; i++) {
        const GPtrArray *row = table->rows->pdata[i];
        json_t *object = json_object();
        for (guint c = 0; c < row->len; c++)
            json_object_set_new(object, ((const DocColumn *)table->columns->pdata[c])->key,
                                cell_json(row->pdata[c]));
        json_array_append_new(rows, object);
    }
    return rows;
}

static json_t *page_json(const DocPage *page) {
    json_t *object = json_object(), *tables = json_object();
    json_object_set_new(object, "kind", doc_json_text(page->object->kind->name));
    json_object_set_new(object, "identity", doc_json_text(page->name));
    json_object_set_new(object, "comment",
                        page->comment ? doc_json_text(page->comment) : json_null());
    json_object_set_new(object, "sql", page->sql ? doc_json_text(page->sql) : json_null());
    for (guint i = 0; i < page->tables->len; i++) {
        const DocTable *table = page->tables->pdata[i];
        json_object_set_new(tables, table->key, table_json(table));
    }
    json_object_set_new(object, "parts", tables);
    return object;
}

void doc_json(const DocSite *site, G_GNUC_UNUSED const GString *diagram, GPtrArray *files) {
    json_t *object = json_object(), *counts = json_object(), *objects = json_array();
    for (guint i = 0; i < site->kinds->len; i++) {
        const DocKind *kind = site->kinds->pdata[i];
        json_object_set_new(counts, kind->folder, json_integer(kind->pages->len));
    }
    for (guint i = 0; i < site->pages->len; i++)
        json_array_append_new(objects, page_json(site->pages->pdata[i]));
    json_object_set_new(object, "generator", json_string(DOC_MARK));
    json_object_set_new(object, "format", json_integer(1));
    json_object_set_new(object, "title", doc_json_text(site->title));
    json_object_set_new(object, "source", doc_json_text(site->source));
    json_object_set_new(object, "counts", counts);
    json_object_set_new(object, "objects", objects);
    char *text = json_dumps(object, JSON_ENSURE_ASCII | JSON_INDENT(2));
    g_string_append_printf(doc_file(files, "schema.json"), "%s\n", text);
    free(text);
    json_decref(object);
}
