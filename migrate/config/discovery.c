#include "config/discovery.h"

#include "base/file.h"
#include "base/paths.h"
#include "config/distrust.h"
#include "config/layers.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool same_folder(const char *one, const char *two) {
    struct stat a, b;

    return stat(one, &a) == 0 && stat(two, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* A migrate.ini above the working directory may name a program to run: it has to belong to somebody
 * whom the user trusts. */
static bool trusted(const char *path, const struct stat *file, GError **error) {
    struct stat here;

    if (file->st_uid == 0 || file->st_uid == geteuid() ||
        (stat(".", &here) == 0 && file->st_uid == here.st_uid))
        return true;
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "%s belongs to another user (uid %u); to use it anyway, give --config %s", path,
                (unsigned)file->st_uid, path);
    return false;
}

static void take_file(Config *config, const char *path) {
    g_free(config->file);
    g_free(config->root);
    config->file = g_strdup(path);
    config->root = g_path_get_dirname(path);
}

/* Sets file and root of the nearest migrate.ini; leaves them when there is none up to the top of
 * the repository. */
static bool find_file(Config *config, GError **error) {
    g_autoptr(GString) folder = g_string_new("./");

    for (;;) {
        const char *prefix = folder->str + strlen("./");
        g_autofree char *path = g_strconcat(prefix, "migrate.ini", NULL);
        g_autofree char *git = g_strconcat(prefix, ".git", NULL);
        g_autofree char *above = g_strconcat(folder->str, "..", NULL);
        struct stat file;

        if (lstat(path, &file) == 0) {
            if (*prefix != '\0' && !trusted(path, &file, error))
                return false;
            take_file(config, path);
            return true;
        }
        if (g_file_test(git, G_FILE_TEST_EXISTS) || same_folder(folder->str, above))
            return true;
        g_string_append(folder, "../");
    }
}

static char *read_text(const char *path, GError **error) {
    g_autoptr(GBytes) bytes = file_read(path, error);
    gsize length;
    const char *data;

    if (!bytes)
        return NULL;
    data = g_bytes_get_data(bytes, &length);
    if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        length -= 3;
    }
    if (!g_utf8_validate(data, (gssize)length, NULL)) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE, "%s is not text in UTF-8", path);
        return NULL;
    }
    return g_strndup(data, length);
}

/* --- .env */

/* libpq reads its variables from the process: those of .env are put there. */
static void export_pg(const Config *config) {
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init(&iter, config->dotenv);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        const Variables variables = config_variables(config);
        g_autofree char *missing = NULL, *text = NULL;
        const DotenvValue *written = value;
        if (!g_str_has_prefix(name, "PG") || g_environ_getenv(config->process, name))
            continue;
        text = written->literal ? g_strdup(written->value)
                                : variables_expand(&variables, written->value, &missing);
        if (text)
            g_setenv(name, text, FALSE);
    }
}

static void add_note(Config *config, char *note) {
    g_ptr_array_add(config->notes, note);
}

static char *path_in_root(const Config *config, const char *name) {
    return strcmp(config->root, ".") == 0 ? g_strdup(name)
                                          : g_build_filename(config->root, name, NULL);
}

static bool read_dotenv(Config *config, GError **error) {
    g_autofree char *path = path_in_root(config, ".env");
    g_autofree char *text = NULL;

    if (!g_file_test(path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return true;
    if (config->untrusted) {
        add_note(config, g_strdup_printf("%s is not read: it came with the change", path));
        return true;
    }
    text = read_text(path, error);
    if (!text)
        return false;
    config->dotenv = dotenv_read(text);
    config->dotenv_file = g_steal_pointer(&path);
    export_pg(config);
    return true;
}

/* --- migrate.ini */

/* Which lines of a file count. */
typedef bool (*Obeyed)(const char *section, const char *key);

static bool put_line(Config *config, const char *place, const IniLine *line, Obeyed obeyed,
                     GError **error) {
    const Speaker speaker = {ORIGIN_FILE, place, line->line, false};
    g_autofree char *section = section_name(line->section);
    const ConfigKey *row;

    if (!line->key) {
        if (!section_check(place, line->line, section, error))
            return false;
        if (g_str_has_prefix(section, "env "))
            config_add_name(config, section + strlen("env "));
        return true;
    }
    row = row_for_line(place, line->line, section, line->key, error);
    if (!row || (obeyed && !obeyed(section, line->key)))
        return row;
    return config_put(config, row, section, line->key, line->value, &speaker, error);
}

static bool put_text(Config *config, const char *place, const char *text, Obeyed obeyed,
                     GError **error) {
    g_autoptr(GPtrArray) lines = ini_read(place, text, error);

    for (guint i = 0; lines && i < lines->len; i++) {
        if (!put_line(config, place, lines->pdata[i], obeyed, error))
            return false;
    }
    return lines;
}

/* --- an untrusted migrate.ini */

static bool obey_nothing(const char *section, const char *key) {
    (void)section, (void)key;
    return false;
}

static bool obey_places(const char *section, const char *key) {
    return strcmp(section, "project") == 0 &&
           (strcmp(key, "schema") == 0 || strcmp(key, "migrations") == 0);
}

/* A mistake in a value is the change's fault as well, but no variable of the process gets into what
 * is said about it. */
static bool check_values(const Config *config, const char *place, const char *text,
                         GError **error) {
    g_autoptr(GPtrArray) lines = ini_read(place, text, error);

    for (guint i = 0; lines && i < lines->len; i++) {
        const IniLine *line = lines->pdata[i];
        g_autofree char *section = section_name(line->section);
        const ConfigKey *row =
            line->key ? row_for_line(place, line->line, section, line->key, error) : NULL;
        if (!line->key || strstr(line->value, "${"))
            continue;
        Setting *setting =
            row ? setting_new(row, section, line->key, ORIGIN_FILE, place, line->line) : NULL;
        bool good = setting && setting_parse(setting, line->value, config->root, error);
        setting_free(setting);
        if (!good)
            return false;
    }
    return lines;
}

/* Without a file on the base branch. A change that brings its project along has to say where it
 * is; one to a project that is where it is by default has not. */
static bool put_own(Config *config, const BaseFile *base, const char *text, GError **error) {
    if (!text)
        return true;
    add_note(config,
             g_strdup_printf("%s is ignored%s: it came with the change, and %s", config->file,
                             base->guarded ? "" : " except for where the project is", base->why));
    if (!base->guarded)
        return put_text(config, config->file, text, obey_places, error);
    g_clear_pointer(&config->file, g_free);
    g_free(config->root);
    config->root = g_strdup(".");
    return true;
}

static bool put_base(Config *config, const BaseFile *base, const char *text, GError **error) {
    if (g_strcmp0(base->text, text) != 0 || g_strcmp0(base->path, config->file) != 0)
        add_note(config, g_strdup_printf("%s is used, not that of the change", base->place));
    take_file(config, base->path);
    return put_text(config, base->place, base->text, NULL, error);
}

/* In an untrusted run the work tree's file decides nothing about the verdict. It is read all the
 * same, so that mistakes in it are found before it is merged. */
static bool read_distrusted(Config *config, const ConfigRequest *request, GError **error) {
    g_autofree char *text = config->file ? read_text(config->file, error) : NULL;
    g_auto(BaseFile) base = {0};

    if (config->file && (!text || !put_text(config, config->file, text, obey_nothing, error) ||
                         !check_values(config, config->file, text, error)))
        return false;
    g_ptr_array_set_size(config->names, 0);
    distrust_read_base(request->file, request->base, &base);
    return base.text ? put_base(config, &base, text, error) : put_own(config, &base, text, error);
}

bool config_read_files(Config *config, const ConfigRequest *request, GError **error) {
    g_autofree char *text = NULL;

    config->root = g_strdup(".");
    if (request->file)
        take_file(config, request->file);
    else if (!find_file(config, error))
        return false;
    if (config->untrusted)
        return read_distrusted(config, request, error) && read_dotenv(config, error);
    if (!read_dotenv(config, error))
        return false;
    if (!config->file)
        return true;
    text = read_text(config->file, error);
    return text && put_text(config, config->file, text, NULL, error);
}

static bool are_below(const char *paths, const char *root) {
    g_auto(GStrv) all = paths_split(paths);
    bool below = true;
    for (guint i = 0; all[i]; i++)
        below &= distrust_is_below(all[i], root);
    return below;
}

bool config_check_paths(const Config *config, GError **error) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        g_autofree char *name = row->key ? g_strconcat(row->section, ".", row->key, NULL) : NULL;
        const Setting *setting = name ? g_hash_table_lookup(config->settings, name) : NULL;
        bool sources = row->type == CONFIG_SOURCES;
        if ((row->type != CONFIG_PATH && !sources) || !setting || !setting->path ||
            setting->entry.origin != ORIGIN_FILE)
            continue;
        bool project = strcmp(row->section, "project") == 0;
        if (project ? sources ? are_below(setting->path, config->root)
                              : distrust_is_below(setting->path, config->root)
                    : setting->absolute)
            continue;
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s:%u: %s is %s, which an untrusted run does not %s", setting->entry.place,
                    setting->entry.line, name, setting->entry.value,
                    project ? "read: it is not in the project's folder"
                            : "use: it is relative, and the work tree is not trusted");
        return false;
    }
    return true;
}

static bool read_named(Config *config, const char *path, GError **error) {
    g_autofree char *label = NULL;
    GBytes *text = distrust_read_file(path, config->base, &label, error);

    if (!text)
        return false;
    g_hash_table_replace(config->texts, g_strdup(path), text);
    g_autoptr(GBytes) own = file_read(path, NULL);
    if (!own || !g_bytes_equal(own, text))
        add_note(config, g_strdup_printf("%s of %s is used, not that of the change", path, label));
    return true;
}

bool config_read_named(Config *config, GError **error) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        g_autofree char *name = row->key ? g_strconcat(row->section, ".", row->key, NULL) : NULL;
        if (row->type != CONFIG_PATHS)
            continue;
        for (const char *const *path = config_list(config, name); *path != NULL; path++) {
            if (!read_named(config, *path, error))
                return false;
        }
    }
    return true;
}
