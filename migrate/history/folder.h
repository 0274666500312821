/* Folder: a migrations folder as it is, right or wrong.
 *
 * The only walk over such a folder. A History is made of it (history/build.h); rules about names
 * and commands that rename what is in it look at the folder itself. Nothing is refused but what
 * cannot be read. Links are not followed, hidden files are skipped, and no file is read before
 * somebody asks for its bytes.
 */
#pragma once

#include "base/error.h"
#include "git/repo.h"
#include "history/layout.h"

GQuark history_error_quark(void);
#define HISTORY_ERROR history_error_quark()

typedef enum { ENTRY_FILE, ENTRY_SYMLINK, ENTRY_EMPTY_FOLDER, ENTRY_OTHER } EntryKind;

typedef struct {
    char *path; /* relative to the folder */
    EntryKind kind;
    gsize size; /* bytes */
    LayoutPart part;
    char *version, *name,
        *label;    /* of the migration that it belongs to; NULL: it belongs to none */
    GBytes *bytes; /* NULL: not read yet */
    guint place;   /* in the index, from 1; 0: it is in none */
} FolderEntry;

typedef struct {
    char *path; /* as it was given */
    const Layout *layout;
    const Layout *listed; /* of whose index alone it was listed; NULL: all of it was */
    bool by_name;         /* migrations go by their names: as the layout has it, or because Prisma's
                             migration_lock.toml stands there, where no file of the folder itself is one */
    GPtrArray *entries;   /* of FolderEntry*, bytewise by path */
    Index *index;         /* what its layout's index says; NULL: it has none */
} Folder;

/* What is on disk at `path`; no entries when nothing is there. */
Folder *folder_read(const char *path, GError **error);
/* The same of files that were read elsewhere (GitFile*, paths relative to the folder). `layout`
 * NULL: what the files say. `path` is for people. */
Folder *folder_from_files(const char *path, const Layout *layout, const GPtrArray *files);
void folder_free(Folder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Folder, folder_free)

/* The file of `entry` for people: the folder as it was given, then the path. Caller frees. */
char *folder_file(const Folder *folder, const FolderEntry *entry);
/* The same of another file in the folder `folder`. */
char *folder_path(const char *folder, const char *file);

/* The bytes of a file, read at the first call. Borrowed. */
GBytes *folder_bytes(const Folder *folder, FolderEntry *entry, GError **error);
