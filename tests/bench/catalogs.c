/* tests/bench/catalogs OLD NEW: reads two databases and plans the way from one to the other.
 *
 * Prints `objects N`, `load S`, `diff S`, `statements N` and `peak-mb N`: the best of a few tries
 * in seconds, and the most memory that the process had, which holds both catalogs.
 */
#include "catalog/load.h"
#include "plan/plan.h"
#include <stdio.h>
#include <sys/resource.h>

enum { LOADS = 5, DIFFS = 20 };

static double seconds_since(gint64 start) {
    return (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

static Catalog *load(Pg *pg, double *best, GError **error) {
    for (guint i = 0;; i++) {
        gint64 start = g_get_monotonic_time();
        Catalog *catalog = catalog_load(pg, NULL, error);
        *best = MIN(*best, seconds_since(start));
        if (!catalog || i + 1 == LOADS)
            return catalog;
        catalog_free(catalog);
    }
}

static bool plan(const Catalog *old, const Catalog *new, double *best, guint *statements,
                 GError **error) {
    for (guint i = 0; i < DIFFS; i++) {
        gint64 start = g_get_monotonic_time();
        g_autoptr(Diff) diff = diff_compare(old, new, NULL);
        g_autoptr(Plan) steps = diff_rebuild(diff, error) ? plan_build(diff, NULL, error) : NULL;
        if (!steps)
            return false;
        g_autoptr(GPtrArray) sql = plan_statements(steps, NULL);
        *best = MIN(*best, seconds_since(start));
        *statements = sql->len;
    }
    return true;
}

static bool run(char **urls, GError **error) {
    double load_time = G_MAXDOUBLE, unused = G_MAXDOUBLE, diff_time = G_MAXDOUBLE;
    guint statements = 0;
    struct rusage usage;
    g_autoptr(Pg) old_pg = pg_connect(urls[1], "bench", error);
    g_autoptr(Pg) new_pg = old_pg ? pg_connect(urls[2], "bench", error) : NULL;
    g_autoptr(Catalog) old = new_pg ? load(old_pg, &load_time, error) : NULL;
    g_autoptr(Catalog) new = old ? load(new_pg, &unused, error) : NULL;
    if (!new || !plan(old, new, &diff_time, &statements, error))
        return false;
    getrusage(RUSAGE_SELF, &usage);
    printf("objects %u\nload %.4f\ndiff %.4f\nstatements %u\npeak-mb %.1f\n", new->count, load_time,
           diff_time, statements, (double)usage.ru_maxrss / 1024);
    return true;
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    if (argc == 3 && run(argv, &error))
        return 0;
    fprintf(stderr, "catalogs: %s\n", error ? error->message : "two URLs are needed");
    return 1;
}
