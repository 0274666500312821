/* What a measured statement is made of, its words, and its form as text. */
#include "measure/room.h"

#include <string.h>

static const struct {
    const char *name, *waits;
} modes[LOCK_MODES] = {
    [LOCK_NONE] = {"", NULL},
    [LOCK_ACCESS_SHARE] = {"ACCESS SHARE", NULL},
    [LOCK_ROW_SHARE] = {"ROW SHARE", NULL},
    [LOCK_ROW_EXCLUSIVE] = {"ROW EXCLUSIVE", NULL},
    [LOCK_SHARE_UPDATE_EXCLUSIVE] = {"SHARE UPDATE EXCLUSIVE", "other DDL"},
    [LOCK_SHARE] = {"SHARE", "writers"},
    [LOCK_SHARE_ROW_EXCLUSIVE] = {"SHARE ROW EXCLUSIVE", "writers"},
    [LOCK_EXCLUSIVE] = {"EXCLUSIVE", "writers"},
    [LOCK_ACCESS_EXCLUSIVE] = {"ACCESS EXCLUSIVE", "readers and writers"},
};

const char *lock_mode_name(LockMode mode) {
    return modes[mode].name;
}

const char *lock_mode_waits(LockMode mode) {
    return modes[mode].waits;
}

const char *work_name(Work work) {
    static const char *const names[WORKS] = {"moment", "scan", "build", "rewrite", "row by row"};
    return names[work];
}

static void relation_free(gpointer data) {
    MeasuredRelation *relation = data;
    g_free(relation->schema);
    g_free(relation->name);
    g_free(relation->old_schema);
    g_free(relation->old_name);
    g_free(relation);
}

static void measured_free(gpointer data) {
    Measured *measured = data;
    g_ptr_array_unref(measured->relations);
    g_free(measured);
}

GPtrArray *measured_new(void) {
    return g_ptr_array_new_with_free_func(measured_free);
}

Measured *measured_add(GPtrArray *statements, guint line, guint column) {
    Measured *measured = g_new(Measured, 1);
    *measured = (Measured){
        .line = line, .column = column, .relations = g_ptr_array_new_with_free_func(relation_free)};
    g_ptr_array_add(statements, measured);
    return measured;
}

bool measured_is_due(const MeasuredRelation *relation) {
    return relation->lock > relation->before || relation->work > WORK_MOMENT || relation->emptied ||
           relation->dropped;
}

/* What is done under the lock, after "while ". Caller frees. */
static char *work_words(const MeasuredRelation *relation) {
    const char *plural = relation->builds == 1 ? "" : "es";
    switch (relation->work) {
    case WORK_SCAN:
        return g_strdup(relation->key_check ? "it is read to check a foreign key" : "it is read");
    case WORK_BUILD:
        return relation->builds == 1 ? g_strdup("an index is built")
                                     : g_strdup_printf("%u indexes are built", relation->builds);
    case WORK_REWRITE:
        return relation->builds ? g_strdup_printf("it is rewritten (%u index%s rebuilt)",
                                                  relation->builds, plural)
                                : g_strdup("it is rewritten");
    case WORK_ROWS:
        return g_strdup("its rows are changed one by one");
    default:
        return NULL;
    }
}

char *measured_sentence(const MeasuredRelation *relation) {
    g_autofree char *work = work_words(relation);
    const char *waits = lock_mode_waits(relation->lock);
    return g_strdup_printf("%s on %s.%s %s%s%s%s%s%s", lock_mode_name(relation->lock),
                           relation->schema, relation->name, work ? "while " : "for a moment",
                           work ? work : "",
                           relation->emptied   ? ", and it is emptied"
                           : relation->dropped ? ", and it is dropped"
                                               : "",
                           waits ? "; " : "", waits ? waits : "", waits ? " wait" : "");
}

/* --- as text */

#define RELATION_FORMAT  "(sssssuuuuu)"
#define STATEMENT_FORMAT "(uuba" RELATION_FORMAT ")"
#define LIST_FORMAT      "a" STATEMENT_FORMAT

enum { FLAG_KEY_CHECK = 1, FLAG_EMPTIED = 2, FLAG_DROPPED = 4, FLAG_PARTITIONED = 8 };

/* Names are the server's, and may be in any encoding of its. */
static GVariant *relation_variant(const MeasuredRelation *relation) {
    g_autofree char *schema = g_utf8_make_valid(relation->schema, -1),
                    *name = g_utf8_make_valid(relation->name, -1),
                    *old_schema = g_utf8_make_valid(relation->old_schema, -1),
                    *old_name = g_utf8_make_valid(relation->old_name, -1);
    guint flags = (relation->key_check ? FLAG_KEY_CHECK : 0) |
                  (relation->emptied ? FLAG_EMPTIED : 0) | (relation->dropped ? FLAG_DROPPED : 0) |
                  (relation->partitioned ? FLAG_PARTITIONED : 0);
    return g_variant_new(RELATION_FORMAT, relation->kind, schema, name, old_schema, old_name,
                         relation->lock, relation->before, relation->work, relation->builds, flags);
}

char *measured_print(const GPtrArray *statements) {
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE(LIST_FORMAT));
    for (guint i = 0; i < statements->len; i++) {
        const Measured *measured = statements->pdata[i];
        g_variant_builder_open(&list, G_VARIANT_TYPE(STATEMENT_FORMAT));
        g_variant_builder_add(&list, "u", measured->line);
        g_variant_builder_add(&list, "u", measured->column);
        g_variant_builder_add(&list, "b", measured->alone);
        g_variant_builder_open(&list, G_VARIANT_TYPE("a" RELATION_FORMAT));
        for (guint r = 0; r < measured->relations->len; r++)
            g_variant_builder_add_value(&list, relation_variant(measured->relations->pdata[r]));
        g_variant_builder_close(&list);
        g_variant_builder_close(&list);
    }
    g_autoptr(GVariant) value = g_variant_ref_sink(g_variant_builder_end(&list));
    return g_variant_print(value, false);
}

static bool add_parsed(Measured *measured, GVariant *value) {
    guint lock, before, work, builds, flags;
    const char *kind, *schema, *name, *old_schema, *old_name;
    g_variant_get(value, "(&s&s&s&s&suuuuu)", &kind, &schema, &name, &old_schema, &old_name, &lock,
                  &before, &work, &builds, &flags);
    if (lock >= LOCK_MODES || before >= LOCK_MODES || work >= WORKS)
        return false;
    MeasuredRelation *relation = g_new(MeasuredRelation, 1);
    *relation = (MeasuredRelation){.kind = g_intern_string(kind),
                                   .schema = g_strdup(schema),
                                   .name = g_strdup(name),
                                   .old_schema = g_strdup(old_schema),
                                   .old_name = g_strdup(old_name),
                                   .lock = lock,
                                   .before = before,
                                   .work = work,
                                   .builds = builds,
                                   .key_check = flags & FLAG_KEY_CHECK,
                                   .emptied = flags & FLAG_EMPTIED,
                                   .dropped = flags & FLAG_DROPPED,
                                   .partitioned = flags & FLAG_PARTITIONED};
    g_ptr_array_add(measured->relations, relation);
    return true;
}

GPtrArray *measured_parse(const char *text) {
    g_autoptr(GVariant) list = g_variant_parse(G_VARIANT_TYPE(LIST_FORMAT), text, NULL, NULL, NULL);
    g_autoptr(GPtrArray) statements = measured_new();
    for (gsize i = 0; list && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);
        g_autoptr(GVariant) relations = g_variant_get_child_value(one, 3);
        guint line, column;
        gboolean alone;
        g_variant_get_child(one, 0, "u", &line);
        g_variant_get_child(one, 1, "u", &column);
        g_variant_get_child(one, 2, "b", &alone);
        Measured *measured = measured_add(statements, line, column);
        measured->alone = alone;
        for (gsize r = 0; r < g_variant_n_children(relations); r++) {
            g_autoptr(GVariant) relation = g_variant_get_child_value(relations, r);
            if (!add_parsed(measured, relation))
                return NULL;
        }
    }
    return list ? g_steal_pointer(&statements) : NULL;
}
