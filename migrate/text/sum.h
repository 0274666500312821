/* Checksums of files: SHA-256 of the bytes as they are, and of the bytes with CRLF read as LF, so
 * that a checkout with other line ends is the same migration. */
#pragma once

#include "base/hash.h"

Sum sum_raw(const char *text, gsize length);
Sum sum_lf(const char *text, gsize length);
/* sha256(previous ‖ name ‖ content): the link of a chain. */
Sum sum_chain(const Sum *previous, const char *name, const Sum *content);
