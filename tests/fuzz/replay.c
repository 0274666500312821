/* Runs a fuzz target over its corpus, the files of tests/fuzz/<target>/, so that what was found
 * once is tested always. Each file is a test; one that crashes takes the rest with it, which the
 * runner sees from the plan. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int compare_names(const void *one, const void *two) {
    return g_strcmp0(*(const char *const *)one, *(const char *const *)two);
}

static GPtrArray *corpus_of(const char *program) {
    const char *source = g_getenv("SOURCE");
    g_autofree char *target = g_path_get_basename(program);
    g_autofree char *folder =
        g_build_filename(source != NULL ? source : ".", "tests", "fuzz", target, NULL);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, compare_names);
    return paths;
}

int main(int argc, char **argv) {
    (void)argc;
    g_autoptr(GPtrArray) paths = corpus_of(argv[0]);
    printf("1..%u\n", paths->len + 1);
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    puts("ok 1 - nothing");
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *contents = NULL;
        gsize length = 0;
        g_autofree char *name = g_path_get_basename(paths->pdata[i]);
        fflush(stdout);
        if (!g_file_get_contents(paths->pdata[i], &contents, &length, NULL)) {
            printf("not ok %u - %s cannot be read\n", i + 2, name);
            continue;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)contents, length);
        printf("ok %u - %s\n", i + 2, name);
    }
    return 0;
}
