#include "apply/foreign_sums.h"

#include <string.h>

/* The file with line ends of one kind. Caller frees. */
static char *with_ends(const Migration *migration, const char *end, gsize *length) {
    gsize size;
    const char *text = g_bytes_get_data(migration->text, &size);
    GString *out = g_string_sized_new(size);
    for (gsize i = 0; i < size; i++)
        if (text[i] == '\n')
            g_string_append(out, end);
        else if (text[i] != '\r' || i + 1 == size || text[i + 1] != '\n')
            g_string_append_c(out, text[i]);
    *length = out->len;
    return g_string_free(out, FALSE);
}

/* Old versions of Prisma wrote each byte without the zero that makes it two digits. Caller frees.
 */
static char *without_zeros(const char *sum) {
    GString *text = g_string_new(NULL);
    for (; sum[0] && sum[1]; sum += 2)
        g_string_append_len(text, sum + (sum[0] == '0'), sum[0] == '0' ? 1 : 2);
    return g_string_free(text, FALSE);
}

static bool is_sum(const char *sum, GChecksumType type, const char *text, gsize length) {
    g_autofree char *own = g_compute_checksum_for_data(type, (const guchar *)text, length);
    bool shorter = strlen(sum) < strlen(own);
    g_autofree char *old = shorter ? without_zeros(own) : NULL;
    return g_ascii_strcasecmp(shorter ? old : own, sum) == 0;
}

static bool fits(const char *sum, GChecksumType type, const Migration *migration) {
    gsize size, lf_size, crlf_size;
    const char *text = g_bytes_get_data(migration->text, &size);
    g_autofree char *lf = with_ends(migration, "\n", &lf_size),
                    *crlf = with_ends(migration, "\r\n", &crlf_size);
    return is_sum(sum, type, text ? text : "", size) || is_sum(sum, type, lf, lf_size) ||
           is_sum(sum, type, crlf, crlf_size);
}

bool foreign_fits_sha1(const char *sum, const Migration *migration) {
    return fits(sum, G_CHECKSUM_SHA1, migration);
}

bool foreign_fits_sha256(const char *sum, const Migration *migration) {
    return fits(sum, G_CHECKSUM_SHA256, migration);
}

bool foreign_fits_sha384(const char *sum, const Migration *migration) {
    return fits(sum, G_CHECKSUM_SHA384, migration);
}

static guint32 crc32_add(guint32 crc, guint8 byte) {
    static const guint32 polynomial = 0xEDB88320;
    crc ^= byte;
    for (guint i = 0; i < 8; i++)
        crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
    return crc;
}

bool foreign_fits_crc32(const char *sum, const Migration *migration) {
    static const char mark[] = "\xEF\xBB\xBF";
    gsize size;
    const char *text = g_bytes_get_data(migration->text, &size);
    gsize from = size >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    guint32 crc = G_MAXUINT32;
    for (gsize i = from; i < size; i++)
        if (text[i] != '\n' && text[i] != '\r')
            crc = crc32_add(crc, (guint8)text[i]);
    return g_ascii_strtoll(sum, NULL, 10) == (gint32)(crc ^ G_MAXUINT32);
}
