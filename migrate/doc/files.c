#include "doc/files.h"

#include <string.h>

enum { MARKED_BYTES = 120 }; /* how far from the top or the end the mark may be */

/* Comments at the top of a file, by how its name ends. Pictures have theirs behind the end, and
 * JSON has a member. */
static const struct {
    const char *suffix, *comment;
} marks[] = {
    {".html", "<!-- " DOC_MARK " -->\n"},
    {".md", "<!-- " DOC_MARK " -->\n"},
    {".css", "/* " DOC_MARK " */\n"},
    {".js", "// " DOC_MARK "\n"},
};

static const char *mark_of(const char *path) {
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_suffix(path, marks[i].suffix))
            return marks[i].comment;
    return "";
}

void doc_file_free(gpointer data) {
    DocFile *file = data;
    g_free(file->path);
    g_string_free(file->text, TRUE);
    g_free(file);
}

GString *doc_file(GPtrArray *files, const char *path) {
    DocFile *file = g_new(DocFile, 1);
    *file = (DocFile){g_strdup(path), g_string_new(mark_of(path))};
    g_ptr_array_add(files, file);
    return file->text;
}

static bool holds_mark(const char *text, gsize length) {
    return memmem(text, length, DOC_MARK, strlen(DOC_MARK));
}

bool doc_is_marked(const char *text, gsize length) {
    gsize part = MIN(length, MARKED_BYTES);
    return length == 0 || holds_mark(text, part) || holds_mark(text + length - part, part);
}

json_t *doc_json_text(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}
