/* Names of a schema in Prisma's language in the place of the database's. Of tables, views and enums
 * they are known by the identity, of columns by the path, of labels by identity and label. */
#include "types/generate.h"

#include <string.h>

static char *label_key(const Generating *generating, const char *identity, const char *label) {
    return arena_printf(generating->arena, "%s\n%s", identity, label);
}

static bool is_in(const TypesName *one, const char *schema, const char *own) {
    return strcmp(one->schema ? one->schema : own, schema) == 0;
}

static void read_relation(Generating *generating, const TypesName *one, const char *own) {
    const Model *model = generating->model;
    for (guint i = 0; i < model->relations->len; i++) {
        const ModelRelation *relation = model->relations->pdata[i];
        if (!is_in(one, relation->schema, own) || strcmp(relation->name, one->owner) != 0)
            continue;
        const ModelColumn *column =
            one->part ? model_column(model, relation->schema, relation->name, one->part) : NULL;
        if (column || !one->part)
            g_hash_table_insert(generating->called,
                                (gpointer)(column ? column->path : relation->identity),
                                (gpointer)one->name);
    }
}

static void read_enum(Generating *generating, const TypesName *one, const char *own) {
    const GPtrArray *enums = generating->model->enums;
    for (guint i = 0; i < enums->len; i++) {
        const ModelNamed *type = enums->pdata[i];
        if (is_in(one, type->schema, own) && strcmp(type->name, one->owner) == 0)
            g_hash_table_insert(generating->called,
                                one->part ? label_key(generating, type->identity, one->part)
                                          : (gpointer)type->identity,
                                (gpointer)one->name);
    }
}

void called_read(Generating *generating) {
    const TypesName *one = generating->target->called ? generating->options->names : NULL;
    for (; one && one->owner; one++) {
        read_relation(generating, one, generating->default_schema);
        read_enum(generating, one, generating->default_schema);
    }
}

const char *called_as(const Generating *generating, const char *identity) {
    return g_hash_table_lookup(generating->called, identity);
}

const char *called_label(const Generating *generating, const char *identity, const char *label) {
    return g_hash_table_lookup(generating->called, label_key(generating, identity, label));
}
