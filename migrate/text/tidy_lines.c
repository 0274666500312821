/* Lines: where a statement is broken, and how far each line is indented. */
#include "text/tidy.h"
#include "text/tokens.h"
#include <string.h>

enum { STEP = 4 };

typedef struct {
    const Tokens *tokens;
    GString *text;
} Lines;

static void break_line(GString *text, guint indent) {
    g_string_append_printf(text, "\n%*s", (int)indent, "");
}

static guint column(const GString *text) {
    const char *line = strrchr(text->str, '\n');
    return (guint)g_utf8_strlen(line ? line + 1 : text->str, -1);
}

static const char *gap_text(const Tokens *tokens, guint i) {
    return tokens->text + (i ? tokens->tokens[i - 1].token.end : 0);
}

/* Whether the gap before token `i` holds nothing but blanks. */
static bool is_blank(const Tokens *tokens, guint i) {
    gsize gap = tokens_gap(tokens, i);
    return strspn(gap_text(tokens, i), " \t\n") >= gap;
}

static bool breaks_before(const Tokens *tokens, guint i) {
    return i && memchr(gap_text(tokens, i), '\n', tokens_gap(tokens, i));
}

static void append_token(GString *text, const Tokens *tokens, guint i) {
    Token token = tokens->tokens[i].token;
    g_string_append_len(text, tokens->text + token.start, (gssize)(token.end - token.start));
}

static void append_gap(GString *text, const Tokens *tokens, guint i) {
    g_string_append_len(text, gap_text(tokens, i), (gssize)tokens_gap(tokens, i));
}

/* What stands behind the last token. */
static const char *end_of(const Tokens *tokens) {
    return tokens->text + tokens->tokens[tokens->count - 1].token.end;
}

/* -- Queries and headers ------------------------------------------------------------------ */

#define CLAUSES                                                                                    \
    " select from where group having order limit offset union intersect except window for with "   \
    "values returning "

/* A bracket around a query that takes more than one line. */
static bool is_query_bracket(const Tokens *tokens, guint i) {
    if (!tokens_is_symbol(tokens, i, '(') || !tokens_is_one_of(tokens, i + 1, " select with "))
        return false;
    for (guint in = i + 2; in < tokens->tokens[i].match; in++)
        if (breaks_before(tokens, in))
            return true;
    return false;
}

typedef struct {
    GArray *outer; /* of guint: where the lines begin in which open brackets of queries stand */
    guint cases;   /* CASE … END that are open */
    bool opens;    /* the last token was the bracket of a query */
} Query;

static guint line_indent(const GString *text) {
    const char *line = strrchr(text->str, '\n');
    return (guint)strspn(line ? line + 1 : text->str, " ");
}

static guint query_indent(const Tokens *tokens, guint i, const Query *query) {
    const GArray *outer = query->outer;
    guint indent = outer->len ? g_array_index(outer, guint, outer->len - 1) + STEP : 0;
    if (tokens_is_one_of(tokens, i, CLAUSES))
        return indent;
    return indent + STEP +
           STEP * (query->cases - (query->cases && tokens_is_word(tokens, i, "end")));
}

static void append_query_token(Lines *lines, guint i, Query *query) {
    const Tokens *tokens = lines->tokens;
    bool closes =
        tokens_is_symbol(tokens, i, ')') && is_query_bracket(tokens, tokens->tokens[i].match);
    guint outer = closes ? g_array_index(query->outer, guint, query->outer->len - 1) : 0;
    if (closes)
        g_array_set_size(query->outer, query->outer->len - 1);
    if (!is_blank(tokens, i))
        append_gap(lines->text, tokens, i);
    else if (closes)
        break_line(lines->text, outer);
    else if (query->opens || breaks_before(tokens, i))
        break_line(lines->text, query_indent(tokens, i, query));
    else if (!tokens_is_symbol(tokens, i - 1, '('))
        append_gap(lines->text, tokens, i);
    append_token(lines->text, tokens, i);
    query->opens = is_query_bracket(tokens, i);
    guint indent = line_indent(lines->text);
    if (query->opens)
        g_array_append_val(query->outer, indent);
    if (tokens_is_word(tokens, i, "case"))
        query->cases++;
    else if (tokens_is_word(tokens, i, "end") && query->cases)
        query->cases--;
}

/* The token at which the query of a view begins; none: the count. */
static guint query_start(const Tokens *tokens) {
    guint i = 1;
    if (!tokens_is_word(tokens, 0, "create"))
        return tokens->count;
    while (tokens_is_one_of(tokens, i, " or replace materialized recursive "))
        i++;
    if (!tokens_is_word(tokens, i, "view"))
        return tokens->count;
    while (i < tokens->count && !(tokens->tokens[i].depth == 0 && tokens_is_word(tokens, i, "as")))
        i++;
    return MIN(i + 1, tokens->count);
}

/* Whether it has a header that the server indents by a single blank. */
static bool is_routine(const Tokens *tokens) {
    guint i = 1;
    while (tokens_is_one_of(tokens, i, " or replace "))
        i++;
    return tokens_is_word(tokens, 0, "create") &&
           tokens_is_one_of(tokens, i, " function procedure ");
}

static void append_header_token(Lines *lines, guint i, bool routine) {
    const Tokens *tokens = lines->tokens;
    if (!i) {
        append_token(lines->text, tokens, i);
        return;
    }
    bool one_blank =
        routine && tokens_gap(tokens, i) == 2 && memcmp(gap_text(tokens, i), "\n ", 2) == 0;
    bool empty = tokens_is_symbol(tokens, i, ')') && tokens->tokens[i].match + 1 == i;
    if (one_blank)
        break_line(lines->text, STEP);
    else if (!(empty && is_blank(tokens, i)))
        append_gap(lines->text, tokens, i);
    append_token(lines->text, tokens, i);
}

static char *lay_out(const Tokens *tokens) {
    Lines lines = {tokens, g_string_new_len(tokens->text, (gssize)tokens->tokens->token.start)};
    guint start = query_start(tokens);
    bool routine = is_routine(tokens);
    g_autoptr(GArray) outer = g_array_new(FALSE, FALSE, sizeof(guint));
    Query query = {.outer = outer};
    for (guint i = 0; i < tokens->count; i++) {
        if (i == start && is_blank(tokens, i)) {
            break_line(lines.text, 0);
            append_token(lines.text, tokens, i);
        } else if (i > start)
            append_query_token(&lines, i, &query);
        else
            append_header_token(&lines, i, routine);
    }
    g_string_append(lines.text, end_of(tokens));
    return g_string_free(lines.text, FALSE);
}

/* -- Long lines --------------------------------------------------------------------------- */

/* Tokens `from` … `to` - 1 of one line. */
typedef struct {
    guint from, to;
} Range;

static guint width_of(const Tokens *tokens, Range range) {
    if (range.from >= range.to)
        return 0;
    const char *start = tokens->text + tokens->tokens[range.from].token.start;
    return (guint)g_utf8_strlen(start, (gssize)(tokens->tokens[range.to - 1].token.end -
                                                tokens->tokens[range.from].token.start));
}

static guint lowest_depth(const Tokens *tokens, Range range) {
    guint depth = G_MAXUINT;
    for (guint i = range.from; i < range.to; i++)
        depth = MIN(depth, tokens->tokens[i].depth);
    return depth;
}

#define BREAKS                                                                                     \
    " foreign references where with include to using for execute from when primary unique check "  \
    "exclude options return as and or join left right full cross inner add set "

/* Whether the words before and behind token `i` are one with it: ON DELETE SET NULL, BETWEEN … AND,
 * a trigger's INSERT OR UPDATE. */
static bool is_joined(const Tokens *tokens, guint i) {
    return tokens_is_one_of(
               tokens, i - 1,
               " left right full cross inner on not is distinct or instead by default primary "
               "unique between exclude start rename owner delete update comment ") ||
           (tokens_is_word(tokens, i, "and") && tokens_is_word(tokens, i - 2, "between")) ||
           (tokens_is_word(tokens, i, "or") &&
            tokens_is_one_of(tokens, i + 1, " insert update delete truncate ")) ||
           (tokens_is_one_of(tokens, i, " from to ") && tokens_is_symbol(tokens, i + 1, '(')) ||
           (tokens_is_word(tokens, i, "foreign") && !tokens_is_word(tokens, i + 1, "key"));
}

/* Whether an ON begins a clause: what a key does, what a grant is about, the table of an index. */
static bool is_clause_on(const Tokens *tokens, Range range, guint i) {
    bool index = tokens_is_word(tokens, 0, "create") &&
                 (tokens_is_word(tokens, 1, "index") || tokens_is_word(tokens, 2, "index"));
    return i > range.from + 1 &&
           (index ||
            tokens_is_one_of(tokens, i + 1, " delete update table column function schema "));
}

/* Whether a line may be broken before token `i`. */
static bool may_break(const Tokens *tokens, Range range, guint depth, guint i) {
    if (i == range.from || tokens->tokens[i].depth != depth || !tokens_gap(tokens, i))
        return false;
    if (tokens_is_symbol(tokens, i - 1, ','))
        return true;
    if (tokens_is_word(tokens, i, "on"))
        return is_clause_on(tokens, range, i);
    return !is_joined(tokens, i) && tokens_is_one_of(tokens, i, BREAKS);
}

static void append_range(Lines *lines, Range range, guint indent);

/* The widest pair of brackets outermost in the range whose contents can be broken; none: `to`. */
static guint widest_bracket(const Tokens *tokens, Range range, guint depth) {
    guint best = range.to, width = 0;
    for (guint i = range.from; i < range.to; i++) {
        Range inside = {i + 1, tokens->tokens[i].match};
        if (tokens->tokens[i].depth == depth && tokens_is_symbol(tokens, i, '(') &&
            inside.to < range.to && width_of(tokens, inside) > MAX(width, 30)) {
            best = i;
            width = width_of(tokens, inside);
        }
    }
    return best;
}

static void append_plain(Lines *lines, Range range) {
    for (guint i = range.from; i < range.to; i++) {
        if (i != range.from)
            append_gap(lines->text, lines->tokens, i);
        append_token(lines->text, lines->tokens, i);
    }
}

/* The contents of brackets on lines of their own. */
static void append_bracket(Lines *lines, Range range, guint open, guint indent) {
    guint close = lines->tokens->tokens[open].match;
    append_plain(lines, (Range){range.from, open + 1});
    break_line(lines->text, indent + STEP);
    append_range(lines, (Range){open + 1, close}, indent + STEP);
    break_line(lines->text, indent);
    append_token(lines->text, lines->tokens, close);
    if (close + 1 < range.to) {
        append_gap(lines->text, lines->tokens, close + 1);
        append_range(lines, (Range){close + 1, range.to}, indent);
    }
}

/* Up to the next place where the range may be broken. */
static Range next_piece(const Tokens *tokens, Range range, guint depth, guint from) {
    guint to = from + 1;
    while (to < range.to && !may_break(tokens, range, depth, to))
        to++;
    return (Range){from, to};
}

/* Members of a list in brackets, and conditions, stand below each other; clauses are indented. */
static guint piece_indent(const Tokens *tokens, guint from, guint depth, guint indent) {
    bool member = depth && (tokens_is_symbol(tokens, from - 1, ',') ||
                            tokens_is_one_of(tokens, from, " and or "));
    return member ? indent : indent + STEP;
}

static void append_pieces(Lines *lines, Range range, guint depth, guint indent) {
    guint deeper = indent;
    for (Range piece = next_piece(lines->tokens, range, depth, range.from); piece.from < range.to;
         piece = next_piece(lines->tokens, range, depth, piece.to)) {
        if (piece.from != range.from) {
            guint gap = (guint)tokens_gap(lines->tokens, piece.from);
            deeper = piece_indent(lines->tokens, piece.from, depth, indent);
            if (column(lines->text) + gap + width_of(lines->tokens, piece) > TIDY_COLUMNS - 1)
                break_line(lines->text, deeper);
            else
                append_gap(lines->text, lines->tokens, piece.from);
        }
        append_range(lines, piece, deeper);
        if (piece.to >= range.to)
            break;
    }
}

static void append_range(Lines *lines, Range range, guint indent) {
    const Tokens *tokens = lines->tokens;
    guint depth = lowest_depth(tokens, range);
    guint open = widest_bracket(tokens, range, depth);
    /* Where indentation alone fills the line, breaking it gains nothing. */
    if (indent >= TIDY_COLUMNS || column(lines->text) + width_of(tokens, range) < TIDY_COLUMNS)
        append_plain(lines, range);
    else if (next_piece(tokens, range, depth, range.from).to < range.to)
        append_pieces(lines, range, depth, indent);
    else if (open < range.to)
        append_bracket(lines, range, open, indent);
    else
        append_plain(lines, range);
}

/* Behind the last token of the line that token `from` begins. */
static guint line_end(const Tokens *tokens, guint from) {
    guint to = from + 1;
    while (to < tokens->count && !breaks_before(tokens, to) && is_blank(tokens, to))
        to++;
    return to;
}

/* A line with text that holds line breaks is nobody's to break. */
static bool holds_breaks(const Tokens *tokens, Range line) {
    for (guint i = line.from; i < line.to; i++) {
        Token token = tokens->tokens[i].token;
        if (memchr(tokens->text + token.start, '\n', token.end - token.start))
            return true;
    }
    return false;
}

static char *break_long(const Tokens *tokens) {
    Lines lines = {tokens, g_string_new_len(tokens->text, (gssize)tokens->tokens->token.start)};
    for (Range line = {0, 0}; line.to < tokens->count;) {
        line = (Range){line.to, line_end(tokens, line.to)};
        if (line.from)
            append_gap(lines.text, tokens, line.from);
        if (holds_breaks(tokens, line))
            append_plain(&lines, line);
        else
            append_range(&lines, line, column(lines.text));
    }
    g_string_append(lines.text, end_of(tokens));
    return g_string_free(lines.text, FALSE);
}

static char *lay_out_once(const char *sql) {
    g_auto(Tokens) tokens = {0}, laid = {0};
    if (!tokens_read(&tokens, sql) || !tokens.count)
        return g_strdup(sql);
    g_autofree char *text = lay_out(&tokens);
    return tokens_read(&laid, text) ? break_long(&laid) : g_strdup(text);
}

/* What was broken is laid out once more, so that a second time changes nothing. */
char *tidy_lines(const char *sql) {
    enum { ROUNDS = 4 };
    char *text = lay_out_once(sql);
    for (guint round = 1; round < ROUNDS; round++) {
        char *again = lay_out_once(text);
        bool settled = strcmp(text, again) == 0;
        g_free(text);
        text = again;
        if (settled)
            break;
    }
    return text;
}
