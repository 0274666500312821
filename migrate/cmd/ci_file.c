#include "cmd/ci_file.h"

#include <glib.h>
#include <string.h>
#include <sys/stat.h>

const char *const ci_systems[] = {"github", "gitlab", "none", NULL};

/* Where the files go, and where they do when somebody has a first one already. */
static const struct {
    const char *system, *template, *path, *beside;
} rows[] = {
    {"github", "check", ".github/workflows/migrate.yml", ".github/workflows/migrate.yml"},
    {"gitlab", "gitlab", ".gitlab-ci.yml", ".gitlab/migrate.yml"},
};

static bool exists(const char *folder, const char *name) {
    g_autofree char *path = g_strconcat(folder, name, NULL);
    struct stat info;
    return lstat(path, &info) == 0;
}

/* The way up to the top of the repository, "" or "../../"; "" without one. Caller frees. */
static char *way_to_top(void) {
    g_autoptr(GString) way = g_string_new(NULL);
    for (guint depth = 0; depth < 64; depth++) {
        if (exists(way->str, ".git"))
            return g_strdup(way->str);
        g_string_append(way, "../");
    }
    return g_strdup("");
}

/* The project's folder from the top of its repository, as a quoted word of YAML. Caller frees. */
static char *quoted_folder(const char *way) {
    g_autofree char *top = g_canonicalize_filename(*way ? way : ".", NULL);
    g_autofree char *here = g_canonicalize_filename(".", NULL);
    const char *below = here + strlen(top);
    g_autoptr(GString) folder = g_string_new(*below == '/' ? below + 1 : *way ? below : ".");
    g_string_replace(folder, "'", "''", 0);
    return g_strdup_printf("'%s'", folder->str);
}

static char *text_of(const char *template, const char *way) {
    const CiTemplate *row = ci_templates;
    g_autofree char *folder = quoted_folder(way);
    while (strcmp(row->name, template) != 0)
        row++;
    g_autoptr(GString) text = g_string_new(row->text);
    g_string_replace(text, "'.'", folder, 1);
    g_string_replace(text, "THE.OWNER/migrate", MIGRATE_REPOSITORY, 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

bool ci_file_make(const char *system, char **path, char **text) {
    g_autofree char *way = way_to_top();
    if (!system)
        system = exists(way, ".gitlab-ci.yml") ? "gitlab" : "github";
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].system, system) != 0)
            continue;
        *path = g_strconcat(way, exists(way, rows[i].path) ? rows[i].beside : rows[i].path, NULL);
        *text = text_of(rows[i].template, way);
        return true;
    }
    return false;
}
