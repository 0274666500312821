#include "text/sum.h"

#include <string.h>

Sum sum_raw(const char *text, gsize length) {
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, text, length);
    return hash_end(hash);
}

Sum sum_lf(const char *text, gsize length) {
    g_autoptr(Hash) hash = hash_new();
    gsize from = 0;
    for (gsize at = 0; at + 1 < length; at++) {
        const char *cr = memchr(text + at, '\r', length - at);
        if (!cr)
            break;
        at = (gsize)(cr - text);
        if (at + 1 < length && text[at + 1] == '\n') {
            hash_add(hash, text + from, at - from);
            from = at + 1;
        }
    }
    hash_add(hash, text + from, length - from);
    return hash_end(hash);
}

Sum sum_chain(const Sum *previous, const char *name, const Sum *content) {
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, previous->bytes, sizeof(previous->bytes));
    hash_add(hash, name, strlen(name));
    hash_add(hash, content->bytes, sizeof(content->bytes));
    return hash_end(hash);
}
