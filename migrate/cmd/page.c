#include "cmd/page.h"

#include <string.h>

static void block_free(gpointer data) {
    Block *block = data;
    g_free(block->marker);
    g_free(block->text);
    g_free(block);
}

static void span_free(gpointer data) {
    Span *span = data;
    g_free(span->text);
    g_free(span->address);
    g_free(span);
}

/* --- blocks */

/* One being read: the lines go into `text` until something else begins. */
typedef struct {
    GPtrArray *blocks;
    Block *open; /* that the next line may belong to; NULL: none */
    GString *text;
    bool code, list; /* inside of a block of code; of a list */
} Reading;

static void close_block(Reading *reading) {
    if (reading->open)
        reading->open->text = g_strdup(reading->text->str);
    reading->open = NULL;
    g_string_truncate(reading->text, 0);
}

static void open_block(Reading *reading, Block row, const char *text) {
    close_block(reading);
    reading->open = g_memdup2(&row, sizeof row);
    g_ptr_array_add(reading->blocks, reading->open);
    g_string_append(reading->text, text);
}

/* How long the mark of an item is: "- ", "12. "; 0: the line begins none. */
static gsize item_mark(const char *line) {
    gsize digits = strspn(line, "0123456789");
    if (g_str_has_prefix(line, "- "))
        return 1;
    return digits > 0 && g_str_has_prefix(line + digits, ". ") ? digits + 1 : 0;
}

static void read_text(Reading *reading, const char *line) {
    const char *text = line + strspn(line, " ");
    gsize level = strspn(line, "#"), mark = item_mark(line);

    if (*text == '\0') {
        close_block(reading);
    } else if (level > 0 && line[level] == ' ') {
        reading->list = false;
        open_block(reading, (Block){BLOCK_HEADING, .level = (guint)level, .marker = g_strdup("")},
                   line + level + 1);
        close_block(reading);
    } else if (mark > 0) {
        reading->list = true;
        open_block(reading, (Block){BLOCK_ITEM, .marker = g_strndup(line, mark)}, line + mark + 1);
    } else if (reading->open) {
        g_string_append_printf(reading->text, " %s", text);
    } else {
        reading->list = reading->list && text != line;
        open_block(reading, (Block){BLOCK_PARAGRAPH, .marker = g_strdup("")}, text);
    }
}

/* The line without the blanks that the block's first line has. */
static void read_code(Reading *reading, const char *line) {
    gsize indent = reading->open->level;
    for (; indent > 0 && *line == ' '; indent--)
        line++;
    g_string_append_printf(reading->text, "%s\n", line);
}

static void read_fence(Reading *reading, const char *line) {
    gsize indent = strspn(line, " ");
    reading->code = !reading->code;
    if (!reading->code) {
        close_block(reading);
        return;
    }
    open_block(reading,
               (Block){BLOCK_CODE, .level = (guint)indent, .inner = reading->list && indent > 0,
                       .marker = g_strdup(line + indent + 3)},
               "");
}

GPtrArray *page_blocks(const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Reading reading = {.blocks = g_ptr_array_new_with_free_func(block_free),
                       .text = g_string_new(NULL)};

    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_prefix(*line + strspn(*line, " "), "```"))
            read_fence(&reading, *line);
        else if (reading.code)
            read_code(&reading, *line);
        else
            read_text(&reading, *line);
    }
    close_block(&reading);
    g_string_free(reading.text, TRUE);
    return reading.blocks;
}

/* --- spans */

static void add_span(GPtrArray *spans, SpanKind kind, const char *text, gsize length,
                     char *address) {
    Span row = {kind, g_strndup(text, length), address};
    if (length > 0 || address)
        g_ptr_array_add(spans, g_memdup2(&row, sizeof row));
    else
        g_free(row.text);
}

/* How far the span goes that begins with `mark` at `at`, up to the same mark; 0: it is text. */
static gsize span_length(const char *at, const char *mark) {
    gsize length = strlen(mark);
    const char *end = g_str_has_prefix(at, mark) ? strstr(at + length, mark) : NULL;
    return end && end > at + length ? (gsize)(end - at) - length : 0;
}

/* "[text](address)" at `at`: its length and parts; 0: it is text. */
static gsize link_length(const char *at, gsize *text, gsize *address) {
    *text = *at == '[' ? strcspn(at, "]") : 0;
    if (*text == 0 || !g_str_has_prefix(at + *text, "]("))
        return 0;
    *address = strcspn(at + *text, ")");
    return at[*text + *address] == ')' ? *text + *address + 1 : 0;
}

GPtrArray *page_spans(const char *text) {
    GPtrArray *spans = g_ptr_array_new_with_free_func(span_free);
    const char *from = text;

    for (const char *at = text; *at != '\0';) {
        gsize code = span_length(at, "`"), strong = span_length(at, "**"), named, address;
        gsize link = link_length(at, &named, &address);
        gsize whole = code ? code + 2 : strong ? strong + 4 : link;
        if (whole == 0) {
            at++;
            continue;
        }
        add_span(spans, SPAN_TEXT, from, (gsize)(at - from), NULL);
        if (code)
            add_span(spans, SPAN_CODE, at + 1, code, NULL);
        else if (strong)
            add_span(spans, SPAN_STRONG, at + 2, strong, NULL);
        else
            add_span(spans, SPAN_LINK, at + 1, named - 1, g_strndup(at + named + 2, address - 2));
        from = at += whole;
    }
    add_span(spans, SPAN_TEXT, from, strlen(from), NULL);
    return spans;
}

const char *page_quote(const char *code) {
    return strchr(code, '\'') ? "" : "'";
}

char *page_plain(const char *text) {
    g_autoptr(GPtrArray) spans = page_spans(text);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < spans->len; i++) {
        const Span *span = spans->pdata[i];
        const char *quote = span->kind == SPAN_CODE ? page_quote(span->text) : "";
        g_string_append_printf(out, "%s%s%s", quote, span->text, quote);
        if (span->address)
            g_string_append_printf(out, " (%s)", span->address);
    }
    return g_string_free(out, FALSE);
}
