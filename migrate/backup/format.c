#include "backup/format.h"

#include <string.h>

#define MAGIC(bytes) .magic = (bytes), .magic_length = sizeof(bytes) - 1

const BackupFormat backup_formats[] = {
    {.name = "custom",
     .extension = ".dump",
     .pg_dump = "custom",
     MAGIC("PGDMP"),
     .help = "one compressed file for pg_restore; loads with several processes"},
    {.name = "directory",
     .extension = ".dir",
     .pg_dump = "directory",
     MAGIC("PGDMP"),
     .folder = true,
     .help = "a folder for pg_restore; is written and loaded with several processes"},
    {.name = "sql.gz",
     .extension = ".sql.gz",
     .pg_dump = "plain",
     MAGIC("\x1f\x8b"),
     .packing = &packing_gzip,
     .sql = true,
     .help = "SQL, packed by gzip"},
    {.name = "sql.zst",
     .extension = ".sql.zst",
     .pg_dump = "plain",
     MAGIC("\x28\xb5\x2f\xfd"),
     .packing = &packing_zstd,
     .sql = true,
     .help = "SQL, packed by Zstandard"},
    {.name = "zip",
     .extension = ".zip",
     .pg_dump = "plain",
     MAGIC("PK\x03\x04"),
     .packing = &packing_zip,
     .sql = true,
     .help = "SQL in a zip file, as dump.sql"},
    {.name = "sql",
     .extension = ".sql",
     .pg_dump = "plain",
     MAGIC(""),
     .packing = &packing_plain,
     .sql = true,
     .help = "SQL, for psql and for people"},
    {0},
};

const BackupFormat *backup_format_named(const char *name) {
    for (const BackupFormat *format = backup_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

const BackupFormat *backup_format_of_name(const char *path) {
    for (const BackupFormat *format = backup_formats; format->name; format++)
        if (g_str_has_suffix(path, format->extension))
            return format;
    return NULL;
}

const BackupFormat *backup_format_of(const void *bytes, gsize length) {
    const BackupFormat *format = backup_formats;
    while (format->folder || format->magic_length > length ||
           memcmp(format->magic, bytes, format->magic_length) != 0)
        format++;
    return format;
}
