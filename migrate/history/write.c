#include "history/write.h"

#include "base/file.h"
#include "git/repo.h"
#include "history/seal.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    g_autofree char *found = g_strndup(bytes ? bytes : "", length),
                    *text = layout_guarded(layout, meant);
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

/* --- a history that has an index */

static bool write_below(const char *folder, const char *file, const char *text, GError **error) {
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    return file_mkdirs(parent, error) && file_create(path, text, strlen(text), MODE, error);
}

/* Who plans: as git knows it, else as the system does. Caller frees. */
static char *author_of(const History *history) {
    g_autoptr(GitRepo) repo = git_open(history->folder, NULL);
    char *author = repo ? git_person(repo) : NULL;
    return author ? author
                  : g_strdup_printf("%s <%s@localhost>", g_get_user_name(), g_get_user_name());
}

/* The line of the index comes last: without it, the files are nobody's. */
static bool add_line(const History *history, const char *version, const char *name,
                     GError **error) {
    const IndexKind *kind = history->layout->index;
    g_autofree char *path = g_build_filename(history->folder, kind->file, NULL);
    g_autoptr(GBytes) bytes = file_read(path, error);
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    if (!bytes)
        return false;
    g_autofree char *before = g_strndup(text ? text : "", length), *author = author_of(history),
                    *after = kind->add(before, version, name, author);
    return file_write(path, after, strlen(after), MODE, error);
}

static bool is_new_name(const History *history, const char *name, GError **error) {
    for (guint i = 0; i < history_count(history); i++) {
        if (strcmp(history_at(history, i)->name, name) != 0)
            continue;
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "%s names %s already; choose another name, or work that one over with the tool "
                    "that the layout is of",
                    history->layout->index->file, name);
        return false;
    }
    return true;
}

static bool write_indexed(const History *history, const char *version, const char *name,
                          const char *text, const char *down, GError **error) {
    const Layout *layout = history->layout;
    g_autofree char *file = layout_path(layout, version, name, false),
                    *down_file = layout_path(layout, version, name, true),
                    *whole = layout_wrapped(layout, text),
                    *whole_down = down ? layout_wrapped(layout, down) : NULL;
    g_autoptr(GString) more = g_string_new(layout->more_file);
    g_string_replace(more, "{name}", name, 0);
    return is_new_name(history, name, error) && write_below(history->folder, file, whole, error) &&
           (!down || write_below(history->folder, down_file, whole_down, error)) &&
           (!layout->more_file ||
            write_below(history->folder, more->str, layout->more_text, error)) &&
           add_line(history, version, name, error);
}

/* --- what its layout says */

/* Where folders in the folder are a part of it, a new file lies beside the last one. Caller
 * frees. */
static char *place_of(const History *history, const char *version, const char *name, bool down) {
    guint count = history_count(history);
    g_autofree char *file = layout_path(history->layout, version, name, down);
    if (!file || !history->layout->nested || count == 0)
        return g_steal_pointer(&file);
    g_autofree char *beside = g_path_get_dirname(history_at(history, count - 1)->below);
    return strcmp(beside, ".") == 0 ? g_steal_pointer(&file) : g_build_filename(beside, file, NULL);
}

static bool write_files(const History *history, const char *file, const char *text,
                        const char *down_file, const char *down, GError **error) {
    g_autofree char *folder = g_path_get_dirname(file);
    if (strcmp(folder, ".") == 0 || history->layout->nested)
        return write_below(history->folder, file, text, error) &&
               (!down || !down_file || write_below(history->folder, down_file, down, error));
    g_autofree char *base = g_path_get_basename(file),
                    *down_base = down_file ? g_path_get_basename(down_file) : NULL;
    return write_folder(history->folder, folder, base, text, down_base, down_base ? down : NULL,
                        error);
}

char *migration_write(const History *history, const char *version, const char *name,
                      const char *text, const char *down, GError **error) {
    g_autofree char *file = place_of(history, version, name, false),
                    *down_file = place_of(history, version, name, true);
    if (!file) {
        g_set_error(
            error, HISTORY_ERROR, FAIL_USAGE,
            "%s has the layout of %s, in which migrate does not write new migrations; use --stdout",
            history->folder, history->layout->name);
        return NULL;
    }
    g_autofree char *id = layout_label(history->layout, version, name),
                    *whole = layout_text(history->layout, id, text, down);
    if (!keeps_directions(history->layout, whole, text, down, error) ||
        !file_mkdirs(history->folder, error))
        return NULL;
    bool done = history->layout->index ? write_indexed(history, version, name, text, down, error)
                                       : write_files(history, file, whole, down_file, down, error);
    done = done && seal_add(history->folder, file, error);
    return done ? folder_path(history->folder, file) : NULL;
}

char *migration_part_name(const char *name, guint index) {
    return index ? g_strdup_printf("%s_%u", name, index + 1) : g_strdup(name);
}

void migration_remove(const History *history, const char *version, const char *name) {
    for (int down = 0; down < 2; down++) {
        g_autofree char *below = layout_path(history->layout, version, name, down);
        g_autofree char *path = below ? g_build_filename(history->folder, below, NULL) : NULL;
        if (path)
            unlink(path);
        g_autofree char *folder = below ? g_path_get_dirname(below) : NULL;
        g_autofree char *own = folder && strcmp(folder, ".") != 0
                                   ? g_build_filename(history->folder, folder, NULL)
                                   : NULL;
        if (own)
            rmdir(own);
    }
}
