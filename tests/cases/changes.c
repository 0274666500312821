/* changes [--back] OLD NEW: what a case tries, with --back also on the way from NEW to OLD.
 * Compares the databases behind two URLs and prints lines of three fields: a subject, something
 * that can happen to it, and whether that is `due` (some case has to try it) or `done` (this one
 * does). `changes` alone prints what is due in any case.
 *
 * A subject is a kind, or one of its attributes as "kind.attribute". A property of other objects is
 * a subject of its own for each kind that it sits on: "comment of index.text".
 *   comes, goes        an object does, and what it belongs to stays. Due for every kind.
 *   rises, falls       an attribute has another text, greater or less by its bytes: a change from
 *                      one value to another, and one back. Due unless it is a switch, which is one
 *                      for which the kind's query has but one text.
 *   is set, is unset   it had no value, which is how the queries say the default, or has none any
 *                      more. Due where an object in one of the databases has none.
 * A comment is due for every kind that can have one, and any other property for a kind that has it
 * in one of the databases. */
#include "catalog/load.h"
#include "diff/diff.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GHashTable *lines;

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

static void say(const Kind *kind, const Kind *parent, const char *column, const char *happens,
                const char *how) {
    bool of = kind->facet && parent;
    g_hash_table_add(lines, g_strdup_printf("%s%s%s%s%s\t%s\t%s", kind->name, of ? " of " : "",
                                            of ? parent->name : "", column ? "." : "",
                                            column ? column : "", happens, how));
}

static const Kind *parent_kind(const Object *object) {
    return object->parent ? object->parent->kind : NULL;
}

/* Whether the query says the attribute as CASE … WHEN … THEN '…' END, which is one text or none. */
static bool is_switch(const Kind *kind, const char *column) {
    g_autofree char *pattern =
        g_strdup_printf("\\bCASE\\b(?:(?!\\b(?:CASE|WHEN|THEN|ELSE|END)\\b).)*"
                        "\\bWHEN\\b(?:(?!\\b(?:WHEN|THEN|ELSE)\\b).)*"
                        "\\bTHEN '[^']*' END AS %s\\b",
                        column);
    return g_regex_match_simple(pattern, kind->sql, G_REGEX_DOTALL, 0);
}

static void say_due(const Kind *kind, const Kind *parent) {
    say(kind, parent, NULL, "comes", "due");
    say(kind, parent, NULL, "goes", "due");
    for (const KindAttr *attr = kind->attrs; attr->column; attr++) {
        if (attr->policy == ATTR_IGNORE || is_switch(kind, attr->column))
            continue;
        say(kind, parent, attr->column, "rises", "due");
        say(kind, parent, attr->column, "falls", "due");
    }
}

static void say_all_due(void) {
    const Kind *comment = kind_find("comment");
    for (guint k = 0; kinds[k]; k++) {
        if (!kinds[k]->facet)
            say_due(kinds[k], NULL);
        if (kinds[k]->type)
            say_due(comment, kinds[k]);
    }
}

static void say_due_of(const Catalog *catalog) {
    for (guint i = 0; i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        const Kind *kind = object->kind, *parent = parent_kind(object);
        if (kind->facet)
            say_due(kind, parent);
        for (guint a = 0; kind->attrs[a].column; a++) {
            if (object->values[a] || kind->attrs[a].policy == ATTR_IGNORE)
                continue;
            say(kind, parent, kind->attrs[a].column, "is set", "due");
            say(kind, parent, kind->attrs[a].column, "is unset", "due");
        }
    }
}

/* Of an object that is on one side only: whether what it belongs to is on both. */
static bool parent_stays(const Diff *diff, const Change *change) {
    const Object *parent = change_object(change)->parent;
    if (!parent)
        return true;
    const Change *of = (change->new ? diff->of_new : diff->of_old)[parent->index];
    return of->old && of->new;
}

static const char *what_happens(const char *old, const char *new) {
    if (!old || !new)
        return old ? "is unset" : "is set";
    return strcmp(old, new) < 0 ? "rises" : "falls";
}

static void say_done(const Diff *diff, const Change *change) {
    const Kind *kind = change_kind(change), *parent = parent_kind(change_object(change));
    if (!change->old || !change->new) {
        if (parent_stays(diff, change))
            say(kind, parent, NULL, change->new ? "comes" : "goes", "done");
        return;
    }
    for (guint a = 0; kind->attrs[a].column; a++)
        if (change->differing >> a & 1)
            say(kind, parent, kind->attrs[a].column,
                what_happens(change->old->values[a], change->new->values[a]), "done");
}

static void say_all_done(const Catalog *old, const Catalog *new) {
    Diff *diff = diff_compare(old, new, NULL);
    for (guint i = 0; i < diff->count; i++)
        say_done(diff, &diff->changes[i]);
    diff_free(diff);
}

static void compare(const char *old_url, const char *new_url, bool back) {
    Catalog *old = load(old_url), *new = load(new_url);
    say_due_of(old);
    say_due_of(new);
    say_all_done(old, new);
    if (back)
        say_all_done(new, old);
    catalog_free(old);
    catalog_free(new);
}

int main(int argc, char **argv) {
    lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool back = argc == 4 && strcmp(argv[1], "--back") == 0;
    if (argc == 3 + back)
        compare(argv[1 + back], argv[2 + back], back);
    else
        say_all_due();
    GHashTableIter iter;
    gpointer line;
    g_hash_table_iter_init(&iter, lines);
    while (g_hash_table_iter_next(&iter, &line, NULL))
        puts(line);
    g_hash_table_unref(lines);
    return 0;
}
