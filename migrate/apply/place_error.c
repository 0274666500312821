#include "apply/place_error.h"

/* SQL that the server refuses is found, not a mistake in how the program is used. */
static void tell_found(GError *error) {
    if (error->domain == PG_ERROR && error->code == FAIL_USAGE)
        error->code = FAIL_FINDINGS;
}

void append_message(GError *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *more = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    char *message = g_strconcat(error->message, more, NULL);
    g_free(error->message);
    error->message = message;
}

void locate_error(const Run *run, const char *path, const Statement *statement, GError **error) {
    if (!error || !*error || run_lost(*error))
        return;
    const SqlFault *fault = pg_fault(*error);
    Scanner scanner = {.file = path};
    Location place = scanner_locate_fault(&scanner, statement, fault ? fault->position : 0,
                                          fault ? fault->context : NULL);
    run->result->place = place;
    g_prefix_error(error, "%s:%u:%u: ", path, place.line, place.column);
    tell_found(*error);
}
