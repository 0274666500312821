#include "catalog/keep.h"

#include <string.h>

/* Whether an object of the history comes along. */
typedef enum { FATE_OPEN, FATE_ASKED, FATE_GOES, FATE_STAYS } Fate;

typedef struct {
    Catalog *schema;
    const Catalog *history;
    const KeepRules *rules;
    Fate *fates;          /* by the history's Object.index */
    GHashTable *replaced; /* set of Object* of the schema: others stand in their place */
    GHashTable *alike;    /* set of const Object* of the history: say what the schema says */
    GHashTable *named;    /* const Object* of the history → the schema's one of another name */
    GHashTable *copies;   /* const Object* of the history → Object* */
    GPtrArray *added;     /* Object* */
} Keeping;

static Object *counterpart(const Catalog *catalog, const Object *object) {
    return catalog_find(catalog, object->kind, object->identity);
}

/* In the words of the language; NULL: it has none. */
static const char *said(const Keeping *keeping, const Object *object) {
    const KindPrisma *prisma = &object->kind->prisma;
    bool featured = prisma->featured && keeping->rules->predicates;
    const char *attr = featured ? prisma->featured : prisma->as;
    return attr ? object_value(object, attr) : NULL;
}

static bool is_said(const Keeping *keeping, const Object *object) {
    return object->kind->prisma.says && (!object->kind->prisma.as || said(keeping, object));
}

static bool is_stated(const Keeping *keeping, const Object *object) {
    return g_hash_table_contains(keeping->rules->stated, object->kind);
}

/* What the language looks at in an object of the history. */
static const char *seen(const Keeping *keeping, const Object *object) {
    const KindPrisma *prisma = &object->kind->prisma;
    bool loosely = prisma->loosely && !(prisma->featured && keeping->rules->predicates);
    return loosely ? object_value(object, prisma->loosely) : said(keeping, object);
}

/* Whether both are the same as far as the language goes, so that the history's words hold. What the
 * schema has and the language has no word for is SQL's. */
static bool are_alike(const Keeping *keeping, const Object *old, const Object *new) {
    if (new->kept)
        return true;
    if (is_said(keeping, new))
        return !keeping->rules->strict && seen(keeping, old) &&
               g_strcmp0(seen(keeping, old), said(keeping, new)) == 0;
    return !new->kind->prisma.says && !is_stated(keeping, new);
}

/* --- attributes */

static guint attr_count(const Kind *kind) {
    guint count = 0;
    while (kind->attrs[count].column)
        count++;
    return count;
}

static void lend(Keeping *keeping, const Object *old, Object *new, guint i) {
    if (!new->own && !new->kept)
        new->own = arena_memdup(keeping->schema->arena, new->values, attr_count(new->kind) + 1,
                                sizeof *new->values);
    new->values[i] = arena_strdup(keeping->schema->arena, old->values[i]);
    new->lent |= G_GUINT64_CONSTANT(1) << i;
}

/* Gives the schema's objects their own words back. */
static void take_back(Catalog *schema) {
    for (guint i = 0; i < schema->count; i++) {
        Object *object = schema->objects[i];
        for (guint a = 0; object->own && object->kind->attrs[a].column; a++)
            object->values[a] = object->own[a];
        if (!object->kept)
            object->lent = 0;
    }
}

static bool is_lent(const Object *object, guint i) {
    return object->lent >> i & 1;
}

static bool is_unsaid(const Object *object, guint i) {
    const char *condition = object->kind->attrs[i].unsaid_if;
    return condition && object_value(object, condition);
}

/* Whether the schema itself gives any object this attribute, which then takes SQL. */
static bool is_given(const Keeping *keeping, const Kind *kind, guint i) {
    for (guint n = 0; n < keeping->schema->count; n++) {
        const Object *object = keeping->schema->objects[n];
        if (object->kind == kind && !object->kept && !is_lent(object, i) && object->values[i] &&
            object->address.objid > keeping->rules->born && is_unsaid(object, i))
            return true;
    }
    return false;
}

/* Whether the language takes the history's for the same as the schema's. */
static bool is_close(const Keeping *keeping, const Object *old, const Object *new, guint i) {
    const char *loosely = new->kind->attrs[i].loosely;
    return loosely && !keeping->rules->strict && is_said(keeping, new) &&
           g_strcmp0(object_value(old, loosely), new->values[i]) == 0;
}

static void lend_unsaid(Keeping *keeping, const Object *old, Object *new) {
    for (guint i = 0; new->kind->attrs[i].column; i++)
        if (is_close(keeping, old, new, i) ||
            (old->values[i] && !new->values[i] && is_unsaid(new, i) &&
             !is_given(keeping, new->kind, i)))
            lend(keeping, old, new, i);
}

/* --- what stands for what */

/* What the schema's object needs and only its own words ask for, such as the sequence of a column
 * that counts: gone with them, and the history's counts in its stead. */
static void replace_needs(Keeping *keeping, const Object *old, const Object *new) {
    for (guint i = 0; i < new->dep_count; i++) {
        Object *needed = new->deps[i].object;
        if (is_said(keeping, needed) || needed->parent || is_stated(keeping, needed) ||
            counterpart(keeping->history, needed))
            continue;
        g_hash_table_add(keeping->replaced, needed);
        for (guint o = 0; o < old->dep_count; o++)
            if (old->deps[o].object->kind == needed->kind)
                g_hash_table_add(keeping->alike, old->deps[o].object);
    }
}

/* The child of the schema's `parent` in whose place `old` can stand. */
static Object *find_replaced(const Keeping *keeping, const Object *parent, const Object *old) {
    const char *words = said(keeping, old);
    for (guint i = 0; words && i < parent->child_count; i++) {
        Object *child = parent->children[i];
        if (!child->kept && g_strcmp0(said(keeping, child), words) == 0 &&
            !counterpart(keeping->history, child) &&
            !g_hash_table_contains(keeping->replaced, child))
            return child;
    }
    return NULL;
}

/* The child of another kind that `old` becomes by a rename. */
static Object *find_named(const Keeping *keeping, const Object *parent, const Object *old) {
    const char *attr = old->kind->prisma.nameless;
    const char *words = attr ? object_value(old, attr) : NULL;
    for (guint i = 0; words && i < parent->child_count; i++) {
        Object *child = parent->children[i];
        const char *other = child->kind->prisma.nameless;
        if (child->kind != old->kind && other && !child->kept &&
            g_strcmp0(object_value(child, other), words) == 0 &&
            !counterpart(keeping->history, child) &&
            !g_hash_table_contains(keeping->replaced, child))
            return child;
    }
    return NULL;
}

static void replace(Keeping *keeping, const Object *old, bool named) {
    const Object *parent = old->parent ? counterpart(keeping->schema, old->parent) : NULL;
    Object *replaced;
    if (!parent || keeping->rules->strict || g_hash_table_contains(keeping->alike, old))
        return;
    if (parent->open && old->kind->prisma.left_open)
        g_hash_table_add(keeping->alike, (gpointer)old);
    replaced = (named ? find_named : find_replaced)(keeping, parent, old);
    if (!replaced)
        return;
    g_hash_table_add(keeping->replaced, replaced);
    g_hash_table_add(keeping->alike, (gpointer)old);
    if (named)
        g_hash_table_insert(keeping->named, (gpointer)old, replaced);
    replace_needs(keeping, old, replaced);
}

/* Those of the same name first, which no other can have then. */
static void match(Keeping *keeping, bool named) {
    for (guint i = 0; i < keeping->history->count; i++) {
        const Object *old = keeping->history->objects[i];
        const Object *new = counterpart(keeping->schema, old);
        if (!new)
            replace(keeping, old, named);
        else if (!named && !new->kept && are_alike(keeping, old, new))
            replace_needs(keeping, old, new);
    }
}

static bool is_replaced(const Object *object, void *data) {
    return g_hash_table_contains(data, object);
}

/* What was taken over before from an object that has another identity by now. */
static bool is_lost(const Object *object, void *data) {
    return object->kept && object->kept != KEPT_NAMED && !counterpart(data, object);
}

/* --- what comes along */

static bool stays(Keeping *keeping, const Object *old);

/* Whether it is in the schema, or comes along. */
static bool is_there(Keeping *keeping, const Object *old) {
    return counterpart(keeping->schema, old) || stays(keeping, old);
}

/* A partition comes along with its table; a table that only inherits is one like others. */
static bool is_linked(Keeping *keeping, const Object *old) {
    for (guint i = 0; i < old->parent_count; i++)
        if (old->parents[i].link->kind->inheritance.branches &&
            is_there(keeping, old->parents[i].object))
            return true;
    return false;
}

/* Whether it lies in a schema that is listed; where none is, false. */
static bool is_listed(const Keeping *keeping, const Object *old) {
    const char *name = object_value(old, "schema");
    return keeping->rules->listed && name && g_hash_table_contains(keeping->rules->listed, name);
}

/* What lies in something that comes along, such as the table of a schema that Prisma never looks
 * into. */
static bool is_within_kept(Keeping *keeping, const Object *old) {
    for (guint i = 0; i < old->dep_count; i++)
        if (!counterpart(keeping->schema, old->deps[i].object) &&
            stays(keeping, old->deps[i].object))
            return true;
    return false;
}

/* Whether it lies where the schema does not look. */
static bool is_elsewhere(Keeping *keeping, const Object *old) {
    return keeping->rules->listed ? !is_listed(keeping, old) && !is_stated(keeping, old)
                                  : is_within_kept(keeping, old);
}

/* Whether it goes along by itself with something that is gone. */
static bool is_bereft(Keeping *keeping, const Object *old) {
    for (guint i = 0; i < old->dep_count; i++)
        if (old->deps[i].type == DEP_AUTO && !is_there(keeping, old->deps[i].object))
            return true;
    return false;
}

static const char *shape(const Object *object) {
    const char *once = object->kind->prisma.once;
    return once ? object_value(object, once) : NULL;
}

/* Whether the schema has one that is the same but for its name, as the history has. */
static bool is_second(const Keeping *keeping, const Object *old) {
    const char *text = shape(old);
    for (guint i = 0; text && i < old->parent->child_count; i++) {
        const Object *other = old->parent->children[i];
        bool there =
            counterpart(keeping->schema, other) || g_hash_table_contains(keeping->alike, other);
        if (other != old && there && g_strcmp0(shape(other), text) == 0)
            return true;
    }
    return false;
}

static bool judge(Keeping *keeping, const Object *old) {
    if (g_hash_table_contains(keeping->alike, old))
        return true;
    if (old->parent) {
        if (!is_there(keeping, old->parent))
            return false;
        if (!counterpart(keeping->schema, old->parent) ||
            (!keeping->rules->strict && is_second(keeping, old)))
            return true;
    } else if (is_said(keeping, old)) {
        return is_linked(keeping, old) || is_elsewhere(keeping, old);
    }
    return !is_said(keeping, old) && !is_stated(keeping, old) && !is_bereft(keeping, old);
}

static bool stays(Keeping *keeping, const Object *old) {
    Fate *fate = &keeping->fates[old->index];
    if (*fate == FATE_OPEN) {
        *fate = FATE_ASKED;
        bool kept = judge(keeping, old);
        *fate = kept ? FATE_STAYS : FATE_GOES;
    }
    return *fate != FATE_GOES;
}

/* --- copies */

/* A text that begins or ends with the name of `old`, with that of `new` instead. */
static const char *with_name(Arena *arena, const char *text, const Object *old, const Object *new) {
    if (!text || !new)
        return arena_strdup(arena, text);
    gsize length = strlen(old->name);
    if (g_str_has_prefix(text, old->name))
        return arena_printf(arena, "%s%s", new->name, text + length);
    if (g_str_has_suffix(text, old->name))
        return arena_printf(arena, "%.*s%s", (int)(strlen(text) - length), text, new->name);
    return arena_strdup(arena, text);
}

static Kept kept_how(const Keeping *keeping, const Object *old) {
    return g_hash_table_contains(keeping->named, old)   ? KEPT_NAMED
           : g_hash_table_contains(keeping->alike, old) ? KEPT_ALIKE
                                                        : KEPT_UNSAID;
}

static Object *copy(Keeping *keeping, const Object *old) {
    Arena *arena = keeping->schema->arena;
    const Object *named = g_hash_table_lookup(keeping->named, old);
    guint count = attr_count(old->kind);
    Object *object = ARENA_NEW(arena, Object);
    *object = (Object){.kind = old->kind,
                       .identity = with_name(arena, old->identity, old, named),
                       .id = with_name(arena, old->id, old, named),
                       .name = with_name(arena, old->name, old, named),
                       .place = with_name(arena, old->place, old, named),
                       .values = arena_alloc(arena, (count + 1) * sizeof(char *)),
                       .ord = old->ord,
                       .kept = kept_how(keeping, old)};
    for (guint i = 0; i < count; i++)
        lend(keeping, old, object, i);
    return object;
}

/* The schema's object for one of the history; NULL: it is gone. */
static Object *translate(const Keeping *keeping, const Object *old) {
    Object *copied = old ? g_hash_table_lookup(keeping->copies, old) : NULL;
    return copied || !old ? copied : counterpart(keeping->schema, old);
}

static void lend_deps(Keeping *keeping, const Object *old, Object *new) {
    new->deps = arena_alloc(keeping->schema->arena, (old->dep_count + 1) * sizeof(Dep));
    new->dep_count = 0;
    for (guint i = 0; i < old->dep_count; i++) {
        Dep dep = old->deps[i];
        dep.object = translate(keeping, dep.object);
        if (dep.object)
            new->deps[new->dep_count++] = dep;
    }
}

static void lend_parents(Keeping *keeping, const Object *old, Object *new) {
    new->parents = arena_alloc(keeping->schema->arena, (old->parent_count + 1) * sizeof(Parent));
    for (guint i = 0; i < old->parent_count; i++) {
        Parent parent = {translate(keeping, old->parents[i].link),
                         translate(keeping, old->parents[i].object)};
        if (parent.link && parent.object)
            new->parents[new->parent_count++] = parent;
    }
    new->origin = translate(keeping, old->origin);
}

static void add_copies(Keeping *keeping) {
    for (guint i = 0; i < keeping->history->count; i++) {
        const Object *old = keeping->history->objects[i];
        if (counterpart(keeping->schema, old) || !stays(keeping, old))
            continue;
        Object *object = copy(keeping, old);
        g_hash_table_insert(keeping->copies, (gpointer)old, object);
        g_ptr_array_add(keeping->added, object);
    }
    GHashTableIter iter;
    gpointer old, object;
    g_hash_table_iter_init(&iter, keeping->copies);
    while (g_hash_table_iter_next(&iter, &old, &object)) {
        const Object *parent = ((const Object *)old)->parent;
        Object *known = parent ? g_hash_table_lookup(keeping->copies, parent) : NULL;
        ((Object *)object)->parent = known ? known : translate(keeping, parent);
    }
    catalog_take_in(keeping->schema, keeping->added);
}

/* With all objects there: what those that are the history's in all their words need, and the words
 * of those that both have. */
static void lend_all(Keeping *keeping) {
    for (guint i = 0; i < keeping->history->count; i++) {
        const Object *old = keeping->history->objects[i];
        Object *new = translate(keeping, old);
        if (!new)
            continue;
        if (!new->kept && !are_alike(keeping, old, new)) {
            lend_unsaid(keeping, old, new);
            continue;
        }
        for (guint a = 0; new->kind->attrs[a].column; a++)
            lend(keeping, old, new, a);
        lend_deps(keeping, old, new);
        if (new->kept)
            lend_parents(keeping, old, new);
    }
}

void catalog_keep(Catalog *schema, const Catalog *history, const KeepRules *rules) {
    g_autofree Fate *fates = g_new0(Fate, history->count + 1);
    g_autoptr(GHashTable) replaced = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) alike = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) named = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) copies = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray) added = g_ptr_array_new();
    Keeping keeping = {schema, history, rules, fates, replaced, alike, named, copies, added};
    take_back(schema);
    catalog_leave_out(schema, is_lost, (void *)history);
    match(&keeping, false);
    match(&keeping, true);
    catalog_leave_out(schema, is_replaced, replaced);
    add_copies(&keeping);
    lend_all(&keeping);
}

void catalog_keep_settled(Catalog *schema, const Catalog *now) {
    for (guint i = 0; i < schema->count; i++) {
        Object *object = schema->objects[i];
        const Object *settled = object->kept ? counterpart(now, object) : NULL;
        for (guint a = 0; settled && object->kind->attrs[a].column; a++)
            object->values[a] = arena_strdup(schema->arena, settled->values[a]);
    }
}

bool catalog_is_said(const Object *object) {
    const KindPrisma *prisma = &object->kind->prisma;
    return prisma->says && (!prisma->as || object_value(object, prisma->as));
}

bool catalog_attr_is_kept(const Object *object, guint attr) {
    return is_lent(object, attr) && object->values[attr] && is_unsaid(object, attr);
}
