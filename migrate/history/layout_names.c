#include "history/layout_names.h"

#include <string.h>

enum { MAX_VERSION_DIGITS = 20, MAX_NAME = 200 };

/* What other tools take as a name, too: letters of any alphabet, also those in two parts, and what
 * people write in tickets. */
static bool is_name(const char *name, gsize length) {
    if (length > MAX_NAME || !g_utf8_validate(name, (gssize)length, NULL))
        return false;
    for (const char *at = name; at < name + length; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) &&
            (c >= 0x80 || !g_ascii_isprint((char)c) || strchr(LAYOUT_FORBIDDEN, (int)c)))
            return false;
    }
    return true;
}

/* "<digits><separator><name>" */
static bool split_label(const char *label, gsize length, const char *separator, char **version,
                        char **name) {
    gsize digits = 0;
    while (digits < length && g_ascii_isdigit(label[digits]))
        digits++;
    gsize start = digits + strlen(separator);
    if (digits == 0 || digits > MAX_VERSION_DIGITS || start > length ||
        strncmp(label + digits, separator, strlen(separator)) != 0 ||
        !is_name(label + start, length - start))
        return false;
    *version = g_strndup(label, digits);
    *name = g_strndup(label + start, length - start);
    return true;
}

static LayoutPart foreign_file(const char *path) {
    return g_str_has_suffix(path, ".sql") ? PART_UNKNOWN : PART_IGNORED;
}

static LayoutPart part_in_folder(const char *file, const char *up) {
    if (strcmp(file, up) == 0)
        return PART_UP;
    return strcmp(file, "down.sql") == 0 ? PART_DOWN : PART_IGNORED;
}

static bool is_version(const char *label, gsize length) {
    return length > 0 && length <= MAX_VERSION_DIGITS && strspn(label, "0123456789") == length;
}

LayoutPart layout_parse_folder(const char *path, char **version, char **name) {
    const char *slash = strchr(path, '/');
    gsize length = slash ? (gsize)(slash - path) : 0;
    if (is_version(path, length))
        *version = g_strndup(path, length);
    else if (!split_label(path, length, "_", version, name))
        return foreign_file(path);
    return part_in_folder(slash + 1, "migration.sql");
}

/* Its versions are dates: 2026-11-21-120000. */
LayoutPart layout_parse_diesel(const char *path, char **version, char **name) {
    const char *slash = strchr(path, '/');
    if (!slash)
        return foreign_file(path);
    g_autoptr(GString) label = g_string_new_len(path, slash - path);
    for (gsize i = 0; i < label->len && label->str[i] != '_';)
        if (label->str[i] == '-')
            g_string_erase(label, (gssize)i, 1);
        else
            i++;
    if (!split_label(label->str, label->len, "_", version, name))
        return foreign_file(path);
    return part_in_folder(slash + 1, "up.sql");
}

static bool split_file(const char *path, const char *suffix, const char *separator, char **version,
                       char **name) {
    gsize length = strlen(path), tail = strlen(suffix);
    return length > tail && g_str_has_suffix(path, suffix) &&
           split_label(path, length - tail, separator, version, name);
}

/* What tools run that are libraries of a language. */
static const char *const programs[] = {".go",  ".ts",   ".js",  ".mts", ".cts",
                                       ".mjs", ".cjs",  ".py",  ".rb",  ".php",
                                       ".kt",  ".java", ".exs", ".cs",  ".groovy"};

static bool is_program(const char *path) {
    bool found = false;
    for (guint i = 0; i < G_N_ELEMENTS(programs) && !found; i++)
        found = g_str_has_suffix(path, programs[i]);
    return found;
}

/* golang-migrate takes files of any ending; so do these, as far as people have such for SQL. */
LayoutPart layout_parse_up_down(const char *path, char **version, char **name) {
    static const struct {
        const char *word;
        LayoutPart part;
    } directions[] = {{".up", PART_UP}, {".down", PART_DOWN}};
    const char *ending = strrchr(path, '.');
    if (!ending || is_program(path) || !ending[1] ||
        strspn(ending + 1, G_CSET_a_2_z G_CSET_DIGITS) < strlen(ending + 1))
        return foreign_file(path);
    g_autofree char *bare = g_strndup(path, (gsize)(ending - path));
    for (guint i = 0; i < G_N_ELEMENTS(directions); i++)
        if (split_file(bare, directions[i].word, "_", version, name))
            return directions[i].part;
    return foreign_file(path);
}

/* postgrator's: 001.do.sql, 001.undo.name.sql. */
LayoutPart layout_parse_postgrator(const char *path, char **version, char **name) {
    static const struct {
        const char *word;
        LayoutPart part;
    } actions[] = {{".do.", PART_UP}, {".undo.", PART_DOWN}};
    gsize digits = strspn(path, G_CSET_DIGITS);
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        gsize word = strlen(actions[i].word);
        const char *rest = path + digits + word;
        if (!is_version(path, digits) || strncmp(path + digits, actions[i].word, word) != 0)
            continue;
        if (is_program(path))
            return PART_PROGRAM;
        gsize length = strlen(rest), tail = strlen("sql");
        bool bare = strcmp(rest, "sql") == 0;
        if (!bare && (!g_str_has_suffix(rest, ".sql") || !is_name(rest, length - tail - 1)))
            return foreign_file(path);
        *version = g_strndup(path, digits);
        *name = g_strndup(rest, bare ? 0 : length - tail - 1);
        return actions[i].part;
    }
    return foreign_file(path);
}

/* graphile-migrate's, seen from its folder or from the one of what is committed. */
LayoutPart layout_parse_graphile(const char *path, char **version, char **name) {
    static const char committed[] = "committed/";
    bool within = g_str_has_prefix(path, committed);
    const char *file = path + (within ? strlen(committed) : 0);
    if (strcmp(path, "current.sql") == 0 || g_str_has_prefix(path, "current/"))
        return PART_APART;
    gsize digits = strspn(file, G_CSET_DIGITS);
    if (is_version(file, digits) && strcmp(file + digits, ".sql") == 0) {
        *version = g_strndup(file, digits);
        *name = g_strdup("");
        return PART_UP;
    }
    if (split_file(file, ".sql", "-", version, name))
        return PART_UP;
    return within ? foreign_file(path) : PART_IGNORED;
}

/* "<version>__<name>", where the version has several numbers; those are parted by points. */
static bool split_flyway(const char *file, const char *suffix, char **version, char **name) {
    enum { MAX_VERSION = 50 };
    const char *separator = strstr(file, "__");
    gsize length = separator ? (gsize)(separator - file) : 0, size = strlen(file);
    const char *start = separator ? separator + strlen("__") : file;
    if (length == 0 || length > MAX_VERSION || !g_str_has_suffix(start, suffix) ||
        strspn(file, "0123456789._") < length || !g_ascii_isdigit(*file) ||
        !g_ascii_isdigit(file[length - 1]) ||
        !is_name(start, size - (gsize)(start - file) - strlen(suffix)))
        return false;
    *version = g_strndup(file, length);
    g_strdelimit(*version, "_", '.');
    *name = g_strndup(start, size - (gsize)(start - file) - strlen(suffix));
    return true;
}

/* What Flyway executes before or after something. */
static bool is_callback(const char *file) {
    static const char *const when[] = {"before", "after"};
    for (guint i = 0; i < G_N_ELEMENTS(when); i++)
        if (g_str_has_prefix(file, when[i]) && g_ascii_isupper(file[strlen(when[i])]))
            return true;
    return g_str_has_prefix(file, "createSchema.");
}

LayoutPart layout_parse_flyway(const char *path, char **version, char **name) {
    static const struct {
        char letter;
        const char *suffix;
        LayoutPart part;
    } kinds[] = {{'V', ".sql", PART_UP},       {'U', ".sql", PART_DOWN},
                 {'B', ".sql", PART_BASELINE}, {'V', ".sql.conf", PART_SETTINGS},
                 {'V', ".java", PART_PROGRAM}, {'V', ".kt", PART_PROGRAM}};
    const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (*file == kinds[i].letter && split_flyway(file + 1, kinds[i].suffix, version, name))
            return kinds[i].part;
    if (g_str_has_suffix(file, ".sql") && is_callback(file))
        return PART_APART;
    gsize length = strlen(file), tail = strlen(".sql");
    if (!g_str_has_prefix(file, "R__") || !g_str_has_suffix(file, ".sql") ||
        !is_name(file, length - tail))
        return foreign_file(path);
    *version = g_strdup("");
    *name = g_strndup(file, length - tail);
    return PART_REPEATED;
}

LayoutPart layout_parse_sqitch(const char *path, char **version, char **name) {
    static const struct {
        const char *folder;
        LayoutPart part;
    } folders[] = {{"deploy/", PART_UP}, {"revert/", PART_DOWN}, {"verify/", PART_APART}};
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        gsize start = strlen(folders[i].folder), length = strlen(path);
        if (!g_str_has_prefix(path, folders[i].folder) || !g_str_has_suffix(path, ".sql"))
            continue;
        *version = g_strdup("");
        *name = g_strndup(path + start, length - start - strlen(".sql"));
        return folders[i].part;
    }
    return PART_IGNORED;
}

static bool is_test(const char *path) {
    return strstr(path, "_test.") || strstr(path, ".test.") || strstr(path, ".spec.") ||
           g_str_has_suffix(path, ".d.ts");
}

LayoutPart layout_parse_program(const char *path, char **version, char **name) {
    for (guint i = 0; i < G_N_ELEMENTS(programs) && !is_test(path); i++)
        if (split_file(path, programs[i], "_", version, name) ||
            split_file(path, programs[i], "-", version, name))
            return PART_PROGRAM;
    return PART_UNKNOWN;
}

LayoutPart layout_parse_flat(const char *path, char **version, char **name) {
    if (split_file(path, ".sql", "_", version, name) ||
        split_file(path, ".sql", "-", version, name))
        return PART_UP;
    return layout_parse_program(path, version, name) == PART_PROGRAM ? PART_PROGRAM
                                                                     : foreign_file(path);
}
