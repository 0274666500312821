#include "text/copy.h"

#include <string.h>

gsize copy_rows_end(const char *text, gsize length, gsize at, gsize *start) {
    while (at < length && strchr(" \t\r", text[at]))
        at++;
    if (at == length || text[at] != '\n')
        return 0;
    *start = ++at;
    while (at < length) {
        const char *end = memchr(text + at, '\n', length - at);
        gsize stop = end ? (gsize)(end - text) : length;
        gsize size = stop - at - (stop > at && text[stop - 1] == '\r');
        if (size == 2 && memcmp(text + at, "\\.", 2) == 0)
            return MIN(stop + 1, length);
        at = stop + 1;
    }
    return 0;
}
