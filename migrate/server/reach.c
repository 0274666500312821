/* Programs that the servers' user cannot get at, as those of an npm package in root's home: they
 * are copied, once, to where everybody may read. */
#include "server/server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Root's alone to write. */
static const char copies[] = "/var/cache/migrate-servers";

/* Another build in the same place is another copy. Caller frees. */
static char *copy_of(const Programs *programs) {
    g_autofree char *program = g_build_filename(programs->folder, "postgres", NULL);
    struct stat info = {0};
    stat(program, &info);
    g_autofree char *key = g_strdup_printf("%s %s %lld %lld", programs->folder, programs->release,
                                           (long long)info.st_mtime, (long long)info.st_size);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    return g_strdup_printf("%s/%.16s", copies, sum);
}

static bool open_copies(GError **error) {
    struct stat info;
    if ((mkdir(copies, 0755) == 0 || errno == EEXIST) && lstat(copies, &info) == 0 &&
        S_ISDIR(info.st_mode) && info.st_uid == geteuid() && !(info.st_mode & 022))
        return true;
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "%s has to be a folder that only root can write to: servers that their user may "
                "not enter are copied there",
                copies);
    return false;
}

/* All of the package: programs find their libraries and files beside their folder. */
static bool copy(const char *folder, const char *to, GError **error) {
    const ServerUser self = {.other = false};
    g_autofree char *whole = g_path_get_dirname(folder);
    g_autofree char *from = g_strconcat(whole, "/.", NULL);
    g_autofree char *unfinished = g_strdup_printf("%s.%d", to, (int)getpid());
    const char *const copying[] = {"/bin/cp", "-R", "-P", from, unfinished, NULL};
    const char *const opening[] = {"/bin/chmod", "-R", "go+rX,go-w", unfinished, NULL};
    const char *const removing[] = {"/bin/rm", "-rf", unfinished, NULL};
    if (child_run(&self, copying, NULL, NULL, error) &&
        child_run(&self, opening, NULL, NULL, error) &&
        (rename(unfinished, to) == 0 || g_file_test(to, G_FILE_TEST_IS_DIR)))
        return true;
    child_run(&self, removing, NULL, NULL, NULL);
    if (error && !*error)
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "%s cannot be written: %s", to,
                    g_strerror(errno));
    return false;
}

/* Whether everybody may execute the program, and enter the folders above it. */
static bool is_open(const char *program) {
    g_autofree char *path = g_strdup(program);
    for (char *end = path + strlen(path); end; end = strrchr(path, '/')) {
        struct stat info;
        *end = '\0';
        if (*path && (stat(path, &info) != 0 || !(info.st_mode & 01)))
            return false;
    }
    return true;
}

bool programs_reach(Programs *programs, GError **error) {
    ServerUser user;
    g_autofree char *program = g_build_filename(programs->folder, "postgres", NULL);
    if (!server_user_find(&user, NULL) || !user.other || is_open(program))
        return true; /* who lacks a user is told where one is needed */
    g_autofree char *to = copy_of(programs);
    if (!open_copies(error) ||
        (!g_file_test(to, G_FILE_TEST_IS_DIR) && !copy(programs->folder, to, error))) {
        g_prefix_error(error,
                       "%s cannot be entered by the user that runs servers: ", programs->folder);
        return false;
    }
    g_autofree char *name = g_path_get_basename(programs->folder);
    g_free(programs->folder);
    programs->folder = g_build_filename(to, name, NULL);
    return true;
}
