#include "cmd/topic.h"

#include "base/term.h"
#include "config/config.h"
#include <string.h>

/* Pages that are generated from the program's own tables. */
static const struct {
    const char *name;
    char *(*make)(void);
} made[] = {
    {"migrate.ini", config_template},
};

const Topic *topic_find(const char *name) {
    for (const Topic *topic = topics; topic->name; topic++) {
        if (strcmp(topic->name, name) == 0)
            return topic;
    }
    return NULL;
}

char *topic_summary(const Topic *topic) {
    return g_strndup(topic->text, strcspn(topic->text, "\n"));
}

static void print_line(FILE *stream, const char *line) {
    bool heading = g_str_has_prefix(line, "## "), command = g_str_has_prefix(line, "    $ ");

    term_print(stream, "%s%s%s\n",
               heading   ? term_style(stream, STYLE_BOLD)
               : command ? term_style(stream, STYLE_CYAN)
                         : "",
               heading ? line + strlen("## ") : line,
               heading || command ? term_style(stream, STYLE_PLAIN) : "");
}

void topic_print(FILE *stream, const Topic *topic) {
    g_auto(GStrv) lines = g_strsplit(topic->text, "\n", -1);

    for (guint i = 0; i < G_N_ELEMENTS(made); i++) {
        if (strcmp(made[i].name, topic->name) != 0)
            continue;
        g_autofree char *text = made[i].make();
        term_data(stream, text);
        return;
    }
    term_print(stream, "%s%s%s: ", term_style(stream, STYLE_BOLD), topic->name,
               term_style(stream, STYLE_PLAIN));
    for (char **line = lines; *line != NULL && (line[1] || **line != '\0'); line++)
        print_line(stream, *line);
}
