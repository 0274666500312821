#include "mask/masks.h"

#include "mask/refusal.h"
#include "source/personal.h"
#include <string.h>

typedef struct {
    Masks *masks;
    GHashTable *columns;  /* TableColumn* → Stated* */
    GHashTable *tables;   /* Table* → Stated* */
    GHashTable *busy;     /* TableColumn*s whose keys are being followed */
    GHashTable *declared; /* see masks_new() */
    MaskRefusal refusal;
} Assigning;

/* What somebody says of a column or a table. */
typedef struct {
    const MaskRule *rule; /* NULL: not personal */
    char *place;
} Stated;

static void stated_free(gpointer data) {
    Stated *stated = data;
    g_free(stated->place);
    g_free(stated);
}

/* --- what is stated */

static Stated *new_stated(Assigning *assigning, const char *mask, const char *place,
                          GError **error) {
    MaskRule *rule = mask ? mask_rule_parse(mask, error) : NULL;
    if (mask && !rule) {
        g_prefix_error(error, "%s: ", place);
        return NULL;
    }
    if (rule)
        g_ptr_array_add(assigning->masks->rules, rule);
    Stated *stated = g_new(Stated, 1);
    *stated = (Stated){rule, g_strdup(place)};
    return stated;
}

/* What the database does not have may come with a migration. */
static bool take_directive(Assigning *assigning, const Personal *personal, GError **error) {
    Table *table = tables_named(assigning->masks->tables, personal->schema, personal->table);
    TableColumn *column = table && personal->column ? table_column(table, personal->column) : NULL;
    g_autofree char *place = g_strdup_printf("%s:%u", personal->file, personal->line);
    Stated *stated = new_stated(assigning, personal->mask, place, error);
    if (!stated)
        return false;
    if (column)
        g_hash_table_replace(assigning->columns, column, stated);
    else if (table && !personal->column)
        g_hash_table_replace(assigning->tables, table, stated);
    else
        stated_free(stated);
    return true;
}

static bool take_label(Assigning *assigning, const Table *table, TableColumn *column,
                       GError **error) {
    if (!column->label || g_hash_table_contains(assigning->columns, column))
        return true;
    g_autofree char *says = mask_of_label(column->label);
    g_autofree char *place = g_strdup_printf("the security label of %s.%s", table->id, column->id);
    if (!says) {
        mask_refuse(&assigning->refusal,
                    "%s says \"%s\", which no mask here does; state one above the column", place,
                    column->label);
        return true;
    }
    const char *mask = g_str_has_prefix(says, "mask ") ? says + strlen("mask ") : NULL;
    Stated *stated = new_stated(assigning, mask, place, error);
    if (stated)
        g_hash_table_replace(assigning->columns, column, stated);
    return stated;
}

static bool take_all(Assigning *assigning, const GPtrArray *personal, GError **error) {
    const GPtrArray *tables = assigning->masks->tables->tables;
    for (guint i = 0; i < personal->len; i++)
        if (!take_directive(assigning, personal->pdata[i], error))
            return false;
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        for (guint n = 0; n < table->columns->len; n++)
            if (!take_label(assigning, table, table->columns->pdata[n], error))
                return false;
    }
    return true;
}

/* --- which column has which */

static const ColumnMask *assign(Assigning *assigning, const Table *table,
                                const TableColumn *column);

static bool same_mask(const ColumnMask *one, const ColumnMask *two) {
    return one->rule && two->rule ? mask_rule_equal(one->rule, two->rule) : one->rule == two->rule;
}

/* What the columns have that keys of `column` refer to; NULL: there is no such key. */
static const ColumnMask *assign_by_keys(Assigning *assigning, const Table *table,
                                        const TableColumn *column, const ForeignKey **via) {
    const ColumnMask *found = NULL;
    for (guint i = 0; i < table->references->len; i++) {
        const ForeignKey *key = table->references->pdata[i];
        guint at;
        if (!g_ptr_array_find(key->columns, column, &at) || key->referenced->pdata[at] == column ||
            g_hash_table_contains(assigning->busy, key->referenced->pdata[at]))
            continue;
        const ColumnMask *other = assign(assigning, key->to, key->referenced->pdata[at]);
        if (found && !same_mask(found, other))
            mask_refuse(&assigning->refusal,
                        "%s.%s refers to two columns that are masked differently, %s.%s and %s.%s",
                        table->id, column->id, found->stem_table->id, found->stem->id,
                        other->stem_table->id, other->stem->id);
        if (!found || (!found->rule && other->rule))
            *via = key;
        found = found && found->rule ? found : other;
    }
    return found;
}

/* A key that says the same as what it refers to is welcome; anything else would break it. */
static void judge_stated(Assigning *assigning, const Table *table, const TableColumn *column,
                         const Stated *stated, const ColumnMask *followed) {
    if (!stated || !stated->rule ||
        (followed->rule && mask_rule_equal(stated->rule, followed->rule)))
        return;
    mask_refuse(&assigning->refusal,
                "%s: %s.%s says mask %s and refers to %s.%s, which is %s%s; state it there, and "
                "the key is masked along with it",
                stated->place, table->id, column->id, stated->rule->text, followed->stem_table->id,
                followed->stem->id, followed->rule ? "mask " : "",
                followed->rule ? followed->rule->text : "not masked");
}

static const ColumnMask *inherit(Assigning *assigning, const Table *table,
                                 const TableColumn *column) {
    for (guint i = 0; i < table->parents->len; i++) {
        const Table *parent = table->parents->pdata[i];
        const TableColumn *same = table_column(parent, column->name);
        const ColumnMask *mask = same ? assign(assigning, parent, same) : NULL;
        if (mask && mask->classified)
            return mask;
    }
    return NULL;
}

static bool is_declared(const Assigning *assigning, const Table *table, const TableColumn *column) {
    g_autofree char *name = personal_name(table->schema, table->name, column->name);
    return g_hash_table_contains(assigning->declared, name);
}

static ColumnMask find_mask(Assigning *assigning, const Table *table, const TableColumn *column) {
    ColumnMask own = {.stem = column, .stem_table = table};
    const Stated *stated = g_hash_table_lookup(assigning->columns, column);
    const Stated *whole = g_hash_table_lookup(assigning->tables, table);
    const ForeignKey *via = NULL;
    const ColumnMask *followed = assign_by_keys(assigning, table, column, &via);
    if (followed)
        judge_stated(assigning, table, column, stated, followed);
    if (followed && (followed->rule || followed->classified || !stated)) {
        ColumnMask mask = *followed;
        mask.via = via;
        mask.classified = true;
        return mask;
    }
    const ColumnMask *inherited = stated ? NULL : inherit(assigning, table, column);
    if (inherited)
        return *inherited;
    if (!stated && column->personal && is_declared(assigning, table, column))
        stated = whole;
    own.classified = stated;
    own.rule = stated ? stated->rule : NULL;
    return own;
}

static const ColumnMask *assign(Assigning *assigning, const Table *table,
                                const TableColumn *column) {
    ColumnMask *mask = g_hash_table_lookup(assigning->masks->columns, column);
    if (mask)
        return mask;
    g_hash_table_add(assigning->busy, (gpointer)column);
    mask = g_new(ColumnMask, 1);
    *mask = find_mask(assigning, table, column);
    g_hash_table_remove(assigning->busy, column);
    g_hash_table_insert(assigning->masks->columns, (gpointer)column, mask);
    return mask;
}

static bool keeps_apart(const MaskRule *rule, const TableColumn *column) {
    const MaskKind *kind = rule->kind;
    gint64 first = rule->arguments[0] ? g_ascii_strtoll(rule->arguments[0], NULL, 10) : 0;
    if (column->values == VALUES_INTEGER && kind->bits > 0)
        return strcmp(column->type, "bigint") == 0;
    return kind->injective || kind->unsure || kind->nulls ||
           (kind->bits >= 64 && (!kind->whole || first >= kind->whole));
}

static void judge_unique(Assigning *assigning, const Table *table, const TableColumn *column,
                         ColumnMask *mask) {
    const char *index = column->unique ? column->unique : mask->stem->unique;
    if (!index || keeps_apart(mask->rule, column))
        return;
    mask->extended = mask->rule->kind->extensible;
    if (!mask->extended && !mask->via)
        mask_refuse(&assigning->refusal,
                    "mask %s makes the same of different values, and %s.%s is unique by the index "
                    "%s; hash, email, phone, iban and uuid keep values apart",
                    mask->rule->text, table->id, column->id, index);
}

static void judge(Assigning *assigning, const Table *table, const TableColumn *column,
                  ColumnMask *mask) {
    const MaskKind *kind = mask->rule->kind;
    if (column->generated)
        mask_refuse(&assigning->refusal,
                    "%s.%s is generated and is computed from masked values; take its mask away",
                    table->id, column->id);
    if (!kind->forms[column->values])
        mask_refuse(&assigning->refusal, "mask %s is of no use for %s.%s, which is of type %s",
                    mask->rule->text, table->id, column->id, column->declared);
    if (kind->nulls && column->not_null)
        mask_refuse(&assigning->refusal, "%s.%s cannot be null; mask constant, or another one",
                    table->id, column->id);
    judge_unique(assigning, table, column, mask);
}

static void assign_table(Assigning *assigning, const Table *table) {
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        ColumnMask *mask = (ColumnMask *)assign(assigning, table, column);
        if (mask->rule)
            judge(assigning, table, column, mask);
        else if (column->personal && !column->generated && !mask->classified)
            mask_refuse_unclassified(&assigning->refusal, table, column);
    }
}

/* --- rows that stay */

static bool take_kept(Masks *masks, const char *text, const char *home, GError **error) {
    const char *colon = strchr(text, ':');
    g_autofree char *name = g_strstrip(g_strndup(text, colon ? (gsize)(colon - text) : 0));
    Table *table = colon ? tables_find(masks->tables, name, home) : NULL;
    if (!colon || !colon[1 + strspn(colon + 1, " ")]) {
        g_set_error(error, MASK_ERROR, FAIL_USAGE,
                    "keep under [mask]: expected TABLE: CONDITION, as in \"people.account: "
                    "is_maintainer\", not \"%s\"",
                    text);
        return false;
    }
    if (!table) {
        g_set_error(error, MASK_ERROR, FAIL_USAGE,
                    "keep under [mask]: the database has no table \"%s\"", name);
        return false;
    }
    g_hash_table_replace(masks->kept, table, g_strstrip(g_strdup(colon + 1)));
    return true;
}

static bool take_keep(Masks *masks, const char *keep, const char *home, GError **error) {
    gsize length = keep ? strlen(keep) : 0;
    bool quoted = length > 1 && keep[0] == '"' && keep[length - 1] == '"';
    g_autofree char *text = keep ? g_strndup(keep + quoted, length - 2 * quoted) : g_strdup("");
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    for (guint i = 0; parts[i]; i++)
        if (*g_strstrip(parts[i]) && !take_kept(masks, parts[i], home, error))
            return false;
    return true;
}

/* --- all of it */

Masks *masks_new(const Tables *tables, const GPtrArray *personal, GHashTable *declared,
                 const char *keep, const char *home, GError **error) {
    g_autoptr(Masks) masks = g_new0(Masks, 1);
    masks->tables = tables;
    masks->columns = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    masks->kept = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    masks->rules = g_ptr_array_new_with_free_func((GDestroyNotify)mask_rule_free);
    g_autoptr(GHashTable) columns =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, stated_free);
    g_autoptr(GHashTable) whole =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, stated_free);
    g_autoptr(GHashTable) busy = g_hash_table_new(g_direct_hash, g_direct_equal);
    Assigning assigning = {masks, columns, whole, busy, declared, {0}};
    bool done = take_all(&assigning, personal, error) && take_keep(masks, keep, home, error);
    for (guint i = 0; done && i < tables->tables->len; i++)
        assign_table(&assigning, tables->tables->pdata[i]);
    return mask_refusal_end(&assigning.refusal, done ? error : NULL) && done
               ? g_steal_pointer(&masks)
               : NULL;
}

void masks_free(Masks *masks) {
    if (!masks)
        return;
    g_hash_table_unref(masks->columns);
    g_hash_table_unref(masks->kept);
    g_ptr_array_unref(masks->rules);
    g_free(masks);
}

const ColumnMask *masks_of(const Masks *masks, const TableColumn *column) {
    return g_hash_table_lookup(masks->columns, column);
}

bool masks_touch(const Masks *masks, const Table *table) {
    for (guint i = 0; masks && i < table->columns->len; i++)
        if (masks_of(masks, table->columns->pdata[i])->rule)
            return true;
    return false;
}

guint masks_count(const Masks *masks) {
    GHashTableIter iter;
    gpointer value;
    guint count = 0;
    g_hash_table_iter_init(&iter, masks->columns);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        count += ((const ColumnMask *)value)->rule != NULL;
    return count;
}
