/* The datasource: what it says of the database; and names that would collide in it. */
#include "prisma/attribute.h"
#include "prisma/model.h"
#include <string.h>

static const PrismaMember *find_key(const PrismaBlock *block, const char *name) {
    for (const PrismaMember *member = block ? block->members : NULL; member; member = member->next)
        if (strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

static bool check_keys(Reading *reading, const PrismaBlock *block) {
    for (const PrismaMember *member = block->members; member; member = member->next) {
        if (!g_strv_contains(datasource_words, member->name))
            return reading_fail_word(reading, member->at, member->name, datasource_words,
                                     "unknown key '%s' of a datasource", member->name);
        if (find_key(block, member->name) != member)
            return reading_fail(reading, member->at, "the key '%s' is set twice", member->name);
    }
    return true;
}

static bool check_provider(Reading *reading, const PrismaBlock *block) {
    static const char *const ours[] = {"postgresql", "postgres", NULL};
    const PrismaMember *key = find_key(block, "provider");
    if (!key)
        return reading_fail(reading, block->at, "the datasource says no 'provider'");
    if (key->value->type != EXPR_STRING)
        return reading_fail(reading, key->value->at, "'provider' is a text in double quotes");
    return g_strv_contains(ours, key->value->text) ||
           reading_fail(reading, key->value->at,
                        "the provider is \"%s\"; only schemas for \"postgresql\" are read",
                        key->value->text);
}

static bool read_mode(PrismaSchema *schema) {
    static const char *const modes[] = {"foreignKeys", "prisma", NULL};
    const PrismaMember *key = find_key(schema->datasource, "relationMode");
    if (!key)
        key = find_key(schema->datasource, "referentialIntegrity");
    if (!key)
        return true;
    const char *mode = key->value->type == EXPR_STRING ? key->value->text : "";
    if (!g_strv_contains(modes, mode))
        return reading_fail_word(&schema->reading, key->value->at, mode, modes, "unknown %s \"%s\"",
                                 key->name, mode);
    schema->foreign_keys = strcmp(mode, "prisma") != 0;
    return true;
}

static bool read_schemas(PrismaSchema *schema) {
    const PrismaMember *key = find_key(schema->datasource, "schemas");
    Reading *reading = &schema->reading;
    if (!key)
        return true;
    const PrismaArg one = {.at = key->value->at, .value = key->value};
    const PrismaArg *arg = key->value->type == EXPR_LIST ? key->value->args : &one;
    if (!arg)
        return reading_fail(reading, key->value->at, "'schemas' lists no schema");
    for (; arg; arg = arg->next) {
        if (arg->value->type != EXPR_STRING || *arg->value->text == '\0')
            return reading_fail(reading, arg->at, "a schema's name stands in double quotes");
        prisma_list_add(reading->arena, &schema->schemas, (gpointer)arg->value);
    }
    return true;
}

/* --- extensions */

static bool read_extension_args(Reading *reading, PrismaExtension *extension,
                                const PrismaArg *args) {
    static const char *const known[] = {"map", "schema", "version", NULL};
    for (const PrismaArg *arg = args; arg; arg = arg->next) {
        const char *name = arg->name ? arg->name : "";
        if (!g_strv_contains(known, name))
            return reading_fail_word(reading, arg->at, name, known,
                                     "an extension has no argument '%s'", name);
        if (arg->value->type != EXPR_STRING)
            return reading_fail(reading, arg->at, "'%s' is a text in double quotes", name);
        *(*name == 'm'   ? &extension->name
          : *name == 's' ? &extension->schema
                         : &extension->version) = arg->value->text;
    }
    return true;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    const PrismaExtension *one = *(PrismaExtension *const *)a, *two = *(PrismaExtension *const *)b;
    return strcmp(one->name, two->name);
}

static bool read_extensions(PrismaSchema *schema) {
    const PrismaMember *key = find_key(schema->datasource, "extensions");
    Reading *reading = &schema->reading;
    if (!key)
        return true;
    if (key->value->type != EXPR_LIST)
        return reading_fail(reading, key->value->at, "'extensions' is a list: [citext, pg_trgm]");
    for (const PrismaArg *arg = key->value->args; arg; arg = arg->next) {
        PrismaExtension *extension = ARENA_NEW(reading->arena, PrismaExtension);
        if (arg->value->type != EXPR_NAME && arg->value->type != EXPR_CALL)
            return reading_fail(reading, arg->at,
                                "an extension is a name; others than [A-Za-z0-9_] are written "
                                "name(map: \"other-name\")");
        *extension = (PrismaExtension){.name = arg->value->text, .at = arg->at};
        if (!read_extension_args(reading, extension, arg->value->args))
            return false;
        prisma_list_add(reading->arena, &schema->extensions, extension);
    }
    if (schema->extensions.count > 1)
        qsort(schema->extensions.items, schema->extensions.count, sizeof(gpointer), by_name);
    return true;
}

bool datasource_read(PrismaSchema *schema) {
    if (!schema->datasource)
        return true;
    return check_keys(&schema->reading, schema->datasource) &&
           check_provider(&schema->reading, schema->datasource) && read_mode(schema) &&
           read_schemas(schema) && read_extensions(schema);
}

void prisma_each_listed(const PrismaSchema *schema, void (*found)(const char *name, void *data),
                        void *data) {
    for (guint i = 0; i < schema->schemas.count; i++)
        found(((const PrismaExpr *)schema->schemas.items[i])->text, data);
}

bool prisma_previews(const PrismaSchema *schema, const char *feature) {
    bool found = false;
    for (const PrismaBlock *block = schema->blocks; block; block = block->next) {
        const PrismaMember *key =
            block->type == BLOCK_GENERATOR ? find_key(block, "previewFeatures") : NULL;
        const PrismaArg *arg = key && key->value->type == EXPR_LIST ? key->value->args : NULL;
        for (; arg; arg = arg->next)
            found |= arg->value->type == EXPR_STRING && strcmp(arg->value->text, feature) == 0;
    }
    return found;
}

/* --- names that would collide */

typedef struct {
    Reading *reading;
    GHashTable *taken; /* scope and name → Location* */
} Names;

static bool take(Names *names, const char *scope, const char *name, Location at, const char *what) {
    char *key = arena_printf(names->reading->arena, "%s\n%s", scope, name);
    const Location *first = g_hash_table_lookup(names->taken, key);
    if (first)
        return reading_fail(names->reading, at,
                            "%s would be called \"%s\" in the database, as what stands at %s:%u; "
                            "give one of them another name with 'map'",
                            what, name, first->file, first->line);
    g_hash_table_insert(names->taken, key, arena_memdup(names->reading->arena, &at, 1, sizeof at));
    return true;
}

/* Keys share one namespace in each schema; foreign keys share one with those of their table. */
static bool take_keys(Names *names, const PrismaModel *model) {
    g_autofree char *table = g_strconcat("of ", model->name, NULL);
    g_autofree char *scope = g_strconcat("keys ", model->schema, NULL);
    for (guint i = 0; i <= model->keys.count; i++) {
        const PrismaKey *key = i ? model->keys.items[i - 1] : model->primary;
        if (key && !model->view &&
            !(take(names, scope, key->name, key->at, "this") &&
              take(names, table, key->name, key->at, "this")))
            return false;
    }
    for (guint i = 0; i < model->foreign.count; i++) {
        const PrismaForeignKey *key = model->foreign.items[i];
        if (!take(names, table, key->name, key->at, "this foreign key"))
            return false;
    }
    return true;
}

static bool take_all(PrismaSchema *schema, Names *names) {
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        g_autofree char *scope = g_strconcat("tables ", model->schema, NULL);
        if (!take(names, scope, model->table, model->written->at, "this") ||
            !take_keys(names, model))
            return false;
    }
    for (guint i = 0; i < schema->joins.count; i++) {
        const PrismaJoin *join = schema->joins.items[i];
        g_autofree char *scope = g_strconcat("tables ", join->sides[0]->schema, NULL);
        if (!take(names, scope, join->table, join->at, "the table between the two models"))
            return false;
    }
    for (guint i = 0; i < schema->enums.count; i++) {
        const PrismaEnum *enumeration = schema->enums.items[i];
        g_autofree char *scope = g_strconcat("enums ", enumeration->schema, NULL);
        if (!take(names, scope, enumeration->type, enumeration->written->at, "this enum"))
            return false;
    }
    return true;
}

bool names_check(PrismaSchema *schema) {
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    Names names = {&schema->reading, taken};
    return take_all(schema, &names);
}
