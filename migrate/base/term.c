#include "base/term.h"

#include "base/error.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct {
    bool color_out, color_err, verbose;
    bool inside_out, inside_err; /* what comes next does not begin a line */
    bool reserved;               /* standard output is a program's */
    int write_error;
} term;

static const char *const sequences[] = {
    [STYLE_PLAIN] = "\033[0m", [STYLE_BOLD] = "\033[1m",   [STYLE_DIM] = "\033[2m",
    [STYLE_RED] = "\033[31m",  [STYLE_GREEN] = "\033[32m", [STYLE_YELLOW] = "\033[33m",
    [STYLE_BLUE] = "\033[34m", [STYLE_CYAN] = "\033[36m",
};

static bool may_color(FILE *stream) {
    const char *no_color = g_getenv("NO_COLOR");
    return isatty(fileno(stream)) && !(no_color && *no_color) &&
           g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

void term_set_color(ColorMode mode) {
    term.color_out = mode == COLOR_ALWAYS || (mode == COLOR_AUTO && may_color(stdout));
    term.color_err = mode == COLOR_ALWAYS || (mode == COLOR_AUTO && may_color(stderr));
}

bool term_is_interactive(FILE *stream) {
    return isatty(fileno(stream)) && isatty(STDIN_FILENO);
}

void term_reserve_output(void) {
    term.reserved = true;
}

FILE *term_stream(FILE *stream) {
    return term.reserved && stream == stdout ? stderr : stream;
}

guint term_columns(FILE *stream) {
    struct winsize size = {0};
    const char *given = g_getenv("COLUMNS");
    guint64 columns = 0;
    if (ioctl(fileno(term_stream(stream)), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return given && g_ascii_string_to_unsigned(given, 10, 1, 10000, &columns, NULL) ? (guint)columns
                                                                                    : 0;
}

const char *term_style(FILE *stream, Style style) {
    stream = term_stream(stream);
    bool color = stream == stdout ? term.color_out : stream == stderr && term.color_err;
    return color ? sequences[style] : "";
}

static bool is_bidi_control(gunichar c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Appends the character at `text`, escaped if it is a control or invalid; returns what follows. */
static const char *append_safe(GString *out, const char *text, bool multiline) {
    gunichar c = g_utf8_get_char_validated(text, -1);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
        g_string_append_printf(out, "\\x%02X", (guchar)*text);
        return text + 1;
    }
    const char *next = g_utf8_next_char(text);
    if (multiline && (c == '\n' || c == '\t'))
        g_string_append_c(out, (char)c);
    else if (c < 0x20 || c == 0x7F)
        g_string_append_printf(out, "\\x%02X", c);
    else if ((c >= 0x80 && c < 0xA0) || is_bidi_control(c))
        g_string_append_printf(out, "\\u{%04X}", c);
    else
        g_string_append_len(out, text, next - text);
    return next;
}

char *term_escape(const char *text, bool multiline) {
    GString *out = g_string_sized_new(strlen(text) + 16);
    while (*text)
        text = append_safe(out, text, multiline);
    return g_string_free(out, FALSE);
}

/* The length of the escape sequence of ours at `text`; 0 when it is something else. */
static gsize own_sequence(const char *text) {
    if (g_str_has_prefix(text, TERM_CLEAR_LINE))
        return strlen(TERM_CLEAR_LINE);
    for (guint i = 0; i < G_N_ELEMENTS(sequences); i++)
        if (g_str_has_prefix(text, sequences[i]))
            return strlen(sequences[i]);
    return 0;
}

static bool is_command(const char *text, bool fresh) {
    if (fresh && text[0] == ':' && text[1] == ':')
        return true;
    if (text[0] != '#' || text[1] != '#')
        return false;
    for (text += 2; g_ascii_isalpha(*text);)
        text++;
    return *text == '[';
}

/* Controls are escaped always, commands only where somebody may obey them. */
static char *make_safe(const char *text, bool commands, bool *fresh) {
    GString *out = g_string_sized_new(strlen(text) + 16);
    while (*text) {
        gsize own = own_sequence(text);
        if (own) {
            g_string_append_len(out, text, (gssize)own);
            text += own;
            continue;
        }
        bool command = commands && is_command(text, *fresh);
        *fresh = *text == '\n' || (*fresh && (*text == ' ' || *text == '\t'));
        if (command)
            g_string_append_printf(out, "\\x%02X", (guchar)*text++);
        else
            text = append_safe(out, text, true);
    }
    return g_string_free(out, FALSE);
}

char *term_disarm(const char *text, bool *fresh) {
    return make_safe(text, true, fresh);
}

static void write_text(FILE *stream, const char *text) {
    if (fputs(text, stream) < 0 && !term.write_error)
        term.write_error = errno;
}

void term_print(FILE *stream, const char *format, ...) {
    stream = term_stream(stream);
    bool *inside = stream == stderr ? &term.inside_err : &term.inside_out, fresh = !*inside;
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *safe = make_safe(text, !isatty(fileno(stream)), &fresh);
    *inside = !fresh;
    write_text(stream, safe);
}

void term_data(FILE *stream, const char *text) {
    write_text(stream, text);
}

void term_bytes(FILE *stream, const void *bytes, gsize length) {
    if (fwrite(bytes, 1, length, stream) != length && !term.write_error)
        term.write_error = errno;
}

void term_json(FILE *stream, const char *text) {
    g_auto(GStrv) parts = g_strsplit(text, "##", -1);
    g_autofree char *safe = g_strjoinv("#\\u0023", parts);
    write_text(stream, safe);
    write_text(stream, "\n");
}

char *term_count(gint64 count, const char *thing) {
    return g_strdup_printf("%" G_GINT64_FORMAT " %s%s", count, thing, count == 1 ? "" : "s");
}

bool term_flush(GError **error) {
    FILE *const streams[] = {stdout, stderr};
    for (guint i = 0; i < G_N_ELEMENTS(streams); i++)
        if (fflush(streams[i]) != 0 && !term.write_error)
            term.write_error = errno;
    bool failed = term.write_error || ferror(stdout) || ferror(stderr);
    if (failed)
        g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT,
                    "the output was not written completely: %s",
                    g_strerror(term.write_error ? term.write_error : EIO));
    return !failed;
}

void term_set_verbose(bool verbose) {
    term.verbose = verbose;
}

void term_verbose(const char *format, ...) {
    if (!term.verbose)
        return;
    va_list args;
    va_start(args, format);
    g_autofree char *raw = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *line = term_escape(raw, false);
    term_print(stderr, "%s%s%s\n", term_style(stderr, STYLE_DIM), line,
               term_style(stderr, STYLE_PLAIN));
}

char *term_ask(const char *question) {
    FILE *stream = isatty(STDERR_FILENO) ? stderr : stdout;
    term_print(stream, "%s ", question);
    fflush(stream);
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, stdin);
    g_autofree char *answer = length < 0 ? NULL : g_strndup(line, (gsize)length);
    free(line);
    if (answer)
        answer[strcspn(answer, "\r\n")] = '\0';
    return g_steal_pointer(&answer);
}
