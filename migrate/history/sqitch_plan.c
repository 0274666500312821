/* Sqitch's plan: a change a line, with what it needs, when it was planned and by whom; tags stand
 * behind the changes that they name. A change that is worked over has a second line of its name;
 * the files of the first one are then called NAME@TAG, after a tag between the two. */
#include "history/index.h"
#include <string.h>

/* A line being read; columns count from 1. */
typedef struct {
    Index *index;
    GPtrArray *tags; /* struct { tag, count of lines before it } */
    const char *text, *at;
    guint number;
} PlanLine;

typedef struct {
    char *name; /* with its '@' */
    guint after;
} PlanTag;

static void tag_free(gpointer data) {
    PlanTag *tag = data;
    g_free(tag->name);
    g_free(tag);
}

static guint column_of(const PlanLine *line) {
    return (guint)g_utf8_strlen(line->text, line->at - line->text) + 1;
}

static void skip_blanks(PlanLine *line) {
    line->at += strspn(line->at, " \t");
}

/* The next word. Caller frees. */
static char *take_word(PlanLine *line) {
    gsize length = strcspn(line->at, " \t[");
    char *word = g_strndup(line->at, length);
    line->at += length;
    skip_blanks(line);
    return word;
}

static IndexLine *line_of_name(const Index *index, const char *name) {
    for (guint i = index->lines->len; i-- > 0;) {
        IndexLine *line = index->lines->pdata[i];
        if (strcmp(line->name, name) == 0)
            return line;
    }
    return NULL;
}

/* A change, a tag, or a change as of a tag; what another project has cannot be seen here. */
static bool is_planned(const PlanLine *line, const char *need) {
    g_autofree char *name = g_strndup(need, strcspn(need, "@"));
    const char *tag = need + strlen(name);
    return (!*name || line_of_name(line->index, name)) &&
           (!*tag || g_hash_table_contains(line->index->tags, tag));
}

static void check_need(PlanLine *line, const char *need, const char *name) {
    bool conflicts = *need == '!';
    need += conflicts;
    if (strchr(need, ':') || !*need || is_planned(line, need) != conflicts)
        return;
    if (conflicts)
        index_fault(line->index, line->number, column_of(line), NULL,
                    "%s conflicts with %s, which comes before it", name, need);
    else
        index_fault(line->index, line->number, column_of(line),
                    "plan it before, or take it out of the brackets",
                    "%s needs %s, which does not come before it", name, need);
}

/* "[this that !other]" */
static void take_needs(PlanLine *line, const char *name) {
    if (*line->at != '[')
        return;
    const char *end = strchr(line->at, ']');
    if (!end) {
        index_fault(line->index, line->number, column_of(line), NULL, "this bracket is not closed");
        return;
    }
    g_autofree char *inner = g_strndup(line->at + 1, (gsize)(end - line->at - 1));
    g_auto(GStrv) needs = g_strsplit_set(inner, " \t", -1);
    for (guint i = 0; needs[i]; i++)
        check_need(line, needs[i], name);
    line->at = end + 1;
    skip_blanks(line);
}

/* "2024-01-31T12:00:00Z" as the digits of a version; NULL: it is no time. Caller frees. */
static char *take_time(PlanLine *line) {
    g_autofree char *word = g_strndup(line->at, strcspn(line->at, " \t"));
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(word, NULL);
    g_autoptr(GDateTime) utc = time ? g_date_time_to_utc(time) : NULL;
    return utc ? g_date_time_format(utc, "%Y%m%d%H%M%S") : NULL;
}

/* The last tag before the second line is what its files are called after; Sqitch looks for others,
 * too. */
static void name_files(const PlanLine *line, IndexLine *first) {
    guint place = index_place(line->index, first);
    g_ptr_array_set_size(first->stems, 0);
    for (guint i = line->tags->len; i-- > 0;) {
        const PlanTag *tag = line->tags->pdata[i];
        if (tag->after >= place)
            g_ptr_array_add(first->stems, g_strconcat(first->name, tag->name, NULL));
    }
    if (first->stems->len == 0)
        index_fault(line->index, line->number, 1, "name one of them otherwise",
                    "%s was planned on line %u already, and no tag stands between the two",
                    first->name, first->line);
}

static void read_change(PlanLine *line) {
    line->at += *line->at == '+';
    skip_blanks(line);
    g_autofree char *name = take_word(line);
    take_needs(line, name);
    g_autofree char *version = take_time(line);
    if (!version) {
        index_fault(line->index, line->number, column_of(line),
                    "the line is NAME [NEEDS] 2024-01-31T12:00:00Z PLANNER <ADDRESS> # NOTE",
                    "a time is missing here");
        return;
    }
    IndexLine *before = line_of_name(line->index, name);
    if (before)
        name_files(line, before);
    IndexLine *added = index_add(line->index, version, name, line->number);
    g_ptr_array_add(added->stems, g_steal_pointer(&name));
}

static void read_tag(PlanLine *line) {
    g_autofree char *name = take_word(line);
    guint count = line->index->lines->len;
    PlanTag *tag = g_new(PlanTag, 1);
    *tag = (PlanTag){g_strdup(name), count};
    g_ptr_array_add(line->tags, tag);
    if (count == 0)
        index_fault(line->index, line->number, 1, NULL, "%s stands before the first change", name);
    else
        g_hash_table_insert(line->index->tags, g_steal_pointer(&name),
                            line->index->lines->pdata[count - 1]);
}

static Index *read_plan(const char *text, gsize length) {
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(tag_free);
    Index *index = index_new();
    for (guint i = 0; lines[i]; i++) {
        PlanLine line = {index, tags, g_strchomp(lines[i]), lines[i], i + 1};
        skip_blanks(&line);
        if (*line.at == '-')
            index_fault(index, line.number, column_of(&line), "take both lines out of the plan",
                        "a change that is taken back in the plan is not read");
        else if (*line.at == '@')
            read_tag(&line);
        else if (*line.at && !strchr("#%", *line.at))
            read_change(&line);
    }
    return index;
}

static char *add_to_plan(const char *text, const char *version, const char *name,
                         const char *author) {
    GString *plan = g_string_new(text);
    if (plan->len && plan->str[plan->len - 1] != '\n')
        g_string_append_c(plan, '\n');
    g_string_append_printf(plan, "%s %.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ %s # %s\n", name, version,
                           version + 4, version + 6, version + 8, version + 10, version + 12,
                           author, name);
    return g_string_free(plan, FALSE);
}

static const char *const folders[] = {"deploy", "revert", "verify", NULL};

const IndexKind sqitch_plan = {"sqitch.plan", folders, read_plan, add_to_plan};
