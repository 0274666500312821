/* SHA-256, by libcrypto, which uses what the processor has for it: the only user of that library.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { SUM_BYTES = 32 };
typedef struct {
    guint8 bytes[SUM_BYTES];
} Sum;

bool sum_equal(const Sum *a, const Sum *b);
/* From 64 hexadecimal digits; false: it is not that. */
bool sum_parse(const char *hex, Sum *sum);
/* 64 lower-case hexadecimal digits. Caller frees. */
char *sum_hex(const Sum *sum);

/* A sum of what is added to it bit by bit. */
typedef struct Hash Hash;
Hash *hash_new(void);
void hash_free(Hash *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hash, hash_free)

void hash_add(Hash *hash, const void *bytes, gsize length);
/* The text and where it ends; NULL is another one than "". */
void hash_add_text(Hash *hash, const char *text);
/* The sum of all that was added; nothing can be added any more. */
Sum hash_end(Hash *hash);

/* What the room is linked with: "libcrypto 3.0.17". Caller frees. */
char *hash_library(void);
