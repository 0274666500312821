/* The columns of views, and which of them are never NULL. */
#include "types/relations.h"

#include "text/query_outputs.h"
#include "types/casing.h"
#include <jansson.h>
#include <string.h>

/* A view whose outputs are to be judged. */
typedef struct {
    ModelRelation *relation;
    GPtrArray *outputs; /* of Output* */
} View;

static void view_free(gpointer data) {
    View *view = data;
    g_ptr_array_unref(view->outputs);
    g_free(view);
}

static void add_columns(Model *model, const ModelRelation *relation) {
    const char *shape = object_value(relation->object, "shape");
    json_t *columns = shape ? json_loads(shape, 0, NULL) : NULL, *one;
    gsize i;
    json_array_foreach(columns, i, one) {
        ModelColumn *column = ARENA_NEW(model->arena, ModelColumn);
        column->name = arena_strdup(model->arena, json_string_value(json_array_get(one, 0)));
        column->type = model_type(
            model, arena_strdup(model->arena, json_string_value(json_array_get(one, 1))));
        column->comment = model_comment(model, relation->object, column->name);
        column->path = arena_printf(model->arena, "%s.%s", relation->identity,
                                    json_string_value(json_array_get(one, 2)));
        column->nullable = true;
        column->always = true;
        model_add_column(model, relation, column);
    }
    json_decref(columns);
}

static bool needs_hold(const Model *model, const Output *output) {
    for (guint i = 0; i < output->columns->len; i++) {
        const OutputColumn *need = output->columns->pdata[i];
        const ModelColumn *column = model_column(model, need->schema, need->relation, need->column);
        /* A domain that forbids NULL is no proof: an empty subquery gets by it. */
        if (!column || !column->proven)
            return false;
    }
    return true;
}

/* Whether a view that can be written to passes the column on to one that can be. */
static bool is_passed_on(const Model *model, const View *view, const Output *output) {
    const OutputColumn *of = view->relation->writable ? output->of : NULL;
    const ModelColumn *column =
        of ? model_column(model, of->schema, of->relation, of->column) : NULL;
    return column && !column->always;
}

/* Judges the outputs of a view by what is known so far; whether that made a difference. */
static bool judge(const Model *model, const View *view) {
    const GPtrArray *columns = view->relation->columns;
    bool changed = false;
    for (guint i = 0; i < columns->len; i++) {
        ModelColumn *column = columns->pdata[i];
        const Output *output = view->outputs->pdata[i];
        if (!column->proven && output->proven && needs_hold(model, output)) {
            column->proven = changed = true;
            column->nullable = false;
        }
        if (column->always && is_passed_on(model, view, output)) {
            column->always = false;
            changed = true;
        }
    }
    return changed;
}

/* A view may stand on others, in whatever order: what is proven of one may prove more. */
void model_read_views(Model *model) {
    g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func(view_free);
    for (guint i = 0; i < model->relations->len; i++) {
        ModelRelation *relation = model->relations->pdata[i];
        if (relation->form == RELATION_TABLE)
            continue;
        add_columns(model, relation);
        View *view = g_new(View, 1);
        *view = (View){relation, query_outputs(object_value(relation->object, "definition"))};
        g_ptr_array_add(views, view);
        if (view->outputs->len != relation->columns->len)
            g_ptr_array_remove_index(views, views->len - 1);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (guint i = 0; i < views->len; i++)
            changed |= judge(model, views->pdata[i]);
    }
}
