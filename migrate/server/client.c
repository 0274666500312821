#include "server/client.h"

#include "base/spawn.h"
#include "pg/pg.h"
#include "server/folders.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 10, MOST = 4096 }; /* seconds; bytes of what --version prints */

void client_clear(Client *client) {
    g_free(client->path);
    g_free(client->release);
    *client = (Client){0};
}

static void client_free(gpointer data) {
    client_clear(data);
    g_free(data);
}

/* "pg_dump (PostgreSQL) 15.18 (Debian …)"; a beta ("18beta1") is of its major version. */
static bool read_release(const char *path, Client *client) {
    const char *const argv[] = {path, "--version", NULL};
    g_auto(Spawn) spawn = {.limit = MOST, .seconds = PATIENCE};
    const char *number =
        spawn_run(argv, &spawn, NULL) && spawn.status == 0 ? strstr(spawn.out->str, ") ") : NULL;
    client->major = number ? (guint)strtoul(number + 2, NULL, 10) : 0;
    if (client->major == 0)
        return false;
    client->path = g_strdup(path);
    client->release = g_strstrip(g_strdup(number + 2));
    return true;
}

static bool is_known(const GPtrArray *found, const char *path) {
    for (guint i = 0; i < found->len; i++)
        if (strcmp(((const Client *)found->pdata[i])->path, path) == 0)
            return true;
    return false;
}

static void look_into(GPtrArray *found, const char *folder, const char *program) {
    g_autofree char *named = g_build_filename(folder, program, NULL);
    g_autofree char *path = realpath(named, NULL), *name = path ? g_path_get_basename(path) : NULL;
    if (!path || strcmp(name, program) != 0 || access(path, X_OK) != 0 || is_known(found, path))
        return;
    Client *client = g_new0(Client, 1);
    if (read_release(path, client))
        g_ptr_array_add(found, client);
    else
        client_free(client);
}

static void look_into_all(GPtrArray *found, const GPtrArray *folders, const char *program) {
    for (guint i = 0; i < folders->len; i++)
        look_into(found, folders->pdata[i], program);
}

static GPtrArray *find_all(const char *program, const char *bin_dir) {
    GPtrArray *found = g_ptr_array_new_with_free_func(client_free);
    const char *const given[] = {bin_dir, g_getenv("MIGRATE_PG_BIN")};
    const char *fallback = g_getenv("MIGRATE_PG_FALLBACK");
    for (guint i = 0; i < G_N_ELEMENTS(given); i++)
        if (given[i] && *given[i])
            look_into(found, given[i], program);
    g_autoptr(GPtrArray) usual = folders_usual(), path = folders_of_path();
    look_into_all(found, usual, program);
    look_into_all(found, path, program);
    if (fallback && *fallback)
        look_into(found, fallback, program);
    return found;
}

/* The first of the version that comes closest from above. */
static Client *best_of(const GPtrArray *found, guint major) {
    Client *best = NULL;
    for (guint i = 0; i < found->len; i++) {
        Client *client = found->pdata[i];
        if (client->major >= major && (!best || client->major < best->major))
            best = client;
    }
    return best;
}

static void fail_missing(const GPtrArray *found, const char *program, guint major, GError **error) {
    g_autoptr(GString) installed = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const Client *client = found->pdata[i];
        g_string_append_printf(installed, "%s%s (%s)", i ? ", " : "", client->path,
                               client->release);
    }
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "%s of PostgreSQL %u or later is needed, but %s%s; install it (Debian, Ubuntu: "
                "apt-get install postgresql-client-%u), or name its folder in MIGRATE_PG_BIN",
                program, major, found->len ? "there is only " : "none is installed", installed->str,
                major);
}

bool client_find(const char *program, const char *bin_dir, guint major, Client *client,
                 GError **error) {
    g_autoptr(GPtrArray) found = find_all(program, bin_dir);
    const Client *best = best_of(found, major);
    if (!best) {
        fail_missing(found, program, major, error);
        return false;
    }
    *client = (Client){g_strdup(best->path), g_strdup(best->release), best->major};
    return true;
}
