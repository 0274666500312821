#include "history/write.h"

#include "base/file.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MODE = 0644 };

static bool write_into(const char *folder, const char *file, const char *text, GError **error) {
    g_autofree char *path = g_build_filename(folder, file, NULL);
    return file_create(path, text, strlen(text), MODE, error);
}

/* Both files in a hidden folder that is renamed when it is whole. */
static bool write_folder(const char *history, const char *folder, const char *file,
                         const char *text, const char *down_file, const char *down,
                         GError **error) {
    g_autofree char *hidden_name = g_strdup_printf(".%s.tmp", folder);
    g_autofree char *hidden = g_build_filename(history, hidden_name, NULL),
                    *final = g_build_filename(history, folder, NULL);
    if (!file_remove_tree(hidden, error) || !file_mkdirs(hidden, error))
        return false;
    bool done = write_into(hidden, file, text, error) &&
                (!down || write_into(hidden, down_file, down, error));
    if (done && rename(hidden, final) != 0) {
        int code = errno;
        g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT, "cannot create %s: %s", final,
                    g_strerror(code));
        done = false;
    }
    if (!done)
        file_remove_tree(hidden, NULL);
    return done;
}

/* Whether one direction of the file is the text that was meant, blanks apart. */
static bool reads_back(const Layout *layout, GBytes *whole, bool down, const char *meant) {
    bool transactional;
    g_autoptr(GBytes) part = layout_direction(layout, whole, down, &transactional);
    gsize length = 0;
    const char *bytes = part ? g_bytes_get_data(part, &length) : NULL;
    g_autofree char *found = g_strndup(bytes ? bytes : "", length), *text = g_strdup(meant);
    return strcmp(g_strstrip(found), g_strstrip(text)) == 0;
}

/* A line of a body can look like the mark between two directions. */
static bool keeps_directions(const Layout *layout, const char *whole, const char *text,
                             const char *down, GError **error) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(whole, strlen(whole));
    if (!layout->marks || (reads_back(layout, bytes, false, text) &&
                           (!down || reads_back(layout, bytes, true, down))))
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "the migration has a line that %s takes for a mark between directions ('%s'), so "
                "that it cannot be written in this layout; word that line otherwise",
                layout->name, layout->marks->down);
    return false;
}

char *migration_write(const History *history, const char *version, const char *name,
                      const char *text, const char *down, GError **error) {
    g_autofree char *file = layout_path(history->layout, version, name, false);
    g_autofree char *down_file = layout_path(history->layout, version, name, true);
    if (!file) {
        g_set_error(
            error, HISTORY_ERROR, FAIL_USAGE,
            "%s has the layout of %s, in which migrate does not write new migrations; use --stdout",
            history->folder, history->layout->name);
        return NULL;
    }
    g_autofree char *whole = layout_text(history->layout, text, down);
    if (!keeps_directions(history->layout, whole, text, down, error) ||
        !file_mkdirs(history->folder, error))
        return NULL;
    g_autofree char *folder = g_path_get_dirname(file);
    bool done;
    if (strcmp(folder, ".") == 0) {
        done = write_into(history->folder, file, whole, error) &&
               (!down || !down_file || write_into(history->folder, down_file, down, error));
    } else {
        g_autofree char *base = g_path_get_basename(file),
                        *down_base = down_file ? g_path_get_basename(down_file) : NULL;
        done = write_folder(history->folder, folder, base, whole, down_base,
                            down_base ? down : NULL, error);
    }
    return done ? g_build_filename(history->folder, file, NULL) : NULL;
}
