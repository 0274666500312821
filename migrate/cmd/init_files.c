#include "cmd/init_files.h"

#include "base/file.h"
#include "base/term.h"
#include "report/json.h"
#include <string.h>
#include <sys/stat.h>

static const char *const ignored[] = {".migrate/", ".env"};

static const struct {
    const char *word;
    Style style;
} outcomes[] = {[INIT_CREATED] = {"created", STYLE_GREEN},
                [INIT_EXTENDED] = {"extended", STYLE_GREEN},
                [INIT_KEPT] = {"kept", STYLE_DIM}};

bool init_exists(const char *path) {
    struct stat info;

    return lstat(path, &info) == 0;
}

void init_tell(Answer *answer, InitOutcome outcome, const char *path, const char *why) {
    g_autofree char *clean = term_escape(path, false);

    if (outcome == INIT_KEPT)
        answer_append(answer, "kept", json_text(path));
    else
        answer_wrote(answer, path);
    term_print(stdout, "%s%-8s%s %s%s\n", term_style(stdout, outcomes[outcome].style),
               outcomes[outcome].word, term_style(stdout, STYLE_PLAIN), clean, why);
}

void init_tell_found(Answer *answer, const char *what, const char *title, const char *value,
                     const char *detail) {
    g_autofree char *clean = term_escape(value ? value : "", false);
    g_autofree char *place = term_escape(detail ? detail : "", false);
    if (!value)
        return;
    json_t *found = json_object();
    json_set_text(found, "what", what);
    json_set_text(found, "value", value);
    json_set_text(found, "detail", detail);
    answer_append(answer, "found", found);
    term_print(stdout, "%sfound%s    %s%s%s%s%s%s\n", term_style(stdout, STYLE_BLUE),
               term_style(stdout, STYLE_PLAIN), title, *title ? " " : "", clean, *place ? " (" : "",
               place, *place ? ")" : "");
}

bool init_make_file(Answer *answer, const char *path, const char *text, GError **error) {
    g_autofree char *folder = g_path_get_dirname(path);

    if (init_exists(path)) {
        init_tell(answer, INIT_KEPT, path, " (exists already)");
        return true;
    }
    if (!file_mkdirs(folder, error) || !file_create(path, text, strlen(text), 0644, error))
        return false;
    init_tell(answer, INIT_CREATED, path, "");
    return true;
}

bool init_make_folder(Answer *answer, const char *path, const char *file, const char *text,
                      GError **error) {
    g_autofree char *inside = g_build_filename(path, file, NULL);

    if (init_exists(path)) {
        init_tell(answer, INIT_KEPT, path, " (exists already)");
        return true;
    }
    return init_make_file(answer, inside, text, error);
}

static bool has_line(const char *text, const char *wanted) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gsize length = strcspn(wanted, "/");

    for (char **line = lines; *line != NULL; line++) {
        const char *bare = g_strstrip(*line);
        if (*bare == '/')
            bare++;
        if (strncmp(bare, wanted, length) == 0 &&
            (bare[length] == '\0' || g_str_equal(bare + length, "/")))
            return true;
    }
    return false;
}

/* What .gitignore becomes; NULL when nothing is missing. */
static char *ignore_text(const char *old) {
    const char *end = strstr(old, "\r\n") ? "\r\n" : "\n";
    g_autoptr(GString) text = g_string_new(old);
    bool missing = false;

    for (guint i = 0; i < G_N_ELEMENTS(ignored); i++) {
        if (has_line(old, ignored[i]))
            continue;
        if (text->len > 0 && text->str[text->len - 1] != '\n')
            g_string_append(text, end);
        g_string_append_printf(text, "%s%s", ignored[i], end);
        missing = true;
    }
    return missing ? g_strdup(text->str) : NULL;
}

bool init_extend_ignore(Answer *answer, GError **error) {
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *old = NULL, *text = NULL;
    struct stat info = {.st_mode = 0644};

    if (!init_exists(".gitignore")) {
        text = ignore_text("");
        return init_make_file(answer, ".gitignore", text, error);
    }
    bytes = file_read(".gitignore", error);
    if (!bytes)
        return false;
    old = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    text = ignore_text(old);
    if (!text) {
        init_tell(answer, INIT_KEPT, ".gitignore", " (has all lines already)");
        return true;
    }
    stat(".gitignore", &info);
    if (!file_write(".gitignore", text, strlen(text), (int)(info.st_mode & 0777), error))
        return false;
    init_tell(answer, INIT_EXTENDED, ".gitignore", "");
    return true;
}
