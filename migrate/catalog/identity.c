#include "catalog/identity.h"

#include <string.h>

/* What follows the identifier, as the server quotes it, at the start of `text`. */
static const char *after_identifier(const char *text) {
    if (*text != '"')
        return text + strcspn(text, ".\" (),");
    do {
        text = strchrnul(text + 1, '"');
        text += *text == '"';
    } while (*text == '"');
    return text;
}

char *identity_schema(const char *kind, const char *identity) {
    const Kind *known = kind_find(kind);
    for (bool facet = known && known->facet;;) {
        const char *end = after_identifier(identity);
        if (*end == '.')
            return g_strndup(identity, (gsize)(end - identity));
        if (!facet || *end != ' ' || !g_ascii_islower(*identity))
            return NULL;
        identity = end + 1;
    }
}
