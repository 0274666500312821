/* A repository as anybody may have left it: objects, packs, references, configuration. The input is
 * an archive of what is in its `.git`, one file after the other: "PATH LENGTH\n" and the bytes.
 * Loose objects are given as they are before they are compressed, and their ids are not held
 * against them, so that a change of one byte gets past libgit2's first doors. The git program is
 * out of reach. */
#include "git/handle.h"

#include "base/file.h"
#include "git/base.h"
#include "git/merge.h"
#include "git/shape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 64, MAX_BYTES = 1 << 16, MAX_STORED = 0xff00 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libgit2 1.5 loses memory over damaged objects, and what PCRE2 gave it whenever it matches
 * configuration keys. Leaks of ours are the unit tests' to find. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) {
    return 1;
}

static void add_adler(GByteArray *out, const uint8_t *bytes, gsize length) {
    enum { PRIME = 65521 };
    guint32 low = 1, high = 0;
    for (gsize i = 0; i < length; i++) {
        low = (low + bytes[i]) % PRIME;
        high = (high + low) % PRIME;
    }
    guint32 sum = GUINT32_TO_BE(high << 16 | low);
    g_byte_array_append(out, (const guint8 *)&sum, sizeof sum);
}

/* A stream that zlib reads, of one stored block. */
static GByteArray *stored(const guint8 *bytes, gsize length) {
    static const guint8 head[] = {0x78, 0x01, 0x01};
    guint16 sizes[] = {GUINT16_TO_LE((guint16)length), GUINT16_TO_LE((guint16)~length)};
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, head, sizeof head);
    g_byte_array_append(out, (const guint8 *)sizes, sizeof sizes);
    g_byte_array_append(out, bytes, (guint)length);
    add_adler(out, bytes, length);
    return out;
}

/* "TYPE SIZE\0" and the content, with the right size: libgit2 1.5 writes behind its buffer when
 * there is more. Only who may write into `.git` can make such an object. */
static GByteArray *loose_object(const uint8_t *bytes, gsize length) {
    const uint8_t *nul = memchr(bytes, '\0', length);
    gsize head = nul ? (gsize)(nul - bytes) + 1 : 0;
    g_autofree char *type = g_strndup((const char *)bytes, MIN(head, strlen("commit")));
    g_autofree char *line =
        g_strdup_printf("%.*s %zu", (int)strcspn(type, " "), type, length - head);
    g_autoptr(GByteArray) object = g_byte_array_new();
    g_byte_array_append(object, (const guint8 *)line, (guint)strlen(line) + 1);
    g_byte_array_append(object, bytes + head, (guint)(length - head));
    return stored(object->data, object->len);
}

static bool is_loose(const char *path) {
    return g_str_has_prefix(path, "objects/") && strlen(path) == strlen("objects/aa/") + 38;
}

/* Packs and their indexes end with the SHA-1 of what is above it. libgit2 1.5 does not look at it
 * and reads outside of a pack where a damaged index says so; git writes its indexes itself, so only
 * who may write into `.git` can make one. */
static bool is_damaged_pack(const char *path, const uint8_t *bytes, gsize length) {
    enum { SUM = 20 };
    if (!g_str_has_prefix(path, "objects/pack/"))
        return false;
    if (length < SUM)
        return true;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(sum, bytes, (gssize)(length - SUM));
    guint8 found[SUM];
    gsize size = sizeof found;
    g_checksum_get_digest(sum, found, &size);
    return memcmp(found, bytes + length - SUM, SUM) != 0;
}

static void put(const char *top, const char *path, const uint8_t *bytes, gsize length) {
    g_autofree char *full = g_build_filename(top, ".git", path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    g_autoptr(GByteArray) packed = is_loose(path) ? loose_object(bytes, length) : NULL;
    if (is_damaged_pack(path, bytes, length) || !file_mkdirs(folder, NULL))
        return;
    g_file_set_contents_full(full, packed ? (const char *)packed->data : (const char *)bytes,
                             (gssize)(packed ? packed->len : length), G_FILE_SET_CONTENTS_NONE,
                             0644, NULL);
}

/* Writes the archive's files; what is cut off is as long as it is. */
static void unpack(const char *top, const uint8_t *data, size_t size) {
    const uint8_t *at = data, *end = data + size;
    for (guint files = 0; files < MAX_FILES && at < end; files++) {
        const uint8_t *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline)
            return;
        g_autofree char *line = g_strndup((const char *)at, (gsize)(newline - at));
        char *blank = strrchr(line, ' ');
        gsize length = blank ? (gsize)g_ascii_strtoull(blank + 1, NULL, 10) : 0;
        at = newline + 1;
        length = MIN(MIN(length, MAX_STORED), (gsize)(end - at));
        if (blank)
            *blank = '\0';
        if (blank && git_path_is_sound(line))
            put(top, line, at, length);
        at += length;
    }
}

static void check_files(GPtrArray *files, const GError *error) {
    g_assert((files == NULL) == (error != NULL));
    for (guint i = 0; files && i < files->len; i++)
        g_assert(git_path_is_sound(((const GitFile *)files->pdata[i])->path));
}

static void read_commit(GitRepo *repo, const char *commit) {
    static const char *const folders[] = {"", "migrations", "migrations/1/migration.sql"};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) files = git_files(repo, commit, folders[i], &error);
        check_files(files, error);
    }
}

static void merge(GitRepo *repo, const char *ancestor, const char *theirs) {
    static const char *const folders[] = {"migrations", "schema", NULL};
    g_autoptr(GPtrArray) changes = git_changed(repo, ancestor, "migrations", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GitMerge) merged =
        changes ? git_merge_with(repo, ancestor, theirs, folders, changes, &error) : NULL;
    g_autoptr(GPtrArray) files = merged ? git_merge_files(merged, "migrations") : NULL;
    if (files)
        check_files(files, NULL);
}

static void ask(GitRepo *repo, const char *top) {
    static const char *const revisions[] = {"HEAD", "main", "origin/main", "main~1", "v1"};
    const BaseQuery query = {.configured = NULL};
    g_autofree char *base = git_base(repo, &query, NULL), *head = git_head(repo, NULL);
    g_autofree char *tip = base ? git_resolve(repo, base, NULL) : NULL;
    g_autofree char *ancestor = head && tip ? git_common_ancestor(repo, head, tip, NULL) : NULL;
    g_autofree char *link = NULL;
    git_has_remote(repo);
    for (gsize i = 0; i < G_N_ELEMENTS(revisions); i++) {
        g_autofree char *commit = git_resolve(repo, revisions[i], NULL);
        if (commit)
            read_commit(repo, commit);
    }
    if (head && tip)
        git_link_instead(repo, tip, head, top, &link, NULL);
    if (ancestor)
        merge(repo, ancestor, tip);
}

/* A folder of this process, with a work tree in it. */
static const char *work_tree(void) {
    static char *top;
    if (top)
        return top;
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    g_setenv("PATH", "/nonexistent", TRUE);
    g_setenv("HOME", "/nonexistent", TRUE);
    top = g_dir_make_tmp("migrate-fuzz-git-XXXXXX", NULL);
    g_assert(top);
    g_autofree char *folder = g_build_filename(top, "migrations", "2", NULL);
    g_autofree char *file = g_build_filename(folder, "migration.sql", NULL);
    file_mkdirs(folder, NULL);
    g_file_set_contents(file, "two\n", -1, NULL);
    return top;
}

static void remove_work_tree(void) {
    file_remove_tree(work_tree(), NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool registered;
    const char *top = work_tree();
    g_autofree char *entry = g_build_filename(top, ".git", NULL);
    if (!registered)
        registered = atexit(remove_work_tree) == 0;
    file_remove_tree(entry, NULL);
    if (size > MAX_BYTES)
        return 0;
    unpack(top, data, size);
    g_autoptr(GitRepo) repo = git_open(top, NULL);
    if (repo)
        ask(repo, top);
    return 0;
}
