/* What the language calls otherwise than the database. */
#include "prisma/ddl.h"
#include "prisma/model.h"
#include <string.h>

static void tell_model(const PrismaModel *model, PrismaNameFound found, void *data) {
    if (strcmp(model->name, model->table) != 0)
        found(model->schema, model->table, NULL, model->name, data);
    for (guint i = 0; i < model->fields.count; i++) {
        const PrismaField *field = model->fields.items[i];
        if (field->type != FIELD_RELATION && strcmp(field->name, field->column) != 0)
            found(model->schema, model->table, field->column, field->name, data);
    }
}

static void tell_enum(const PrismaEnum *type, PrismaNameFound found, void *data) {
    if (strcmp(type->name, type->type) != 0)
        found(type->schema, type->type, NULL, type->name, data);
    for (guint i = 0; i < type->values.count; i++) {
        const PrismaValue *value = type->values.items[i];
        if (strcmp(value->name, value->label) != 0)
            found(type->schema, type->type, value->label, value->name, data);
    }
}

void prisma_each_name(const PrismaSchema *schema, PrismaNameFound found, void *data) {
    for (guint i = 0; i < schema->models.count; i++)
        tell_model(schema->models.items[i], found, data);
    for (guint i = 0; i < schema->enums.count; i++)
        tell_enum(schema->enums.items[i], found, data);
}
