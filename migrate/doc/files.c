#include "doc/files.h"

void doc_file_free(gpointer data) {
    DocFile *file = data;
    g_free(file->path);
    g_string_free(file->text, TRUE);
    g_free(file);
}

GString *doc_file(GPtrArray *files, const char *path) {
    DocFile *file = g_new(DocFile, 1);
    *file = (DocFile){g_strdup(path), g_string_new(NULL)};
    g_ptr_array_add(files, file);
    return file->text;
}

json_t *doc_json_text(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}
