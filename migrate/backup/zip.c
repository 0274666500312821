/* A zip file with one member, dump.sql, in the form that APPNOTE.TXT calls ZIP64: sizes are not
 * known before the member was written, and may be beyond 4 GiB. Reading takes the first member,
 * whoever packed it, from its local header on. */
#include "backup/deflate.h"
#include <string.h>

#define MEMBER "dump.sql"

enum {
    LOCAL = 0x04034b50,
    DESCRIPTOR = 0x08074b50,
    CENTRAL = 0x02014b50,
    END64 = 0x06064b50,
    LOCATOR64 = 0x07064b50,
    END = 0x06054b50,
    VERSION = 45,               /* the first with ZIP64 */
    MADE_BY = VERSION | 3 << 8, /* on Unix */
    MODE = 0100600,
    FLAGS = 0x0808, /* sizes come behind the data; names are UTF-8 */
    ENCRYPTED = 1,
    DEFLATED = 8,
    EPOCH_DATE = 0x0021, /* 1980-01-01: the same dump has the same bytes */
    EXTRA64 = 1,
};

typedef struct {
    Deflate deflate;
    Sink *sink;
    guint64 size, start, packed; /* unpacked; where the deflated bytes begin; how many they are */
    guint32 crc;
} Zip;

static void put(GByteArray *bytes, guint64 number, guint width) {
    for (guint i = 0; i < width; i++)
        g_byte_array_append(bytes, (const guint8[]){(guint8)(number >> 8 * i)}, 1);
}

/* Numbers of little-endian, each as its width and value; ends with width 0. */
typedef struct {
    guint width;
    guint64 value;
} Field;

static void put_all(GByteArray *bytes, const Field *fields) {
    for (; fields->width > 0; fields++)
        put(bytes, fields->value, fields->width);
}

static bool write_out(Zip *zip, const GByteArray *bytes, GError **error) {
    return sink_write(zip->sink, bytes->data, bytes->len, error);
}

static void put_name(GByteArray *bytes) {
    g_byte_array_append(bytes, (const guint8 *)MEMBER, strlen(MEMBER));
}

static bool write_local(Zip *zip, GError **error) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put_all(bytes, (const Field[]){{4, LOCAL},
                                   {2, VERSION},
                                   {2, FLAGS},
                                   {2, DEFLATED},
                                   {2, 0},
                                   {2, EPOCH_DATE},
                                   {4, 0},
                                   {4, G_MAXUINT32},
                                   {4, G_MAXUINT32},
                                   {2, strlen(MEMBER)},
                                   {2, 20},
                                   {0}});
    put_name(bytes);
    put_all(bytes, (const Field[]){{2, EXTRA64}, {2, 16}, {8, 0}, {8, 0}, {0}});
    return write_out(zip, bytes, error);
}

static void put_central(GByteArray *bytes, const Zip *zip) {
    put_all(bytes, (const Field[]){{4, CENTRAL},
                                   {2, MADE_BY},
                                   {2, VERSION},
                                   {2, FLAGS},
                                   {2, DEFLATED},
                                   {2, 0},
                                   {2, EPOCH_DATE},
                                   {4, zip->crc},
                                   {4, G_MAXUINT32},
                                   {4, G_MAXUINT32},
                                   {2, strlen(MEMBER)},
                                   {2, 20},
                                   {2, 0},
                                   {2, 0},
                                   {2, 0},
                                   {4, (guint64)MODE << 16},
                                   {4, 0},
                                   {0}});
    put_name(bytes);
    put_all(bytes, (const Field[]){{2, EXTRA64}, {2, 16}, {8, zip->size}, {8, zip->packed}, {0}});
}

static void put_end(GByteArray *bytes, guint64 central, guint64 length) {
    guint64 end = central + length;
    put_all(bytes, (const Field[]){{4, END64},
                                   {8, 44},
                                   {2, MADE_BY},
                                   {2, VERSION},
                                   {4, 0},
                                   {4, 0},
                                   {8, 1},
                                   {8, 1},
                                   {8, length},
                                   {8, central},
                                   {0}});
    put_all(bytes, (const Field[]){{4, LOCATOR64}, {4, 0}, {8, end}, {4, 1}, {0}});
    put_all(bytes, (const Field[]){{4, END},
                                   {2, 0},
                                   {2, 0},
                                   {2, 1},
                                   {2, 1},
                                   {4, G_MAXUINT32},
                                   {4, G_MAXUINT32},
                                   {2, 0},
                                   {0}});
}

static void zip_free(void *state) {
    Zip *zip = state;
    deflate_clear(&zip->deflate);
    g_free(zip);
}

static void *zip_begin(Sink *sink, GError **error) {
    Zip *zip = g_new0(Zip, 1);
    zip->sink = sink;
    zip->crc = (guint32)crc32(0, NULL, 0);
    bool fine = write_local(zip, error) && deflate_begin(&zip->deflate, RAW_BITS, sink, error);
    zip->start = sink->bytes;
    if (fine)
        return zip;
    zip_free(zip);
    return NULL;
}

static bool zip_add(void *state, const void *bytes, gsize length, GError **error) {
    Zip *zip = state;
    zip->crc = (guint32)crc32(zip->crc, bytes, (uInt)length);
    zip->size += length;
    return deflate_add(&zip->deflate, bytes, length, false, error);
}

static bool zip_end(void *state, GError **error) {
    Zip *zip = state;
    if (!deflate_add(&zip->deflate, NULL, 0, true, error))
        return false;
    zip->packed = zip->sink->bytes - zip->start;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put_all(bytes,
            (const Field[]){{4, DESCRIPTOR}, {4, zip->crc}, {8, zip->packed}, {8, zip->size}, {0}});
    guint before = bytes->len;
    guint64 central = zip->sink->bytes + before;
    put_central(bytes, zip);
    put_end(bytes, central, bytes->len - before);
    return write_out(zip, bytes, error);
}

static guint number_at(const guint8 *bytes, guint place) {
    return bytes[place] | (guint)bytes[place + 1] << 8;
}

/* Past the local header. */
static bool skip_header(const Spring *spring, GError **error) {
    guint8 header[30], rest[512];
    if (!spring_read_all(spring, header, sizeof header, error))
        return false;
    guint flags = number_at(header, 6), method = number_at(header, 8);
    if (memcmp(header, "PK\x03\x04", 4) != 0 || flags & ENCRYPTED || method != DEFLATED) {
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                    "the first file in %s is not packed as 'migrate dump' does it; unpack it, and "
                    "load the file",
                    spring->path);
        return false;
    }
    for (gsize left = number_at(header, 26) + number_at(header, 28); left > 0;) {
        gsize part = MIN(left, sizeof rest);
        if (!spring_read_all(spring, rest, part, error))
            return false;
        left -= part;
    }
    return true;
}

static void *zip_open(const Spring *spring, GError **error) {
    if (!skip_header(spring, error))
        return NULL;
    Zip *zip = g_new0(Zip, 1);
    if (deflate_open(&zip->deflate, RAW_BITS, spring, error))
        return zip;
    zip_free(zip);
    return NULL;
}

static gssize zip_read(void *state, void *bytes, gsize length, GError **error) {
    return deflate_read(&((Zip *)state)->deflate, bytes, length, error);
}

const Packing packing_zip = {zip_begin, zip_add, zip_end, zip_open, zip_read, zip_free};
