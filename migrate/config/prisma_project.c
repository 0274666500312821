#include "config/prisma_project.h"

#include "base/file.h"
#include <jansson.h>
#include <string.h>

static const char *const config_files[] = {
    "prisma.config.ts",  "prisma.config.mts", "prisma.config.cts", "prisma.config.js",
    "prisma.config.mjs", "prisma.config.cjs", ".config/prisma.ts", ".config/prisma.js",
};
static const char *const usual_schemas[] = {"prisma/schema.prisma", "schema.prisma",
                                            "prisma/schema", "prisma"};

void prisma_project_clear(PrismaProject *project) {
    PrismaSaying *sayings[] = {&project->schema, &project->migrations, &project->url,
                               &project->seed};
    for (guint i = 0; i < G_N_ELEMENTS(sayings); i++) {
        g_free(sayings[i]->value);
        g_free(sayings[i]->file);
    }
    g_free(project->provider);
    *project = (PrismaProject){0};
}

/* Takes `value`. What was said before holds. */
static void say(PrismaSaying *saying, char *value, const char *file) {
    if (saying->value || !value || !*value || strpbrk(value, "\r\n")) {
        g_free(value);
        return;
    }
    *saying = (PrismaSaying){value, g_strdup(file)};
}

static char *read_text(const char *path) {
    g_autoptr(GBytes) bytes =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    static const char mark[] = "\xEF\xBB\xBF";
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    gsize skipped =
        length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    return text ? g_strndup(text + skipped, length - skipped) : NULL;
}

/* --- a program's text */

/* Behind a string that begins at `at`, or at its quote where it never ends. */
static const char *skip_string(const char *at) {
    const char *end = at + 1;
    for (; *end && *end != *at; end++)
        if (*end == '\\' && end[1])
            end++;
    return *end ? end + 1 : at + strlen(at);
}

/* Blanks the comments. */
static void blank_comments(char *text) {
    for (char *at = text; *at;) {
        if (strchr("'\"`", *at)) {
            at = (char *)skip_string(at);
            continue;
        }
        const char *end = NULL;
        if (g_str_has_prefix(at, "//"))
            end = at + strcspn(at, "\n");
        else if (g_str_has_prefix(at, "/*"))
            end = (end = strstr(at + 2, "*/")) ? end + 2 : at + strlen(at);
        if (!end)
            at++;
        while (end && at < end)
            *at++ = ' ';
    }
}

/* Behind "key:" in the text; NULL: it is not there. */
static const char *behind_key(const char *text, const char *key) {
    for (const char *at = text; (at = strstr(at, key));) {
        bool word = at == text || !(g_ascii_isalnum(at[-1]) || strchr("_.$", at[-1]));
        at += strlen(key);
        const char *next = at + strspn(at, "\"' \t\r\n");
        if (word && *next == ':')
            return next + 1 + strspn(next + 1, " \t\r\n");
    }
    return NULL;
}

/* The text between a brace at `at` and its counterpart. Caller frees. */
static char *block_at(const char *at, char open, char close) {
    guint depth = 0;
    if (!at || *at != open)
        return NULL;
    for (const char *end = at; *end;) {
        if (strchr("'\"`", *end)) {
            end = skip_string(end);
            continue;
        }
        depth += *end == open;
        depth -= *end == close;
        if (depth == 0)
            return g_strndup(at + 1, (gsize)(end - at) - 1);
        end++;
    }
    return NULL;
}

/* A string without escapes. Caller frees. */
static char *string_at(const char *at) {
    const char *end = at && *at && strchr("'\"`", *at) ? skip_string(at) : NULL;
    char *text = end && end > at + 1 ? g_strndup(at + 1, (gsize)(end - at) - 2) : NULL;
    if (text && strpbrk(text, "\\$"))
        g_clear_pointer(&text, g_free);
    return text;
}

/* A path: a string, or the strings of path.join("a", "b"). Caller frees. */
static char *path_at(const char *at) {
    char *whole = at ? string_at(at) : NULL;
    if (whole || !at ||
        !(g_str_has_prefix(at, "path.") || g_str_has_prefix(at, "join(") ||
          g_str_has_prefix(at, "resolve(")))
        return whole;
    g_autofree char *arguments = block_at(strchr(at, '('), '(', ')');
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    for (const char *part = arguments; part && (part = strpbrk(part, "'\"`"));
         part = skip_string(part)) {
        char *text = string_at(part);
        if (text)
            g_ptr_array_add(parts, text);
    }
    g_ptr_array_add(parts, NULL);
    return parts->len > 1 ? g_build_filenamev((char **)parts->pdata) : NULL;
}

/* A variable: env("X"), process.env.X, process.env["X"]. As a value of migrate.ini; caller frees.
 */
static char *variable_at(const char *at) {
    static const char process[] = "process.env";
    g_autofree char *name = NULL;
    if (at && g_str_has_prefix(at, "env")) {
        const char *open = strchr(at, '(');
        name = open ? string_at(open + 1 + strspn(open + 1, " \t\r\n")) : NULL;
    } else if (at && g_str_has_prefix(at, process)) {
        at += strlen(process);
        if (*at == '[')
            name = string_at(at + 1);
        else if (*at == '.')
            name = g_strndup(at + 1, strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"));
    }
    bool fine =
        name && *name && strspn(name, G_CSET_A_2_Z "_0123456789" G_CSET_a_2_z) == strlen(name);
    return fine ? g_strdup_printf("${%s}", name) : NULL;
}

static char *clean_path(char *path) {
    const char *from = path;
    while (from && g_str_has_prefix(from, "./"))
        from += 2;
    char *clean = from ? g_strdup(from) : NULL;
    g_free(path);
    if (clean && (g_path_is_absolute(clean) || g_str_has_prefix(clean, "..")))
        g_clear_pointer(&clean, g_free);
    return clean;
}

static void read_config(PrismaProject *project, const char *file) {
    g_autofree char *text = read_text(file);
    if (!text)
        return;
    blank_comments(text);
    g_autofree char *migrations = block_at(behind_key(text, "migrations"), '{', '}');
    g_autofree char *datasource = block_at(behind_key(text, "datasource"), '{', '}');
    say(&project->schema, clean_path(path_at(behind_key(text, "schema"))), file);
    if (migrations) {
        say(&project->migrations, clean_path(path_at(behind_key(migrations, "path"))), file);
        say(&project->seed, string_at(behind_key(migrations, "seed")), file);
    }
    if (!datasource)
        return;
    say(&project->url, variable_at(behind_key(datasource, "directUrl")), file);
    say(&project->url, variable_at(behind_key(datasource, "url")), file);
}

/* --- package.json */

static void read_package(PrismaProject *project) {
    static const char file[] = "package.json";
    g_autofree char *text = read_text(file);
    json_t *root = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *prisma = json_object_get(root, "prisma");
    say(&project->schema,
        clean_path(g_strdup(json_string_value(json_object_get(prisma, "schema")))), file);
    say(&project->seed, g_strdup(json_string_value(json_object_get(prisma, "seed"))), file);
    json_decref(root);
}

/* --- the schema */

/* Behind "key =" in the block of the datasource. */
static const char *behind_setting(const char *block, const char *key) {
    for (const char *at = block; (at = strstr(at, key)); at += strlen(key)) {
        const char *next = at + strlen(key) + strspn(at + strlen(key), " \t");
        if ((at == block || g_ascii_isspace(at[-1])) && *next == '=')
            return next + 1 + strspn(next + 1, " \t");
    }
    return NULL;
}

static char *datasource_in(const char *file) {
    g_autofree char *text = read_text(file);
    if (!text)
        return NULL;
    blank_comments(text);
    for (const char *at = text; (at = strstr(at, "datasource")); at++)
        if (at == text || g_ascii_isspace(at[-1]))
            return block_at(strchr(at, '{'), '{', '}');
    return NULL;
}

static void read_datasource(PrismaProject *project, const char *file, const char *block) {
    g_autofree char *folder = g_path_get_dirname(file);
    project->provider = string_at(behind_setting(block, "provider"));
    say(&project->url, variable_at(behind_setting(block, "directUrl")), file);
    say(&project->url, variable_at(behind_setting(block, "url")), file);
    project->literal = !project->url.value && behind_setting(block, "url");
    say(&project->migrations,
        strcmp(folder, ".") == 0 ? g_strdup("migrations")
                                 : g_build_filename(folder, "migrations", NULL),
        file);
}

static bool is_schema_folder(const char *path) {
    g_autoptr(GPtrArray) files =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? file_list(path, ".prisma", NULL) : NULL;
    return files && files->len > 0;
}

static void find_schema(PrismaProject *project) {
    for (guint i = 0; i < G_N_ELEMENTS(usual_schemas) && !project->schema.value; i++)
        if (g_file_test(usual_schemas[i], G_FILE_TEST_IS_REGULAR) ||
            is_schema_folder(usual_schemas[i]))
            say(&project->schema, g_strdup(usual_schemas[i]), usual_schemas[i]);
}

/* Of a folder, the file that has the datasource says the most. */
static void read_schema(PrismaProject *project) {
    const char *schema = project->schema.value;
    g_autofree char *block = datasource_in(schema);
    if (block) {
        read_datasource(project, schema, block);
        return;
    }
    g_autoptr(GPtrArray) files =
        g_file_test(schema, G_FILE_TEST_IS_DIR) ? file_list(schema, ".prisma", NULL) : NULL;
    for (guint i = 0; files && i < files->len && !block; i++) {
        g_autofree char *file = g_build_filename(schema, files->pdata[i], NULL);
        block = datasource_in(file);
        if (block)
            read_datasource(project, file, block);
    }
}

/* Before 6.6 the history of a folder of schemas lay beside the folder. */
static void settle_migrations(PrismaProject *project) {
    const char *path = project->migrations.value;
    if (!path || g_file_test(path, G_FILE_TEST_EXISTS))
        return;
    g_autofree char *folder = g_path_get_dirname(path), *up = g_path_get_dirname(folder);
    g_autofree char *older = g_build_filename(up, "migrations", NULL);
    if (strcmp(up, folder) == 0 || !g_file_test(older, G_FILE_TEST_IS_DIR))
        return;
    g_free(project->migrations.value);
    project->migrations.value =
        g_str_has_prefix(older, "./") ? g_strdup(older + 2) : g_steal_pointer(&older);
}

bool prisma_project_find(PrismaProject *project, const char *below) {
    *project = (PrismaProject){0};
    for (guint i = 0; i < G_N_ELEMENTS(config_files); i++)
        read_config(project, config_files[i]);
    read_package(project);
    if (project->schema.value && !g_file_test(project->schema.value, G_FILE_TEST_EXISTS)) {
        g_clear_pointer(&project->schema.value, g_free);
        g_clear_pointer(&project->schema.file, g_free);
    }
    find_schema(project);
    if (!project->schema.value && below)
        say(&project->schema, g_strdup(below), below);
    if (!project->schema.value)
        return false;
    read_schema(project);
    say(&project->migrations, g_strdup("prisma/migrations"), project->schema.value);
    settle_migrations(project);
    return true;
}
