#include "doc/making.h"

#include <string.h>

enum { MOST_LETTERS = 80, SUM_LETTERS = 16 };

const char *doc_slug(Arena *arena, const char *name) {
    g_autoptr(GString) text = g_string_new(NULL);
    bool same = strlen(name) <= MOST_LETTERS;
    for (const char *at = name; *at && text->len < MOST_LETTERS; at++) {
        bool fine = g_ascii_islower(*at) || g_ascii_isdigit(*at) || *at == '_' || *at == '-' ||
                    (*at == '.' && at > name);
        g_string_append_c(text, fine ? *at : g_ascii_isalpha(*at) ? g_ascii_tolower(*at) : '-');
        same &= fine;
    }
    if (same && *name)
        return arena_strdup(arena, name);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
    return arena_printf(arena, "%s~%.*s", text->str, SUM_LETTERS, sum);
}

const char *doc_words(Arena *arena, const char *name) {
    return g_strdelimit(arena_strdup(arena, name), "_", ' ');
}

const char *doc_plural(Arena *arena, const char *words) {
    gsize length = strlen(words);
    bool vowel = length > 1 && strchr("aeiou", words[length - 2]);
    if (g_str_has_suffix(words, "y") && !vowel)
        return arena_printf(arena, "%.*sies", (int)length - 1, words);
    bool hisses = g_str_has_suffix(words, "x") || g_str_has_suffix(words, "ss");
    bool is_plural = g_str_has_suffix(words, "s") && !hisses;
    return is_plural ? words : arena_printf(arena, "%s%s", words, hisses ? "es" : "s");
}

const char *doc_title(Arena *arena, const char *words) {
    char *title = arena_strdup(arena, words);
    *title = g_ascii_toupper(*title);
    return title;
}

DocPage *doc_page_of(const DocMaking *making, const Object *object) {
    return g_hash_table_lookup(making->pages, object_root(object));
}

DocTable *doc_table(const DocMaking *making, const char *key, const char *title, const char *part) {
    DocTable *table = ARENA_NEW(making->site->arena, DocTable);
    *table = (DocTable){key, title, part, g_ptr_array_new(),
                        g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref)};
    return table;
}

void doc_column(const DocMaking *making, DocTable *table, const char *key, const char *title,
                bool code) {
    DocColumn *column = ARENA_NEW(making->site->arena, DocColumn);
    *column = (DocColumn){key, title, code};
    g_ptr_array_add(table->columns, column);
}

DocCell *doc_row(const DocMaking *making, DocTable *table) {
    guint count = table->columns->len;
    DocCell *cells = arena_alloc(making->site->arena, count * sizeof(DocCell));
    GPtrArray *row = g_ptr_array_sized_new(count);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(row, &cells[i]);
    g_ptr_array_add(table->rows, row);
    return cells;
}

static bool has_text(const DocTable *table, guint column) {
    for (guint i = 0; i < table->rows->len; i++) {
        const GPtrArray *row = table->rows->pdata[i];
        if (((const DocCell *)row->pdata[column])->text)
            return true;
    }
    return false;
}

static void table_free(DocTable *table) {
    g_ptr_array_unref(table->columns);
    g_ptr_array_unref(table->rows);
}

void doc_take(DocPage *page, DocTable *table) {
    for (guint c = table->columns->len; c-- > 1;) {
        if (has_text(table, c))
            continue;
        g_ptr_array_remove_index(table->columns, c);
        for (guint i = 0; i < table->rows->len; i++)
            g_ptr_array_remove_index(table->rows->pdata[i], c);
    }
    if (table->rows->len > 0)
        g_ptr_array_add(page->tables, table);
    else
        table_free(table);
}

const char *doc_comment(const DocMaking *making, const Object *object, const char *column) {
    return model_comment(making->model, object, column);
}

const char *doc_value(const char *value) {
    return value && !*value ? "yes" : value;
}

/* --- the end of a site */

static void page_free(gpointer data) {
    DocPage *page = data;
    for (guint i = 0; i < page->tables->len; i++)
        table_free(page->tables->pdata[i]);
    g_ptr_array_unref(page->tables);
}

void doc_site_free(DocSite *site) {
    if (!site)
        return;
    g_ptr_array_foreach(site->pages, (GFunc)(void (*)(void))page_free, NULL);
    for (guint i = 0; i < site->kinds->len; i++)
        g_ptr_array_unref(((DocKind *)site->kinds->pdata[i])->pages);
    g_ptr_array_unref(site->pages);
    g_ptr_array_unref(site->kinds);
    drawing_free(site->drawing);
    arena_free(site->arena);
    g_free(site);
}
