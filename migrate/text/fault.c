#include "text/fault.h"

#include "text/lex.h"

/* What GLib keeps beside the message of a TEXT_ERROR. */
typedef struct {
    guint line, column;
    char *words;
} TextErrorPrivate;

static void text_error_private_init(TextErrorPrivate *fault) {
    *fault = (TextErrorPrivate){0};
}

static void text_error_private_copy(const TextErrorPrivate *from, TextErrorPrivate *to) {
    *to = (TextErrorPrivate){from->line, from->column, g_strdup(from->words)};
}

static void text_error_private_clear(TextErrorPrivate *fault) {
    g_free(fault->words);
}

G_DEFINE_EXTENDED_ERROR(TextError, text_error)

void text_fail(GError **error, Location place, const char *format, ...) {
    if (!error)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *words = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, TEXT_ERROR, FAIL_USAGE, "%s:%u:%u: %s", place.file ? place.file : "SQL",
                place.line, place.column, words);
    TextErrorPrivate *fault = text_error_get_private(*error);
    fault->line = place.line;
    fault->column = place.column;
    fault->words = g_steal_pointer(&words);
}

const char *text_fault(const GError *error, guint *line, guint *column) {
    const TextErrorPrivate *fault =
        g_error_matches(error, TEXT_ERROR, FAIL_USAGE) ? text_error_get_private(error) : NULL;
    if (line)
        *line = fault ? fault->line : 0;
    if (column)
        *column = fault ? fault->column : 0;
    return fault && fault->words ? fault->words : error->message;
}
