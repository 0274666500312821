#include "catalog/kind.h"
#include "sql.h"

/* Created last and dropped first: it would fire for the plan's own statements. */
const Kind kind_event_trigger = {
    .name = "event_trigger",
    .type = "EVENT TRIGGER",
    .sql = SQL_event_trigger,
    .asked_if = "SELECT FROM pg_event_trigger",
    .rank = 99,
    .attrs = (const KindAttr[]){{"event", ATTR_RECREATE},
                                {"tags", ATTR_RECREATE},
                                {"function", ATTR_RECREATE},
                                {"enabled", ATTR_ALTER, "ALTER EVENT TRIGGER {id} {enabled}",
                                 "ALTER EVENT TRIGGER {id} ENABLE"},
                                {NULL}},
    .create =
        "CREATE EVENT TRIGGER {id} ON {event}[ WHEN TAG IN ({tags})] EXECUTE FUNCTION {function}()"
        "[;;ALTER EVENT TRIGGER {id} {enabled}]",
    .drop = "DROP EVENT TRIGGER {id}",
    .rename = "ALTER EVENT TRIGGER {id} RENAME TO {new}",
};
