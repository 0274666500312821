#include "history/index.h"

#include <string.h>

static void line_free(gpointer data) {
    IndexLine *line = data;
    g_free(line->version);
    g_free(line->name);
    g_ptr_array_unref(line->stems);
    g_free(line);
}

static void fault_free(gpointer data) {
    IndexFault *fault = data;
    g_free(fault->message);
    g_free(fault->fix);
    g_free(fault);
}

Index *index_new(void) {
    Index *index = g_new(Index, 1);
    *index = (Index){g_ptr_array_new_with_free_func(line_free),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     g_ptr_array_new_with_free_func(fault_free)};
    return index;
}

void index_free(Index *index) {
    if (!index)
        return;
    g_hash_table_unref(index->tags);
    g_ptr_array_unref(index->lines);
    g_ptr_array_unref(index->faults);
    g_free(index);
}

IndexLine *index_add(Index *index, const char *version, const char *name, guint line) {
    IndexLine *added = g_new(IndexLine, 1);
    *added = (IndexLine){g_strdup(version), g_strdup(name), g_ptr_array_new_with_free_func(g_free),
                         line};
    g_ptr_array_add(index->lines, added);
    return added;
}

void index_fault(Index *index, guint line, guint column, const char *fix, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    IndexFault *fault = g_new(IndexFault, 1);
    *fault = (IndexFault){line, column, g_strdup_vprintf(format, arguments), g_strdup(fix)};
    va_end(arguments);
    g_ptr_array_add(index->faults, fault);
}

const IndexLine *index_of_stem(const Index *index, const char *stem) {
    for (guint i = 0; i < index->lines->len; i++) {
        const IndexLine *line = index->lines->pdata[i];
        if (g_ptr_array_find_with_equal_func(line->stems, stem, g_str_equal, NULL))
            return line;
    }
    return NULL;
}

guint index_place(const Index *index, const IndexLine *line) {
    guint place = 0;
    return g_ptr_array_find(index->lines, line, &place) ? place + 1 : 0;
}
