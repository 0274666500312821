#include "prisma/ddl.h"

#include "prisma/model.h"
#include "prisma/names.h"
#include <string.h>

typedef struct {
    const PrismaSchema *schema;
    GString *out;
    GArray *places;
} Writing;

static void put(Writing *writing, const char *text) {
    g_string_append(writing->out, text);
}

static void put_name(Writing *writing, const char *name) {
    append_name(writing->out, name);
}

static void put_qualified(Writing *writing, const char *schema, const char *name) {
    if (schema) {
        put_name(writing, schema);
        put(writing, ".");
    }
    put_name(writing, name);
}

/* What is written from here on comes from `where`. */
static void place(Writing *writing, Location where, const PrismaModel *model,
                  const PrismaField *field) {
    const PrismaPlace place = {writing->out->len, where, model ? model->name : NULL,
                               field ? field->name : NULL};
    g_array_append_val(writing->places, place);
}

/* --- renames */

/* "a.b" as "a"."b"; a part can stand in double quotes already. */
static void put_old_name(Writing *writing, const char *old) {
    bool quoted = false;
    g_autoptr(GString) part = g_string_new(NULL);
    for (;; old++) {
        if (*old == '"') {
            quoted = !quoted;
        } else if (*old == '\0' || (*old == '.' && !quoted)) {
            put_name(writing, part->str);
            if (*old == '\0')
                return;
            put(writing, ".");
            g_string_truncate(part, 0);
        } else {
            g_string_append_c(part, *old);
        }
    }
}

static void put_rename(Writing *writing, const char *indent, const char *old) {
    if (!old)
        return;
    put(writing, indent);
    put(writing, "-- migrate: renamed from ");
    put_old_name(writing, old);
    put(writing, "\n");
}

static void put_personal(Writing *writing, const char *indent, const char *says) {
    if (says)
        g_string_append_printf(writing->out, "%s-- migrate: %s\n", indent, says);
}

/* --- schemas, extensions, enums */

static gint by_text(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_schema(GPtrArray *used, const char *schema) {
    if (schema && !g_ptr_array_find_with_equal_func(used, schema, g_str_equal, NULL))
        g_ptr_array_add(used, (char *)schema);
}

static Location listed_at(const PrismaSchema *schema, const char *name) {
    for (guint i = 0; i < schema->schemas.count; i++) {
        const PrismaExpr *expr = schema->schemas.items[i];
        if (strcmp(expr->text, name) == 0)
            return expr->at;
    }
    return schema->datasource->at;
}

static void put_schemas(Writing *writing) {
    const PrismaSchema *schema = writing->schema;
    g_autoptr(GPtrArray) used = g_ptr_array_new();
    for (guint i = 0; i < schema->models.count; i++)
        add_schema(used, ((PrismaModel *)schema->models.items[i])->schema);
    for (guint i = 0; i < schema->enums.count; i++)
        add_schema(used, ((PrismaEnum *)schema->enums.items[i])->schema);
    g_ptr_array_sort(used, by_text);
    for (guint i = 0; i < used->len; i++) {
        if (strcmp(used->pdata[i], "public") == 0)
            continue;
        place(writing, listed_at(schema, used->pdata[i]), NULL, NULL);
        put(writing, "CREATE SCHEMA IF NOT EXISTS ");
        put_name(writing, used->pdata[i]);
        put(writing, ";\n\n");
    }
}

static void put_extension(Writing *writing, const PrismaExtension *extension) {
    place(writing, extension->at, NULL, NULL);
    put(writing, "CREATE EXTENSION IF NOT EXISTS ");
    put_name(writing, extension->name);
    if (extension->schema || extension->version)
        put(writing, " WITH");
    if (extension->schema) {
        put(writing, " SCHEMA ");
        put_name(writing, extension->schema);
    }
    if (extension->version) {
        put(writing, " VERSION ");
        put_name(writing, extension->version);
    }
    put(writing, ";\n\n");
}

/* On one line, as Prisma prints it, unless a comment has to stand above a label. */
static void put_enum(Writing *writing, const PrismaEnum *enumeration) {
    bool lines = false;
    for (guint i = 0; i < enumeration->values.count; i++)
        lines |= ((PrismaValue *)enumeration->values.items[i])->written->renamed != NULL;
    place(writing, enumeration->written->at, NULL, NULL);
    put_rename(writing, "", enumeration->written->renamed);
    put(writing, "CREATE TYPE ");
    put_qualified(writing, enumeration->schema, enumeration->type);
    put(writing, lines ? " AS ENUM (\n" : " AS ENUM (");
    for (guint i = 0; i < enumeration->values.count; i++) {
        const PrismaValue *value = enumeration->values.items[i];
        place(writing, value->written->at, NULL, NULL);
        put_rename(writing, "    ", value->written->renamed);
        put(writing, lines ? "    " : "");
        append_text(writing->out, value->label);
        put(writing, i + 1 == enumeration->values.count ? "" : lines ? ",\n" : ", ");
    }
    put(writing, lines ? "\n);\n\n" : ");\n\n");
}

/* --- tables */

static void put_default(Writing *writing, const PrismaField *field) {
    if (field->by_database && !field->default_sql) {
        put(writing, " /* dbgenerated() */");
    } else if (field->default_sql && field->generated) {
        g_string_append_printf(writing->out, " GENERATED ALWAYS AS (%s) STORED",
                               field->default_sql);
    } else if (field->default_sql) {
        put(writing, " DEFAULT ");
        put(writing, field->default_sql);
    }
}

static void put_column(Writing *writing, const PrismaField *field) {
    PrismaArity arity = field->written->arity;
    place(writing, field->written->at, field->model, field);
    put_rename(writing, "    ", field->written->renamed);
    put_personal(writing, "    ", field->written->personal);
    put(writing, "    ");
    put_name(writing, field->column);
    put(writing, " ");
    put(writing, field->serial ? field->serial : field->sql_type);
    put(writing, arity == ARITY_LIST ? "[]" : arity == ARITY_REQUIRED ? " NOT NULL" : "");
    put_default(writing, field);
}

static void put_primary_key(Writing *writing, const PrismaKey *key) {
    place(writing, key->at, key->model, NULL);
    put(writing, "\n");
    put_rename(writing, "    ", key->renamed);
    put(writing, "    CONSTRAINT ");
    put_name(writing, key->name);
    put(writing, " PRIMARY KEY (");
    for (guint i = 0; i < key->elements.count; i++) {
        put(writing, i ? "," : "");
        put_name(writing, ((PrismaElement *)key->elements.items[i])->field->column);
    }
    put(writing, ")\n");
}

static void put_table(Writing *writing, const PrismaModel *model) {
    bool first = true;
    place(writing, model->written->at, model, NULL);
    put_rename(writing, "", model->written->renamed);
    put_personal(writing, "", model->written->personal);
    put(writing, "CREATE TABLE ");
    put_qualified(writing, model->schema, model->table);
    put(writing, " (\n");
    for (guint i = 0; i < model->fields.count; i++) {
        const PrismaField *field = model->fields.items[i];
        if (field->type == FIELD_RELATION)
            continue;
        put(writing, first ? "" : ",\n");
        put_column(writing, field);
        first = false;
    }
    put(writing, model->primary ? ",\n" : "\n");
    if (model->primary)
        put_primary_key(writing, model->primary);
    put(writing, ");\n\n");
}

static void put_index(Writing *writing, const PrismaKey *key) {
    const PrismaModel *model = key->model;
    place(writing, key->at, model, NULL);
    put_rename(writing, "", key->renamed);
    put(writing, key->type == KEY_UNIQUE ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    put_name(writing, key->name);
    put(writing, " ON ");
    put_qualified(writing, model->schema, model->table);
    if (key->method)
        g_string_append_printf(writing->out, " USING %s ", key->method);
    put(writing, "(");
    for (guint i = 0; i < key->elements.count; i++) {
        const PrismaElement *element = key->elements.items[i];
        put(writing, i ? ", " : "");
        put_name(writing, element->field->column);
        g_string_append_printf(writing->out, "%s%s%s%s", element->ops ? " " : "",
                               element->ops ? element->ops : "", element->order ? " " : "",
                               element->order ? element->order : "");
    }
    put(writing, ")");
    if (key->where)
        g_string_append_printf(writing->out, " WHERE (%s)", key->where);
    put(writing, ";\n\n");
}

static void put_columns(Writing *writing, const PrismaList *fields) {
    put(writing, "(");
    for (guint i = 0; i < fields->count; i++) {
        put(writing, i ? ", " : "");
        put_name(writing, ((PrismaField *)fields->items[i])->column);
    }
    put(writing, ")");
}

static void put_foreign_key(Writing *writing, const PrismaForeignKey *key) {
    place(writing, key->at, key->model, NULL);
    put_rename(writing, "", key->renamed);
    put(writing, "ALTER TABLE ");
    put_qualified(writing, key->model->schema, key->model->table);
    put(writing, " ADD CONSTRAINT ");
    put_name(writing, key->name);
    put(writing, " FOREIGN KEY ");
    put_columns(writing, &key->fields);
    put(writing, " REFERENCES ");
    put_qualified(writing, key->target->schema, key->target->table);
    put_columns(writing, &key->references);
    g_string_append_printf(writing->out, " ON DELETE %s ON UPDATE %s;\n\n", key->on_delete,
                           key->on_update);
}

/* --- the tables of implicit many-to-many relations */

static const PrismaField *join_key(const PrismaModel *model) {
    return ((PrismaElement *)model->primary->elements.items[0])->field;
}

static const char *join_name(const PrismaJoin *join, const char *suffix, const Writing *writing) {
    return name_of_key(writing->schema->reading.arena, join->table, NULL, 0, suffix);
}

static void put_join_table(Writing *writing, const PrismaJoin *join) {
    place(writing, join->at, NULL, NULL);
    put(writing, "CREATE TABLE ");
    put_qualified(writing, join->sides[0]->schema, join->table);
    g_string_append_printf(writing->out, " (\n    \"A\" %s NOT NULL,\n    \"B\" %s NOT NULL",
                           join_key(join->sides[0])->sql_type, join_key(join->sides[1])->sql_type);
    if (!join->old) {
        put(writing, ",\n\n    CONSTRAINT ");
        put_name(writing, join_name(join, "_AB_pkey", writing));
        put(writing, " PRIMARY KEY (\"A\",\"B\")");
    }
    put(writing, "\n);\n\n");
}

static void put_join_index(Writing *writing, const PrismaJoin *join, const char *head,
                           const char *suffix, const char *columns) {
    place(writing, join->at, NULL, NULL);
    put(writing, head);
    put_name(writing, join_name(join, suffix, writing));
    put(writing, " ON ");
    put_qualified(writing, join->sides[0]->schema, join->table);
    put(writing, columns);
    put(writing, ";\n\n");
}

static void put_join_indexes(Writing *writing, const PrismaJoin *join) {
    if (join->old)
        put_join_index(writing, join, "CREATE UNIQUE INDEX ", "_AB_unique", "(\"A\", \"B\")");
    put_join_index(writing, join, "CREATE INDEX ", "_B_index", "(\"B\")");
}

static void put_join_foreign_key(Writing *writing, const PrismaJoin *join, guint side) {
    const PrismaModel *target = join->sides[side];
    place(writing, join->at, NULL, NULL);
    put(writing, "ALTER TABLE ");
    put_qualified(writing, join->sides[0]->schema, join->table);
    put(writing, " ADD CONSTRAINT ");
    put_name(writing, join_name(join, side ? "_B_fkey" : "_A_fkey", writing));
    put(writing, side ? " FOREIGN KEY (\"B\") REFERENCES " : " FOREIGN KEY (\"A\") REFERENCES ");
    put_qualified(writing, target->schema, target->table);
    put(writing, "(");
    put_name(writing, join_key(target)->column);
    put(writing, ") ON DELETE CASCADE ON UPDATE CASCADE;\n\n");
}

/* --- the whole */

static void put_tables(Writing *writing) {
    const PrismaSchema *schema = writing->schema;
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        if (!model->view)
            put_table(writing, model);
    }
    for (guint i = 0; i < schema->joins.count; i++)
        put_join_table(writing, schema->joins.items[i]);
}

static void put_indexes(Writing *writing) {
    const PrismaSchema *schema = writing->schema;
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        for (guint j = 0; j < model->keys.count && !model->view; j++)
            put_index(writing, model->keys.items[j]);
    }
    for (guint i = 0; i < schema->joins.count; i++)
        put_join_indexes(writing, schema->joins.items[i]);
}

static void put_foreign_keys(Writing *writing) {
    const PrismaSchema *schema = writing->schema;
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        for (guint j = 0; j < model->foreign.count; j++)
            put_foreign_key(writing, model->foreign.items[j]);
    }
    for (guint i = 0; i < schema->joins.count && schema->foreign_keys; i++)
        for (guint side = 0; side < 2; side++)
            put_join_foreign_key(writing, schema->joins.items[i], side);
}

PrismaDdl *prisma_ddl(const PrismaSchema *schema) {
    PrismaDdl *ddl = g_new0(PrismaDdl, 1);
    Writing writing = {schema, g_string_new(NULL), g_array_new(false, false, sizeof(PrismaPlace))};
    put_schemas(&writing);
    for (guint i = 0; i < schema->extensions.count; i++)
        put_extension(&writing, schema->extensions.items[i]);
    for (guint i = 0; i < schema->enums.count; i++)
        put_enum(&writing, schema->enums.items[i]);
    put_tables(&writing);
    put_indexes(&writing);
    put_foreign_keys(&writing);
    ddl->sql = g_string_free(writing.out, false);
    ddl->places = writing.places;
    return ddl;
}

void prisma_ddl_free(PrismaDdl *ddl) {
    if (!ddl)
        return;
    g_free(ddl->sql);
    g_array_unref(ddl->places);
    g_free(ddl);
}

const PrismaPlace *prisma_ddl_place(const PrismaDdl *ddl, gsize offset) {
    guint low = 0, high = ddl->places->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(ddl->places, PrismaPlace, middle).offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &g_array_index(ddl->places, PrismaPlace, low - 1) : NULL;
}

bool prisma_make_generated(PrismaSchema *schema, const PrismaPlace *place) {
    PrismaModel *model = place->model ? g_hash_table_lookup(schema->names, place->model) : NULL;
    PrismaField *field =
        model && place->field ? (PrismaField *)model_field(model, place->field) : NULL;
    if (!field || !field->by_database || !field->default_sql || field->generated)
        return false;
    field->generated = true;
    return true;
}

void prisma_open_defaults(const PrismaSchema *schema, PrismaColumnFound found, void *data) {
    for (guint i = 0; i < schema->models.count; i++) {
        const PrismaModel *model = schema->models.items[i];
        for (guint f = 0; f < model->fields.count && !model->view; f++) {
            const PrismaField *field = model->fields.items[f];
            if (field->by_database && !field->default_sql)
                found(model->schema, model->table, field->column, data);
        }
    }
}

bool prisma_choose_joins(PrismaSchema *schema, PrismaJoinForm form, void *data) {
    bool changed = false;
    for (guint i = 0; i < schema->joins.count; i++) {
        PrismaJoin *join = schema->joins.items[i];
        Arena *arena = schema->reading.arena;
        bool old = form(name_of_key(arena, join->table, NULL, 0, "_AB_pkey"),
                        name_of_key(arena, join->table, NULL, 0, "_AB_unique"), join->old, data);
        changed |= old != join->old;
        join->old = old;
    }
    return changed;
}
