/* Runs a fuzz target over files, where no fuzzer is at hand: those named on the command line, else
 * the corpus tests/fuzz/<program>/. */
#include "base/file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_read(path, &error);
    if (!bytes) {
        fprintf(stderr, "%s\n", error->message);
        return false;
    }
    /* An exact copy, so that a sanitizer sees the first byte behind it being read. */
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    uint8_t *copy = malloc(size ? size : 1);
    if (size > 0)
        memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return true;
}

static int replay_folder(const char *folder) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) files = file_list(folder, "", &error);
    if (!files) {
        fprintf(stderr, "%s\n", error->message);
        return EXIT_FAILURE;
    }
    bool done = true;
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *path = g_build_filename(folder, files->pdata[i], NULL);
        done &= replay_file(path);
    }
    printf("%u files\n", files->len);
    return done && files->len > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc == 1) {
        g_autofree char *name = g_path_get_basename(argv[0]);
        const char *source = g_getenv("SOURCE");
        g_autofree char *folder =
            g_build_filename(source ? source : ".", "tests", "fuzz", name, NULL);
        return replay_folder(folder);
    }
    bool done = true;
    for (int i = 1; i < argc; i++)
        done &= replay_file(argv[i]);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
