#include "backup/libraries.h"

#include "backup/packing.h"
#include <zstd.h>

enum { BUFFER = 128 * 1024 };

typedef struct {
    ZSTD_CCtx *packs;
    ZSTD_DCtx *unpacks;
    Sink *sink;
    const Spring *spring;
    ZSTD_inBuffer in;
    bool within; /* a frame that has not ended yet */
    guint8 buffer[BUFFER];
} Zstd;

static void zstd_free(void *state) {
    Zstd *zstd = state;
    ZSTD_freeCCtx(zstd->packs);
    ZSTD_freeDCtx(zstd->unpacks);
    g_free(zstd);
}

static void *begun(Zstd *zstd, const char *path, GError **error) {
    if (zstd->packs || zstd->unpacks)
        return zstd;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "not enough memory for %s", path);
    zstd_free(zstd);
    return NULL;
}

static void *zstd_begin(Sink *sink, GError **error) {
    Zstd *zstd = g_new0(Zstd, 1);
    zstd->sink = sink;
    zstd->packs = ZSTD_createCCtx();
    if (zstd->packs)
        ZSTD_CCtx_setParameter(zstd->packs, ZSTD_c_checksumFlag, 1);
    return begun(zstd, sink->path, error);
}

static bool pack(Zstd *zstd, const void *bytes, gsize length, ZSTD_EndDirective what,
                 GError **error) {
    ZSTD_inBuffer in = {bytes, length, 0};
    for (bool more = true; more;) {
        ZSTD_outBuffer out = {zstd->buffer, sizeof zstd->buffer, 0};
        size_t left = ZSTD_compressStream2(zstd->packs, &out, &in, what);
        if (ZSTD_isError(left)) {
            g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot pack %s: %s",
                        zstd->sink->path, ZSTD_getErrorName(left));
            return false;
        }
        if (!sink_write(zstd->sink, zstd->buffer, out.pos, error))
            return false;
        more = what == ZSTD_e_end ? left > 0 : in.pos < in.size;
    }
    return true;
}

static bool zstd_add(void *state, const void *bytes, gsize length, GError **error) {
    return length == 0 || pack(state, bytes, length, ZSTD_e_continue, error);
}

static bool zstd_end(void *state, GError **error) {
    return pack(state, NULL, 0, ZSTD_e_end, error);
}

static void *zstd_open(const Spring *spring, GError **error) {
    Zstd *zstd = g_new0(Zstd, 1);
    zstd->spring = spring;
    zstd->unpacks = ZSTD_createDCtx();
    return begun(zstd, spring->path, error);
}

/* False at the file's end, and on error. */
static bool fill(Zstd *zstd, GError **error) {
    gssize got = spring_read(zstd->spring, zstd->buffer, sizeof zstd->buffer, error);
    zstd->in = (ZSTD_inBuffer){zstd->buffer, got > 0 ? (gsize)got : 0, 0};
    if (got == 0 && zstd->within)
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE, "%s is not whole: it ends too early",
                    zstd->spring->path);
    return got > 0;
}

static gssize zstd_read(void *state, void *bytes, gsize length, GError **error) {
    Zstd *zstd = state;
    ZSTD_outBuffer out = {bytes, length, 0};
    g_autoptr(GError) failed = NULL;
    while (out.pos < out.size) {
        if (zstd->in.pos == zstd->in.size && !fill(zstd, &failed))
            break;
        size_t left = ZSTD_decompressStream(zstd->unpacks, &out, &zstd->in);
        zstd->within = left != 0;
        if (ZSTD_isError(left)) {
            g_set_error(&failed, BACKUP_ERROR, FAIL_USAGE, "%s is damaged: it cannot be unpacked",
                        zstd->spring->path);
            break;
        }
    }
    if (!failed)
        return (gssize)out.pos;
    g_propagate_error(error, g_steal_pointer(&failed));
    return -1;
}

const Packing packing_zstd = {zstd_begin, zstd_add, zstd_end, zstd_open, zstd_read, zstd_free};

char *zstd_library(void) {
    return g_strdup_printf("libzstd %s", ZSTD_versionString());
}
