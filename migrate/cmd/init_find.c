#include "cmd/init_find.h"

#include "base/file.h"
#include "config/extensions.h"
#include "history/folder.h"
#include <string.h>

/* Java's sources begin five folders deep, also in a part of the repository. */
enum { MAX_DEPTH = 10, MAX_FOLDERS = 20000 };

static void found_history_free(gpointer data) {
    FoundHistory *history = data;
    g_free(history->path);
    g_free(history);
}

void init_found_clear(Found *found) {
    GPtrArray **arrays[] = {&found->histories, &found->prisma, &found->tools, &found->extensions};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_clear_pointer(arrays[i], g_ptr_array_unref);
    g_free(found->schema);
    g_free(found->seeds);
    g_free(found->url);
    g_free(found->server_file);
    *found = (Found){0};
}

/* The text of a regular file; NULL: not one, or not readable. Caller frees. */
static char *text_of(const char *path) {
    enum { MAX_BYTES = 4 * 1024 * 1024 };
    g_autoptr(GBytes) bytes =
        g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, NULL) : NULL;
    gsize length = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    return text && length <= MAX_BYTES ? g_strndup(text, length) : NULL;
}

/* Where people keep declarative SQL. What tools dump (db/structure.sql, dbmate's db/schema.sql) is
 * made of the history, and not by hand: where that is of programs, it is the schema all the same.
 */
static const char *const dumped_schemas[] = {"db/structure.sql"};
static const char *const usual_schemas[] = {
    "schema",           "schema.sql",      "sql/schema",       "db/schema",
    "supabase/schemas", "database/schema", "schema/schema.sql"};

/* --- histories */

/* What others put there. */
static const char *const passed_over[] = {"node_modules", "vendor", "target",   "build",    "dist",
                                          "out",          "venv",   "fixtures", "testdata", NULL};

/* Whether a name in a folder is one that a migration, or its folder, has. */
static bool looks_like_one(const char *name) {
    bool prefixed = *name && strchr("VUB", *name) && g_ascii_isdigit(name[1]);
    bool number = *name && !name[strspn(name, "0123456789")];
    if (strcmp(name, "committed") == 0) /* graphile-migrate's */
        return true;
    for (const Layout *layout = layouts; layout->name; layout++)
        prefixed = prefixed || (layout->index && strcmp(name, layout->index->file) == 0);
    return prefixed || number || (g_ascii_isdigit(*name) && strpbrk(name, "_-."));
}

static guint count_migrations(const Folder *folder) {
    LayoutPart counted = folder->layout->programs ? PART_PROGRAM : PART_UP;
    guint count = 0;
    for (guint i = 0; i < folder->entries->len; i++)
        count += ((const FolderEntry *)folder->entries->pdata[i])->part == counted;
    return count;
}

guint init_count_migrations(const char *path) {
    g_autoptr(Folder) folder = folder_read(path, NULL);
    return folder ? count_migrations(folder) : 0;
}

static bool is_inside(const char *path, const char *folder) {
    gsize length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Files that are only numbered may be the parts of a schema, as `migrate schema export` names them.
 */
static bool is_numbered_schema(const char *path, const Layout *layout) {
    bool usual = false;
    for (guint i = 0; i < G_N_ELEMENTS(usual_schemas); i++)
        usual = usual || is_inside(path, usual_schemas[i]);
    return usual && g_str_equal(layout->name, "flat");
}

/* Takes the folder for a history where it is one. */
static bool add_history(Found *found, const char *path) {
    g_autoptr(Folder) folder = folder_read(path, NULL);
    guint count = folder ? count_migrations(folder) : 0;
    bool programs = folder && folder->layout->programs;
    if (!count || is_numbered_schema(path, folder->layout) || (programs && !strstr(path, "migrat")))
        return false;
    FoundHistory *history = g_new0(FoundHistory, 1);
    *history = (FoundHistory){g_strdup(path), folder->layout, count};
    g_ptr_array_add(found->histories, history);
    return true;
}

/* One of a part of the repository. */
static void add_prisma(Found *found, const char *path) {
    g_autofree char *text = text_of(path);
    if (text && strstr(text, "\"postgres"))
        g_ptr_array_add(found->prisma, g_strdup(path));
}

static void walk(Found *found, const char *path, guint depth, guint *seen) {
    g_autoptr(GDir) dir =
        depth < MAX_DEPTH && ++*seen < MAX_FOLDERS ? g_dir_open(path, 0, NULL) : NULL;
    g_autoptr(GPtrArray) below = g_ptr_array_new_with_free_func(g_free);
    bool candidate = false;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        candidate = candidate || looks_like_one(name);
        if (strcmp(name, "schema.prisma") == 0)
            add_prisma(found, inner + (g_str_has_prefix(inner, "./") ? 2 : 0));
        if (*name != '.' && !g_strv_contains(passed_over, name) &&
            g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            g_ptr_array_add(below, g_strdup(strcmp(path, ".") == 0 ? name : inner));
    }
    if (candidate && add_history(found, path))
        return;
    for (guint i = 0; i < below->len; i++)
        walk(found, below->pdata[i], depth + 1, seen);
}

/* Seeds are numbered, too, and can be more: what is called migrations comes before what is not. */
static gint likeliest_first(gconstpointer a, gconstpointer b) {
    const FoundHistory *one = *(FoundHistory *const *)a, *two = *(FoundHistory *const *)b;
    if (one->layout->programs != two->layout->programs)
        return one->layout->programs ? 1 : -1;
    bool first = strstr(one->path, "migrat"), second = strstr(two->path, "migrat");
    if (first != second)
        return first ? -1 : 1;
    return one->count != two->count ? (one->count < two->count ? 1 : -1)
                                    : strcmp(one->path, two->path);
}

/* --- the schema */

static bool holds_sql(const char *path) {
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return true;
    g_autoptr(GPtrArray) files =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? file_list(path, ".sql", NULL) : NULL;
    return files && files->len > 0;
}

/* A folder of migrations is no schema. */
static bool is_history(const Found *found, const char *path) {
    for (guint i = 0; i < found->histories->len; i++) {
        const char *history = ((const FoundHistory *)found->histories->pdata[i])->path;
        if (is_inside(history, path))
            return true;
    }
    return false;
}

static void find_schema(Found *found) {
    const FoundHistory *first = found->histories->len ? found->histories->pdata[0] : NULL;
    for (guint i = 0; first && first->layout->programs && i < G_N_ELEMENTS(dumped_schemas); i++)
        if (!found->schema && holds_sql(dumped_schemas[i]))
            found->schema = g_strdup(dumped_schemas[i]);
    for (guint i = 0; i < G_N_ELEMENTS(usual_schemas) && !found->schema; i++)
        if (holds_sql(usual_schemas[i]) && !is_history(found, usual_schemas[i]))
            found->schema = g_strdup(usual_schemas[i]);
}

/* --- the database */

/* By what names an address goes. */
static const char *const variables[] = {"DATABASE_URL", "POSTGRES_URL", "POSTGRESQL_URL",
                                        "PG_URL",       "DATABASE_URI", "DB_URL"};

static bool is_postgresql(const char *value) {
    value += strspn(value, "\"' ");
    return g_str_has_prefix(value, "postgres://") || g_str_has_prefix(value, "postgresql://");
}

static void find_url(Found *found) {
    g_autofree char *text = text_of(".env");
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
    for (guint v = 0; v < G_N_ELEMENTS(variables) && !found->url; v++)
        for (guint i = 0; lines[i] && !found->url; i++) {
            const char *line = lines[i] + strspn(lines[i], " \t");
            line += g_str_has_prefix(line, "export ") ? strlen("export ") : 0;
            gsize length = strlen(variables[v]);
            if (strncmp(line, variables[v], length) == 0 && line[length] == '=' &&
                is_postgresql(line + length + 1))
                found->url = g_strdup_printf("${%s}", variables[v]);
        }
}

/* --- the server */

/* Images of PostgreSQL, by a part of their names. */
static const char *const images[] = {"postgres",    "postgis",  "pgvector",
                                     "timescaledb", "supabase", "pgautoupgrade"};

/* The major version in an image's tag: "16", "16.2-alpine", "pg16", "latest-pg15"; 0: none. */
static guint tag_major(const char *tag) {
    const char *pg = strstr(tag, "pg");
    const char *digits = pg && g_ascii_isdigit(pg[2]) ? pg + 2 : tag;
    guint64 major = g_ascii_strtoull(digits, NULL, 10);
    return major >= 9 && major < 100 ? (guint)major : 0;
}

static guint line_major(const char *line) {
    static const char key[] = "major_version"; /* in Supabase's config.toml */
    if (g_str_has_prefix(line, key))
        return tag_major(line + strlen(key) + strspn(line + strlen(key), " ="));
    const char *image = strstr(line, "image:");
    const char *name = image ? image : strstr(line, "services:");
    const char *tag = name ? strrchr(name + strlen("image"), ':') : NULL;
    for (guint i = 0; tag && i < G_N_ELEMENTS(images); i++) {
        const char *found = strstr(name, images[i]);
        if (found && found < tag)
            return tag_major(tag + 1 + strspn(tag + 1, " \"'"));
    }
    return 0;
}

static bool find_server_in(Found *found, const char *path) {
    g_autofree char *text = text_of(path);
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
    for (guint i = 0; lines[i] && !found->server; i++)
        found->server = line_major(lines[i]);
    if (found->server)
        found->server_file = g_strdup(path);
    return found->server;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Part of a repository may be a project of Supabase's: the folder that its history lies in;
 * NULL for anything else. Caller frees. */
static char *supabase_of(const Found *found) {
    const FoundHistory *first = found->histories->len ? found->histories->pdata[0] : NULL;
    g_autofree char *folder = first ? g_path_get_dirname(first->path) : g_strdup("");
    g_autofree char *name = g_path_get_basename(folder);
    g_autofree char *config = g_build_filename(folder, "config.toml", NULL);
    bool is = strcmp(name, "supabase") == 0 && g_file_test(config, G_FILE_TEST_IS_REGULAR);
    return is ? g_steal_pointer(&folder) : NULL;
}

static void find_server(Found *found) {
    g_autofree char *supabase = supabase_of(found),
                    *config = supabase ? g_build_filename(supabase, "config.toml", NULL) : NULL;
    if (config && find_server_in(found, config))
        return;
    static const char *const files[] = {
        "docker-compose.yml", "docker-compose.yaml",    "compose.yml",
        "compose.yaml",       "docker/compose.yml",     "docker/docker-compose.yml",
        ".gitlab-ci.yml",     "docker-compose.dev.yml", ".devcontainer/docker-compose.yml"};
    static const char workflows[] = ".github/workflows";
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        if (find_server_in(found, files[i]))
            return;
    g_autoptr(GDir) dir = g_dir_open(workflows, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_build_filename(workflows, name, NULL));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len && !find_server_in(found, names->pdata[i]); i++)
        continue;
}

/* --- seeds */

/* What Supabase's config.toml names first as seeds, relative to its folder: a file, or all of a
 * folder. Caller frees. */
static char *named_seeds(const char *config) {
    g_autofree char *text = text_of(config);
    const char *list = text ? strstr(text, "\nsql_paths") : NULL,
               *quote = list ? strchr(list, '"') : NULL;
    if (!quote || memchr(list + 1, '\n', (gsize)(quote - list - 1)))
        return g_strdup("seed.sql");
    quote += g_str_has_prefix(quote, "\"./") ? strlen("\"./") : 1;
    char *path = g_strndup(quote, strcspn(quote, "\"\n"));
    if (g_str_has_suffix(path, "/*.sql"))
        path[strlen(path) - strlen("/*.sql")] = '\0';
    return path;
}

static void find_seeds(Found *found) {
    g_autofree char *folder = supabase_of(found),
                    *config = folder ? g_build_filename(folder, "config.toml", NULL) : NULL,
                    *named = config ? named_seeds(config) : NULL,
                    *path = named ? g_build_filename(folder, named, NULL) : NULL;
    if (path && holds_sql(path))
        found->seeds = g_steal_pointer(&path);
}

/* --- tools */

/* A tool that a file of dependencies names. */
static const struct {
    const char *file, *word, *name;
    const char *preset; /* what its databases have from the start; NULL: nothing */
} dependencies[] = {
    {"package.json", "\"drizzle-orm\"", "Drizzle"},
    {"package.json", "\"typeorm\"", "TypeORM"},
    {"package.json", "\"knex\"", "Knex"},
    {"package.json", "\"sequelize\"", "Sequelize"},
    {"package.json", "\"kysely\"", "Kysely"},
    {"package.json", "\"node-pg-migrate\"", "node-pg-migrate"},
    {"requirements.txt", "alembic", "Alembic"},
    {"pyproject.toml", "alembic", "Alembic"},
    {"requirements.txt", "Django", "Django"},
    {"pyproject.toml", "django", "Django"},
    {"requirements.txt", "SQLAlchemy", "SQLAlchemy"},
    {"pyproject.toml", "sqlalchemy", "SQLAlchemy"},
    {"Gemfile", "rails", "Rails"},
    {"go.mod", "golang-migrate/migrate", "golang-migrate"},
    {"go.mod", "pressly/goose", "goose"},
    {"go.mod", "gorm.io/gorm", "GORM"},
    {"go.mod", "jackc/pgx", "pgx"},
    {"Cargo.toml", "diesel", "Diesel"},
    {"Cargo.toml", "sqlx", "sqlx"},
    {"mix.exs", ":ecto_sql", "Ecto"},
    {"composer.json", "laravel/framework", "Laravel"},
    {"pom.xml", "flyway", "Flyway"},
    {"build.gradle", "flyway", "Flyway"},
    {"supabase/config.toml", "", "Supabase", "supabase"},
    {"hasura/config.yaml", "", "Hasura", "hasura"},
    {"config.yaml", "metadata_directory", "Hasura", "hasura"},
};

static void find_supabase(Found *found) {
    g_autofree char *folder = supabase_of(found);
    if (found->preset || !folder)
        return;
    found->preset = "supabase";
    g_ptr_array_add(found->tools, g_strdup_printf("Supabase (%s)", folder));
}

static void find_tools(Found *found) {
    for (guint i = 0; i < G_N_ELEMENTS(dependencies); i++) {
        g_autofree char *text = text_of(dependencies[i].file);
        if (!text || !strstr(text, dependencies[i].word))
            continue;
        g_ptr_array_add(found->tools,
                        g_strdup_printf("%s (%s)", dependencies[i].name, dependencies[i].file));
        if (dependencies[i].preset)
            found->preset = dependencies[i].preset;
    }
    find_supabase(found);
}

/* --- extensions */

static void find_extensions(Found *found) {
    const FoundHistory *first = found->histories->len ? found->histories->pdata[0] : NULL;
    const SourceNames names = {.migrations = first ? first->path : NULL};
    g_autoptr(Source) source =
        first && !first->layout->programs ? source_open("migrations", &names, NULL) : NULL;
    g_autoptr(GPtrArray) created = source ? extensions_of(source) : NULL;
    for (guint i = 0; created && i < created->len; i++) {
        const char *name = ((const Extension *)created->pdata[i])->name;
        if (!g_ptr_array_find_with_equal_func(found->extensions, name, g_str_equal, NULL))
            g_ptr_array_add(found->extensions, g_strdup(name));
    }
}

void init_find(Found *found) {
    guint seen = 0;
    *found = (Found){.histories = g_ptr_array_new_with_free_func(found_history_free),
                     .prisma = g_ptr_array_new_with_free_func(g_free),
                     .tools = g_ptr_array_new_with_free_func(g_free),
                     .extensions = g_ptr_array_new_with_free_func(g_free)};
    walk(found, ".", 0, &seen);
    g_ptr_array_sort(found->histories, likeliest_first);
    find_schema(found);
    find_url(found);
    find_server(found);
    find_seeds(found);
    find_tools(found);
    find_extensions(found);
}
