#include "backup/deflate.h"

#include "backup/libraries.h"

static bool begun(Deflate *self, int code, const char *path, GError **error) {
    self->started = code == Z_OK;
    if (code != Z_OK)
        g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "not enough memory for %s", path);
    return code == Z_OK;
}

bool deflate_begin(Deflate *self, int bits, Sink *sink, GError **error) {
    enum { MEMORY = 8 }; /* zlib's own default */
    self->packs = true;
    self->sink = sink;
    return begun(self,
                 deflateInit2(&self->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, bits, MEMORY,
                              Z_DEFAULT_STRATEGY),
                 sink->path, error);
}

bool deflate_open(Deflate *self, int bits, const Spring *spring, GError **error) {
    self->spring = spring;
    return begun(self, inflateInit2(&self->stream, bits), spring->path, error);
}

bool deflate_add(Deflate *self, const void *bytes, gsize length, bool last, GError **error) {
    z_stream *stream = &self->stream;
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)length;
    do {
        stream->next_out = self->buffer;
        stream->avail_out = sizeof self->buffer;
        deflate(stream, last ? Z_FINISH : Z_NO_FLUSH);
        gsize made = sizeof self->buffer - stream->avail_out;
        if (!sink_write(self->sink, self->buffer, made, error))
            return false;
    } while (stream->avail_out == 0);
    return true;
}

static bool fill(Deflate *self, GError **error) {
    z_stream *stream = &self->stream;
    gssize got = spring_read(self->spring, self->buffer, sizeof self->buffer, error);
    if (got == 0)
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE, "%s is not whole: it ends too early",
                    self->spring->path);
    stream->next_in = self->buffer;
    stream->avail_in = got > 0 ? (uInt)got : 0;
    return got > 0;
}

gssize deflate_read(Deflate *self, void *bytes, gsize length, GError **error) {
    z_stream *stream = &self->stream;
    stream->next_out = bytes;
    stream->avail_out = (uInt)length;
    while (!self->ended && stream->avail_out > 0) {
        if (stream->avail_in == 0 && !fill(self, error))
            return -1;
        int code = inflate(stream, Z_NO_FLUSH);
        self->ended = code == Z_STREAM_END;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
            g_set_error(error, BACKUP_ERROR, FAIL_USAGE, "%s is damaged: it cannot be unpacked",
                        self->spring->path);
            return -1;
        }
    }
    return (gssize)(length - stream->avail_out);
}

void deflate_clear(Deflate *self) {
    if (self->started && self->packs)
        deflateEnd(&self->stream);
    else if (self->started)
        inflateEnd(&self->stream);
    self->started = false;
}

char *zlib_library(void) {
    return g_strdup_printf("zlib %s", zlibVersion());
}
