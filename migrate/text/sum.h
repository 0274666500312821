/* Checksums of files: SHA-256 of the bytes as they are, and of the bytes with CRLF read as LF, so
 * that a checkout with other line ends is the same migration. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { SUM_BYTES = 32 };
typedef struct {
    guint8 bytes[SUM_BYTES];
} Sum;

Sum sum_raw(const char *text, gsize length);
Sum sum_lf(const char *text, gsize length);
/* sha256(previous ‖ name ‖ content): the link of a chain. */
Sum sum_chain(const Sum *previous, const char *name, const Sum *content);
bool sum_equal(const Sum *a, const Sum *b);
/* 64 lower-case hexadecimal digits. Caller frees. */
char *sum_hex(const Sum *sum);
