/* Relations: a field on either side for each foreign key, named as `prisma db pull` does. */
#include "types/psl.h"

#include <string.h>

static const char action_unset[] = "NO ACTION";

static PslModel *find_model(const GPtrArray *models, const ModelRelation *relation) {
    for (guint i = 0; i < models->len; i++)
        if (((PslModel *)models->pdata[i])->relation == relation)
            return models->pdata[i];
    return NULL;
}

static PslModel *target_of(const Generating *generating, const GPtrArray *models,
                           const ModelLink *link) {
    return find_model(models, expose_find(generating, link->schema, link->relation));
}

static const PslKey *primary_key(const PslModel *model) {
    for (guint i = 0; i < model->keys.count; i++)
        if (((PslKey *)model->keys.items[i])->primary)
            return model->keys.items[i];
    return NULL;
}

/* --- implicit many-to-many */

static const ModelLink *link_over(const PslModel *model, const char *column) {
    for (guint i = 0; i < model->relation->links->len; i++) {
        const ModelLink *link = model->relation->links->pdata[i];
        if (link->columns->len == 1 && strcmp(link->columns->pdata[0], column) == 0)
            return link;
    }
    return NULL;
}

/* A side's table, where the key is as Prisma makes it. */
static PslModel *side_of(const Generating *generating, const GPtrArray *models,
                         const PslModel *model, const char *column) {
    const ModelLink *link = link_over(model, column);
    PslModel *side = link ? target_of(generating, models, link) : NULL;
    const PslKey *key = side ? primary_key(side) : NULL;
    g_autofree char *name = g_strdup_printf("%s_%s_fkey", model->relation->name, column);
    bool fits =
        key && key->elements.count == 1 && strcmp(link->name, name) == 0 &&
        strcmp(link->actions, "ON UPDATE CASCADE ON DELETE CASCADE") == 0 &&
        strcmp(((PslElement *)key->elements.items[0])->column, link->referenced->pdata[0]) == 0;
    return fits ? side : NULL;
}

static bool is_index_of_join(const PslModel *model, const PslKey *key) {
    g_autofree char *over_b = g_strdup_printf("%s_B_index", model->relation->name);
    g_autofree char *old = g_strdup_printf("%s_AB_unique", model->relation->name);
    g_autofree char *new = g_strdup_printf("%s_AB_pkey", model->relation->name);
    return strcmp(key->name, key->primary ? new : key->unique ? old : over_b) == 0;
}

static bool is_join(const Generating *generating, const GPtrArray *models, const PslModel *model) {
    const ModelRelation *relation = model->relation;
    bool fits = *relation->name == '_' && relation->columns->len == 2 &&
                relation->links->len == 2 && model->keys.count == 2 && model->notes.count == 0;
    for (guint i = 0; fits && i < model->keys.count; i++)
        fits = is_index_of_join(model, model->keys.items[i]);
    const PslModel *a = fits ? side_of(generating, models, model, "A") : NULL;
    const PslModel *b = a ? side_of(generating, models, model, "B") : NULL;
    return b && strcmp(a->symbol, b->symbol) <= 0 &&
           strcmp(relation->schema, a->relation->schema) == 0;
}

void psl_joins_find(const Generating *generating, GPtrArray *models) {
    for (guint i = 0; i < models->len; i++) {
        PslModel *model = models->pdata[i];
        model->join = is_join(generating, models, model);
    }
}

/* --- fields */

/* A name for a field of the model: the wanted one, or with the relation's behind it. */
static const char *field_name(Arena *arena, PslModel *model, const char *wanted,
                              const char *relation) {
    const char *name = wanted, *longer = NULL;
    if (g_hash_table_contains(model->taken, name))
        name = longer = words_identifier(arena, arena_printf(arena, "%s_%s", wanted, relation),
                                         STYLE_PRISMA, false);
    for (guint i = 2; g_hash_table_contains(model->taken, name); i++)
        name = arena_printf(arena, "%s%u", longer, i);
    g_hash_table_add(model->taken, (gpointer)name);
    return name;
}

static void add_field(Arena *arena, PslModel *model, const char *name, const PslModel *target,
                      const char *arity, const char *relation, bool ignored) {
    TypeNode *node = node_add(model->node, "fields");
    node_set(node, "name", name);
    node_set(node, "type", arena_printf(arena, "%s%s", target->symbol, arity));
    node_set(node, "rest",
             arena_printf(arena, "%s%s%s%s", *relation ? " @relation(" : "", relation,
                          *relation ? ")" : "", ignored ? " @ignore" : ""));
    node_set(node, "comment", NULL);
}

/* Whether something tells the rows of the model apart; else Prisma's client ignores it. */
static bool is_ignored(const PslModel *model) {
    return node_text(model->node, "ignored") != NULL;
}

static void add_join(const Generating *generating, const GPtrArray *models, const PslModel *join) {
    Arena *arena = generating->arena;
    PslModel *a = side_of(generating, models, join, "A"),
             *b = side_of(generating, models, join, "B");
    const char *name = join->relation->name + 1;
    g_autofree char *plain = g_strdup_printf("%sTo%s", a->symbol, b->symbol);
    bool named =
        strcmp(plain, name) != 0 || a == b ||
        expose_links(a->relation, b->relation) + expose_links(b->relation, a->relation) > 0;
    const char *relation = named ? psl_string(arena, name) : "";
    const char *one = a == b ? arena_printf(arena, "%s_B", b->symbol) : b->symbol;
    const char *other = a == b ? arena_printf(arena, "%s_A", a->symbol) : a->symbol;
    add_field(arena, a, field_name(arena, a, one, name), b, "[]", relation, is_ignored(b));
    add_field(arena, b, field_name(arena, b, other, name), a, "[]", relation, is_ignored(a));
}

/* --- foreign keys */

/* What stands behind ON DELETE or ON UPDATE; NULL when the language has no word for it. */
static const ActionWord *action_of(const char *actions, const char *event) {
    const char *at = strstr(actions, event);
    at = at ? at + strlen(event) : action_unset;
    for (const ActionWord *word = action_words; word->name; word++) {
        gsize length = strlen(word->sql);
        if (strncmp(at, word->sql, length) == 0 &&
            (at[length] == '\0' || g_str_has_prefix(at + length, " ON ")))
            return word;
    }
    return NULL;
}

static bool is_nullable(const PslModel *model, const char *column) {
    for (guint i = 0; i < model->relation->columns->len; i++) {
        const ModelColumn *one = model->relation->columns->pdata[i];
        if (strcmp(one->name, column) == 0)
            return one->nullable;
    }
    return true;
}

static guint count_nullable(const PslModel *model, const ModelLink *link) {
    guint count = 0;
    for (guint i = 0; i < link->columns->len; i++)
        count += is_nullable(model, link->columns->pdata[i]);
    return count;
}

static void append_list(GString *out, const char *word, const PslModel *model,
                        const GPtrArray *columns) {
    g_string_append_printf(out, "%s%s: [", out->len ? ", " : "", word);
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "",
                               (const char *)g_hash_table_lookup(model->fields, columns->pdata[i]));
    g_string_append_c(out, ']');
}

static void append_action(GString *out, const char *word, const ActionWord *action,
                          const char *preset) {
    if (action && strcmp(action->name, preset) != 0)
        g_string_append_printf(out, ", %s: %s", word, action->name);
}

static void append_actions(GString *out, const PslModel *model, const ModelLink *link) {
    bool optional = count_nullable(model, link) == link->columns->len;
    append_action(out, "onDelete", action_of(link->actions, "ON DELETE "),
                  optional ? "SetNull" : "Restrict");
    append_action(out, "onUpdate", action_of(link->actions, "ON UPDATE "), "Cascade");
}

static void append_map(Arena *arena, GString *out, const PslModel *model, const ModelLink *link) {
    const char *preset =
        name_of_key(arena, model->relation->name, (const char *const *)link->columns->pdata,
                    link->columns->len, "_fkey");
    if (strcmp(preset, link->name) != 0)
        g_string_append_printf(out, ", map: %s", psl_string(arena, link->name));
}

/* Both sides have the same type, and the language has one for it. */
static bool fits(const PslModel *from, const PslModel *to, const ModelLink *link) {
    for (guint i = 0; i < link->columns->len; i++) {
        const char *one = g_hash_table_lookup(from->types, link->columns->pdata[i]);
        const char *two = g_hash_table_lookup(to->types, link->referenced->pdata[i]);
        if (!one || g_strcmp0(one, two) != 0)
            return false;
    }
    return psl_is_unique(to, link->referenced);
}

/* Whether another relation between the two has to be told apart from this one. */
static bool is_ambiguous(const Generating *generating, const GPtrArray *models,
                         const PslModel *from, const PslModel *to) {
    const ModelRelation *one = from->relation, *two = to->relation;
    guint count = expose_links(one, two) + (one == two ? 0 : expose_links(two, one));
    for (guint i = 0; i < models->len; i++) {
        const PslModel *join = models->pdata[i];
        if (!join->join)
            continue;
        const PslModel *a = side_of(generating, models, join, "A"),
                       *b = side_of(generating, models, join, "B");
        count += (a == from && b == to) || (a == to && b == from);
    }
    return count > 1;
}

static const char *relation_name(Arena *arena, const PslModel *from, const PslModel *to,
                                 const ModelLink *link, bool ambiguous) {
    g_autoptr(GString) name = g_string_new(from->relation->name);
    for (guint i = 0; i < link->columns->len && ambiguous; i++)
        g_string_append_printf(name, "_%s", (const char *)link->columns->pdata[i]);
    return arena_printf(arena, "%sTo%s", name->str, to->relation->name);
}

static const char *side_name(Arena *arena, const char *before, const PslModel *model,
                             const char *relation, bool ambiguous) {
    const char *name = arena_printf(arena, "%s%s%s%s", before, model->symbol, ambiguous ? "_" : "",
                                    ambiguous ? relation : "");
    return words_identifier(arena, name, STYLE_PRISMA, false);
}

static void add_link(const Generating *generating, const GPtrArray *models, PslModel *from,
                     PslModel *to, const ModelLink *link) {
    Arena *arena = generating->arena;
    bool ambiguous = is_ambiguous(generating, models, from, to), self = from == to;
    const char *name = relation_name(arena, from, to, link, ambiguous);
    const char *quoted = ambiguous || self ? psl_string(arena, name) : "";
    const char *arity = count_nullable(from, link) ? "?" : "";
    g_autoptr(GString) said = g_string_new(quoted);
    append_list(said, "fields", from, link->columns);
    append_list(said, "references", to, link->referenced);
    append_actions(said, from, link);
    append_map(arena, said, from, link);
    const char *forward = field_name(arena, from, side_name(arena, "", to, name, ambiguous), name);
    add_field(arena, from, forward, to, arity, arena_strdup(arena, said->str), is_ignored(to));
    const char *back = side_name(arena, self ? "other_" : "", from, name, ambiguous);
    add_field(arena, to, field_name(arena, to, back, name), from,
              psl_is_unique(from, link->columns) ? "?" : "[]", quoted, is_ignored(from));
}

/* What of a foreign key the language has no word for. */
static void note_rest(const Generating *generating, PslModel *model, const ModelLink *link) {
    static const char *const rest[] = {"deferrable", "not_enforced", "not_valid"};
    const Object *table = model->relation->object;
    bool more = !action_of(link->actions, "ON DELETE ") || strstr(link->actions, "MATCH ");
    for (guint i = 0; i < table->child_count; i++) {
        const Object *object = table->children[i];
        if (strcmp(object->kind->name, "foreign_key") != 0 ||
            strcmp(words_unquote_name(generating->arena, object->name), link->name) != 0)
            continue;
        for (guint r = 0; r < G_N_ELEMENTS(rest); r++)
            more |= object_value(object, rest[r]) != NULL;
    }
    if (more)
        psl_note(generating->arena, model, "options of foreign_key %s", link->name);
}

void psl_relations_add(const Generating *generating, GPtrArray *models) {
    for (guint i = 0; i < models->len; i++) {
        PslModel *model = models->pdata[i];
        if (model->join)
            add_join(generating, models, model);
        for (guint l = 0; !model->join && l < model->relation->links->len; l++) {
            const ModelLink *link = model->relation->links->pdata[l];
            PslModel *to = target_of(generating, models, link);
            if (!to || !fits(model, to, link)) {
                psl_note(generating->arena, model, "foreign_key %s", link->name);
                continue;
            }
            note_rest(generating, model, link);
            add_link(generating, models, model, to, link);
        }
    }
}
