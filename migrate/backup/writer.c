#include "backup/writer.h"

#include <string.h>

const char writer_head[] = "-- A dump by 'migrate dump'. The last line is its manifest.\n";

struct Writer {
    const BackupFormat *format;
    Sink sink;
    void *packing;
    Hash *hash;
    CopyRows rows;
    guint64 text_bytes;
};

void writer_free(Writer *writer) {
    if (!writer)
        return;
    if (writer->packing)
        writer->format->packing->free(writer->packing);
    if (writer->hash)
        hash_free(writer->hash);
    copy_rows_clear(&writer->rows);
    g_free(writer);
}

Writer *writer_new(const BackupFormat *format, int fd, const char *path, GError **error) {
    g_autoptr(Writer) writer = g_new0(Writer, 1);
    writer->format = format;
    writer->sink = (Sink){fd, path, 0};
    writer->hash = hash_new();
    writer->packing = format->packing->begin(&writer->sink, error);
    if (!writer->packing || !writer_add(writer, writer_head, strlen(writer_head), error))
        return NULL;
    return g_steal_pointer(&writer);
}

bool writer_add(Writer *writer, const char *text, gsize length, GError **error) {
    hash_add(writer->hash, text, length);
    copy_rows_add(&writer->rows, text, length);
    writer->text_bytes += length;
    return writer->format->packing->add(writer->packing, text, length, error);
}

bool writer_end(Writer *writer, Manifest *manifest, GError **error) {
    const Packing *packing = writer->format->packing;
    manifest->rows = (gint64)writer->rows.rows;
    manifest->bytes = writer->text_bytes;
    manifest->sum = hash_end(writer->hash);
    g_autofree char *line = manifest_line(manifest);
    return packing->add(writer->packing, line, strlen(line), error) &&
           packing->end(writer->packing, error);
}

guint writer_tables(const Writer *writer) {
    return (guint)writer->rows.tables;
}

guint64 writer_bytes(const Writer *writer) {
    return writer->sink.bytes;
}
