#include "history/version.h"

#include <string.h>

gsize version_length(const char *label) {
    return strspn(label, "0123456789.");
}

static int compare_numbers(const char *a, gsize length_a, const char *b, gsize length_b) {
    for (; length_a && *a == '0'; length_a--)
        a++;
    for (; length_b && *b == '0'; length_b--)
        b++;
    if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    int order = strncmp(a, b, length_a);
    return (order > 0) - (order < 0);
}

int version_compare(const char *a, const char *b) {
    while (*a || *b) {
        gsize length_a = strcspn(a, "."), length_b = strcspn(b, ".");
        int order = compare_numbers(a, length_a, b, length_b);
        if (order)
            return order;
        a += length_a + (a[length_a] == '.');
        b += length_b + (b[length_b] == '.');
    }
    return 0;
}
