/* Random schemas as values.
 *
 * A schema is a list of elements: a table, a column, a constraint, a comment, … Each prints one
 * statement (few print two), on lines of their own, so that dropping lines is dropping elements.
 * What an element looks like is not stored: every choice is a hash of the seed, the pair, the
 * element, the slot that the choice is made for and that slot's version. So an edit is a version
 * that is raised, and everything else stays as it was.
 *
 * An element refers only to elements before it. When one of them is absent on a side, it is absent
 * there as well.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { SLOTS = 16 };

/* Slots 0 to 2 say where an element belongs; the others are its properties. */
enum { SLOT_SCHEMA, SLOT_TARGET, SLOT_SHAPE, SLOT_FIRST };

typedef enum {
    SCHEMA,
    ENUM,
    DOMAIN,
    DOMAIN_CHECK,
    COMPOSITE,
    RANGE,
    TABLE,
    PARTITION,
    COLUMN,
    SERIAL,
    COLUMN_PROPERTY,
    UNIQUE,
    CHECK,
    FOREIGN_KEY,
    EXCLUDE,
    INDEX,
    VIEW,
    VIEW_DEFAULT,
    MATVIEW,
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    TRIGGER_FUNCTION,
    TRIGGER,
    TRIGGER_STATE,
    POLICY,
    ROW_SECURITY,
    SEQUENCE,
    STATISTICS,
    RULE,
    REPLICA_IDENTITY,
    COMMENT,
    GRANT,
    COLUMN_GRANT,
    OWNER,
    DEFAULT_PRIVILEGE,
    COLLATION,
    OPERATOR,
    OPERATOR_CLASS,
    CAST,
    CONVERSION,
    TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_CONFIGURATION,
    PUBLICATION,
    FOREIGN_DATA_WRAPPER,
    FOREIGN_SERVER,
    USER_MAPPING,
    FOREIGN_TABLE,
    EVENT_TRIGGER,
    ELEMENT_KINDS
} ElementKind;

#define BIT(kind) (UINT64_C(1) << (kind))

typedef struct {
    ElementKind kind;
    guint8 version[SLOTS];
    bool absent;
} Element;

/* One schema of a pair, while it is being printed. */
typedef struct {
    guint64 seed;
    int pair;
    Element *elements;
    int count;
    bool *alive;         /* for the elements printed so far */
    GStringChunk *texts; /* owns the strings that the functions below return */
    GString *out;
    bool ok; /* false: the current element refers to something that is absent */
} Side;

typedef struct {
    const char *name;
    int weight; /* how often, among all */
    void (*print)(Side *side, int id);
} ElementRow;

extern const ElementRow element_rows[ELEMENT_KINDS];

/* A number below n: the element's choice for a slot. */
int pick(const Side *side, int id, int slot, int n);
/* True once in n. */
bool once_in(const Side *side, int id, int slot, int n);
/* The element of one of the kinds (a mask of BITs) that a slot refers to; -1 and not ok without. */
int refer(Side *side, int id, int slot, guint64 kinds);

void put(Side *side, const char *format, ...) G_GNUC_PRINTF(2, 3);
const char *text(Side *side, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Names as SQL. A bare name is quoted; some need it. `name` has the schema before it. */
const char *bare_name(Side *side, int id);
const char *schema_of(Side *side, int id);
const char *name(Side *side, int id);
/* What COMMENT ON, ALTER … OWNER TO and the like call it: `TABLE s.t`. NULL when there is no such.
 */
const char *object(Side *side, int id);

/* The tables' properties that others depend on. */
int table_of(Side *side, int id);
bool is_partitioned(const Side *side, int id);
bool may_have_children(const Side *side, int id);
bool has_key(const Side *side, int id);
bool is_unlogged(const Side *side, int id);

/* A column's type, and a default that fits (NULL: none does). */
const char *type_of(Side *side, int id);
const char *default_of(Side *side, int id);
bool is_number(Side *side, int id);
/* `(integer, text)`: a function's arguments without names and defaults. */
const char *signature(Side *side, int id);

/* The printers, by file. */
void print_schema(Side *side, int id);
void print_enum(Side *side, int id);
void print_domain(Side *side, int id);
void print_domain_check(Side *side, int id);
void print_composite(Side *side, int id);
void print_range(Side *side, int id);
void print_collation(Side *side, int id);
void print_cast(Side *side, int id);

void print_table(Side *side, int id);
void print_partition(Side *side, int id);
void print_column(Side *side, int id);
void print_serial(Side *side, int id);
void print_column_property(Side *side, int id);
void print_unique(Side *side, int id);
void print_check(Side *side, int id);
void print_foreign_key(Side *side, int id);
void print_exclude(Side *side, int id);
void print_index(Side *side, int id);
void print_sequence(Side *side, int id);
void print_statistics(Side *side, int id);
void print_replica_identity(Side *side, int id);

void print_view(Side *side, int id);
void print_view_default(Side *side, int id);
void print_matview(Side *side, int id);
void print_rule(Side *side, int id);
void print_function(Side *side, int id);
void print_procedure(Side *side, int id);
void print_aggregate(Side *side, int id);
void print_operator(Side *side, int id);
void print_operator_class(Side *side, int id);
void print_trigger_function(Side *side, int id);
void print_trigger(Side *side, int id);
void print_trigger_state(Side *side, int id);
void print_policy(Side *side, int id);
void print_row_security(Side *side, int id);

void print_comment(Side *side, int id);
void print_grant(Side *side, int id);
void print_column_grant(Side *side, int id);
void print_owner(Side *side, int id);
void print_default_privilege(Side *side, int id);
void print_conversion(Side *side, int id);
void print_text_search_dictionary(Side *side, int id);
void print_text_search_configuration(Side *side, int id);
void print_publication(Side *side, int id);
void print_foreign_data_wrapper(Side *side, int id);
void print_foreign_server(Side *side, int id);
void print_user_mapping(Side *side, int id);
void print_foreign_table(Side *side, int id);
void print_event_trigger(Side *side, int id);
