#include "history/build.h"

#include "base/file.h"
#include "history/directions.h"
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

/* Migrations that migrate cannot execute. */
static const struct {
    LayoutPart part;
    const char *message, *why, *fix;
} unsuited[] = {
    {PART_PROGRAM, "this migration is a program, and migrate executes SQL only",
     "what comes after it may depend on what it does",
     "replace it with an SQL file of the same version"},
    {PART_REPEATED, "this migration is a repeatable one, and migrate executes each once",
     "views and functions belong to the schema, and a change of them to a migration like any other",
     "begin a migration with what it holds, and move the file out of this folder"},
};

/* Whether the part is one of those, and refused. */
static bool refuse_unsuited(const Build *build, const FolderEntry *entry) {
    for (guint i = 0; i < G_N_ELEMENTS(unsuited); i++) {
        if (entry->part != unsuited[i].part)
            continue;
        Finding *finding =
            add(build, "malformed-name", SEVERITY_ERROR, entry, 1, unsuited[i].message);
        finding->why = g_strdup(unsuited[i].why);
        finding->fix = g_strdup(unsuited[i].fix);
        return true;
    }
    return false;
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
    g_ptr_array_add(build->history->migrations, migration);
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

/* Two files of one label are two migrations: none is to be lost. */
static void take_up(Build *build, Migration *migration, const FolderEntry *entry) {
    if (migration->path)
        migration = add_migration(build, entry);
    migration->path = folder_file(build->folder, entry);
    migration->below = g_strdup(entry->path);
    if (entry->kind != ENTRY_FILE)
        return;
    migration->text = up_of(build, entry, &migration->transactional);
    if (build->history->layout->marks)
        take_down(build, migration, entry);
}

static bool take_part(Build *build, FolderEntry *entry, GError **error) {
    Migration *migration = migration_of(build, entry);
    bool is_part = entry->part == PART_UP || entry->part == PART_DOWN;
    if (is_part && entry->kind == ENTRY_FILE) {
        if (!folder_bytes(build->folder, entry, error))
            return false;
        if (g_bytes_get_size(entry->bytes) == 0)
            refuse_empty(build, entry);
    }
    if (entry->part == PART_UP)
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
    bool has_place = !refuse_unsuited(build, entry) && entry->label;
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

static void refuse_missing(const Build *build, const FolderEntry *entry, const char *label) {
    g_autofree char *message = g_strdup_printf(
        "%s has no migration%s", label ? label : entry->path,
        entry->kind == ENTRY_EMPTY_FOLDER ? ": its folder is empty" : ", only other files");
    add(build, "missing-migration", SEVERITY_ERROR, entry, 0, message)->fix =
        g_strdup("restore its file from git, or remove the rest");
}

/* Each migration without a file of its own, at the first of its other entries; and empty folders
 * that are called like no migration. */
static void check_missing(Build *build) {
    for (guint i = 0; i < build->folder->entries->len; i++) {
        const FolderEntry *entry = build->folder->entries->pdata[i];
        const Migration *migration =
            entry->label ? g_hash_table_lookup(build->by_label, entry->label) : NULL;
        bool lacks = migration && !migration->path;
        if (lacks || (entry->kind == ENTRY_EMPTY_FOLDER && !entry->label))
            refuse_missing(build, entry, entry->label);
        if (lacks)
            g_hash_table_remove(build->by_label, entry->label);
    }
    GPtrArray *migrations = build->history->migrations;
    for (guint i = migrations->len; i-- > 0;)
        if (!((const Migration *)migrations->pdata[i])->text)
            g_ptr_array_remove_index(migrations, i);
}

static Finding *add_at(const Build *build, const char *code, Severity severity,
                       const Migration *migration) {
    Finding *finding = findings_add(build->findings, code, severity, "%s", "");
    g_clear_pointer(&finding->message, g_free);
    finding->file = g_strdup(migration->path);
    finding->line = finding->end_line = 1;
    return finding;
}

/* Names decide where they alone are the order. */
static void check_unique(const Build *build, bool by_name) {
    for (guint i = 1; i < history_count(build->history); i++) {
        const Migration *one = history_at(build->history, i - 1),
                        *two = history_at(build->history, i);
        if (version_compare(one->version, two->version) != 0)
            continue;
        bool same = strcmp(one->key, two->key) == 0;
        if (by_name && !same)
            continue;
        Finding *finding =
            add_at(build, "duplicate-version", same ? SEVERITY_ERROR : SEVERITY_WARNING, two);
        finding->message =
            g_strdup_printf("%s and %s have the same version", one->label, two->label);
        finding->why = g_strdup(same ? "the order of the two is not defined"
                                     : "only their names say which comes first");
        finding->fix = g_strdup("give one of them a later version");
    }
}

/* A date as a version, from a year on: some people expect those in the order of their names. */
static bool is_date(const char *version) {
    enum { DAY_DIGITS = 8 };
    return strlen(version) >= DAY_DIGITS && (version[0] == '1' || version[0] == '2');
}

static void refuse_order(const Build *build, const Migration *shorter, const Migration *longer) {
    Finding *finding = add_at(build, "ambiguous-order", SEVERITY_ERROR, shorter);
    finding->message = g_strdup_printf("%s comes before %s by its number, and after it by its name",
                                       shorter->label, longer->label);
    finding->why = g_strdup("some tools order by one, some by the other");
    finding->fix = g_strdup("rename it so that its version has as many digits as the other one");
}

/* Some tools order by name, and dates of different lengths come in another order then. Of two such
 * dates, the one with the lower number has fewer digits. */
static void check_order(const Build *build) {
    const Migration *last = NULL, *refused = NULL; /* by name, of those before */
    for (guint i = 0; i < history_count(build->history); i++) {
        const Migration *migration = history_at(build->history, i);
        if (!is_date(migration->version))
            continue;
        if (!last || strcmp(migration->version, last->version) >= 0) {
            last = migration;
        } else if (last != refused) {
            refuse_order(build, last, migration);
            refused = last;
        }
    }
}

static int compare_labels(gconstpointer a, gconstpointer b) {
    const Migration *const *one = a, *const *two = b;
    return strcmp((*one)->label, (*two)->label);
}

/* It stands in the place of the last of what it replaces, and is done or not done. */
static void check_replacement(const Build *build, const Migration *migration) {
    const Replaces *replaces = migration->replaces;
    g_autofree char *version = g_strndup(replaces->last, strspn(replaces->last, "0123456789"));
    bool placed = version_compare(version, migration->version) == 0;
    if (placed && migration->transactional)
        return;
    Finding *finding = add_at(build, "wrong-replaces", SEVERITY_ERROR, migration);
    finding->line = finding->end_line = replaces->line;
    finding->message =
        placed ? g_strdup_printf("%s replaces others and is not one transaction", migration->label)
               : g_strdup_printf("%s replaces %s and does not have its version", migration->label,
                                 replaces->last);
    finding->fix = g_strdup("bring the file back as `migrate squash` wrote it");
}

/* What a migration replaces must not stand beside it: it would be done twice. */
static void check_replaced(const Build *build) {
    const History *history = build->history;
    for (guint i = 0; i < history_count(history); i++) {
        const Replaces *replaces = history_at(history, i)->replaces;
        if (replaces)
            check_replacement(build, history_at(history, i));
        for (guint k = 0; replaces && k < history_count(history); k++) {
            const Migration *original = history_at(history, k);
            if (k == i || (strcmp(original->label, replaces->first) != 0 &&
                           strcmp(original->label, replaces->last) != 0))
                continue;
            Finding *finding = add_at(build, "wrong-replaces", SEVERITY_ERROR, original);
            finding->message = g_strdup_printf("%s is here, and so is %s, which replaces it",
                                               original->label, history_at(history, i)->label);
            finding->why = g_strdup("a new database would get both");
            finding->fix = g_strdup_printf("delete %s to %s, or what replaces them",
                                           replaces->first, replaces->last);
        }
    }
}

static void add_sums(const History *history) {
    Sum previous = {{0}};
    for (guint i = 0; i < history->migrations->len; i++) {
        Migration *migration = history->migrations->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(migration->text, &length);
        text = text ? text : "";
        migration->raw = sum_raw(text, length);
        /* Hashing twice is for those that can differ. */
        migration->lf = memchr(text, '\r', length) ? sum_lf(text, length) : migration->raw;
        migration->chain = migration_chain(&previous, migration);
        previous = migration->chain;
    }
}

static History *history_new(const Folder *folder) {
    History *history = g_new0(History, 1);
    history->folder = g_strdup(folder->path);
    history->layout = folder->layout;
    history->migrations = g_ptr_array_new_with_free_func(migration_free);
    return history;
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
    check_missing(&build);
    g_ptr_array_sort(history->migrations, folder->by_name ? compare_labels : migration_compare);
    check_unique(&build, folder->by_name);
    if (!folder->by_name && folder->layout->order == LAYOUT_UNSURE)
        check_order(&build);
    for (guint i = 0; i < history->migrations->len; i++) {
        Migration *migration = history->migrations->pdata[i];
        if (g_bytes_get_size(migration->text) > 0 || migration->down)
            directions_read(migration, findings);
    }
    add_sums(history);
    check_replaced(&build);
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
