/* Pages in Markdown: the part of it that the help topics are written in, as blocks of spans.
 *
 * A page is paragraphs, headings ("# ", "## ", "### "), lists ("- ", "1. "; the lines that go on
 * are indented) and blocks of code between lines of ```, whose first line may name a language.
 * Within a text there are `code`, **strong** and [a link](address). Anything else is text as it
 * stands, so a page uses nothing else of Markdown; the renderers are topic.c (terminals) and man.c
 * (roff), and cmark makes the same pages into HTML.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_CODE } BlockKind;

typedef struct {
    BlockKind kind;
    guint level;  /* of a heading: 1 to 3 */
    char *marker; /* of an item: "-", "1."; of code: its language; else "" */
    char *text;   /* of code: its lines, each with its newline; else one line with spans */
    bool inner;   /* code that belongs to an item */
} Block;

/* The blocks of a page in their order (`Block *`). Caller unrefs. */
GPtrArray *page_blocks(const char *text);

typedef enum { SPAN_TEXT, SPAN_CODE, SPAN_STRONG, SPAN_LINK } SpanKind;

typedef struct {
    SpanKind kind;
    char *text;
    char *address; /* of a link; else NULL */
} Span;

/* The spans of a block's text (`Span *`). Caller unrefs. */
GPtrArray *page_spans(const char *text);
/* Without colours: "'migrate apply' and …". Caller frees. */
char *page_plain(const char *text);
/* What stands around code in plain text: "'", or "" where the code has one itself. */
const char *page_quote(const char *code);
