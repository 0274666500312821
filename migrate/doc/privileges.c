/* Who may do what, as a matrix: a row for each role, a column for each privilege. */
#include "doc/making.h"

#include "types/casing.h"

#include <string.h>

/* One grant, or the lack of one that objects of the kind begin with. */
typedef struct {
    const char *grantee, *column, *privilege;
    bool revoked, grantable;
} Grant;

static const char *name_in(const DocMaking *making, const Object *object, const char *attribute) {
    return words_unquote_name(making->site->arena, object_value(object, attribute));
}

static void add_grants(const DocMaking *making, const Object *object, GArray *grants) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        const char *privilege = object_value(child, "privilege");
        if (strcmp(child->kind->name, "column") == 0)
            add_grants(making, child, grants);
        if (!child->kind->facet || !privilege)
            continue;
        Grant grant = {name_in(making, child, "grantee"), name_in(making, child, "column"),
                       privilege, strcmp(child->kind->name, "revocation") == 0,
                       object_value(child, "grantable") != NULL};
        g_array_append_val(grants, grant);
    }
}

static int by_role(gconstpointer one, gconstpointer two) {
    const Grant *a = one, *b = two;
    int order = strcmp(a->grantee, b->grantee);
    return order ? order : g_strcmp0(a->column, b->column);
}

static guint find_column(const DocTable *table, const char *privilege) {
    guint i = 0;
    while (i < table->columns->len &&
           strcmp(((const DocColumn *)table->columns->pdata[i])->title, privilege) != 0)
        i++;
    return i;
}

static void add_columns(const DocMaking *making, DocTable *table, const GArray *grants) {
    for (guint i = 0; i < grants->len; i++) {
        const char *privilege = g_array_index(grants, Grant, i).privilege;
        char *key = g_strdelimit(arena_strdup(making->site->arena, privilege), " ", '_');
        for (char *at = key; *at; at++)
            *at = g_ascii_tolower(*at);
        if (find_column(table, privilege) == table->columns->len)
            doc_column(making, table, key, privilege, false);
    }
}

void doc_add_privileges(const DocMaking *making, DocPage *page) {
    g_autoptr(GArray) grants = g_array_new(FALSE, FALSE, sizeof(Grant));
    DocTable *table = doc_table(making, "privileges", "Privileges", NULL);
    doc_column(making, table, "role", "Role", true);
    doc_column(making, table, "column", "Column", true);
    add_grants(making, page->object, grants);
    g_array_sort(grants, by_role);
    add_columns(making, table, grants);
    DocCell *cells = NULL;
    for (guint i = 0; i < grants->len; i++) {
        const Grant *grant = &g_array_index(grants, Grant, i);
        if (i == 0 || by_role(grant, grant - 1) != 0) {
            cells = doc_row(making, table);
            cells[0].text = grant->grantee;
            cells[1].text = grant->column;
        }
        cells[find_column(table, grant->privilege)].text = grant->revoked ? "revoked"
                                                           : grant->grantable
                                                               ? "yes, and may grant it"
                                                               : "yes";
    }
    doc_take(page, table);
}
