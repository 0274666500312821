#include "backup/deflate.h"

static void *gzip_begin(Sink *sink, GError **error) {
    Deflate *gzip = g_new0(Deflate, 1);
    if (deflate_begin(gzip, GZIP_BITS, sink, error))
        return gzip;
    g_free(gzip);
    return NULL;
}

static bool gzip_add(void *state, const void *bytes, gsize length, GError **error) {
    return deflate_add(state, bytes, length, false, error);
}

static bool gzip_end(void *state, GError **error) {
    return deflate_add(state, NULL, 0, true, error);
}

static void *gzip_open(const Spring *spring, GError **error) {
    Deflate *gzip = g_new0(Deflate, 1);
    if (deflate_open(gzip, GZIP_BITS, spring, error))
        return gzip;
    g_free(gzip);
    return NULL;
}

static gssize gzip_read(void *state, void *bytes, gsize length, GError **error) {
    return deflate_read(state, bytes, length, error);
}

static void gzip_free(void *state) {
    deflate_clear(state);
    g_free(state);
}

const Packing packing_gzip = {gzip_begin, gzip_add, gzip_end, gzip_open, gzip_read, gzip_free};
