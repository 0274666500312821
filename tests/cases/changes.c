/* changes OLD NEW: what a case tries. Compares the databases behind two URLs and prints, for each
 * attribute that changes, "kind.attribute" and how: `changes`, `is set` or `is unset`.
 * changes: every attribute of every kind that can change, with `-`. */
#include "catalog/load.h"
#include "diff/diff.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>

static Catalog *load(const char *url) {
    g_autoptr(GError) error = NULL;
    Pg *pg = pg_connect(url, "changes", &error);
    Catalog *catalog = pg && pg_pin(pg, &error)
                           ? catalog_load(pg, &(LoadOptions){pg_user(pg), NULL, NULL}, &error)
                           : NULL;
    if (!catalog) {
        fprintf(stderr, "%s: %s\n", url, error->message);
        exit(2);
    }
    pg_close(pg);
    return catalog;
}

static void print_all(void) {
    for (guint k = 0; kinds[k]; k++)
        for (const KindAttr *attr = kinds[k]->attrs; attr->column; attr++)
            if (attr->policy != ATTR_IGNORE)
                printf("%s.%s\t-\n", kinds[k]->name, attr->column);
}

static void print_change(const Change *change) {
    const Kind *kind = change_kind(change);
    for (guint i = 0; change->old && change->new && kind->attrs[i].column; i++)
        if (change->differing >> i & 1)
            printf("%s.%s\t%s\n", kind->name, kind->attrs[i].column,
                   !change->old->values[i]   ? "is set"
                   : !change->new->values[i] ? "is unset"
                                             : "changes");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        print_all();
        return 0;
    }
    Catalog *old = load(argv[1]), *new = load(argv[2]);
    Diff *diff = diff_compare(old, new, NULL);
    for (guint i = 0; i < diff->count; i++)
        print_change(&diff->changes[i]);
    diff_free(diff);
    catalog_free(old);
    catalog_free(new);
    return 0;
}
