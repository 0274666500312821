/* fits SCHEMA FILE: whether every JSON value in FILE is what SCHEMA asks for. Status 1 and what is
 * wrong when not, also when there is no value. */
#include "support/schema.h"

#include <stdio.h>

/* Whether there is more than blank space. */
static bool more(FILE *file) {
    int c;
    while ((c = getc(file)) == ' ' || c == '\n')
        continue;
    return c != EOF && ungetc(c, file) != EOF;
}

static guint check_all(const char *schema, FILE *file, GString *complaints) {
    guint count = 0;
    while (more(file)) {
        json_error_t error;
        json_t *value = json_loadf(file, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
        if (value)
            schema_check_file(schema, value, complaints);
        else
            g_string_append_printf(complaints, "value %u: %s\n", count + 1, error.text);
        if (!value)
            break;
        json_decref(value);
        count++;
    }
    return count;
}

int main(int argc, char **argv) {
    FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
    g_autoptr(GString) complaints = g_string_new(NULL);
    if (!file)
        return 2;
    if (check_all(argv[1], file, complaints) == 0)
        g_string_append(complaints, "there is no JSON\n");
    fclose(file);
    fputs(complaints->str, stderr);
    return complaints->len > 0;
}
