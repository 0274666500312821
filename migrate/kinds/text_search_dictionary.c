#include "catalog/catalog.h"
#include "plan/emit.h"
#include "sql.h"

#define NAMES "option_names"

/* All options are written again, so that they end up in the new order; one that is removed is named
 * without a value. */
static bool alter(Emit *emit, const Object *old, const Object *new) {
    const char *before = object_value(old, NAMES), *after = object_value(new, NAMES);
    g_auto(GStrv) olds = g_strsplit(before ? before : "", ", ", -1);
    g_auto(GStrv) news = g_strsplit(after ? after : "", ", ", -1);
    g_autoptr(GString) gone = g_string_new(NULL);
    for (guint i = 0; olds[i]; i++)
        if (!g_strv_contains((const gchar *const *)news, olds[i]))
            g_string_append_printf(gone, "%s%s", gone->len ? ", " : "", olds[i]);
    emit_sql(emit,
             after ? "ALTER TEXT SEARCH DICTIONARY {id} ([{1}, ]{options})"
                   : "ALTER TEXT SEARCH DICTIONARY {id} ({1})",
             old, new, gone->len ? gone->str : NULL);
    emit_handled(emit, "options");
    return false;
}

const Kind kind_text_search_dictionary = {
    .name = "text_search_dictionary",
    .type = "TEXT SEARCH DICTIONARY",
    .sql = SQL_text_search_dictionary,
    .asked_if = "SELECT FROM pg_ts_dict WHERE oid >= 16384",
    .rank = 25,
    .attrs =
        (const KindAttr[]){{"template", ATTR_RECREATE},
                           {"options", ATTR_ALTER, "ALTER TEXT SEARCH DICTIONARY {id} ({options})",
                            "ALTER TEXT SEARCH DICTIONARY {id} ({old.option_names})"},
                           {NAMES, ATTR_IGNORE},
                           {NULL}},
    .create = "CREATE TEXT SEARCH DICTIONARY {id} (TEMPLATE = {template}[, {options}])",
    .drop = "DROP TEXT SEARCH DICTIONARY {id}",
    .rename = "ALTER TEXT SEARCH DICTIONARY {id} RENAME TO {new}",
    .hooks = {.alter = alter},
};
