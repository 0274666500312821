/* Landlock: which files the server may touch, no TCP, no signals to others.
 *
 * Its interface to the kernel is a few numbers that never change, so they are written here: headers
 * of the machine that compiles may be older than the kernel that runs.
 */
#include "server/sandbox.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };

enum {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    MAKE_SOCK = 1 << 9,
    ALL_OF_FIRST = (1 << 13) - 1,
    REFER = 1 << 13,     /* since 2: links and renames from one folder to another */
    TRUNCATE = 1 << 14,  /* since 3 */
    IOCTL_DEV = 1 << 15, /* since 5 */
    /* What a rule about a file, not a folder, may hold. */
    OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV,

    READ = READ_FILE | READ_DIR,
    RUN = READ_FILE | EXECUTE,
    /* No links, FIFOs or devices: the guard reads there and cleans up, possibly as root. */
    OWN = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SOCK | REFER |
          TRUNCATE,
};

struct ruleset {
    guint64 files;
    guint64 network; /* since 4: 1 bind, 2 connect by TCP */
    guint64 scoped;  /* since 6: 1 abstract sockets, 2 signals */
};

struct path_beneath {
    guint64 allowed;
    gint32 parent;
} __attribute__((packed));

/* Libraries, and what they and the server read. Executing is allowed nowhere here. */
static const struct {
    const char *pattern;
    guint rights;
} places[] = {
    {"/lib", READ},
    {"/lib[0-9x]*", READ},
    {"/usr/lib", READ},
    {"/usr/lib[0-9x]*", READ},
    {"/usr/local/lib", READ},
    {"/nix/store", READ},
    {"/gnu/store", READ},
    {"/usr/share/postgresql*", READ},
    {"/usr/share/pgsql*", READ},
    {"/usr/share/zoneinfo*", READ},
    {"/usr/share/locale", READ},
    {"/usr/share/i18n", READ},
    {"/usr/share/icu", READ},
    {"/usr/share/hunspell", READ},
    {"/usr/share/myspell", READ},
    {"/usr/share/perl*", READ},
    {"/usr/share/tcltk", READ},
    {"/usr/share/proj", READ},
    {"/usr/share/gdal", READ},
    {"/var/cache/postgresql", READ}, /* dictionaries of Debian's */
    {"/etc/ld.so.cache", READ},
    {"/etc/passwd", READ},
    {"/etc/group", READ},
    {"/etc/nsswitch.conf", READ},
    {"/etc/localtime", READ},
    {"/etc/locale.alias", READ},
    {"/etc/ssl/openssl.cnf", READ},
    {"/etc/pki/tls/openssl.cnf", READ},
    {"/etc/crypto-policies", READ},
    {"/dev/null", READ | WRITE_FILE},
    {"/dev/zero", READ},
    {"/dev/random", READ},
    {"/dev/urandom", READ},
};

static bool allow(int ruleset, const char *path, guint64 rights) {
    struct stat status;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == EACCES || errno == ENOTDIR;
    bool folder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    struct path_beneath rule = {folder ? rights : rights & OF_FILES, fd};
    bool fine = syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0;
    close(fd);
    return fine;
}

static bool allow_places(int ruleset, guint64 handled) {
    bool fine = true;
    for (guint i = 0; fine && i < G_N_ELEMENTS(places); i++) {
        glob_t found;
        if (glob(places[i].pattern, 0, NULL, &found) == 0) {
            for (size_t j = 0; fine && j < found.gl_pathc; j++)
                fine = allow(ruleset, found.gl_pathv[j], places[i].rights & handled);
        }
        globfree(&found);
    }
    return fine;
}

/* The dynamic linker that the program asks for: the kernel executes it as well. NULL for none. */
static char *interpreter(const char *program) {
    g_autoptr(GMappedFile) file = g_mapped_file_new(program, FALSE, NULL);
    const char *bytes = file ? g_mapped_file_get_contents(file) : NULL;
    gsize size = bytes ? g_mapped_file_get_length(file) : 0;
    Elf64_Ehdr head;
    if (size < sizeof head || memcmp(bytes, ELFMAG, SELFMAG) != 0 || bytes[EI_CLASS] != ELFCLASS64)
        return NULL;
    memcpy(&head, bytes, sizeof head);
    for (guint i = 0; i < head.e_phnum; i++) {
        Elf64_Phdr part;
        gsize at = head.e_phoff + (gsize)i * head.e_phentsize;
        if (head.e_phoff > size || at > size - sizeof part)
            return NULL;
        memcpy(&part, bytes + at, sizeof part);
        if (part.p_type == PT_INTERP && part.p_offset < size &&
            part.p_filesz <= size - part.p_offset)
            return g_strndup(bytes + part.p_offset, part.p_filesz);
    }
    return NULL;
}

/* The programs' own folders, wherever they were installed. */
static bool allow_programs(int ruleset, const char *folder, guint64 handled) {
    static const char *const siblings[] = {"lib", "lib64", "share"};
    g_autofree char *program = g_build_filename(folder, "postgres", NULL);
    g_autofree char *linker = interpreter(program);
    g_autofree char *prefix = g_path_get_dirname(folder);
    bool fine = allow(ruleset, program, RUN & handled) &&
                (!linker || allow(ruleset, linker, RUN & handled));
    /* /usr/share as a whole is not needed. */
    if (strcmp(prefix, "/usr") == 0 || strcmp(prefix, "/usr/local") == 0 ||
        strcmp(prefix, "/") == 0)
        return fine && allow(ruleset, "/usr/local/share/postgresql", READ & handled);
    for (guint i = 0; fine && i < G_N_ELEMENTS(siblings); i++) {
        g_autofree char *path = g_build_filename(prefix, siblings[i], NULL);
        fine = allow(ruleset, path, READ & handled);
    }
    return fine;
}

static guint64 known_rights(int version) {
    return ALL_OF_FIRST | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0) |
           (version >= 5 ? IOCTL_DEV : 0);
}

static int new_ruleset(int version, guint64 handled) {
    struct ruleset attributes = {handled, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
    size_t size = version >= 6   ? sizeof attributes
                  : version >= 4 ? G_STRUCT_OFFSET(struct ruleset, scoped)
                                 : G_STRUCT_OFFSET(struct ruleset, network);
    return (int)syscall(CREATE_RULESET, &attributes, size, 0);
}

int landlock_enter(const char *programs, const char *rundir) {
    long version = syscall(CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
    if (version < 1)
        return -1;
    guint64 handled = known_rights((int)version);
    int ruleset = new_ruleset((int)version, handled);
    if (ruleset < 0)
        return -1;
    bool fine = allow_places(ruleset, handled) && allow_programs(ruleset, programs, handled) &&
                allow(ruleset, rundir, OWN & handled) &&
                prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                syscall(RESTRICT_SELF, ruleset, 0) == 0;
    int reason = errno;
    close(ruleset);
    errno = reason;
    return fine ? (int)version : -1;
}
