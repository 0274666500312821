#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

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

/* libcrypto's own structure, so that nothing is allocated twice. */
static EVP_MD_CTX *context(Hash *hash) {
    return (EVP_MD_CTX *)hash;
}

/* Finding an implementation by its name takes longer than a small file's sum. */
static gpointer find_implementation(gpointer data) {
    (void)data;
    return (gpointer)EVP_MD_fetch(NULL, "SHA256", NULL);
}

static const EVP_MD *implementation(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, find_implementation, NULL);
}

/* A wrong sum would be taken for another file: without one nothing goes on. */
static void require(int done) {
    if (done != 1)
        g_error("libcrypto has no SHA-256");
}

Hash *hash_new(void) {
    EVP_MD_CTX *made = EVP_MD_CTX_new();
    require(made && EVP_DigestInit_ex(made, implementation(), NULL) == 1);
    return (Hash *)made;
}

void hash_free(Hash *hash) {
    EVP_MD_CTX_free(context(hash));
}

void hash_add(Hash *hash, const void *bytes, gsize length) {
    if (length > 0)
        require(EVP_DigestUpdate(context(hash), bytes, length));
}

void hash_add_text(Hash *hash, const char *text) {
    if (text)
        hash_add(hash, text, strlen(text) + 1);
    hash_add(hash, "", 1);
}

Sum hash_end(Hash *hash) {
    Sum sum;
    unsigned length = 0;
    require(EVP_DigestFinal_ex(context(hash), sum.bytes, &length) == 1 && length == SUM_BYTES);
    return sum;
}

char *hash_library(void) {
    return g_strdup_printf("libcrypto %s", OpenSSL_version(OPENSSL_VERSION_STRING));
}

bool sum_parse(const char *hex, Sum *sum) {
    for (guint i = 0; i < 2 * SUM_BYTES; i++)
        if (!g_ascii_isxdigit(hex[i]))
            return false;
    for (guint i = 0; i < SUM_BYTES; i++)
        sum->bytes[i] =
            (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
    return hex[2 * SUM_BYTES] == '\0';
}
