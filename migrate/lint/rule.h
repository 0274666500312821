/* Rules, and what they look at. Inside lint/, and for `migrate explain`. */
#pragma once

#include "git/repo.h"
#include "history/build.h"
#include "lint/lint.h"
#include "text/facts.h"

typedef struct Rule Rule;
typedef struct Lint Lint;

/* How a finding can be silenced. */
typedef enum {
    SILENCE_PROJECT,   /* under [check] in migrate.ini */
    SILENCE_MIGRATION, /* also by a directive in the migration that it is about */
    SILENCE_NEVER,     /* not at all: without what it asks for there is nothing to check or apply */
} Silence;

struct Rule {
    const char *code; /* kebab-case, stable */
    Severity severity;
    const char *summary; /* a sentence */
    /* What it means, why it matters, how to repair it: paragraphs, an empty line between them;
     * lines that begin with two blanks stay as they are. `silence` adds how to silence it. */
    const char *page;
    Silence silence;
    bool on_request; /* it is off unless [check] says something else; of rules without `check` */
    /* Adds its findings with lint_add(). NULL: another room finds it, and here is only its page. */
    void (*check)(Lint *lint, const Rule *rule);
};

/* All rules by families; the last is NULL, and each family ends with {0}. */
extern const Rule *const rule_families[];
const Rule *rule_find(const char *code);
const Rule *rule_find_in(const Rule *const *families, const char *code);
/* The codes of all rules, NULL-terminated; static. */
const char *const *rule_codes(void);

/* How a migration stands to the base branch. */
typedef enum {
    STATE_MERGED,   /* it is there as it is here, or nothing is known */
    STATE_EDITED,   /* it is there with other statements */
    STATE_REWORDED, /* it is there with the same statements in another form */
    STATE_REPLACES, /* it stands for some that are there */
    STATE_RENAMED,  /* it is there under another name */
    STATE_NEW,      /* it is only here */
} MigrationState;

/* A migration, and how it stands to the base branch. */
typedef struct {
    const Migration *migration;                /* of a history of Lint */
    const char *file, *version, *name, *label; /* the migration's; `file` is its path for people */
    MigrationState state;
    bool due; /* what it does is of interest: it is new, or counts as new where that is not known */
    guint line; /* of an edited one: the first that differs */
    /* Read for new, edited and gained ones; the rest is NULL. */
    GArray *statements;      /* of Statement, slices of the migration's text */
    GPtrArray *facts;        /* of Fact* */
    GArray *fact_statements; /* of guint: which statement each is of */
    GError *fault;           /* why not all of its statements can be read */
} LintMigration;

/* A migration that the base branch has and the work tree has not. */
typedef struct {
    char *path; /* relative to the migrations folder */
    char *version, *name, *label;
    GBytes *text;           /* as it was */
    LintMigration *renamed; /* what it became, or NULL */
} LintGone;

/* What a new migration does, and whether it does it to something that new migrations made. */
typedef struct {
    LintMigration *migration;
    const Fact *fact;
    bool fresh;
    const Measured *measured; /* of its statement; NULL: it was not executed */
} LintFact;

/* A statement that was measured. */
typedef struct {
    LintMigration *migration;
    const Measured *measured;
} LintMeasured;

/* Why the history could not be compared with a base. */
typedef enum {
    SHAPE_FINE,
    SHAPE_NO_REPOSITORY,
    SHAPE_UNREADABLE,
    SHAPE_UNBORN,
    SHAPE_NO_BASE,           /* and no remote */
    SHAPE_NO_BASE_OF_REMOTE, /* of none of the branches that the remote has */
    SHAPE_NO_BASE_UNTRUSTED, /* no trusted source names it */
    SHAPE_BASE_MISSING,
    SHAPE_SHALLOW,
    SHAPE_UNRELATED,
    SHAPE_LINKED, /* the project lies behind a symbolic link of the repository */
    SHAPE_NESTED, /* there is another repository that the change may be in */
} RepositoryShape;

struct Lint {
    const LintInput *input;
    const Rule *const *families; /* rule_families … */
    const char *const *codes;    /* … and rule_codes(), for the rule about excuses */
    Findings *findings;          /* of the rules */
    Findings *faults;            /* of the history, by history_build() */
    char *home;                  /* the schema of names without one */
    Folder *folder;
    History *history;      /* of the folder */
    GPtrArray *migrations; /* of LintMigration*, by version */
    GHashTable *by_path;   /* Migration.below → LintMigration*, borrowed */

    RepositoryShape shape;
    char *reason; /* what git said, or NULL */
    char *advice; /* what helps, where that depends on the reason; or NULL */
    char *inner;  /* in a trusted run: another repository in the migrations folder, or NULL */
    GitRepo *repo;
    char *prefix;                  /* from the top of the repository to the migrations folder */
    char *base;                    /* for people */
    char *head, *tip, *merge_base; /* commits */
    GPtrArray *changes;            /* of GitChange*, in the migrations folder */
    GPtrArray *schema_changes;     /* of GitChange* */
    History *originals;            /* as LintBase */
    GArray *replaced;              /* likewise */
    History *base_history;         /* at the tip; NULL: the tip is the merge base */
    GPtrArray *gone;               /* of LintGone* */
    GPtrArray *gained;             /* of LintMigration*, what the base got since the merge base */
    char *newest;                  /* label of the newest one on the base, or NULL */
    GPtrArray *facts;              /* of LintFact*, of new migrations in their order */
    bool due_alone;                /* of those, each is looked at as if it alone were new */
    GArray *measured;              /* of LintMeasured, in their order; NULL: nothing was executed */
};

/* A new migration that replaces what the base has, as it is there, is STATE_REPLACES, and what it
 * replaces is not gone. */
void lint_take_replaced(Lint *lint);
/* Gathers everything; false only as lint_run() says. */
bool lint_gather(Lint *lint, GError **error);
void lint_clear(Lint *lint);
/* Fills in `home`, as lint_gather() does. */
void lint_find_home(Lint *lint);

/* Notes why there is no base to compare with; `why`, which is freed, becomes the reason. Whether
 * the shape is SHAPE_FINE. */
bool lint_set_shape(Lint *lint, RepositoryShape shape, GError **why);
/* What is known before the base is: a work tree that may be hostile has no links on the way to the
 * project, and is the only repository. False with the shape set. */
bool lint_check_place(Lint *lint);
/* Against the base: it has no folder, and no link to elsewhere, in place of a link that leads here,
 * or the history that it knows is not the one that is looked at. False with the shape set. */
bool lint_check_links(Lint *lint);

/* False with FAIL_ENVIRONMENT when the history could not be compared with a base. */
bool lint_refuse_shape(const Lint *lint, GError **error);

/* Makes `facts` of the migrations that are due. `measured` (may be NULL) says what a statement of
 * one did. */
void lint_collect_facts(Lint *lint,
                        const Measured *(*measured)(const LintMigration *migration,
                                                    const Statement *statement, void *data),
                        void *data);
LintMigration *lint_migration_new(const Migration *migration);

/* Fills in what LintMigration calls "read". */
void lint_read(LintMigration *migration);
void lint_migration_free(gpointer migration);

/* What [check] says about a code; NULL: nothing. Borrowed. */
const char *rule_setting(const LintInput *input, const char *code);

/* Adds a finding of `rule` at a place; `file` may be NULL, `line` and `column` 0. */
Finding *lint_add(Lint *lint, const Rule *rule, const char *file, guint line, guint column,
                  const char *format, ...) G_GNUC_PRINTF(6, 7);

/* weigh.c: says how large what the finding's statement works on is, where that is known, and takes
 * it more or less seriously for it, unless [check] says how seriously. */
void lint_weigh(const Lint *lint, Finding *finding, const Measured *measured);

/* Whether both names can mean the same object. */
bool lint_same_object(const Lint *lint, const Fact *one, const Fact *two);
