#include "catalog/load.h"

#include "sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK(migrate-catalog-error-quark, catalog_error)

enum { ATTEMPTS = 5, OWNER_STEPS = 8, BEFORE = -1 /* objsubid of what stands before an object */ };

/* What is known while one catalog is put together. */
typedef struct {
    Catalog *catalog;
    const LoadOptions *options;
    GPtrArray *objects;
    GHashTable *by_address; /* Address* → Object* */
    GHashTable *owners;     /* Address* → OwnerEdge*: where an unknown address belongs */
    GHashTable *foreign;    /* Address* set: extension members and what the user ignores */
    GPtrArray *pending;     /* Pending*: addresses to turn into objects when all are read */
} Loader;

typedef struct {
    Address to;
    char type; /* pg_depend.deptype */
} OwnerEdge;

typedef struct {
    Address from, to;
} Edge;

typedef struct {
    Object *object;
    Address parent, origin;
    bool has_parent;
    const char *depends;
} Pending;

static guint address_hash(gconstpointer key) {
    const Address *address = key;
    return address->objid * 2654435761u ^ address->classid * 40503u ^ (guint)address->objsubid;
}

static gboolean address_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, sizeof(Address)) == 0;
}

/* The lines of `sql` that are for a server of `version`: `--@ 150000` from that version on, `--@ <150000` below it. */
static void append_for_version(GString *out, const char *sql, int version) {
    while (*sql) {
        const char *end = strchrnul(sql, '\n');
        const char *mark = g_strstr_len(sql, end - sql, "--@ ");
        bool keep = true;
        if (mark && mark[4] == '<')
            keep = version < atoi(mark + 5);
        else if (mark)
            keep = version >= atoi(mark + 4);
        if (keep) {
            g_string_append_len(out, sql, end - sql);
            g_string_append_c(out, '\n');
        }
        sql = *end ? end + 1 : end;
    }
}

static bool kind_applies(const Kind *kind, int version) {
    return version >= kind->min_server;
}

/* Wraps a kind's query once for all kinds: identity, and no extension members. */
static void append_kind(GString *batch, const Kind *kind, int version) {
    bool identified = !kind->facet && !kind->named;
    g_string_append_printf(batch, "SELECT q.*%s FROM (\n", identified ? ", i.identity" : "");
    append_for_version(batch, kind->sql, version);
    g_string_append(batch, ") q");
    if (identified)
        g_string_append(batch, ", LATERAL pg_catalog.pg_identify_object(q.classid, q.objid, greatest(q.objsubid, 0)) i");
    if (!kind->facet)
        g_string_append(batch,
                        " WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = q.classid"
                        " AND e.objid = q.objid AND e.deptype = 'e')");
    g_string_append(batch, ";\n");
}

bool catalog_load_send(Pg *pg, const LoadOptions *options, GError **error) {
    const char *owner = options && options->default_owner ? options->default_owner : "";
    bool inside = options && options->inside;
    g_autoptr(Rows) set =
        pg_query(pg, "SELECT pg_catalog.set_config('migrate.owner', $1, false)", 1, &owner, error);
    if (!set)
        return false;
    g_autoptr(GString) batch = g_string_new(inside ? "" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n");
    int version = pg_version(pg);
    g_string_append_printf(batch, "%s;\n", SQL_default_owner);
    for (guint i = 0; kinds[i]; i++)
        if (kind_applies(kinds[i], version))
            append_kind(batch, kinds[i], version);
    g_string_append_printf(batch, "%s;\n", SQL_depend);
    append_for_version(batch, SQL_census, version);
    g_string_append(batch, inside ? ";\n" : ";\nCOMMIT;\n");
    return pg_send(pg, batch->str, error);
}

static Address address_at(const Rows *rows, guint row, const char *prefix) {
    Address address = {0};
    char name[32];
    const char *text[3];
    static const char *const parts[] = {"classid", "objid", "objsubid"};
    for (guint i = 0; i < 3; i++) {
        g_snprintf(name, sizeof name, "%s%s", prefix, parts[i]);
        int column = rows_column(rows, name);
        text[i] = column < 0 ? NULL : rows_value(rows, row, (guint)column);
    }
    if (text[0] && text[1]) {
        address.classid = (guint32)strtoul(text[0], NULL, 10);
        address.objid = (guint32)strtoul(text[1], NULL, 10);
        address.objsubid = text[2] ? (gint32)strtol(text[2], NULL, 10) : 0;
    }
    return address;
}

static const char *text_at(const Rows *rows, guint row, int column) {
    return column < 0 ? NULL : rows_value(rows, row, (guint)column);
}

static bool is_ignored(const Loader *loader, const Object *object) {
    const LoadOptions *options = loader->options;
    return options && options->ignore &&
           options->ignore(object->kind->name, object->identity, options->ignore_data);
}

static void remember_foreign(Loader *loader, const Address *address) {
    g_hash_table_add(loader->foreign, arena_memdup(loader->catalog->arena, address, 1, sizeof *address));
}

static void read_row(Loader *loader, const Kind *kind, const Rows *rows, guint row, const int *columns) {
    Arena *arena = loader->catalog->arena;
    Object *object = ARENA_NEW(arena, Object);
    object->kind = kind;
    object->address = kind->facet ? (Address){0} : address_at(rows, row, "");
    object->identity = arena_strdup(arena, text_at(rows, row, rows_column(rows, "identity")));
    object->id = arena_strdup(arena, text_at(rows, row, rows_column(rows, "id")));
    const char *name = text_at(rows, row, rows_column(rows, "name"));
    object->name = arena_strdup(arena, name);
    object->place = arena_strdup(arena, text_at(rows, row, rows_column(rows, "place")));
    const char *ord = text_at(rows, row, rows_column(rows, "ord"));
    object->ord = ord ? (gint32)strtol(ord, NULL, 10) : 0;
    guint count = 0;
    while (kind->attrs[count].column)
        count++;
    object->values = arena_alloc(arena, (count + 1) * sizeof *object->values);
    for (guint i = 0; i < count; i++)
        object->values[i] = arena_strdup(arena, rows_value(rows, row, (guint)columns[i]));
    Pending *pending = ARENA_NEW(arena, Pending);
    pending->object = object;
    pending->has_parent = rows_column(rows, "parent_objid") >= 0;
    pending->parent = address_at(rows, row, "parent_");
    pending->origin = address_at(rows, row, "origin_");
    pending->depends = arena_strdup(arena, text_at(rows, row, rows_column(rows, "depends")));
    g_ptr_array_add(loader->pending, pending);
    if (object->address.classid)
        g_hash_table_insert(loader->by_address, &object->address, object);
}

static bool read_kind(Loader *loader, const Kind *kind, const Rows *rows, GError **error) {
    guint count = 0;
    while (kind->attrs[count].column)
        count++;
    g_autofree int *columns = g_new(int, count + 1);
    for (guint i = 0; i < count; i++) {
        columns[i] = rows_column(rows, kind->attrs[i].column);
        if (columns[i] < 0) {
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "the query of kind \"%s\" has no column \"%s\"", kind->name,
                        kind->attrs[i].column);
            return false;
        }
    }
    for (guint row = 0; row < rows_count(rows); row++)
        read_row(loader, kind, rows, row, columns);
    return true;
}

/* The next result that has columns; commands such as BEGIN have none. */
static Rows *next_result(Pg *pg, GError **error) {
    for (;;) {
        GError *local = NULL;
        Rows *rows = pg_next(pg, &local);
        if (local)
            g_propagate_error(error, local);
        if (!rows && !local)
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "the server answered fewer catalog queries than were sent");
        if (!rows || rows_columns(rows) > 0)
            return rows;
        rows_free(rows);
    }
}

/* The identity of a facet or a named part comes from its parent's. */
static void name_part(Loader *loader, Object *object) {
    Arena *arena = loader->catalog->arena;
    const char *name = object->name;
    if (object->kind->facet)
        object->identity = arena_printf(arena, "%s %s%s%s", object->parent->kind->name,
                                        object->parent->identity, name ? " " : "", name ? name : "");
    else
        object->identity = arena_printf(arena, "%s.%s", object->parent->identity, name);
}

/* Places `pending` below its parent; parents first. False when it is left out. */
static bool place(Loader *loader, Pending *pending, GHashTable *placed) {
    Object *object = pending->object;
    gpointer known = g_hash_table_lookup(placed, object);
    if (known)
        return known == GINT_TO_POINTER(1);
    bool keep = true;
    if (pending->has_parent && pending->parent.classid) {
        Object *parent = g_hash_table_lookup(loader->by_address, &pending->parent);
        keep = parent != NULL;
        if (keep) {
            Pending *above = g_hash_table_lookup(placed, &parent->address);
            keep = !above || place(loader, above, placed);
            object->parent = parent;
        }
    } else if (pending->has_parent && object->kind->facet) {
        keep = false;
    }
    if (keep && !object->identity)
        name_part(loader, object);
    keep = keep && !is_ignored(loader, object);
    g_hash_table_insert(placed, object, GINT_TO_POINTER(keep ? 1 : 2));
    return keep;
}

static void place_all(Loader *loader) {
    g_autoptr(GHashTable) placed = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->object->address.classid)
            g_hash_table_insert(placed, &pending->object->address, pending);
    }
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        Object *object = pending->object;
        if (place(loader, pending, placed)) {
            if (!object->id)
                object->id = object->identity;
            if (!object->place && !object->kind->facet)
                object->place = object->identity;
            g_ptr_array_add(loader->objects, object);
        } else if (object->address.classid) {
            g_hash_table_remove(loader->by_address, &object->address);
            remember_foreign(loader, &object->address);
        }
    }
}

/* Follows an address to the nearest known object: itself, its whole, its owner along an internal edge, else an automatic one. */
static Object *resolve(const Loader *loader, Address address, bool internal_only) {
    for (guint step = 0; step < OWNER_STEPS; step++) {
        Object *object = g_hash_table_lookup(loader->by_address, &address);
        if (object)
            return object;
        OwnerEdge *edge = g_hash_table_lookup(loader->owners, &address);
        if (address.objsubid && !edge) {
            address.objsubid = 0;
            continue;
        }
        if (!edge || (internal_only && edge->type != 'i' && edge->type != 'P'))
            return NULL;
        address = edge->to;
    }
    return NULL;
}

/* Whether an address belongs to an extension, or to something the user ignores. */
static bool is_foreign(const Loader *loader, Address address) {
    for (guint step = 0; step < OWNER_STEPS; step++) {
        if (g_hash_table_contains(loader->foreign, &address))
            return true;
        if (address.objsubid) {
            Address whole = {address.classid, address.objid, 0};
            if (g_hash_table_contains(loader->foreign, &whole))
                return true;
        }
        OwnerEdge *edge = g_hash_table_lookup(loader->owners, &address);
        if (edge)
            address = edge->to;
        else if (address.objsubid)
            address.objsubid = 0;
        else
            return false;
    }
    return false;
}

/* Which of its edges says best where an address belongs; 0: none. P: the server made it for a partition as it made the parent's. */
static guint owner_rank(char type) {
    static const char order[] = "aePi";
    const char *at = strchr(order, type);
    return at ? (guint)(at - order) + 1 : 0;
}

static void read_owners(Loader *loader, const Rows *rows) {
    Arena *arena = loader->catalog->arena;
    for (guint row = 0; row < rows_count(rows); row++) {
        char type = rows_value(rows, row, 6)[0];
        Address from = address_at(rows, row, "");
        if (type == 'e')
            remember_foreign(loader, &from);
        guint rank = owner_rank(type);
        OwnerEdge *known = g_hash_table_lookup(loader->owners, &from);
        if (!rank || (known && owner_rank(known->type) >= rank))
            continue;
        OwnerEdge *edge = known ? known : ARENA_NEW(arena, OwnerEdge);
        *edge = (OwnerEdge){address_at(rows, row, "ref"), type};
        if (!known)
            g_hash_table_insert(loader->owners, arena_memdup(arena, &from, 1, sizeof from), edge);
    }
}

static bool is_above(const Object *above, const Object *object) {
    for (; object; object = object->parent)
        if (object == above)
            return true;
    return false;
}

/* `deps` holds the lists while they grow: Object* → GArray of Dep. */
static void add_dep(GHashTable *deps, Object *from, Object *to, DepType type) {
    if (!from || !to || is_above(to, from) || is_above(from, to))
        return;
    GArray *list = g_hash_table_lookup(deps, from);
    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(Dep));
        g_hash_table_insert(deps, from, list);
    }
    for (guint i = 0; i < list->len; i++) {
        Dep *dep = &g_array_index(list, Dep, i);
        if (dep->object == to) {
            if (type == DEP_AUTO)
                dep->type = DEP_AUTO;
            return;
        }
    }
    Dep dep = {to, type, false};
    g_array_append_val(list, dep);
}

static guint edge_hash(gconstpointer key) {
    const Edge *edge = key;
    return address_hash(&edge->from) * 31 + address_hash(&edge->to);
}

static gboolean edge_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, sizeof(Edge)) == 0;
}

/* The edges that, when they are there, close a circle with one of `rows` whose object has another that stands before it. */
static GHashTable *find_circles(const Loader *loader, const Rows *rows) {
    GHashTable *circles = g_hash_table_new_full(edge_hash, edge_equal, g_free, NULL);
    for (guint row = 0; row < rows_count(rows); row++) {
        Edge edge = {address_at(rows, row, "ref"), address_at(rows, row, "")};
        Address before = {edge.to.classid, edge.to.objid, BEFORE};
        if (edge.to.objsubid == 0 && g_hash_table_contains(loader->by_address, &before))
            g_hash_table_add(circles, g_memdup2(&edge, sizeof edge));
    }
    return circles;
}

/* Whether the server made it for a partition as it made the parent's: what it needs beyond that, the parent's can do without. */
static bool is_copy(const Loader *loader, const Address *address) {
    const OwnerEdge *edge = g_hash_table_lookup(loader->owners, address);
    return edge && edge->type == 'P' && !g_hash_table_contains(loader->by_address, address);
}

static void read_deps(Loader *loader, const Rows *rows, GHashTable *deps) {
    g_autoptr(GHashTable) circles = find_circles(loader, rows);
    for (guint row = 0; row < rows_count(rows); row++) {
        Edge edge = {address_at(rows, row, ""), address_at(rows, row, "ref")};
        char type = rows_value(rows, row, 6)[0];
        if (type == 'e')
            continue;
        bool circle = g_hash_table_contains(circles, &edge);
        if (circle)
            edge.to.objsubid = BEFORE;
        Object *from = is_copy(loader, &edge.from) ? NULL : resolve(loader, edge.from, false);
        Object *to = from ? resolve(loader, edge.to, false) : NULL;
        add_dep(deps, from, to, type == 'n' && !circle ? DEP_NORMAL : DEP_AUTO);
    }
}

/* The dependencies that a kind's own query names. */
static void read_named_deps(Loader *loader, GHashTable *deps) {
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (!pending->depends)
            continue;
        g_auto(GStrv) parts = g_strsplit(pending->depends, ",", -1);
        for (guint p = 0; parts[p]; p++) {
            Address address = {0};
            if (sscanf(parts[p], "%u %u %d", &address.classid, &address.objid, &address.objsubid) == 3)
                add_dep(deps, pending->object, resolve(loader, address, false), DEP_NORMAL);
        }
    }
}

static int compare_deps(gconstpointer a, gconstpointer b) {
    const Dep *one = a, *two = b;
    return one->object->index < two->object->index ? -1 : one->object->index > two->object->index;
}

/* An edge of a parent that a child names too is the child's doing. */
static void mark_severable(Object *object) {
    for (guint i = 0; object->parent && i < object->dep_count; i++)
        for (guint p = 0; p < object->parent->dep_count; p++) {
            Dep *dep = &object->parent->deps[p];
            if (dep->object == object->deps[i].object || dep->object == object->deps[i].object->parent)
                dep->severable = true;
        }
}

static void store_deps(Loader *loader, GHashTable *deps) {
    Catalog *catalog = loader->catalog;
    for (guint i = 0; i < catalog->count; i++) {
        GArray *list = g_hash_table_lookup(deps, catalog->objects[i]);
        if (!list)
            continue;
        g_array_sort(list, compare_deps);
        catalog->objects[i]->deps = arena_memdup(catalog->arena, list->data, list->len, sizeof(Dep));
        catalog->objects[i]->dep_count = list->len;
    }
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->depends)
            mark_severable(pending->object);
    }
}

static int compare_objects(gconstpointer a, gconstpointer b) {
    const Object *one = *(Object *const *)a, *two = *(Object *const *)b;
    int order = strcmp(one->kind->name, two->kind->name);
    return order ? order : strcmp(one->identity, two->identity);
}

static int compare_siblings(gconstpointer a, gconstpointer b) {
    const Object *one = *(Object *const *)a, *two = *(Object *const *)b;
    if (one->ord != two->ord)
        return one->ord < two->ord ? -1 : 1;
    return compare_objects(a, b);
}

static bool index_objects(Loader *loader, GError **error) {
    Catalog *catalog = loader->catalog;
    g_ptr_array_sort(loader->objects, compare_objects);
    catalog->count = loader->objects->len;
    catalog->objects =
        arena_memdup(catalog->arena, loader->objects->pdata, catalog->count, sizeof(Object *));
    catalog->by_identity = g_hash_table_new(object_hash, object_equal);
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        object->index = i;
        if (!g_hash_table_add(catalog->by_identity, object)) {
            g_set_error(error, CATALOG_ERROR, FAIL_ENVIRONMENT,
                        "two objects of the database have the same identity: %s %s",
                        object->kind->name, object->identity);
            return false;
        }
        if (object->parent)
            object->parent->child_count++;
    }
    return true;
}

static void link_children(Loader *loader) {
    Catalog *catalog = loader->catalog;
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        object->children = arena_alloc(catalog->arena, (object->child_count + 1) * sizeof(Object *));
        object->child_count = 0;
    }
    for (guint i = 0; i < catalog->count; i++) {
        Object *object = catalog->objects[i];
        if (object->parent)
            object->parent->children[object->parent->child_count++] = object;
    }
    for (guint i = 0; i < catalog->count; i++)
        if (catalog->objects[i]->child_count > 1)
            qsort(catalog->objects[i]->children, catalog->objects[i]->child_count, sizeof(Object *),
                  compare_siblings);
    for (guint i = 0; i < loader->pending->len; i++) {
        Pending *pending = loader->pending->pdata[i];
        if (pending->origin.classid)
            pending->object->origin = g_hash_table_lookup(loader->by_address, &pending->origin);
    }
}

/* The completeness gate: every object that users made is one that a kind claims, a part of one, or foreign. */
static GArray *find_unclaimed(const Loader *loader, const Rows *census) {
    GArray *unclaimed = g_array_new(FALSE, FALSE, sizeof(Address));
    for (guint row = 0; row < rows_count(census); row++) {
        Address address = address_at(census, row, "");
        if (!resolve(loader, address, true) && !is_foreign(loader, address))
            g_array_append_val(unclaimed, address);
    }
    return unclaimed;
}

static bool name_unclaimed(Loader *loader, Pg *pg, const GArray *unclaimed, GError **error) {
    Catalog *catalog = loader->catalog;
    catalog->unmodelled = arena_alloc(catalog->arena, (unclaimed->len + 1) * sizeof(Unmodelled));
    for (guint i = 0; i < unclaimed->len; i++) {
        const Address *address = &g_array_index(unclaimed, Address, i);
        char classid[16], objid[16];
        g_snprintf(classid, sizeof classid, "%u", address->classid);
        g_snprintf(objid, sizeof objid, "%u", address->objid);
        const char *values[] = {classid, objid};
        g_autoptr(Rows) rows = pg_query(
            pg,
            "SELECT type, identity FROM pg_catalog.pg_identify_object($1::pg_catalog.oid, $2::pg_catalog.oid, 0)",
            2, values, error);
        if (!rows)
            return false;
        if (rows_count(rows) == 0 || !rows_value(rows, 0, 0) || !rows_value(rows, 0, 1))
            continue;
        catalog->unmodelled[catalog->unmodelled_count++] =
            (Unmodelled){arena_strdup(catalog->arena, rows_value(rows, 0, 0)),
                         arena_strdup(catalog->arena, rows_value(rows, 0, 1))};
    }
    return true;
}

static bool receive_kinds(Loader *loader, Pg *pg, GError **error) {
    for (guint i = 0; kinds[i]; i++) {
        if (!kind_applies(kinds[i], pg_version(pg)))
            continue;
        g_autoptr(Rows) rows = next_result(pg, error);
        if (!rows) {
            g_prefix_error(error, "while reading objects of kind \"%s\": ", kinds[i]->name);
            return false;
        }
        if (!read_kind(loader, kinds[i], rows, error))
            return false;
    }
    return true;
}

/* Takes what is left of the answers, so that the connection can be used again. */
static bool drain(Pg *pg, GError **error) {
    for (;;) {
        GError *local = NULL;
        g_autoptr(Rows) rows = pg_next(pg, &local);
        if (local) {
            if (error && !*error)
                g_propagate_error(error, local);
            else
                g_error_free(local);
            return false;
        }
        if (!rows)
            return true;
    }
}

static void free_array(gpointer array) {
    g_array_unref(array);
}

static bool receive(Loader *loader, Pg *pg, GError **error) {
    g_autoptr(Rows) owner = next_result(pg, error);
    if (!owner)
        return false;
    loader->catalog->default_owner = arena_strdup(loader->catalog->arena, rows_value(owner, 0, 0));
    if (!receive_kinds(loader, pg, error))
        return false;
    g_autoptr(Rows) depend = next_result(pg, error);
    g_autoptr(Rows) census = depend ? next_result(pg, error) : NULL;
    if (!census || !drain(pg, error))
        return false;
    read_owners(loader, depend);
    place_all(loader);
    if (!index_objects(loader, error))
        return false;
    g_autoptr(GHashTable) deps =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_array);
    read_deps(loader, depend, deps);
    read_named_deps(loader, deps);
    store_deps(loader, deps);
    link_children(loader);
    g_autoptr(GArray) unclaimed = find_unclaimed(loader, census);
    return name_unclaimed(loader, pg, unclaimed, error);
}

Catalog *catalog_load_receive(Pg *pg, const LoadOptions *options, GError **error) {
    Arena *arena = arena_new();
    Catalog *catalog = ARENA_NEW(arena, Catalog);
    catalog->arena = arena;
    catalog->server_version = pg_version(pg);
    Loader loader = {.catalog = catalog,
                     .options = options,
                     .objects = g_ptr_array_new(),
                     .by_address = g_hash_table_new(address_hash, address_equal),
                     .owners = g_hash_table_new(address_hash, address_equal),
                     .foreign = g_hash_table_new(address_hash, address_equal),
                     .pending = g_ptr_array_new()};
    bool done = receive(&loader, pg, error);
    g_ptr_array_unref(loader.objects);
    g_hash_table_unref(loader.by_address);
    g_hash_table_unref(loader.owners);
    g_hash_table_unref(loader.foreign);
    g_ptr_array_unref(loader.pending);
    if (done)
        return catalog;
    drain(pg, NULL);
    catalog_free(catalog);
    return NULL;
}

/* An object was dropped between the snapshot and the function that prints it. */
static bool is_race(const GError *error) {
    return pg_fault_is(error, "XX000") || pg_fault_is(error, "42P01") || pg_fault_is(error, "42704");
}

Catalog *catalog_load(Pg *pg, const LoadOptions *options, GError **error) {
    for (guint attempt = 1;; attempt++) {
        GError *local = NULL;
        Catalog *catalog = NULL;
        if (catalog_load_send(pg, options, &local))
            catalog = catalog_load_receive(pg, options, &local);
        if (catalog)
            return catalog;
        if (attempt >= ATTEMPTS || !is_race(local) || (options && options->inside)) {
            g_propagate_error(error, local);
            return NULL;
        }
        g_clear_error(&local);
        if (pg_in_transaction(pg) && !pg_script(pg, "ROLLBACK", error))
            return NULL;
    }
}
