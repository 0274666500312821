/* Deflate: zlib's streams, as gzip and zip have them. Inside backup/ only.
 *
 * A Deflate packs or unpacks one stream in constant memory. `bits` are zlib's windowBits: above 15
 * with gzip's head and checksum, below 0 without any.
 */
#pragma once

#include "backup/packing.h"
#include <zlib.h>

enum { DEFLATE_BUFFER = 64 * 1024, GZIP_BITS = 15 + 16, RAW_BITS = -15 };

typedef struct {
    z_stream stream;
    bool packs, started, ended;
    Sink *sink;
    const Spring *spring;
    guint8 buffer[DEFLATE_BUFFER];
} Deflate;

/* In memory that is zeroed. */
bool deflate_begin(Deflate *self, int bits, Sink *sink, GError **error);
bool deflate_open(Deflate *self, int bits, const Spring *spring, GError **error);
/* With `length` 0 and `last`: the stream's end. */
bool deflate_add(Deflate *self, const void *bytes, gsize length, bool last, GError **error);
gssize deflate_read(Deflate *self, void *bytes, gsize length, GError **error);
void deflate_clear(Deflate *self);
