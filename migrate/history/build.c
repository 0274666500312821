#include "history/build.h"

#include "base/file.h"
#include "history/directions.h"
#include "history/order.h"
#include "history/seal.h"
#include "history/sums.h"
#include <string.h>

/* A history in the making. */
typedef struct {
    Folder *folder;
    History *history;
    GHashTable *by_label; /* label → Migration*, borrowed keys */
    Findings *findings;
} Build;

/* Adds a finding about the entry's file, or about a line of it. */
static Finding *add(const Build *build, const char *code, Severity severity,
                    const FolderEntry *entry, guint line, const char *message) {
    Finding *finding = findings_add(build->findings, code, severity, "%s", message);
    finding->file = folder_file(build->folder, entry);
    finding->line = finding->end_line = line;
    return finding;
}

/* --- entries that are no migration's */

static void refuse_link(const Build *build, const FolderEntry *entry) {
    Finding *finding = add(build, "symbolic-link", SEVERITY_ERROR, entry, 0,
                           entry->kind == ENTRY_SYMLINK ? "this is a symbolic link"
                                                        : "this is not a regular file");
    finding->why = g_strdup("what is hashed and what is executed have to be the same bytes");
    finding->fix = g_strdup("replace it with a copy of the file");
}

static void refuse_name(const Build *build, const FolderEntry *entry) {
    Finding *finding = add(build, "malformed-name", SEVERITY_ERROR, entry, 1,
                           "this file is not where a migration of this folder belongs");
    finding->why =
        g_strdup("<version> is at most 20 digits, and <name> has none of " LAYOUT_FORBIDDEN
                 " and at most 200 bytes");
    finding->fix =
        g_strdup_printf("rename it to %s, or move it elsewhere", build->folder->layout->shape);
}

/* Whether it is one that migrate cannot execute, and refused. */
static bool refuse_program(const Build *build, const FolderEntry *entry) {
    if (entry->part != PART_PROGRAM)
        return false;
    Finding *finding = add(build, "malformed-name", SEVERITY_ERROR, entry, 1,
                           "this migration is a program, and migrate executes SQL only");
    finding->why = g_strdup("what comes after it may depend on what it does");
    finding->fix = g_strdup(
        !build->folder->layout->programs
            ? "replace it with an SQL file of the same version"
            : "leave these to their tool: with `migrations =` empty in migrate.ini the schema is "
              "the project, `migrate schema export URL` writes it from a database that the tool "
              "has "
              "migrated, and `migrate drift` compares databases with it");
    return true;
}

/* --- files of migrations */

static Migration *add_migration(Build *build, const FolderEntry *entry) {
    Migration *migration = g_new0(Migration, 1);
    migration->version = g_strdup(entry->version);
    migration->name = g_strdup(entry->name ? entry->name : "");
    migration->label = g_strdup(entry->label);
    migration->key =
        g_strdup(build->history->layout->keyed_by_label ? entry->label : entry->version);
    migration->transactional = migration->down_transactional = true;
    migration->place = entry->place;
    g_ptr_array_add(entry->part == PART_REPEATED ? build->history->repeats
                                                 : build->history->migrations,
                    migration);
    g_hash_table_replace(build->by_label, migration->label, migration);
    return migration;
}

static Migration *migration_of(Build *build, const FolderEntry *entry) {
    Migration *migration = g_hash_table_lookup(build->by_label, entry->label);
    return migration ? migration : add_migration(build, entry);
}

/* Marks that part a file's directions are missing only where another file has them. */
static GBytes *up_of(const Build *build, const FolderEntry *entry, bool *transactional) {
    const Layout *layout = build->history->layout;
    GBytes *text = layout_direction(layout, entry->bytes, false, transactional);
    if (text)
        return text;
    g_autofree char *message = g_strdup_printf("there is no line '%s'", layout->marks->up);
    add(build, "unreadable", SEVERITY_ERROR, entry, 1, message);
    return g_bytes_new_static("", 0);
}

/* An empty down file is in the way of `migrate down` only: other tools make one with each
 * migration. */
static void refuse_empty(const Build *build, const FolderEntry *entry) {
    bool down = entry->part == PART_DOWN;
    Finding *finding = add(build, "empty-migration", down ? SEVERITY_WARNING : SEVERITY_ERROR,
                           entry, 1, "the file is empty (0 bytes)");
    finding->why = g_strdup("it was probably cut off while it was written");
    finding->fix = g_strdup("write it again, or put a comment in it if it is to do nothing");
}

static void take_down(const Build *build, Migration *migration, const FolderEntry *entry) {
    g_free(migration->down_path);
    g_clear_pointer(&migration->down, g_bytes_unref);
    migration->down_path = folder_file(build->folder, entry);
    if (g_bytes_get_size(entry->bytes) > 0)
        migration->down = layout_direction(build->history->layout, entry->bytes, true,
                                           &migration->down_transactional);
}

/* What decides whether or when a part of the file is executed is its tool's own. */
static void refuse_form(const Build *build, const FolderEntry *entry) {
    const LayoutForm *form = build->history->layout->form;
    gsize length;
    guint line = 0;
    const char *text = g_bytes_get_data(entry->bytes, &length);
    const char *what = form && length ? form->unsuited(text, length, &line) : NULL;
    if (!what)
        return;
    g_autofree char *message =
        g_strdup_printf("this has '%s', and migrate executes all of a file, once", what);
    add(build, "unreadable", SEVERITY_ERROR, entry, line, message)->fix =
        g_strdup_printf("delete it, or leave what it is about to %s", build->history->layout->name);
}

/* Two files of one label are two migrations: none is to be lost. */
static void take_up(Build *build, Migration *migration, const FolderEntry *entry) {
    if (migration->path)
        migration = add_migration(build, entry);
    migration->path = folder_file(build->folder, entry);
    migration->below = g_strdup(entry->path);
    if (entry->kind != ENTRY_FILE)
        return;
    refuse_form(build, entry);
    migration->text = up_of(build, entry, &migration->transactional);
    if (layout_is_both(build->history->layout))
        take_down(build, migration, entry);
}

static bool take_settings(const Build *build, Migration *migration, FolderEntry *entry,
                          GError **error) {
    const char *asks = build->history->layout->no_transaction_setting;
    GBytes *bytes = folder_bytes(build->folder, entry, error);
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    g_autofree char *lower = g_ascii_strdown(text ? text : "", (gssize)length);
    g_autofree char *wanted = g_ascii_strdown(asks, -1);
    if (strstr(lower, wanted))
        migration->transactional = false;
    return bytes;
}

static bool take_part(Build *build, FolderEntry *entry, GError **error) {
    Migration *migration = migration_of(build, entry);
    bool is_part =
        entry->part == PART_UP || entry->part == PART_DOWN || entry->part == PART_REPEATED;
    if (is_part && entry->kind == ENTRY_FILE) {
        if (!folder_bytes(build->folder, entry, error))
            return false;
        if (g_bytes_get_size(entry->bytes) == 0)
            refuse_empty(build, entry);
    }
    if (entry->part == PART_SETTINGS)
        return take_settings(build, migration, entry, error);
    if (entry->part == PART_UP || entry->part == PART_REPEATED)
        take_up(build, migration, entry);
    else if (entry->part == PART_DOWN && entry->kind == ENTRY_FILE)
        take_down(build, migration, entry);
    return true;
}

static bool take_entry(Build *build, FolderEntry *entry, GError **error) {
    if (entry->kind == ENTRY_SYMLINK || entry->kind == ENTRY_OTHER)
        refuse_link(build, entry);
    else if (entry->kind == ENTRY_FILE && entry->part == PART_UNKNOWN)
        refuse_name(build, entry);
    bool has_place = !refuse_program(build, entry) && entry->label;
    return !has_place || take_part(build, entry, error);
}

/* --- both directions under one version */

static const char *number_of(const FolderEntry *entry) {
    const char *version = entry->version;
    while (version[0] == '0' && version[1])
        version++;
    return version;
}

/* Of each number the file of the migration, NULL where there are several. Its keys and values are
 * the entries'. */
static GHashTable *ups_by_number(const Folder *folder) {
    GHashTable *ups = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < folder->entries->len; i++) {
        const FolderEntry *entry = folder->entries->pdata[i];
        if (entry->part != PART_UP)
            continue;
        const char *number = number_of(entry);
        bool again = g_hash_table_contains(ups, number);
        g_hash_table_insert(ups, (gpointer)number, again ? NULL : (gpointer)entry);
    }
    return ups;
}

/* Where the number alone is a migration's name, its way back may be called otherwise:
 * 30_add_x.up.sql, 30_drop_x.down.sql. It goes by the migration's name from here on. */
static void pair_by_number(const Folder *folder) {
    if (folder->layout->keyed_by_label || !folder->layout->down_file)
        return;
    g_autoptr(GHashTable) ups = ups_by_number(folder);
    for (guint i = 0; i < folder->entries->len; i++) {
        FolderEntry *entry = folder->entries->pdata[i];
        const FolderEntry *up =
            entry->part == PART_DOWN ? g_hash_table_lookup(ups, number_of(entry)) : NULL;
        if (!up || strcmp(up->label, entry->label) == 0)
            continue;
        g_free(entry->name);
        g_free(entry->label);
        entry->name = g_strdup(up->name);
        entry->label = g_strdup(up->label);
    }
}

/* --- the whole */

static const FolderEntry *entry_of_index(const Folder *folder) {
    for (guint i = 0; i < folder->entries->len; i++) {
        const FolderEntry *entry = folder->entries->pdata[i];
        if (strcmp(entry->path, folder->layout->index->file) == 0)
            return entry;
    }
    return NULL;
}

/* What is wrong with the index itself, and its lines without a migration's file. */
static void check_index(Build *build) {
    const Index *index = build->folder->index;
    const FolderEntry *entry = index ? entry_of_index(build->folder) : NULL;
    for (guint i = 0; entry && i < index->faults->len; i++) {
        const IndexFault *fault = index->faults->pdata[i];
        Finding *finding =
            add(build, "unreadable", SEVERITY_ERROR, entry, fault->line, fault->message);
        finding->column = fault->column;
        finding->fix = g_strdup(fault->fix);
    }
    for (guint i = 0; entry && i < index->lines->len; i++) {
        const IndexLine *line = index->lines->pdata[i];
        g_autofree char *label = layout_label(build->folder->layout, line->version, line->name);
        if (line->stems->len == 0 || g_hash_table_contains(build->by_label, label))
            continue;
        g_autofree char *file =
            layout_path(build->folder->layout, line->version, line->stems->pdata[0], false);
        g_autofree char *message = g_strdup_printf("%s has no file %s", line->name, file);
        add(build, "missing-migration", SEVERITY_ERROR, entry, line->line, message)->fix =
            g_strdup("restore it from git, or take the line out");
    }
}

/* What the index calls its migrations. */
static void take_tags(const Build *build) {
    const Index *index = build->folder->index;
    GHashTableIter iter;
    gpointer tag, line;
    if (!index)
        return;
    g_hash_table_iter_init(&iter, index->tags);
    while (g_hash_table_iter_next(&iter, &tag, &line))
        g_hash_table_insert(build->history->tags, g_strdup(tag),
                            layout_label(build->folder->layout, ((IndexLine *)line)->version,
                                         ((IndexLine *)line)->name));
}

static void refuse_missing(const Build *build, const FolderEntry *entry, const char *label) {
    g_autofree char *message = g_strdup_printf(
        "%s has no migration%s", label ? label : entry->path,
        entry->kind == ENTRY_EMPTY_FOLDER ? ": its folder is empty" : ", only other files");
    add(build, "missing-migration", SEVERITY_ERROR, entry, 0, message)->fix =
        g_strdup("restore its file from git, or remove the rest");
}

/* Where a migration is a folder, an empty one was one, or is about to be; elsewhere git forgets it.
 */
static bool is_lost_folder(const Build *build, const FolderEntry *entry) {
    const char *file = build->folder->layout->file;
    const char *slash = file ? strchr(file, '/') : NULL;
    bool is_migration = slash && memchr(file, '{', (gsize)(slash - file));
    return entry->kind == ENTRY_EMPTY_FOLDER && !entry->label && is_migration;
}

/* Each migration without a file of its own, at the first of its other entries; and empty folders
 * that are called like no migration. */
static void check_missing(Build *build) {
    for (guint i = 0; i < build->folder->entries->len; i++) {
        const FolderEntry *entry = build->folder->entries->pdata[i];
        const Migration *migration =
            entry->label ? g_hash_table_lookup(build->by_label, entry->label) : NULL;
        bool lacks = migration && !migration->path;
        if (lacks || is_lost_folder(build, entry))
            refuse_missing(build, entry, entry->label);
        if (lacks)
            g_hash_table_remove(build->by_label, entry->label);
    }
    GPtrArray *migrations = build->history->migrations;
    for (guint i = migrations->len; i-- > 0;)
        if (!((const Migration *)migrations->pdata[i])->text)
            g_ptr_array_remove_index(migrations, i);
}

static int compare_labels(gconstpointer a, gconstpointer b) {
    const Migration *const *one = a, *const *two = b;
    return strcmp((*one)->label, (*two)->label);
}

static int compare_places(gconstpointer a, gconstpointer b) {
    const Migration *const *one = a, *const *two = b;
    return ((*one)->place > (*two)->place) - ((*one)->place < (*two)->place);
}

/* Hashing twice is for those that can differ. */
static void add_sum(Migration *migration) {
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    text = text ? text : "";
    migration->raw = sum_raw(text, length);
    migration->lf = memchr(text, '\r', length) ? sum_lf(text, length) : migration->raw;
}

static void add_sums(const History *history) {
    Sum previous = {{0}};
    for (guint i = 0; i < history->repeats->len; i++)
        add_sum(history->repeats->pdata[i]);
    for (guint i = 0; i < history->migrations->len; i++) {
        Migration *migration = history->migrations->pdata[i];
        add_sum(migration);
        migration->chain = migration_chain(&previous, migration);
        previous = migration->chain;
    }
}

static History *history_new(const Folder *folder) {
    History *history = g_new0(History, 1);
    history->folder = g_strdup(folder->path);
    history->layout = folder->layout;
    history->migrations = g_ptr_array_new_with_free_func(migration_free);
    history->repeats = g_ptr_array_new_with_free_func(migration_free);
    history->tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return history;
}

static void read_directions(const GPtrArray *migrations, Findings *findings) {
    for (guint i = 0; i < migrations->len; i++) {
        Migration *migration = migrations->pdata[i];
        if (g_bytes_get_size(migration->text) > 0 || migration->down)
            directions_read(migration, findings);
    }
}

/* What is executed again has to be done or not done. */
static void refuse_untransactional(const GPtrArray *repeats, Findings *findings) {
    for (guint i = 0; i < repeats->len; i++) {
        const Migration *migration = repeats->pdata[i];
        if (migration->transactional)
            continue;
        Finding *finding = findings_add(findings, "unreadable", SEVERITY_ERROR,
                                        "%s is a repeatable migration, which has to be one "
                                        "transaction",
                                        migration->label);
        finding->file = g_strdup(migration->path);
        finding->line = finding->end_line = 1;
        finding->fix = g_strdup("put what cannot run in one into a migration with a version");
    }
}

/* Their names are all that tells them apart: the ledger would take each for the other, changed. */
static void refuse_twice(const GPtrArray *repeats, Findings *findings) {
    g_autoptr(GHashTable) by_label = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < repeats->len; i++) {
        const Migration *migration = repeats->pdata[i],
                        *first = g_hash_table_lookup(by_label, migration->label);
        g_hash_table_insert(by_label, migration->label, (gpointer)migration);
        if (!first)
            continue;
        Finding *finding = findings_add(findings, "duplicate-version", SEVERITY_ERROR,
                                        "%s and %s are repeatable migrations of the same name",
                                        first->path, migration->path);
        finding->file = g_strdup(migration->path);
        finding->line = finding->end_line = 1;
        finding->why = g_strdup("only their names tell them apart");
        finding->fix = g_strdup("rename one of them");
    }
}

History *history_build(Folder *folder, Findings *findings, GError **error) {
    g_autoptr(History) history = history_new(folder);
    g_autoptr(GHashTable) by_label = g_hash_table_new(g_str_hash, g_str_equal);
    Build build = {folder, history, by_label, findings};
    guint before = findings_count(findings, SEVERITY_ERROR);
    pair_by_number(folder);
    for (guint i = 0; i < folder->entries->len; i++)
        if (!take_entry(&build, folder->entries->pdata[i], error))
            return NULL;
    if (!seal_check(folder, findings, error))
        return NULL;
    check_missing(&build);
    g_ptr_array_sort(history->migrations, folder->index     ? compare_places
                                          : folder->by_name ? compare_labels
                                                            : migration_compare);
    sums_check(history, findings);
    check_index(&build);
    take_tags(&build);
    order_check(history, folder->by_name || folder->index, findings);
    read_directions(history->migrations, findings);
    read_directions(history->repeats, findings);
    refuse_untransactional(history->repeats, findings);
    refuse_twice(history->repeats, findings);
    add_sums(history);
    order_check_replaced(history, findings);
    history->whole = findings_count(findings, SEVERITY_ERROR) == before;
    return g_steal_pointer(&history);
}

/* --- the first finding as an error */

static const Finding *first_error(const Findings *findings) {
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (finding->severity == SEVERITY_ERROR)
            return finding;
    }
    return NULL;
}

static void fail(const Findings *findings, GError **error) {
    const Finding *finding = first_error(findings);
    guint count = findings_count(findings, SEVERITY_ERROR);
    g_autoptr(GString) text = g_string_new(finding->file);
    if (finding->line)
        g_string_append_printf(text, ":%u", finding->line);
    if (finding->column)
        g_string_append_printf(text, ":%u", finding->column);
    g_string_append_printf(text, ": %s", finding->message);
    if (finding->why)
        g_string_append_printf(text, ": %s", finding->why);
    if (finding->fix)
        g_string_append_printf(text, "; %s", finding->fix);
    if (count > 1)
        g_string_append_printf(text, " (the first of %u problems)", count);
    g_set_error_literal(error, HISTORY_ERROR, FAIL_USAGE, text->str);
}

static History *build_whole(Folder *folder, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(History) history = history_build(folder, findings, error);
    if (history && !history->whole) {
        fail(findings, error);
        return NULL;
    }
    return g_steal_pointer(&history);
}

/* A project can go by its schema alone. */
static bool is_there(const char *path, GError **error) {
    if (*path)
        return file_require_folder(path, error);
    g_set_error_literal(error, HISTORY_ERROR, FAIL_USAGE,
                        "this project has no history: migrations in migrate.ini is empty. `migrate "
                        "diff` prints the SQL of its schema, and `migrate drift` compares a "
                        "database with that; with `migrations = migrations` there, `migrate "
                        "create NAME` begins a history");
    return false;
}

History *history_read(const char *path, GError **error) {
    g_autoptr(Folder) folder = is_there(path, error) ? folder_read(path, error) : NULL;
    return folder ? build_whole(folder, error) : NULL;
}

History *history_from_files(const char *path, const GPtrArray *files, GError **error) {
    g_autoptr(Folder) folder = folder_from_files(path, NULL, files);
    return build_whole(folder, error);
}
