#include "text/query_outputs.h"

#include "text/parse.h"
#include <string.h>

/* Something in FROM that has columns. */
typedef struct {
    const char *alias, *schema, *relation;
    GPtrArray *outputs; /* of a subquery, else NULL; borrowed by nobody */
    bool optional;      /* a join may put NULL in the place of its columns */
    bool opaque;        /* nothing is known of its columns */
} From;

typedef struct Query Query;
struct Query {
    const Query *outer;
    const Json *with;    /* the common table expressions that it may name */
    GPtrArray *from;     /* of From* */
    GPtrArray *non_null; /* of ColumnRef nodes that WHERE wants not to be NULL */
    bool grouped_by_sets;
    guint depth;
};

enum { MAX_DEPTH = 50 };

static GPtrArray *select_outputs(const Json *select, const Query *outer);

static void from_free(gpointer data) {
    From *from = data;
    g_clear_pointer(&from->outputs, g_ptr_array_unref);
    g_free(from);
}

static void column_free(gpointer data) {
    OutputColumn *column = data;
    g_free((char *)column->schema);
    g_free((char *)column->relation);
    g_free((char *)column->column);
    g_free(column);
}

static void output_free(gpointer data) {
    Output *output = data;
    g_free(output->name);
    g_clear_pointer(&output->of, column_free);
    g_ptr_array_unref(output->columns);
    g_free(output);
}

static Output *output_new(void) {
    Output *output = g_new0(Output, 1);
    output->columns = g_ptr_array_new_with_free_func(column_free);
    return output;
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Output, output_free)

static OutputColumn *column_new(const char *schema, const char *relation, const char *column) {
    OutputColumn *one = g_new(OutputColumn, 1);
    *one = (OutputColumn){g_strdup(schema), g_strdup(relation), g_strdup(column)};
    return one;
}

static void need(Output *output, const char *schema, const char *relation, const char *column) {
    g_ptr_array_add(output->columns, column_new(schema, relation, column));
}

static void need_all(Output *output, const Output *other) {
    for (guint i = 0; i < other->columns->len; i++) {
        const OutputColumn *column = other->columns->pdata[i];
        need(output, column->schema, column->relation, column->column);
    }
}

/* --- FROM */

static const Json *common_table(const Query *query, const char *name) {
    gsize i;
    Json *one;
    for (; query; query = query->outer)
        json_array_foreach(json_object_get(query->with, "ctes"), i, one) {
            const Json *table = json_object_get(one, "CommonTableExpr");
            if (parse_is(table, "ctename", name))
                return json_object_get(query->with, "recursive") ? NULL : table;
        }
    return NULL;
}

static bool names_common_table(const Query *query, const char *name) {
    gsize i;
    Json *one;
    for (; query; query = query->outer)
        json_array_foreach(json_object_get(query->with, "ctes"), i,
                           one) if (parse_is(json_object_get(one, "CommonTableExpr"), "ctename",
                                             name)) return true;
    return false;
}

static From *add_from(Query *query, const Json *node, bool optional) {
    const Json *alias = json_object_get(node, "alias");
    From *from = g_new0(From, 1);
    from->alias = parse_string(alias, "aliasname");
    from->optional = optional;
    from->opaque = json_object_get(alias, "colnames") != NULL;
    g_ptr_array_add(query->from, from);
    return from;
}

static void add_relation(Query *query, const Json *node, bool optional) {
    From *from = add_from(query, node, optional);
    from->schema = parse_string(node, "schemaname");
    from->relation = parse_string(node, "relname");
    if (!from->alias)
        from->alias = from->relation;
    if (from->schema || !names_common_table(query, from->relation))
        return;
    const Json *table = common_table(query, from->relation);
    from->outputs =
        table && !json_object_get(table, "aliascolnames")
            ? select_outputs(json_object_get(json_object_get(table, "ctequery"), "SelectStmt"),
                             query)
            : NULL;
    from->opaque |= !from->outputs;
}

static void add_item(Query *query, const Json *item, bool optional, guint depth) {
    const Json *join = json_object_get(item, "JoinExpr");
    const Json *relation = json_object_get(item, "RangeVar");
    const Json *subselect = json_object_get(item, "RangeSubselect");
    if (join && depth < MAX_DEPTH) {
        bool left = parse_is(join, "jointype", "JOIN_LEFT"),
             right = parse_is(join, "jointype", "JOIN_RIGHT"),
             inner = parse_is(join, "jointype", "JOIN_INNER");
        bool full = !left && !right && !inner;
        add_item(query, json_object_get(join, "larg"), optional || right || full, depth + 1);
        add_item(query, json_object_get(join, "rarg"), optional || left || full, depth + 1);
        if (json_object_get(join, "alias"))
            add_from(query, join, true)->opaque = true;
    } else if (relation) {
        add_relation(query, relation, optional);
    } else if (subselect) {
        const Json *select = json_object_get(json_object_get(subselect, "subquery"), "SelectStmt");
        From *from = add_from(query, subselect, optional);
        from->outputs = select_outputs(select, query);
    } else {
        add_from(query, NULL, true)->opaque = true;
    }
}

/* --- WHERE */

/* The columns that a condition wants not to be NULL. */
static void read_condition(Query *query, const Json *condition, guint depth) {
    const Json *both = json_object_get(condition, "BoolExpr");
    const Json *test = json_object_get(condition, "NullTest");
    gsize i;
    Json *one;
    if (both && parse_is(both, "boolop", "AND_EXPR") && depth < MAX_DEPTH)
        json_array_foreach(json_object_get(both, "args"), i, one)
            read_condition(query, one, depth + 1);
    else if (test && parse_is(test, "nulltesttype", "IS_NOT_NULL"))
        g_ptr_array_add(query->non_null,
                        json_object_get(json_object_get(test, "arg"), "ColumnRef"));
}

static bool is_filtered(const Query *query, const Json *reference) {
    for (guint i = 0; i < query->non_null->len; i++) {
        const Json *one = query->non_null->pdata[i];
        if (one && json_equal(json_object_get(one, "fields"), json_object_get(reference, "fields")))
            return true;
    }
    return false;
}

/* --- expressions */

static bool judge(const Query *query, const Json *node, Output *output, guint depth);

static const From *source_of(const Query *query, const Json *fields) {
    if (json_array_size(fields) == 1 && query->from->len == 1)
        return query->from->pdata[0];
    if (json_array_size(fields) != 2)
        return NULL;
    const char *alias = parse_list_string(fields, 1);
    const From *found = NULL;
    for (guint i = 0; alias && i < query->from->len; i++) {
        const From *from = query->from->pdata[i];
        if (g_strcmp0(from->alias, alias) != 0)
            continue;
        if (found)
            return NULL;
        found = from;
    }
    return found;
}

static bool judge_subquery_column(const From *from, const char *name, Output *output) {
    for (guint i = 0; i < from->outputs->len; i++) {
        const Output *inner = from->outputs->pdata[i];
        if (g_strcmp0(inner->name, name) != 0)
            continue;
        need_all(output, inner);
        return inner->proven;
    }
    return false;
}

static bool judge_column(const Query *query, const Json *reference, Output *output) {
    const Json *fields = json_object_get(reference, "fields");
    const From *from = source_of(query, fields);
    const char *name = parse_list_string(fields, 0);
    if (!from || !name || from->opaque || query->grouped_by_sets)
        return false;
    if (is_filtered(query, reference))
        return true;
    if (from->optional)
        return false;
    if (from->outputs)
        return judge_subquery_column(from, name, output);
    if (!from->schema)
        return false;
    need(output, from->schema, from->relation, name);
    return true;
}

static bool judge_all(const Query *query, const Json *list, Output *output, guint depth) {
    gsize i;
    Json *one;
    json_array_foreach(list, i, one) if (!judge(query, one, output, depth)) return false;
    return json_array_size(list) > 0;
}

/* One of them is enough; what it needs is all that is needed. */
static bool judge_any(const Query *query, const Json *list, Output *output, guint depth) {
    gsize i;
    Json *one;
    g_autoptr(Output) chosen = NULL;
    json_array_foreach(list, i, one) {
        g_autoptr(Output) tried = output_new();
        if (judge(query, one, tried, depth) && (!chosen || tried->columns->len == 0)) {
            g_clear_pointer(&chosen, output_free);
            chosen = g_steal_pointer(&tried);
        }
    }
    if (chosen)
        need_all(output, chosen);
    return chosen;
}

/* Functions of pg_catalog that never return NULL. */
static bool judge_function(const Json *call) {
    static const char *const never_null[] = {"count",
                                             "row_number",
                                             "rank",
                                             "dense_rank",
                                             "percent_rank",
                                             "cume_dist",
                                             "now",
                                             "clock_timestamp",
                                             "statement_timestamp",
                                             "transaction_timestamp",
                                             "gen_random_uuid",
                                             "random",
                                             NULL};
    const Json *name = json_object_get(call, "funcname");
    const char *word = parse_list_string(name, 0), *schema = parse_list_string(name, 1);
    return word && (!schema || strcmp(schema, "pg_catalog") == 0) &&
           g_strv_contains(never_null, word);
}

/* A constant in any type is one; and whatever has a text has it in the string types. */
static bool judge_cast(const Query *query, const Json *cast, Output *output, guint depth) {
    static const char *const strings[] = {"text", "varchar", "bpchar", NULL};
    const Json *argument = json_object_get(cast, "arg");
    const Json *type = json_object_get(json_object_get(cast, "typeName"), "names");
    const char *name = parse_list_string(type, 0), *schema = parse_list_string(type, 1);
    bool own = !schema || strcmp(schema, "pg_catalog") == 0;
    bool constant = json_object_get(argument, "A_Const");
    return name && own && (constant || g_strv_contains(strings, name)) &&
           judge(query, argument, output, depth);
}

/* Operators of pg_catalog whose result is NULL for NULL only. */
static bool judge_operator(const Query *query, const Json *expression, Output *output,
                           guint depth) {
    static const char *const faithful[] = {"=", "<>", "<",  ">",   "<=", ">=", "+",
                                           "-", "*",  "/",  "%",   "||", "~~", "!~~",
                                           "~", "!~", "~*", "~~*", NULL};
    const Json *name = json_object_get(expression, "name");
    Json *left = json_object_get(expression, "lexpr"),
         *right = json_object_get(expression, "rexpr");
    const char *word = json_array_size(name) == 1 ? parse_list_string(name, 0) : NULL;
    if (parse_is(expression, "kind", "AEXPR_DISTINCT") ||
        parse_is(expression, "kind", "AEXPR_NOT_DISTINCT"))
        return true;
    return parse_is(expression, "kind", "AEXPR_OP") && word && g_strv_contains(faithful, word) &&
           (!left || judge(query, left, output, depth)) && judge(query, right, output, depth);
}

static bool judge_case(const Query *query, const Json *expression, Output *output, guint depth) {
    gsize i;
    Json *one;
    json_array_foreach(json_object_get(expression, "args"), i, one) {
        const Json *when = json_object_get(one, "CaseWhen");
        if (!judge(query, json_object_get(when, "result"), output, depth))
            return false;
    }
    return judge(query, json_object_get(expression, "defresult"), output, depth);
}

static bool judge_constant(const Json *constant) {
    return !json_object_get(constant, "isnull");
}

/* Whether the expression is not NULL as long as the columns are not that are added to `output`. */
static bool judge(const Query *query, const Json *node, Output *output, guint depth) {
    const char *type = node ? json_object_iter_key(json_object_iter((json_t *)node)) : NULL;
    const Json *in = type ? json_object_get(node, type) : NULL;
    if (!in || ++depth > MAX_DEPTH)
        return false;
    if (strcmp(type, "ColumnRef") == 0)
        return judge_column(query, in, output);
    if (strcmp(type, "A_Const") == 0)
        return judge_constant(in);
    if (strcmp(type, "TypeCast") == 0)
        return judge_cast(query, in, output, depth);
    if (strcmp(type, "FuncCall") == 0)
        return judge_function(in);
    if (strcmp(type, "A_Expr") == 0)
        return judge_operator(query, in, output, depth);
    if (strcmp(type, "CoalesceExpr") == 0 || strcmp(type, "MinMaxExpr") == 0)
        return judge_any(query, json_object_get(in, "args"), output, depth);
    if (strcmp(type, "BoolExpr") == 0)
        return judge_all(query, json_object_get(in, "args"), output, depth);
    if (strcmp(type, "CaseExpr") == 0)
        return judge_case(query, in, output, depth);
    if (strcmp(type, "SubLink") == 0)
        return parse_is(in, "subLinkType", "EXISTS_SUBLINK") ||
               parse_is(in, "subLinkType", "ARRAY_SUBLINK");
    return strcmp(type, "NullTest") == 0 || strcmp(type, "BooleanTest") == 0 ||
           strcmp(type, "SQLValueFunction") == 0 || strcmp(type, "A_ArrayExpr") == 0;
}

/* --- the query */

/* The column of a relation that a reference means; NULL when it is none, or not known. */
static OutputColumn *column_of(const Query *query, const Json *reference) {
    const Json *fields = json_object_get(reference, "fields");
    const From *from = source_of(query, fields);
    const char *name = parse_list_string(fields, 0);
    return from && from->schema && !from->opaque && name
               ? column_new(from->schema, from->relation, name)
               : NULL;
}

static void add_target(const Query *query, GPtrArray *outputs, const Json *target) {
    Output *output = output_new();
    const Json *value = json_object_get(target, "val");
    const Json *reference = json_object_get(value, "ColumnRef");
    const char *name = parse_string(target, "name");
    output->of = reference ? column_of(query, reference) : NULL;
    output->name =
        g_strdup(name ? name : parse_list_string(json_object_get(reference, "fields"), 0));
    output->proven = judge(query, value, output, 0);
    g_ptr_array_add(outputs, output);
}

static GPtrArray *outputs_new(void) {
    return g_ptr_array_new_with_free_func(output_free);
}

/* A row of a set operation comes from either side. */
static GPtrArray *combine(const Json *select, const Query *query) {
    GPtrArray *outputs = select_outputs(json_object_get(select, "larg"), query);
    if (!parse_is(select, "op", "SETOP_UNION"))
        return outputs;
    g_autoptr(GPtrArray) others = select_outputs(json_object_get(select, "rarg"), query);
    for (guint i = 0; i < outputs->len; i++) {
        Output *output = outputs->pdata[i];
        const Output *other = i < others->len ? others->pdata[i] : NULL;
        g_clear_pointer(&output->of, column_free);
        output->proven = output->proven && other && other->proven;
        if (other)
            need_all(output, other);
    }
    return outputs;
}

static GPtrArray *of_values(const Json *lists, const Query *query) {
    GPtrArray *outputs = outputs_new();
    gsize l, i;
    Json *list, *value;
    json_array_foreach(lists, l, list) {
        json_array_foreach(json_object_get(json_object_get(list, "List"), "items"), i, value) {
            if (l == 0) {
                Output *first = output_new();
                first->proven = true;
                first->name = g_strdup_printf("column%zu", i + 1);
                g_ptr_array_add(outputs, first);
            }
            Output *output = i < outputs->len ? outputs->pdata[i] : NULL;
            if (output)
                output->proven = judge(query, value, output, 0) && output->proven;
        }
    }
    return outputs;
}

static bool has_grouping_sets(const Json *select) {
    gsize i;
    Json *one;
    json_array_foreach(json_object_get(select, "groupClause"), i,
                       one) if (json_object_get(one, "GroupingSet")) return true;
    return false;
}

static GPtrArray *plain_outputs(const Json *select, Query *query) {
    GPtrArray *outputs = outputs_new();
    gsize i;
    Json *one;
    query->grouped_by_sets = has_grouping_sets(select);
    json_array_foreach(json_object_get(select, "fromClause"), i, one)
        add_item(query, one, false, 0);
    read_condition(query, json_object_get(select, "whereClause"), 0);
    json_array_foreach(json_object_get(select, "targetList"), i, one)
        add_target(query, outputs, json_object_get(one, "ResTarget"));
    return outputs;
}

static GPtrArray *select_outputs(const Json *select, const Query *outer) {
    Query query = {.outer = outer,
                   .with = json_object_get(select, "withClause"),
                   .from = g_ptr_array_new_with_free_func(from_free),
                   .non_null = g_ptr_array_new(),
                   .depth = outer ? outer->depth + 1 : 0};
    const Json *values = json_object_get(select, "valuesLists");
    GPtrArray *outputs = !select || query.depth > MAX_DEPTH ? outputs_new()
                         : json_object_get(select, "larg")  ? combine(select, &query)
                         : values                           ? of_values(values, &query)
                                                            : plain_outputs(select, &query);
    g_ptr_array_unref(query.from);
    g_ptr_array_unref(query.non_null);
    return outputs;
}

GPtrArray *query_outputs(const char *sql) {
    const Statement statement = {.text = sql, .length = strlen(sql), .line = 1, .column = 1};
    g_autoptr(Json) tree = parse_statement(&statement);
    return select_outputs(json_object_get(tree, "SelectStmt"), NULL);
}
