/* tests/bench/measured FOLDER KNOWN [ROUNDS]: what measuring adds to executing a history.
 *
 * Executes the migrations of FOLDER on a scratch server without measuring and with it, in turn; the
 * first KNOWN of them are not measured, and do not count. Prints `plain S`, `measured S`,
 * `plain-cpu S`, `measured-cpu S`: the best of ROUNDS (5), of the clock and of the processors of
 * this process and the server's.
 */
#include "measure/measure.h"
#include "source/source.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

typedef struct {
    double clock, cpu;
} Cost;

static double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

/* Of the process that serves `pg`; 0 where the system does not say it. */
static double server_cpu(const Pg *pg) {
    g_autofree char *path = g_strdup_printf("/proc/%d/schedstat", pg_backend_pid(pg));
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? g_ascii_strtod(text, NULL) / 1e9 : 0;
}

static Cost now(const Pg *pg) {
    return (Cost){(double)g_get_monotonic_time() / G_USEC_PER_SEC, own_cpu() + server_cpu(pg)};
}

static bool execute(Scratch *scratch, const Source *source, guint known, bool measured, Cost *best,
                    GError **error) {
    g_autoptr(Pg) pg = scratch_database(scratch, error);
    g_autoptr(Measure) measure = measure_new(true);
    Cost start = {0};
    for (guint i = 0; pg && i < source->scripts->len; i++) {
        Script *script = source->scripts->pdata[i];
        script->measure = measured && i >= known ? measure : NULL;
        start = i == known ? now(pg) : start;
        if (!replay(scratch, pg, script, NULL, error))
            return false;
    }
    Cost end = pg ? now(pg) : start;
    best->clock = MIN(best->clock, end.clock - start.clock);
    best->cpu = MIN(best->cpu, end.cpu - start.cpu);
    return pg;
}

static bool run(const char *folder, guint known, guint rounds, GError **error) {
    const ScratchOptions options = {0};
    const SourceNames names = {.schema = "", .migrations = folder};
    g_autoptr(Source) source = source_open("migrations", &names, error);
    g_autoptr(Scratch) scratch = source ? scratch_start(&options, error) : NULL;
    Cost plain = {G_MAXDOUBLE, G_MAXDOUBLE}, measured = plain;
    for (guint i = 0; i < rounds; i++)
        if (!scratch || !execute(scratch, source, known, false, &plain, error) ||
            !execute(scratch, source, known, true, &measured, error))
            return false;
    printf("plain %.4f\nmeasured %.4f\nplain-cpu %.4f\nmeasured-cpu %.4f\n", plain.clock,
           measured.clock, plain.cpu, measured.cpu);
    return true;
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    if (argc > 2 && run(argv[1], (guint)atoi(argv[2]), argc > 3 ? (guint)atoi(argv[3]) : 5, &error))
        return 0;
    fprintf(stderr, "measured: %s\n", error ? error->message : "FOLDER and KNOWN are needed");
    return 1;
}
