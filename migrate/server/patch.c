/* The first minor versions in which plain SQL has no known way to run code in the server. The
 * newest vulnerability is CVE-2026-16239, of August 2026. */
#include "server/server.h"

static const struct {
    int major, minor;
} fixed[] = {{14, 24}, {15, 19}, {16, 15}, {17, 11}, {18, 6}};

char *patch_advice(int version) {
    int major = version / 10000, minor = version % 10000;
    if (major < fixed[0].major)
        return g_strdup_printf("PostgreSQL %d gets no security fixes any more; use %d or later",
                               major, fixed[0].major);
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++) {
        if (fixed[i].major == major && fixed[i].minor > minor)
            return g_strdup_printf(
                "PostgreSQL %d.%d has known vulnerabilities that let SQL run programs; "
                "install %d.%d or later",
                major, minor, major, fixed[i].minor);
    }
    return NULL;
}
