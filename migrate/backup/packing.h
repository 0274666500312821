/* Packing: a text on its way into a file and back, packed or as it is.
 *
 * Each way to pack is a Packing. It is in constant memory, whatever the length, and takes and gives
 * pieces of any size.
 */
#pragma once

#include "base/error.h"

GQuark backup_error_quark(void);
#define BACKUP_ERROR backup_error_quark()

/* What is added to a packing while it is written: where its bytes go. */
typedef struct {
    int fd;           /* borrowed */
    const char *path; /* for messages; borrowed */
    guint64 bytes;    /* so far */
} Sink;
/* FAIL_ENVIRONMENT when it cannot be written. */
bool sink_write(Sink *sink, const void *bytes, gsize length, GError **error);

/* Where packed bytes come from; the descriptor stands at the first of them. */
typedef struct {
    int fd;
    const char *path;
} Spring;
/* How many bytes there were, 0 at the end; below 0 on error. */
gssize spring_read(const Spring *spring, void *bytes, gsize length, GError **error);
/* All of them; FAIL_USAGE where the file ends before. */
bool spring_read_all(const Spring *spring, void *bytes, gsize length, GError **error);

/* A way to pack a text. Each function but `free` may fail; both states are freed by `free`. */
typedef struct {
    void *(*begin)(Sink *sink, GError **error);
    bool (*add)(void *state, const void *bytes, gsize length, GError **error);
    bool (*end)(void *state, GError **error);
    void *(*open)(const Spring *spring, GError **error);
    gssize (*read)(void *state, void *bytes, gsize length, GError **error); /* as spring_read() */
    void (*free)(void *state);
} Packing;

extern const Packing packing_plain, packing_gzip, packing_zstd, packing_zip;
