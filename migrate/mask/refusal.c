#include "mask/refusal.h"

/* More would not be read. */
enum { MOST = 40 };

static void add(GString **list, guint *count, const char *separator, const char *text) {
    if (!*list)
        *list = g_string_new(NULL);
    if ((*count)++ < MOST)
        g_string_append_printf(*list, "%s%s", (*list)->len ? separator : "", text);
}

void mask_refuse(MaskRefusal *refusal, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    add(&refusal->sentences, &refusal->count, ". ", text);
}

void mask_refuse_unclassified(MaskRefusal *refusal, const Table *table, const TableColumn *column) {
    g_autofree char *name = g_strdup_printf("%s.%s", table->id, column->id);
    add(&refusal->unclassified, &refusal->unclassified_count, ", ", name);
}

static void end_list(GString *list, guint count) {
    if (count > MOST)
        g_string_append_printf(list, " and %u more", count - MOST);
}

bool mask_refusal_end(MaskRefusal *refusal, GError **error) {
    bool fine = refusal->count + refusal->unclassified_count == 0;
    g_autoptr(GString) text = g_string_new(NULL);
    if (refusal->count > 0) {
        end_list(refusal->sentences, refusal->count);
        g_string_append(text, refusal->sentences->str);
    }
    if (refusal->unclassified_count > 0) {
        end_list(refusal->unclassified, refusal->unclassified_count);
        g_string_append_printf(text,
                               "%snothing says whether these columns are personal: %s; put "
                               "\"-- migrate: mask KIND\" or \"-- migrate: not personal\" above "
                               "each in the schema",
                               text->len ? ". Also, " : "", refusal->unclassified->str);
    }
    if (!fine)
        g_set_error_literal(error, MASK_ERROR, FAIL_DECISION, text->str);
    if (refusal->sentences)
        g_string_free(refusal->sentences, TRUE);
    if (refusal->unclassified)
        g_string_free(refusal->unclassified, TRUE);
    *refusal = (MaskRefusal){0};
    return fine;
}
