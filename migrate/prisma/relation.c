/* Relations: pairs of fields, the foreign keys they make, and the tables of implicit ones. */
#include "prisma/attribute.h"
#include "prisma/model.h"
#include "prisma/names.h"
#include <string.h>

/* What a relation field's @relation says. */
typedef struct {
    const PrismaAttr *attr; /* NULL: none */
    const char *name;
    const PrismaArg *fields, *references;
} Said;

static const char *relation_name(const PrismaField *field) {
    const PrismaAttr *attr = attr_find(field->written->attrs, "relation");
    const PrismaExpr *name = attr ? attr_value(attr, ON_FIELD, "name") : NULL;
    return name ? name->text : NULL;
}

static bool has_fields(const PrismaField *field) {
    const PrismaAttr *attr = attr_find(field->written->attrs, "relation");
    return attr &&
           (attr_value(attr, ON_FIELD, "fields") || attr_value(attr, ON_FIELD, "references"));
}

static bool read_said(Reading *reading, const PrismaField *field, Said *said) {
    *said = (Said){.attr = attr_find(field->written->attrs, "relation")};
    if (!said->attr)
        return true;
    if (!attr_text(reading, said->attr, ON_FIELD, "name", &said->name))
        return false;
    said->fields = attr_list(reading, said->attr, ON_FIELD, "fields");
    said->references = attr_list(reading, said->attr, ON_FIELD, "references");
    if (!reading->error && !said->fields != !said->references)
        return reading_fail(reading, said->attr->at,
                            "@relation has both 'fields' and "
                            "'references', or neither");
    return !reading->error;
}

/* --- the other side */

static bool is_opposite(const PrismaField *field, const PrismaField *other) {
    return other != field && other->type == FIELD_RELATION && other->target == field->model &&
           g_strcmp0(relation_name(other), relation_name(field)) == 0;
}

static bool fail_missing(Reading *reading, const PrismaField *field) {
    const char *name = relation_name(field);
    return reading_fail(reading, field->written->at,
                        "the relation '%s' has no other side: '%s' needs a field of type %s%s%s%s",
                        field->name, field->target->name, field->model->name,
                        name ? " with @relation(\"" : "", name ? name : "", name ? "\")" : "");
}

static bool fail_ambiguous(Reading *reading, const PrismaField *field, const PrismaField *other) {
    return reading_fail(reading, other->written->at,
                        "'%s' and '%s' are relations between the same models and cannot be told "
                        "apart; give each pair of sides a name of its own: @relation(\"name\")",
                        field->name, other->name);
}

/* Another field of the same model that could be meant instead. */
static const PrismaField *rival_of(const PrismaField *field) {
    const PrismaModel *model = field->model;
    for (guint i = 0; i < model->fields.count; i++) {
        const PrismaField *other = model->fields.items[i];
        if (other != field && other->type == FIELD_RELATION && other->target == field->target &&
            g_strcmp0(relation_name(other), relation_name(field)) == 0)
            return other;
    }
    return NULL;
}

static const PrismaField *find_opposite(Reading *reading, const PrismaField *field) {
    const PrismaModel *target = field->target;
    const PrismaField *found = NULL, *rival = rival_of(field);
    /* Of a relation within one model, both sides are such fields; only a name makes them a pair. */
    if (rival && (target != field->model || !relation_name(field))) {
        fail_ambiguous(reading, field, rival);
        return NULL;
    }
    for (guint i = 0; i < target->fields.count; i++) {
        const PrismaField *other = target->fields.items[i];
        if (!is_opposite(field, other))
            continue;
        if (found) {
            fail_ambiguous(reading, found, other);
            return NULL;
        }
        found = other;
    }
    if (!found)
        fail_missing(reading, field);
    return found;
}

/* --- foreign keys */

static bool read_columns(Reading *reading, const PrismaModel *model, const PrismaArg *list,
                         PrismaList *fields) {
    for (; list; list = list->next) {
        const PrismaField *field = field_named(reading, model, list->value);
        if (!field)
            return false;
        for (guint i = 0; i < fields->count; i++)
            if (fields->items[i] == field)
                return reading_fail(reading, list->at, "'%s' is listed twice", field->name);
        prisma_list_add(reading->arena, fields, (gpointer)field);
    }
    return true;
}

static bool is_same_type(const PrismaField *one, const PrismaField *other) {
    return one->type == other->type && one->scalar == other->scalar &&
           one->enumeration == other->enumeration &&
           (one->type != FIELD_UNSUPPORTED || strcmp(one->sql_type, other->sql_type) == 0);
}

static bool check_types(Reading *reading, const PrismaForeignKey *key) {
    if (key->fields.count != key->references.count)
        return reading_fail(reading, key->at,
                            "'fields' and 'references' list as many fields as each other");
    for (guint i = 0; i < key->fields.count; i++) {
        const PrismaField *field = key->fields.items[i], *other = key->references.items[i];
        if (!is_same_type(field, other))
            return reading_fail(reading, key->at,
                                "'%s' (%s) refers to '%s' of '%s', which is of another type (%s)",
                                field->name, field->written->type, other->name, key->target->name,
                                other->written->type);
    }
    return true;
}

static bool has_optional(const PrismaForeignKey *key, bool all) {
    for (guint i = 0; i < key->fields.count; i++) {
        const PrismaField *field = key->fields.items[i];
        if ((field->written->arity == ARITY_OPTIONAL) != all)
            return !all;
    }
    return all;
}

static bool read_action(PrismaSchema *schema, const PrismaAttr *attr, const char *name,
                        const char **action) {
    Reading *reading = &schema->reading;
    const PrismaExpr *value = attr_value(attr, ON_FIELD, name);
    if (!value)
        return true;
    const ActionWord *word = value->type == EXPR_NAME ? WORD_FIND(action_words, value->text) : NULL;
    if (!word)
        return WORD_FAIL(reading, value->at, action_words, value->text ? value->text : "",
                         "unknown action of '%s'", name);
    if (!schema->foreign_keys &&
        (strcmp(word->name, "NoAction") == 0 || strcmp(word->name, "SetDefault") == 0))
        return reading_fail(reading, value->at,
                            "with relationMode = \"prisma\" there is no %s on PostgreSQL",
                            word->name);
    *action = word->sql;
    return true;
}

static const char *default_name(Reading *reading, const PrismaForeignKey *key) {
    g_autofree const char **columns = g_new(const char *, key->fields.count + 1);
    for (guint i = 0; i < key->fields.count; i++)
        columns[i] = ((PrismaField *)key->fields.items[i])->column;
    return name_of_key(reading->arena, key->model->table, columns, key->fields.count, "_fkey");
}

/* What the fields of one side and those of the other must be like. */
static bool check_sides(Reading *reading, const PrismaField *field, const PrismaField *other,
                        const PrismaForeignKey *key) {
    if (field->written->arity == ARITY_LIST)
        return reading_fail(reading, field->written->at,
                            "the side with 'fields' is no list; they belong on '%s' of '%s'",
                            other->name, other->model->name);
    if (field->written->arity == ARITY_REQUIRED && has_optional(key, false))
        return reading_fail(reading, field->written->at,
                            "'%s' uses a field that is optional, so it is optional itself: %s?",
                            field->name, field->written->type);
    if (!model_is_unique(key->target, &key->references))
        return reading_fail(reading, key->at,
                            "'references' lists what makes a row of '%s' unique: the fields of an "
                            "@id, @unique, @@id or @@unique",
                            key->target->name);
    if (other->written->arity == ARITY_LIST)
        return true;
    if (other->written->arity == ARITY_REQUIRED)
        return reading_fail(reading, other->written->at,
                            "this side of a one-to-one relation cannot be required, the database "
                            "cannot hold it to that: %s?",
                            other->written->type);
    return model_is_unique(key->model, &key->fields) ||
           reading_fail(reading, key->at,
                        "a one-to-one relation needs unique fields; put @unique "
                        "on them, or make '%s' of '%s' a list",
                        other->name, other->model->name);
}

static bool read_foreign_key(PrismaSchema *schema, const PrismaField *field,
                             const PrismaField *other, const Said *said) {
    Reading *reading = &schema->reading;
    PrismaForeignKey *key = ARENA_NEW(reading->arena, PrismaForeignKey);
    *key = (PrismaForeignKey){.at = said->attr->at,
                              .renamed = field->written->renamed,
                              .model = field->model,
                              .target = field->target,
                              .on_update = "CASCADE"};
    if (!read_columns(reading, key->model, said->fields, &key->fields) ||
        !read_columns(reading, key->target, said->references, &key->references) ||
        !check_types(reading, key) || !check_sides(reading, field, other, key))
        return false;
    key->on_delete = has_optional(key, true) ? "SET NULL" : "RESTRICT";
    if (!attr_text(reading, said->attr, ON_FIELD, "map", &key->name) ||
        !read_action(schema, said->attr, "onDelete", &key->on_delete) ||
        !read_action(schema, said->attr, "onUpdate", &key->on_update))
        return false;
    if (!key->name)
        key->name = default_name(reading, key);
    if (schema->foreign_keys && !key->model->view && !key->target->view)
        prisma_list_add(reading->arena, &field->model->foreign, key);
    return true;
}

/* --- implicit many-to-many relations */

static bool check_join_side(Reading *reading, const PrismaField *field) {
    const PrismaModel *target = field->target;
    if (target->view || !target->primary || target->primary->elements.count != 1)
        return reading_fail(reading, field->written->at,
                            "a relation with lists on both sides needs an @id on one field of "
                            "'%s'; else write a model for the table between them",
                            target->name);
    return true;
}

/* The table is made once, where side A stands: that of the model whose name sorts first. Between
 * two fields of one model, where the first stands. */
static bool is_side_a(const PrismaField *field, const PrismaField *other) {
    int order = strcmp(field->model->name, other->model->name);
    if (order != 0)
        return order < 0;
    const PrismaList *fields = &field->model->fields;
    for (guint i = 0; i < fields->count; i++)
        if (fields->items[i] == field || fields->items[i] == other)
            return fields->items[i] == field;
    return false;
}

static bool read_join(PrismaSchema *schema, const PrismaField *field, const PrismaField *other) {
    Reading *reading = &schema->reading;
    const char *name = relation_name(field);
    if (!check_join_side(reading, field) || !check_join_side(reading, other))
        return false;
    if (!is_side_a(field, other))
        return true;
    PrismaJoin *join = ARENA_NEW(reading->arena, PrismaJoin);
    join->sides[0] = field->model;
    join->sides[1] = field->target;
    join->at = field->written->at;
    join->old = schema->options.version > 0 && schema->options.version < 6;
    join->table = name_of_join(
        reading->arena,
        name ? name
             : arena_printf(reading->arena, "%sTo%s", join->sides[0]->name, join->sides[1]->name));
    prisma_list_add(reading->arena, &schema->joins, join);
    return true;
}

/* --- all of them */

static bool fail_without_fields(Reading *reading, const PrismaField *field) {
    return reading_fail(reading, field->written->at,
                        "one side of a relation says which fields hold it: "
                        "@relation(fields: […], references: […])%s",
                        field->written->arity == ARITY_LIST ? ", on the side that is no list" : "");
}

static bool check_passive(Reading *reading, const Said *said) {
    static const char *const args[] = {"onDelete", "onUpdate", "map", NULL};
    for (guint i = 0; said->attr && args[i]; i++) {
        const PrismaExpr *value = attr_value(said->attr, ON_FIELD, args[i]);
        if (value)
            return reading_fail(reading, value->at, "'%s' belongs on the side that has 'fields'",
                                args[i]);
    }
    return true;
}

static bool read_relation(PrismaSchema *schema, const PrismaField *field) {
    Reading *reading = &schema->reading;
    Said said;
    if (!read_said(reading, field, &said))
        return false;
    if (field->written->personal)
        return reading_fail(reading, field->written->at,
                            "'%s' is a relation and holds no values; say what is personal above "
                            "the fields that it is made of",
                            field->name);
    const PrismaField *other = find_opposite(reading, field);
    if (!other)
        return false;
    if (said.fields && has_fields(other))
        return reading_fail(reading, other->written->at,
                            "both sides of the relation have 'fields'; remove them from the one "
                            "whose table does not hold the reference");
    if (said.fields)
        return read_foreign_key(schema, field, other, &said);
    if (!check_passive(reading, &said) || has_fields(other))
        return !reading->error;
    if (field->written->renamed)
        return reading_fail(reading, field->written->at,
                            "'%s' is nothing in the database that could be renamed", field->name);
    if (field->written->arity == ARITY_LIST && other->written->arity == ARITY_LIST)
        return read_join(schema, field, other);
    return fail_without_fields(reading, field);
}

bool relations_read(PrismaSchema *schema) {
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        for (guint j = 0; j < model->fields.count; j++) {
            const PrismaField *field = model->fields.items[j];
            if (field->type == FIELD_RELATION && !read_relation(schema, field))
                return false;
        }
    }
    return true;
}
