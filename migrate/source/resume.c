#include "source/resume.h"

#include "base/term.h"
#include "base/tool.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct Resume {
    const Source *history; /* NULL: it was executed */
    GArray *keys;          /* of Sum: after none of its scripts, after the first … */
    const char *cache_dir; /* borrowed */
    guint number;          /* of its database: 1 or 2 */
    guint after_ms;
    Checkpoint *checkpoint; /* the best that is kept; NULL: none */
    guint done;             /* … the scripts that it has */
};

/* --- keys */

static void add_options(Hash *hash, const ScratchOptions *options) {
    g_autofree char *programs = scratch_identity(options);
    hash_add_text(hash, programs);
    hash_add_text(hash, options->extensions ? "listed" : NULL);
    for (guint i = 0; options->extensions && options->extensions[i]; i++)
        hash_add_text(hash, options->extensions[i]);
    hash_add_text(hash, options->extensions_where);
    hash_add_text(hash, options->trusted_extensions ? "trusted" : NULL);
}

/* False: the tool's own program cannot be told from another. */
static bool first_key(Sum *key, const ScratchOptions *options, const SourceNames *names,
                      guint number) {
    g_autoptr(Hash) hash = hash_new();
    g_autofree char *tool = tool_identity();
    g_autofree char *which = g_strdup_printf("%u", number);
    if (!tool)
        return false;
    hash_add_text(hash, tool);
    add_options(hash, options);
    hash_add_text(hash, names->path);
    hash_add_text(hash, which);
    *key = hash_end(hash);
    return true;
}

static Sum next_key(const Sum *before, const Script *script) {
    g_autoptr(Hash) hash = hash_new();
    gsize length;
    const void *text = g_bytes_get_data(script->text, &length);
    g_autofree char *head = g_strdup_printf("script %d %zu", script->transactional, length);
    hash_add(hash, before->bytes, SUM_BYTES);
    hash_add_text(hash, head);
    hash_add(hash, text, length);
    return hash_end(hash);
}

static bool make_keys(Resume *resume, const ScratchOptions *options, const SourceNames *names) {
    Sum key;
    const GPtrArray *scripts = resume->history->scripts;
    if (!first_key(&key, options, names, resume->number))
        return false;
    g_array_append_val(resume->keys, key);
    for (guint i = 0; i < scripts->len; i++) {
        key = next_key(&key, scripts->pdata[i]);
        g_array_append_val(resume->keys, key);
    }
    return true;
}

static const Sum *key_after(const Resume *resume, guint done) {
    return &g_array_index(resume->keys, Sum, done);
}

/* --- the note: a word and what it says, in each line */

static const char folder_word[] = "folder ", measured_word[] = "measured ", role_word[] = "role ",
                  together_word[] = "together";

/* Another version of an extension is other files in its folder. NULL: there is no such folder. */
static char *describe_folder(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0)
        return NULL;
    return g_strdup_printf("%lu %lu %ld.%ld %ld.%ld %s", (gulong)info.st_dev, (gulong)info.st_ino,
                           (glong)info.st_mtim.tv_sec, (glong)info.st_mtim.tv_nsec,
                           (glong)info.st_ctim.tv_sec, (glong)info.st_ctim.tv_nsec, path);
}

static bool is_same_folder(const char *described) {
    const char *path = strchr(described, '/');
    g_autofree char *now = path ? describe_folder(path) : NULL;
    return g_strcmp0(now, described) == 0;
}

static bool note_folders(GString *note, Scratch *scratch) {
    g_auto(GStrv) folders = scratch_extension_folders(scratch);
    for (guint i = 0; folders && folders[i]; i++) {
        g_autofree char *line = describe_folder(folders[i]);
        if (!line || strchr(line, '\n'))
            return false;
        g_string_append_printf(note, "%s%s\n", folder_word, line);
    }
    return folders;
}

static void note_measured(GString *note, const Source *history) {
    for (guint i = 0; i < history->scripts->len; i++) {
        const Script *script = history->scripts->pdata[i];
        g_autofree char *line = script->measure ? measured_print(script->measured) : NULL;
        if (line)
            g_string_append_printf(note, "%s%u %s\n", measured_word, i, line);
    }
    if (history->measure && measure_is_together(history->measure))
        g_string_append_printf(note, "%s\n", together_word);
}

/* Strikes out the roles that the text names, in whatever case. */
static void strike_named(GPtrArray *roles, GBytes *bytes) {
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autofree char *low = g_ascii_strdown(text ? text : "", (gssize)length);
    for (guint i = roles->len; i-- > 0;) {
        g_autofree char *name = g_ascii_strdown(roles->pdata[i], -1);
        if (memmem(low, length, name, strlen(name)))
            g_ptr_array_remove_index(roles, i);
    }
}

static bool note_roles(GString *note, Scratch *scratch, const Source *history) {
    g_autoptr(GPtrArray) roles = scratch_roles(scratch);
    for (guint i = 0; roles && roles->len > 0 && i < history->scripts->len; i++)
        strike_named(roles, ((const Script *)history->scripts->pdata[i])->text);
    for (guint i = 0; roles && i < roles->len; i++) {
        g_autofree char *escaped = g_strescape(roles->pdata[i], NULL);
        g_string_append_printf(note, "%s%s\n", role_word, escaped);
    }
    return roles;
}

/* NULL: what has to be known of the server cannot be told. Caller frees. */
static char *write_note(Scratch *scratch, const Source *history) {
    g_autoptr(GString) note = g_string_new(NULL);
    note_measured(note, history);
    return note_folders(note, scratch) && note_roles(note, scratch, history)
               ? g_string_free(g_steal_pointer(&note), FALSE)
               : NULL;
}

static guint count_measured(const Source *history, guint first, guint end) {
    guint count = 0;
    for (guint i = first; i < end; i++)
        count += ((const Script *)history->scripts->pdata[i])->measure != NULL;
    return count;
}

/* The line's script that is to be measured now; NULL: another one. `rest` is what it did. */
static Script *script_of_line(const char *line, const Source *history, guint done, char **rest) {
    guint64 number = g_ascii_strtoull(line + strlen(measured_word), rest, 10);
    Script *script = number < done ? history->scripts->pdata[(guint)number] : NULL;
    return script && script->measure ? script : NULL;
}

/* Whether what is to be measured of the first `done` scripts is what was measured. What one of them
 * makes has to be known to those after it where they count together. */
static bool fits_measured(char *const *lines, const Source *history, guint done) {
    guint wanted = count_measured(history, 0, done), found = 0;
    bool together = history->measure && measure_is_together(history->measure);
    if (wanted == 0)
        return true;
    if (together && count_measured(history, done, history->scripts->len) > 0)
        return false;
    for (guint i = 0; lines[i]; i++) {
        char *rest;
        if (!g_str_has_prefix(lines[i], measured_word))
            continue;
        g_autoptr(GPtrArray) measured =
            script_of_line(lines[i], history, done, &rest) ? measured_parse(rest) : NULL;
        if (!measured)
            return false;
        found++;
    }
    return found == wanted &&
           g_strv_contains((const char *const *)lines, together_word) == together;
}

static bool fits_folders(char *const *lines) {
    guint found = 0;
    for (guint i = 0; lines[i]; i++) {
        if (!g_str_has_prefix(lines[i], folder_word))
            continue;
        if (!is_same_folder(lines[i] + strlen(folder_word)))
            return false;
        found++;
    }
    return found > 0;
}

static bool fits(const Checkpoint *checkpoint, const Source *history, guint done) {
    g_auto(GStrv) lines = g_strsplit(checkpoint_note(checkpoint), "\n", -1);
    return fits_folders(lines) && fits_measured(lines, history, done);
}

/* After fits_measured(). */
static void read_measured(char *const *lines, const Source *history, guint done) {
    for (guint i = 0; lines[i]; i++) {
        char *rest;
        Script *script = g_str_has_prefix(lines[i], measured_word)
                             ? script_of_line(lines[i], history, done, &rest)
                             : NULL;
        if (!script)
            continue;
        g_ptr_array_unref(script->measured);
        script->measured = measured_parse(rest);
    }
}

/* --- choosing */

static void choose(Resume *resume) {
    g_autoptr(GHashTable) kept = checkpoint_list(resume->cache_dir);
    for (guint done = resume->history->scripts->len; kept && done > 0; done--) {
        const Sum *key = key_after(resume, done);
        g_autofree char *name = sum_hex(key);
        g_autoptr(Checkpoint) checkpoint =
            g_hash_table_contains(kept, name) ? checkpoint_open(resume->cache_dir, key) : NULL;
        if (!checkpoint || !fits(checkpoint, resume->history, done))
            continue;
        resume->checkpoint = g_steal_pointer(&checkpoint);
        resume->done = done;
        return;
    }
}

static bool is_possible(const ScratchOptions *options, const SourceNames *names) {
    g_autofree char *schema = names->path ? pg_first_of_path(names->path) : NULL;
    return !options->url && !options->privileged && !names->untrusted && options->cache_size > 0 &&
           !platform_any(names->platform) && (!names->path || g_strcmp0(schema, "public") == 0);
}

/* Whether the text, in lower case, has one of the words. */
static bool has_any(const char *text, const char *const *words) {
    while (*words && !strstr(text, *words))
        words++;
    return *words;
}

/* SQL can ask which roles there are, and what day it is while it makes names of that: what it makes
 * then is not said by its text. */
static bool asks_beyond(const Source *source) {
    static const char *const roles[] = {"pg_roles",    "pg_authid",  "pg_user", "pg_group",
                                        "pg_shadow",   "to_regrole", "regrole", "pg_auth_members",
                                        "pg_has_role", NULL},
                             *const times[] = {"now(",         "current_date",
                                               "current_time", "clock_timestamp",
                                               "localtime",    "timeofday",
                                               "_timestamp(",  NULL},
                             *const dynamic[] = {"execute", "gexec", NULL};
    for (guint i = 0; source && i < source->scripts->len; i++) {
        gsize length;
        const char *bytes =
            g_bytes_get_data(((const Script *)source->scripts->pdata[i])->text, &length);
        g_autofree char *text = g_ascii_strdown(bytes ? bytes : "", (gssize)length);
        if (has_any(text, roles) || (has_any(text, dynamic) && has_any(text, times)))
            return true;
    }
    return false;
}

/* The only history of the two, whose number is told; NULL: there is none, or another has a say. */
static const Source *history_of(const Source *from, const Source *to, guint *number) {
    const Source *const sides[] = {from, to};
    const Source *history = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        if (!sides[i])
            continue;
        if (sides[i]->type == SOURCE_DATABASE || (history && sides[i]->type == SOURCE_MIGRATIONS))
            return NULL;
        if (sides[i]->type == SOURCE_MIGRATIONS) {
            history = sides[i];
            *number = i + 1;
        }
    }
    return history && history->scripts->len > 0 ? history : NULL;
}

Resume *resume_new(const ScratchOptions *options, const SourceNames *names, const Source *from,
                   const Source *to) {
    guint number = 0;
    const Source *history = is_possible(options, names) ? history_of(from, to, &number) : NULL;
    if (!history || asks_beyond(from) || asks_beyond(to))
        return NULL;
    g_autoptr(Resume) resume = g_new0(Resume, 1);
    *resume = (Resume){.history = history,
                       .keys = g_array_new(FALSE, FALSE, sizeof(Sum)),
                       .cache_dir = options->cache_dir,
                       .number = number,
                       .after_ms = options->checkpoint_after};
    if (!make_keys(resume, options, names))
        return NULL;
    choose(resume);
    return g_steal_pointer(&resume);
}

void resume_free(Resume *resume) {
    if (!resume)
        return;
    checkpoint_free(resume->checkpoint);
    g_array_unref(resume->keys);
    g_free(resume);
}

Checkpoint *resume_checkpoint(const Resume *resume) {
    return resume ? resume->checkpoint : NULL;
}

bool resume_is_about(const Resume *resume, const Source *source) {
    return resume && resume->history && resume->history == source;
}

/* --- going on */

static void drop_roles(char *const *lines, Scratch *scratch) {
    for (guint i = 0; lines[i]; i++) {
        if (!g_str_has_prefix(lines[i], role_word))
            continue;
        g_autofree char *role = g_strcompress(lines[i] + strlen(role_word));
        scratch_drop_role(scratch, role);
    }
}

Pg *resume_take(Resume *resume, Scratch *scratch, guint *done, GError **error) {
    resume->done = resume->checkpoint && scratch_is_resumed(scratch) ? resume->done : 0;
    *done = resume->done;
    if (*done == 0)
        return NULL;
    g_auto(GStrv) lines = g_strsplit(checkpoint_note(resume->checkpoint), "\n", -1);
    drop_roles(lines, scratch);
    read_measured(lines, resume->history, *done);
    term_verbose("%s: %u of its files were executed before", resume->history->label, *done);
    g_clear_pointer(&resume->checkpoint, checkpoint_free);
    return scratch_resume(scratch, error);
}

/* --- keeping */

static bool reopen(Scratch *scratch, Pg **pg, const char *database, GError **error) {
    return !database || (*pg = scratch_reconnect(scratch, database, error));
}

static bool keep(Resume *resume, Scratch *scratch, const char *note, Pg **pg, Pg **other,
                 GError **error) {
    g_autofree char *database = g_strdup(pg_database(*pg));
    g_autofree char *beside = other && *other ? g_strdup(pg_database(*other)) : NULL;
    const Sum *key = key_after(resume, resume->history->scripts->len);
    g_clear_pointer(pg, pg_close);
    if (beside)
        g_clear_pointer(other, pg_close);
    return scratch_keep(scratch, database, key, note, error) &&
           reopen(scratch, pg, database, error) && reopen(scratch, other, beside, error);
}

bool resume_keep(Resume *resume, Scratch *scratch, guint took_ms, Pg **pg, Pg **other,
                 GError **error) {
    g_autoptr(GError) unknown = NULL;
    const Source *history = resume->history;
    bool plain = false, due = took_ms >= resume->after_ms && resume->done < history->scripts->len;
    bool fine = true;
    if (due && scratch_number(pg_database(*pg)) == resume->number &&
        scratch_is_plain(scratch, &plain, &unknown) && plain) {
        g_autofree char *note = write_note(scratch, history);
        fine = !note || keep(resume, scratch, note, pg, other, error);
    } else if (due) {
        term_verbose("no checkpoint is kept: %s",
                     unknown ? unknown->message : "the server has more than databases and roles");
    }
    resume->history = NULL;
    return fine;
}
