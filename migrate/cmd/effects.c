#include "cmd/effects.h"

#include <string.h>

static void effect_free(gpointer data) {
    ReportEffect *effect = data;
    g_free((char *)effect->name);
    g_free((char *)effect->sentence);
    g_free((char *)effect->size);
    g_free(effect);
}

static void statement_free(gpointer data) {
    ReportStatement *statement = data;
    g_ptr_array_unref((GPtrArray *)statement->effects);
    g_free(statement);
}

/* Readers and those who only look rows up keep nobody waiting, and an index's table says what
 * happens to it. */
static bool is_told(const MeasuredRelation *relation) {
    bool index = strcmp(relation->kind, "index") == 0;
    return measured_is_due(relation) && !index &&
           (relation->lock >= LOCK_SHARE_UPDATE_EXCLUSIVE || relation->work == WORK_ROWS ||
            relation->work == WORK_BUILD || relation->work == WORK_REWRITE);
}

static const char *mode_or_null(LockMode mode) {
    return mode == LOCK_NONE ? NULL : lock_mode_name(mode);
}

static ReportEffect *effect_of(const MeasuredRelation *relation, const Sizes *sizes) {
    const Size *size = sizes ? sizes_of(sizes, relation) : NULL;
    ReportEffect *effect = g_new(ReportEffect, 1);
    *effect = (ReportEffect){
        .kind = relation->kind,
        .name = g_strconcat(relation->schema, ".", relation->name, NULL),
        .lock = mode_or_null(relation->lock),
        .held = mode_or_null(relation->before),
        .work = work_name(relation->work),
        .waits = lock_mode_waits(relation->lock),
        .indexes = relation->builds,
        .sentence = measured_sentence(relation),
        .bytes = size ? size->bytes : -1,
        .rows = size ? size->rows : -1,
        .time = size_time(size, relation->work),
        .size = size_words(size, relation->work),
    };
    return effect;
}

static void add_statement(GPtrArray *statements, const Script *script, const Measured *measured,
                          const Sizes *sizes) {
    GPtrArray *effects = g_ptr_array_new_with_free_func(effect_free);
    Work most = WORK_MOMENT;
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *relation = measured->relations->pdata[i];
        if (!is_told(relation))
            continue;
        g_ptr_array_add(effects, effect_of(relation, sizes));
        most = MAX(most, relation->work);
    }
    if (effects->len == 0) {
        g_ptr_array_unref(effects);
        return;
    }
    ReportStatement *statement = g_new(ReportStatement, 1);
    *statement = (ReportStatement){.file = script->file,
                                   .line = measured->line,
                                   .column = measured->column,
                                   .work = work_name(most),
                                   .effects = effects};
    g_ptr_array_add(statements, statement);
}

GPtrArray *effects_of(const Source *history, const Sizes *sizes) {
    if (!history || !history->measure)
        return NULL;
    GPtrArray *statements = g_ptr_array_new_with_free_func(statement_free);
    for (guint s = 0; s < history->scripts->len; s++) {
        const Script *script = history->scripts->pdata[s];
        for (guint i = 0; script->measure && i < script->measured->len; i++)
            add_statement(statements, script, script->measured->pdata[i], sizes);
    }
    return statements;
}
