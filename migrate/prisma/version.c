#include "prisma/version.h"

#include <string.h>

/* Where a file says the version: behind `key`, or behind `then` when that follows it soon. */
typedef struct {
    const char *file, *key, *then;
} Saying;

/* In this order. package.json has a range, whose first number is the one that counts; where it has
 * only a word ("latest"), the lock file has the number. */
static const Saying sayings[] = {
    {"package.json", "\"prisma\"", NULL},
    {"package.json", "\"@prisma/client\"", NULL},
    {"package-lock.json", "\"node_modules/prisma\"", "\"version\""},
    {"package-lock.json", "\"node_modules/@prisma/client\"", "\"version\""},
    {"yarn.lock", "\nprisma@", "version"},
    {"yarn.lock", "\n\"prisma@", "version"},
    {"pnpm-lock.yaml", " prisma@", NULL},
    {"pnpm-lock.yaml", "/prisma@", NULL},
    {"pnpm-lock.yaml", "/prisma/", NULL},
    {"bun.lock", "\"prisma@", NULL},
};

/* How far behind the key the version of a lock file can be. */
enum { SOON = 400 };

/* The number that a version or a range begins with; 0 when it begins with something else. */
static guint major_of(const char *text) {
    text += strspn(text, " \t:\"'^~>=v");
    gsize digits = strspn(text, "0123456789");
    return digits > 0 && digits < 4 && text[digits] && strchr(".\"'x", text[digits])
               ? (guint)g_ascii_strtoull(text, NULL, 10)
               : 0;
}

static guint said_in(const char *text, const Saying *saying) {
    for (const char *at = text; (at = strstr(at, saying->key));) {
        at += strlen(saying->key);
        const char *then = saying->then ? g_strstr_len(at, SOON, saying->then) : at;
        if (then && saying->then)
            then += strlen(saying->then);
        guint major = then ? major_of(then) : 0;
        if (major)
            return major;
    }
    return 0;
}

guint prisma_version_said(const char *folder, PrismaFile read, void *data, bool *named) {
    g_autofree char *text = read(folder, sayings[0].file, data);
    const char *file = sayings[0].file;
    *named |= text && strstr(text, "prisma");
    for (guint i = 0; *named && i < G_N_ELEMENTS(sayings); i++) {
        if (strcmp(file, sayings[i].file) != 0) {
            g_free(text);
            text = read(folder, sayings[i].file, data);
            file = sayings[i].file;
        }
        guint major = text ? said_in(text, &sayings[i]) : 0;
        if (major)
            return major;
    }
    return 0;
}
