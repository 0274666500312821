#include "text/sum.h"

#include <string.h>

static Sum finish(GChecksum *checksum) {
    Sum sum;
    gsize length = sizeof(sum.bytes);
    g_checksum_get_digest(checksum, sum.bytes, &length);
    g_checksum_free(checksum);
    return sum;
}

/* g_checksum_update() reads a negative length as "until NUL", so it is never given a huge one. */
static void feed(GChecksum *checksum, const char *text, gsize length) {
    const gsize step = 1 << 30;
    for (; length > step; text += step, length -= step)
        g_checksum_update(checksum, (const guchar *)text, (gssize)step);
    if (length > 0)
        g_checksum_update(checksum, (const guchar *)text, (gssize)length);
}

Sum sum_raw(const char *text, gsize length) {
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    feed(checksum, text, length);
    return finish(checksum);
}

Sum sum_lf(const char *text, gsize length) {
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize from = 0;
    for (gsize at = 0; at + 1 < length; at++) {
        const char *cr = memchr(text + at, '\r', length - at);
        if (!cr)
            break;
        at = (gsize)(cr - text);
        if (at + 1 < length && text[at + 1] == '\n') {
            feed(checksum, text + from, at - from);
            from = at + 1;
        }
    }
    feed(checksum, text + from, length - from);
    return finish(checksum);
}

Sum sum_chain(const Sum *previous, const char *name, const Sum *content) {
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    feed(checksum, (const char *)previous->bytes, sizeof(previous->bytes));
    feed(checksum, name, strlen(name));
    feed(checksum, (const char *)content->bytes, sizeof(content->bytes));
    return finish(checksum);
}

bool sum_equal(const Sum *a, const Sum *b) {
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

char *sum_hex(const Sum *sum) {
    static const char digits[] = "0123456789abcdef";
    char *hex = g_malloc(2 * SUM_BYTES + 1), *at = hex;
    for (guint i = 0; i < SUM_BYTES; i++) {
        *at++ = digits[sum->bytes[i] >> 4];
        *at++ = digits[sum->bytes[i] & 0xf];
    }
    *at = '\0';
    return hex;
}
