#include "doc/making.h"

#include "plan/plan.h"
#include "types/casing.h"

#include <string.h>

/* What people look for first; the other kinds follow by name. */
static const char *const first_kinds[] = {"schema",   "table",     "view",      "materialized_view",
                                          "function", "procedure", "aggregate", "enum",
                                          "domain",   "composite", "sequence",  NULL};

static bool has_page(const Object *object) {
    return !object->parent && !object->kind->facet;
}

/* --- pages and kinds */

static guint place_of(const char *const *names, const char *name) {
    guint i = 0;
    while (names[i] && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static int by_place(gconstpointer one, gconstpointer two) {
    const DocKind *a = *(const DocKind *const *)one, *b = *(const DocKind *const *)two;
    guint first = place_of(first_kinds, a->folder), second = place_of(first_kinds, b->folder);
    return first != second ? (first < second ? -1 : 1) : strcmp(a->folder, b->folder);
}

static DocKind *need_kind(DocSite *site, const Kind *kind) {
    for (guint i = 0; i < site->kinds->len; i++) {
        DocKind *found = site->kinds->pdata[i];
        if (strcmp(found->folder, kind->name) == 0)
            return found;
    }
    DocKind *made = ARENA_NEW(site->arena, DocKind);
    const char *words = doc_words(site->arena, kind->name);
    *made = (DocKind){words, doc_plural(site->arena, words), kind->name, g_ptr_array_new()};
    g_ptr_array_add(site->kinds, made);
    return made;
}

static void add_page(DocMaking *making, const Object *object) {
    DocSite *site = making->site;
    DocKind *kind = need_kind(site, object->kind);
    DocPage *page = ARENA_NEW(site->arena, DocPage);
    *page = (DocPage){.object = object,
                      .kind = kind->kind,
                      .name = object->identity,
                      .path = arena_printf(site->arena, "%s/%s", kind->folder,
                                           doc_slug(site->arena, object->identity)),
                      .comment = doc_comment(making, object, NULL),
                      .tables = g_ptr_array_new()};
    g_ptr_array_add(kind->pages, page);
    g_hash_table_insert(making->pages, (gpointer)object, page);
}

static int by_name(gconstpointer one, gconstpointer two) {
    const DocPage *a = *(const DocPage *const *)one, *b = *(const DocPage *const *)two;
    return words_compare(a->name, b->name);
}

static void add_pages(DocMaking *making) {
    const Catalog *catalog = making->input->catalog;
    DocSite *site = making->site;
    for (guint i = 0; i < catalog->count; i++)
        if (has_page(catalog->objects[i]))
            add_page(making, catalog->objects[i]);
    g_ptr_array_sort(site->kinds, by_place);
    for (guint i = 0; i < site->kinds->len; i++) {
        const DocKind *kind = site->kinds->pdata[i];
        g_ptr_array_sort(kind->pages, by_name);
        for (guint j = 0; j < kind->pages->len; j++)
            g_ptr_array_add(site->pages, kind->pages->pdata[j]);
    }
}

/* --- what is looked up by each page */

static void add_user(DocMaking *making, const Object *used, DocPage *page) {
    const Object *root = object_root(used);
    if (root == page->object || !g_hash_table_contains(making->pages, root))
        return;
    GPtrArray *users = g_hash_table_lookup(making->users, root);
    if (!users)
        g_hash_table_insert(making->users, (gpointer)root, users = g_ptr_array_new());
    if (!g_ptr_array_find(users, page, NULL))
        g_ptr_array_add(users, page);
}

static void add_uses(DocMaking *making, const Object *object, DocPage *page) {
    for (guint i = 0; i < object->dep_count; i++)
        add_user(making, object->deps[i].object, page);
    for (guint i = 0; i < object->child_count; i++)
        add_uses(making, object->children[i], page);
}

static void index_relations(DocMaking *making) {
    const GPtrArray *relations = making->model->relations;
    for (guint i = 0; i < relations->len; i++) {
        ModelRelation *relation = relations->pdata[i];
        char *name = arena_printf(making->site->arena, "%s.%s", relation->schema, relation->name);
        g_hash_table_insert(making->relations, name, relation);
        for (guint j = 0; relation->form == RELATION_TABLE && j < relation->columns->len; j++)
            making->site->columns++;
    }
}

static void index_deeds(DocMaking *making) {
    const GPtrArray *deeds = making->input->deeds;
    for (guint i = 0; deeds && i < deeds->len; i++) {
        DocDeed *deed = deeds->pdata[i];
        char *name = arena_printf(making->site->arena, "%s %s", deed->kind, deed->identity);
        GPtrArray *of = g_hash_table_lookup(making->deeds, name);
        if (!of)
            g_hash_table_insert(making->deeds, name, of = g_ptr_array_new());
        g_ptr_array_add(of, deed);
    }
}

/* --- the SQL: that of the plan which makes all from nothing */

static void add_statement(const DocMaking *making, const Step *step, const char *sql) {
    DocPage *page = step->change ? doc_page_of(making, change_object(step->change)) : NULL;
    if (page)
        page->sql = arena_printf(making->site->arena, "%s%s%s;\n", page->sql ? page->sql : "",
                                 page->sql ? "\n" : "", sql);
}

static bool add_sql(const DocMaking *making, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    const Catalog nothing = {.arena = arena,
                             .objects = (Object *[]){NULL},
                             .server_version = making->input->catalog->server_version};
    g_autoptr(Diff) diff = diff_compare(&nothing, making->input->catalog, NULL);
    g_autoptr(Plan) plan = plan_build(diff, NULL, error);
    if (!plan)
        return false;
    g_autoptr(GArray) steps = NULL;
    g_autoptr(GPtrArray) statements = plan_statements(plan, &steps);
    for (guint i = 0; i < statements->len; i++)
        add_statement(making, &plan->steps[g_array_index(steps, guint, i)], statements->pdata[i]);
    return true;
}

/* --- all of it */

static DocMaking making_new(DocSite *site, const DocInput *input) {
    GDestroyNotify unref = (GDestroyNotify)g_ptr_array_unref;
    return (DocMaking){.site = site,
                       .input = input,
                       .model = model_new(site->arena, input->catalog, NULL, NULL),
                       .pages = g_hash_table_new(NULL, NULL),
                       .relations = g_hash_table_new(g_str_hash, g_str_equal),
                       .users = g_hash_table_new_full(NULL, NULL, NULL, unref),
                       .deeds = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, unref)};
}

static void making_clear(DocMaking *making) {
    model_free(making->model);
    g_hash_table_unref(making->pages);
    g_hash_table_unref(making->relations);
    g_hash_table_unref(making->users);
    g_hash_table_unref(making->deeds);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DocMaking, making_clear)

static DocSite *site_new(const DocInput *input) {
    DocSite *site = g_new0(DocSite, 1);
    site->arena = arena_new();
    site->title = arena_strdup(site->arena, input->title);
    site->source = arena_strdup(site->arena, input->source);
    site->kinds = g_ptr_array_new();
    site->pages = g_ptr_array_new();
    site->drawing = drawing_read(site->arena, input->catalog);
    drawing_settle(site->drawing);
    return site;
}

DocSite *doc_site(const DocInput *input, GError **error) {
    g_autoptr(DocSite) site = site_new(input);
    g_auto(DocMaking) making = making_new(site, input);
    model_read_views(making.model);
    add_pages(&making);
    index_relations(&making);
    index_deeds(&making);
    for (guint i = 0; i < site->pages->len; i++) {
        DocPage *page = site->pages->pdata[i];
        add_uses(&making, page->object, page);
    }
    if (!add_sql(&making, error))
        return NULL;
    for (guint i = 0; i < site->pages->len; i++)
        doc_add_tables(&making, site->pages->pdata[i]);
    return g_steal_pointer(&site);
}
