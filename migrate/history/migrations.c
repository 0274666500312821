#include "history/migrations.h"
#include "base/file.h"
#include "history/statement.h"
#include "text/directive.h"
#include "text/scan.h"
#include <stdio.h>
#include <string.h>

G_DEFINE_QUARK(migrate_history_error, history_error)

enum { MAX_NEW_NAME = 100 };

const char *const migration_directives[] = {"no-transaction", "idempotent", "allow", NULL};

static void directive_free(gpointer data) {
    Directive *directive = data;
    g_free(directive->word);
    g_free(directive->arguments);
    g_free(directive);
}

static void migration_free(gpointer data) {
    Migration *migration = data;
    g_free(migration->version);
    g_free(migration->name);
    g_free(migration->label);
    g_free(migration->path);
    g_free(migration->down_path);
    g_clear_pointer(&migration->text, g_bytes_unref);
    g_clear_pointer(&migration->down, g_bytes_unref);
    g_clear_pointer(&migration->directives, g_ptr_array_unref);
    g_free(migration);
}

void history_free(History *history) {
    if (history == NULL)
        return;
    g_free(history->folder);
    g_ptr_array_unref(history->migrations);
    g_free(history);
}

guint history_count(const History *history) {
    return history->migrations->len;
}

const Migration *history_at(const History *history, guint index) {
    return g_ptr_array_index(history->migrations, index);
}

const Migration *history_find(const History *history, const char *version) {
    for (guint i = 0; i < history->migrations->len; i++) {
        const Migration *migration = history_at(history, i);
        if (strcmp(migration->version, version) == 0 || strcmp(migration->label, version) == 0)
            return migration;
    }
    return NULL;
}

int version_compare(const char *a, const char *b) {
    while (*a == '0')
        a++;
    while (*b == '0')
        b++;
    gsize length_a = strlen(a), length_b = strlen(b);
    if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    int order = strcmp(a, b);
    return (order > 0) - (order < 0);
}

static int migration_compare(gconstpointer a, gconstpointer b) {
    const Migration *const *one = a, *const *two = b;
    int order = version_compare((*one)->version, (*two)->version);
    return order != 0 ? order : strcmp((*one)->label, (*two)->label);
}

/* What is being gathered: files by label, in no order yet. */
typedef struct {
    History *history;
    GHashTable *by_label; /* label → Migration*, borrowed keys */
} Gather;

static Migration *gather_migration(Gather *gather, char *version, char *name) {
    g_autofree char *label = g_strconcat(version, "_", name, NULL);
    Migration *migration = g_hash_table_lookup(gather->by_label, label);
    if (migration != NULL) {
        g_free(version);
        g_free(name);
        return migration;
    }
    migration = g_new0(Migration, 1);
    migration->version = version;
    migration->name = name;
    migration->label = g_steal_pointer(&label);
    migration->transactional = migration->down_transactional = true;
    g_ptr_array_add(gather->history->migrations, migration);
    g_hash_table_insert(gather->by_label, migration->label, migration);
    return migration;
}

static bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool fail(GError **error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, HISTORY_ERROR, FAIL_USAGE, message);
    return false;
}

/* An empty down file is in the way of `down` only: other tools make one with each migration. */
static void take_down(Migration *migration, const Layout *layout, GBytes *bytes, const char *path) {
    migration->down_path = g_strdup(path);
    if (g_bytes_get_size(bytes) > 0)
        migration->down = layout_direction(layout, bytes, true, &migration->down_transactional);
}

/* The bytes of one direction of one migration; a file with marks gives both. */
static bool take_file(Gather *gather, Migration *migration, const GitFile *file, LayoutPart part,
                      GError **error) {
    const Layout *layout = gather->history->layout;
    g_autofree char *path = g_build_filename(gather->history->folder, file->path, NULL);
    if (part == PART_DOWN) {
        take_down(migration, layout, file->bytes, path);
        return true;
    }
    if (g_bytes_get_size(file->bytes) == 0)
        return fail(error,
                    "%s is empty (0 bytes), so it was probably cut off while it was written. Write "
                    "it again, or put a comment into it if it is to do nothing",
                    path);
    migration->text = layout_direction(layout, file->bytes, false, &migration->transactional);
    if (migration->text == NULL)
        return fail(error, "%s has no line '%s'", path, layout->marks->up);
    if (layout->marks != NULL)
        take_down(migration, layout, file->bytes, path);
    migration->path = g_steal_pointer(&path);
    return true;
}

static bool take_path(Gather *gather, const GitFile *file, GError **error) {
    const Layout *layout = gather->history->layout;
    g_autofree char *version = NULL, *name = NULL;
    LayoutPart part = layout->parse(file->path, &version, &name);
    if (file->symlink && (part != PART_IGNORED || version != NULL))
        return fail(error,
                    "%s/%s is a symbolic link. What is hashed and what is executed have to be the "
                    "same bytes, so migrations are plain files: replace it by a copy",
                    gather->history->folder, file->path);
    if (part == PART_UNKNOWN)
        return fail(error,
                    "%s/%s is not where a migration of this folder belongs: expected %s, where "
                    "<version> is at most 20 digits and <name> is made of letters, digits, '_', "
                    "'.' and '-'. Rename it, or move it elsewhere",
                    gather->history->folder, file->path, layout->shape);
    if (part == PART_PROGRAM)
        return fail(error,
                    "%s/%s is a program, and migrate carries out SQL only; what comes after it may "
                    "rest on what it does. Replace it by an SQL file of the same version",
                    gather->history->folder, file->path);
    if (version == NULL)
        return true;
    Migration *migration =
        gather_migration(gather, g_steal_pointer(&version), g_steal_pointer(&name));
    return part == PART_IGNORED || take_file(gather, migration, file, part, error);
}

static const Layout *recognise(const GPtrArray *files) {
    for (const Layout *layout = layouts; layout->name != NULL; layout++)
        for (guint i = 0; i < files->len; i++) {
            const GitFile *file = files->pdata[i];
            gsize length;
            const char *text = g_bytes_get_data(file->bytes, &length);
            if (layout_claims(layout, file->path, text, length))
                return layout;
        }
    return layouts;
}

static bool check_unique(const History *history, GError **error) {
    g_autoptr(GString) pairs = g_string_new(NULL);
    for (guint i = 1; i < history->migrations->len; i++) {
        const Migration *one = history_at(history, i - 1), *two = history_at(history, i);
        if (version_compare(one->version, two->version) == 0)
            g_string_append_printf(pairs, "%s%s and %s", pairs->len > 0 ? "; " : "", one->label,
                                   two->label);
    }
    return pairs->len == 0 ||
           fail(error,
                "%s in %s have the same version, so their order is not defined. Give the newer one "
                "a later version by renaming it",
                pairs->str, history->folder);
}

/* A date as a version, from a year on: of those somebody may expect the order of names. */
static bool is_date(const char *version) {
    enum { DAY_DIGITS = 8 };
    return strlen(version) >= DAY_DIGITS && (version[0] == '1' || version[0] == '2');
}

/* Some tools order by name, and dates of different lengths come in another order then. */
static bool check_order(const History *history, GError **error) {
    const Migration *last = NULL; /* by name, of those before */
    for (guint i = 0; i < history->migrations->len; i++) {
        const Migration *migration = history_at(history, i);
        if (!is_date(migration->version))
            continue;
        if (last != NULL && strcmp(migration->version, last->version) < 0)
            return fail(
                error,
                "%s comes after %s in %s by its number, and before it by its name: tools "
                "order by either. Give the shorter version as many digits as the longer one "
                "by renaming it",
                migration->label, last->label, history->folder);
        last = migration;
    }
    return true;
}

/* Directives speak of the whole file, so that they stand above its first statement; `allow` may
 * stand above the statement that it speaks of. Caller unrefs. */
static GPtrArray *read_directives(const char *path, GBytes *bytes, bool *transactional,
                                  bool *idempotent, GError **error) {
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autoptr(GPtrArray) directives =
        directives_find(path, text, length, migration_directives, error);
    if (directives == NULL)
        return NULL;
    g_ptr_array_set_free_func(directives, directive_free);
    Scanner scanner;
    Statement first;
    ScanResult result = SCAN_ERROR;
    if (scanner_init(&scanner, path, text, length, error))
        result = scanner_next(&scanner, &first, error);
    if (result == SCAN_ERROR)
        return NULL;
    for (guint i = 0; i < directives->len; i++) {
        const Directive *directive = directives->pdata[i];
        if (strcmp(directive->word, "allow") == 0)
            continue;
        if (result == SCAN_STATEMENT && directive->offset > first.offset) {
            fail(error,
                 "%s:%u:%u: '-- migrate: %s' speaks of the whole file and has to stand above its "
                 "first statement (line %u)",
                 path, directive->line, directive->column, directive->word, first.line);
            return NULL;
        }
        if (strcmp(directive->word, "no-transaction") == 0)
            *transactional = false;
        else
            *idempotent = true;
    }
    bool any = result == SCAN_STATEMENT;
    for (Statement next = first; result == SCAN_STATEMENT && statement_runs_alone(&next);)
        result = scanner_next(&scanner, &next, NULL);
    if (any && result == SCAN_END)
        *transactional = false;
    return g_steal_pointer(&directives);
}

static bool read_all_directives(Migration *migration, GError **error) {
    migration->directives = read_directives(
        migration->path, migration->text, &migration->transactional, &migration->idempotent, error);
    if (migration->directives == NULL || migration->down == NULL)
        return migration->directives != NULL;
    g_autoptr(GPtrArray) of_down =
        read_directives(migration->down_path, migration->down, &migration->down_transactional,
                        &migration->down_idempotent, error);
    return of_down != NULL;
}

static bool finish(History *history, GError **error) {
    g_ptr_array_sort(history->migrations, migration_compare);
    if (!check_unique(history, error) || !check_order(history, error))
        return false;
    Sum previous = {{0}};
    for (guint i = 0; i < history->migrations->len; i++) {
        Migration *migration = history->migrations->pdata[i];
        if (migration->text == NULL) {
            g_autofree char *file =
                layout_path(history->layout, migration->version, migration->name, false);
            return fail(error,
                        "%s/%s is missing: %s has other files, but no migration. Restore it from "
                        "git, or remove the rest",
                        history->folder, file, migration->label);
        }
        gsize length;
        const char *text = g_bytes_get_data(migration->text, &length);
        migration->raw = sum_raw(text, length);
        /* Hashing twice is for those that can differ. */
        migration->lf = memchr(text, '\r', length) == NULL ? migration->raw : sum_lf(text, length);
        migration->chain = sum_chain(&previous, migration->label, &migration->lf);
        previous = migration->chain;
        if (!read_all_directives(migration, error))
            return false;
    }
    return true;
}

History *history_from_files(const char *folder, const GPtrArray *files, GError **error) {
    g_autoptr(History) history = g_new0(History, 1);
    history->folder = g_strdup(folder);
    history->layout = recognise(files);
    history->migrations = g_ptr_array_new_with_free_func(migration_free);
    g_autoptr(GHashTable) by_label = g_hash_table_new(g_str_hash, g_str_equal);
    Gather gather = {.history = history, .by_label = by_label};
    for (guint i = 0; i < files->len; i++)
        if (!take_path(&gather, files->pdata[i], error))
            return NULL;
    return finish(history, error) ? g_steal_pointer(&history) : NULL;
}

static void disk_file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_clear_pointer(&file->bytes, g_bytes_unref);
    g_free(file);
}

/* A folder of its own without a file is a migration whose file was lost, and file_list() cannot see
 * it. */
static bool check_folders(const char *path, const GPtrArray *names, GError **error) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i], *slash = strchr(name, '/');
        if (slash != NULL)
            g_hash_table_add(seen, g_strndup(name, (gsize)(slash - name)));
    }
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *entry;
    while (folder != NULL && (entry = g_dir_read_name(folder)) != NULL) {
        if (entry[0] == '.' || g_hash_table_contains(seen, entry))
            continue;
        g_autofree char *child = g_build_filename(path, entry, NULL);
        if (g_file_test(child, G_FILE_TEST_IS_DIR))
            return fail(error,
                        "%s is an empty folder: a migration without migration.sql. Restore its "
                        "file from git, or remove the folder",
                        child);
    }
    return true;
}

History *history_read(const char *path, GError **error) {
    g_autoptr(GPtrArray) names = file_list(path, "", error);
    if (names == NULL || !check_folders(path, names, error))
        return NULL;
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(disk_file_free);
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        if (!layout_reads(name))
            continue;
        g_autofree char *full = g_build_filename(path, name, NULL);
        GBytes *bytes = file_read(full, error);
        if (bytes == NULL)
            return NULL;
        GitFile *file = g_new0(GitFile, 1);
        file->path = g_strdup(name);
        file->bytes = bytes;
        g_ptr_array_add(files, file);
    }
    return history_from_files(path, files, error);
}

static char *second_after(const char *version) {
    int year, month, day, hour, minute, second;
    if (strlen(version) == 14 &&
        sscanf(version, "%4d%2d%2d%2d%2d%2d", &year, &month, &day, &hour, &minute, &second) == 6) {
        g_autoptr(GDateTime) last = g_date_time_new_utc(year, month, day, hour, minute, second);
        if (last != NULL) {
            g_autoptr(GDateTime) next = g_date_time_add_seconds(last, 1);
            return g_date_time_format(next, "%Y%m%d%H%M%S");
        }
    }
    return g_strdup_printf("%" G_GUINT64_FORMAT, g_ascii_strtoull(version, NULL, 10) + 1);
}

char *history_next_version(const History *history, gint64 now) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now);
    g_autofree char *version = g_date_time_format(time, "%Y%m%d%H%M%S");
    if (history->migrations->len == 0)
        return g_steal_pointer(&version);
    const Migration *last = history_at(history, history->migrations->len - 1);
    if (version_compare(version, last->version) > 0)
        return g_steal_pointer(&version);
    return second_after(last->version);
}

bool migration_name_valid(const char *name, GError **error) {
    gsize length = strlen(name);
    if (length > 0 && length <= MAX_NEW_NAME &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length)
        return true;
    g_autofree char *lower = g_ascii_strdown(name, MIN(length, (gsize)MAX_NEW_NAME));
    for (char *c = lower; *c != '\0'; c++)
        if (!g_ascii_islower(*c) && !g_ascii_isdigit(*c))
            *c = '_';
    return fail(error,
                "'%s' cannot be the name of a migration: it has to be 1 to %d of a-z, 0-9 and "
                "'_', such as '%s'",
                name, MAX_NEW_NAME, *lower == '\0' ? "add_users" : lower);
}
