#include "backup/dump.h"

#include "backup/infile.h"
#include "backup/outfile.h"
#include "backup/snapshot.h"
#include "backup/writer.h"
#include "base/file.h"
#include "catalog/fingerprint.h"
#include "server/client.h"
#include "server/shell.h"
#include "sql.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

/* One dump at work. */
typedef struct {
    const DumpOptions *options;
    const BackupWatch *watch;
    Manifest *manifest;
    Snapshot snapshot;
    Client client;
    OutFile out;
    Program program;
    Writer *writer; /* NULL: pg_dump writes the file itself */
} Dump;

static void dump_clear(Dump *dump) {
    program_clear(&dump->program);
    writer_free(dump->writer);
    outfile_clear(&dump->out);
    client_clear(&dump->client);
    snapshot_close(&dump->snapshot);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Dump, dump_clear)

void dump_result_clear(DumpResult *result) {
    g_free(result->path);
    manifest_clear(&result->manifest);
    *result = (DumpResult){0};
}

/* --- what the manifest says */

static bool take_facts(Dump *dump, GError **error) {
    Manifest *manifest = dump->manifest;
    Pg *pg = dump->snapshot.pg;
    g_autoptr(Rows) facts = pg_ask(pg, PG_ONE_ROW("!!.!"), SQL_dump_facts, 0, NULL, error);
    if (!facts)
        return false;
    const char *hidden = rows_value(facts, 0, 2);
    manifest->table_count = rows_number(facts, 0, 0);
    manifest->large_objects = rows_number(facts, 0, 1);
    manifest->taken_at = g_strdup(rows_value(facts, 0, 3));
    bool rows = dump->options->contents != CONTENTS_SCHEMA && !dump->options->tables[0];
    if (!hidden || !rows)
        return true;
    g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                "row security hides rows of %s from the role %s, and a dump without them would "
                "look whole; dump as the owner of the table, or as a role with BYPASSRLS",
                hidden, pg_user(pg));
    return false;
}

static GStrv texts_of(const Rows *rows) {
    GStrv texts = g_new0(char *, rows_count(rows) + 1);
    for (guint i = 0; i < rows_count(rows); i++)
        texts[i] = g_strdup(rows_value(rows, i, 0));
    return texts;
}

static bool take_roles(Dump *dump, GError **error) {
    g_autoptr(Rows) roles =
        pg_ask(dump->snapshot.pg, PG_ANY_ROWS("!"), SQL_dump_roles, 0, NULL, error);
    dump->manifest->roles = roles ? texts_of(roles) : NULL;
    return roles;
}

static void take_newest(const Ledger *ledger, Manifest *manifest) {
    const LedgerRow *newest = NULL;
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (!ledger_is_applied(row))
            continue;
        manifest->migrations++;
        if (!newest || version_compare(row->version, newest->version) >= 0)
            newest = row;
    }
    manifest->version = newest ? g_strdup(newest->version) : NULL;
    manifest->label = newest ? g_strdup(newest->label) : NULL;
}

static bool take_history(Dump *dump, GError **error) {
    Manifest *manifest = dump->manifest;
    const Guard *guard = &dump->snapshot.guard;
    if (!guard->has_meta)
        return true;
    g_autoptr(Ledger) ledger = ledger_check(dump->snapshot.pg, guard, error)
                                   ? ledger_read(dump->snapshot.pg, guard, error)
                                   : NULL;
    if (!ledger)
        return false;
    Sum chain = ledger_chain(ledger);
    manifest->has_ledger = ledger->exists;
    if (!manifest->environment)
        manifest->environment = g_strdup(ledger->environment);
    manifest->chain = sum_hex(&chain);
    take_newest(ledger, manifest);
    return true;
}

static bool take_fingerprint(Dump *dump, GError **error) {
    if (!dump->options->catalog)
        return true;
    LoadOptions load = *dump->options->catalog;
    load.inside = true;
    g_autoptr(Catalog) catalog = catalog_load(dump->snapshot.pg, &load, error);
    if (!catalog)
        return false;
    Sum sum = catalog_fingerprint(catalog);
    dump->manifest->fingerprint = sum_hex(&sum);
    return true;
}

static bool describe(Dump *dump, GError **error) {
    Manifest *manifest = dump->manifest;
    const DumpOptions *options = dump->options;
    manifest->contents = options->contents;
    manifest->masked = options->rows;
    manifest->tables = options->tables[0] ? g_strdupv((char **)options->tables) : NULL;
    manifest->database = g_strdup(pg_database(dump->snapshot.pg));
    manifest->environment = g_strdup(options->environment);
    manifest->tool = g_strdup(MIGRATE_VERSION);
    manifest->program = g_strdup(dump->client.release);
    manifest->program_major = dump->client.major;
    manifest->server_version = pg_version(dump->snapshot.pg);
    manifest->rows = -1;
    return take_facts(dump, error) && take_history(dump, error) && take_roles(dump, error) &&
           take_fingerprint(dump, error);
}

/* --- pg_dump */

static void add(GPtrArray *words, const char *option, const char *value) {
    g_ptr_array_add(words, g_strconcat(option, value, NULL));
}

/* Where only definitions are wanted, the ledger's rows are, too: without them nobody knows which
 * migrations made those. */
static bool add_contents(Dump *dump, GPtrArray *words, GError **error) {
    const DumpOptions *options = dump->options;
    for (guint i = 0; options->tables[i]; i++)
        add(words, "--table=", options->tables[i]);
    if (options->contents == CONTENTS_DATA) {
        add(words, "--data-only", NULL);
        g_autofree char *pattern = g_strdup_printf("\"%s\"", ledger_schema());
        add(words, "--exclude-schema=", pattern);
    }
    if (options->contents != CONTENTS_SCHEMA)
        return true;
    g_autoptr(Rows) rows =
        pg_ask(dump->snapshot.pg, PG_ANY_ROWS("!"), ledger_sql(SQL_dump_schemas), 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        add(words, "--exclude-table-data=", rows_value(rows, i, 0));
    add(words, "--no-blobs", NULL);
    return rows;
}

/* A part of what pg_dump would print: a section, of the ledger alone or of all. */
typedef struct {
    const char *section; /* NULL: everything */
    bool ledger;
} DumpPart;

static void add_part(GPtrArray *words, const DumpPart *part) {
    g_autofree char *schema = g_strdup_printf("\"%s\"", ledger_schema());
    if (part->section)
        add(words, "--section=", part->section);
    if (part->ledger)
        add(words, "--schema=", schema);
}

static GPtrArray *words_of(Dump *dump, const DumpPart *part, GError **error) {
    const DumpOptions *options = dump->options;
    const BackupFormat *format = options->format;
    g_autofree char *jobs = g_strdup_printf("%u", options->jobs),
                    *wait = g_strdup_printf("%u", options->lock_wait);
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    add(words, dump->client.path, NULL);
    add(words, "--no-password", NULL);
    add(words, "--format=", format->pg_dump);
    add(words, "--snapshot=", dump->snapshot.id);
    if (options->lock_wait > 0)
        add(words, "--lock-wait-timeout=", wait);
    if (guard_acts(&dump->snapshot.guard))
        add(words, "--role=", dump->snapshot.guard.role);
    if (options->jobs > 1)
        add(words, "--jobs=", jobs);
    if (!format->packing) {
        add(words, "--verbose",
            NULL); /* for progress; it would be in the text of a format of SQL */
        add(words, "--file=", dump->out.temporary);
    }
    if (!add_contents(dump, words, error))
        return NULL;
    add_part(words, part);
    g_ptr_array_add(words, NULL);
    return g_steal_pointer(&words);
}

static bool start(Dump *dump, const DumpPart *part, GError **error) {
    g_autoptr(GPtrArray) words = words_of(dump, part, error);
    g_auto(GStrv) environment = words ? program_environment(dump->options->conninfo, error) : NULL;
    if (!environment)
        return false;
    const ProgramStart start = {(const char *const *)words->pdata, environment, false};
    return program_start(&dump->program, &start, error);
}

/* What pg_dump has written into the file, or the files of the folder. */
static guint64 size_of(const OutFile *out) {
    struct stat status;
    guint64 size = 0;
    if (!out->folder)
        return stat(out->temporary, &status) == 0 ? (guint64)status.st_size : 0;
    g_autoptr(GDir) folder = g_dir_open(out->temporary, 0, NULL);
    for (const char *name; folder && (name = g_dir_read_name(folder));) {
        g_autofree char *path = g_build_filename(out->temporary, name, NULL);
        size += stat(path, &status) == 0 ? (guint64)status.st_size : 0;
    }
    return size;
}

static void tell(void *data) {
    Dump *dump = data;
    if (!dump->watch || !dump->watch->tell)
        return;
    program_listen(&dump->program);
    BackupProgress progress = {"dumping", dump->writer ? writer_bytes(dump->writer) : 0, 0,
                               dump->writer ? writer_tables(dump->writer) : dump->program.tables,
                               dump->manifest->table_count};
    if (!dump->writer)
        progress.bytes = size_of(&dump->out);
    dump->watch->tell(&progress, dump->watch->data);
}

/* Takes what pg_dump prints, which is nothing where it writes the file itself. */
static bool follow(Dump *dump, GError **error) {
    g_autofree char *piece = g_malloc(PIECE);
    gssize got;
    while ((got = program_read(&dump->program, piece, PIECE, tell, dump, error)) > 0) {
        if (dump->writer && !writer_add(dump->writer, piece, (gsize)got, error))
            return false;
        tell(dump);
    }
    return got == 0 && program_end(&dump->program, error);
}

static bool dump_part(Dump *dump, const DumpPart *part, GError **error) {
    program_clear(&dump->program);
    return start(dump, part, error) && follow(dump, error);
}

/* The rows between what makes the tables and what needs them full; those of the ledger are nobody's
 * but ours. */
static bool dump_parts(Dump *dump, GError **error) {
    static const DumpPart all = {NULL, false}, before = {"pre-data", false},
                          ledger = {"data", true}, after = {"post-data", false};
    const DumpRows *rows = dump->options->rows;
    if (!rows)
        return dump_part(dump, &all, error);
    return dump_part(dump, &before, error) &&
           (!dump->snapshot.guard.has_meta || dump_part(dump, &ledger, error)) &&
           rows->write(dump->snapshot.pg, dump->writer, rows->data, error) &&
           dump_part(dump, &after, error);
}

/* --- the file */

/* pg_restore passes over what comes after its own end. */
static bool end_file(Dump *dump, GError **error) {
    Manifest *manifest = dump->manifest;
    Spring spring = {dump->out.fd, dump->out.path};
    Sink sink = {dump->out.fd, dump->out.path, 0};
    lseek(dump->out.fd, 0, SEEK_END);
    if (!sink_write(&sink, "\n", 1, error))
        return false;
    lseek(dump->out.fd, 0, SEEK_SET);
    if (!file_sum(&spring, &manifest->sum, &manifest->bytes, error))
        return false;
    g_autofree char *line = manifest_line(manifest);
    return sink_write(&sink, line, strlen(line), error);
}

static bool end_folder(Dump *dump, GError **error) {
    Manifest *manifest = dump->manifest;
    manifest->files = folder_sums(dump->out.temporary, &manifest->bytes, error);
    if (!manifest->files)
        return false;
    g_autofree char *line = manifest_line(manifest);
    g_autofree char *path = g_build_filename(dump->out.temporary, FOLDER_MANIFEST, NULL);
    return file_write(path, line, strlen(line), 0600, error);
}

static bool end(Dump *dump, DumpResult *result, GError **error) {
    bool fine = dump->writer       ? writer_end(dump->writer, dump->manifest, error)
                : dump->out.folder ? end_folder(dump, error)
                                   : end_file(dump, error);
    result->size = fine ? size_of(&dump->out) : 0;
    return fine && outfile_keep(&dump->out, error);
}

/* Of characters that no file system and no shell has something against. */
static char *name_for(const Manifest *manifest, const BackupFormat *format) {
    g_autofree char *name = g_strcanon(g_strdup(manifest->database),
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_.-",
                                       '_');
    g_autoptr(GString) time = g_string_new(manifest->taken_at);
    g_string_replace(time, "-", "", 0);
    g_string_replace(time, ":", "", 0);
    return g_strconcat(*name == '.' || *name == '-' ? "_" : "", name, "-", time->str,
                       format->extension, NULL);
}

static bool open_out(Dump *dump, DumpResult *result, GError **error) {
    const DumpOptions *options = dump->options;
    result->path =
        options->path ? g_strdup(options->path) : name_for(dump->manifest, options->format);
    if (!outfile_open(&dump->out, result->path, options->format->folder, error))
        return false;
    if (!options->format->packing)
        return true;
    dump->writer = writer_new(options->format, dump->out.fd, dump->out.path, error);
    return dump->writer;
}

bool dump_run(const DumpOptions *options, const BackupWatch *watch, DumpResult *result,
              GError **error) {
    g_auto(Dump) dump = {.options = options,
                         .watch = watch,
                         .manifest = &result->manifest,
                         .out = {.fd = -1},
                         .program = {.in = -1, .out = -1, .note = -1}};
    const SnapshotOptions snapshot = {options->conninfo, "migrate dump", options->owner,
                                      options->session_pooler};
    if (!snapshot_open(&dump.snapshot, &snapshot, error) ||
        !client_find("pg_dump", options->bin_dir, pg_major(dump.snapshot.pg), &dump.client, error))
        return false;
    return describe(&dump, error) && open_out(&dump, result, error) && dump_parts(&dump, error) &&
           end(&dump, result, error);
}
