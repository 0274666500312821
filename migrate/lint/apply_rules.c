/* What 'migrate apply', 'down', 'baseline' and 'status' find before they change a database; here
 * are only the pages. */
#include "lint/rule.h"

#define APPLY_RULE(rule_code, grade, text, paragraphs)                                             \
    {                                                                                              \
        .code = (rule_code), .severity = (grade), .summary = (text), .page = (paragraphs),         \
        .silence = SILENCE_NEVER                                                                   \
    }

const Rule apply_rules[] = {
    APPLY_RULE("ahead", SEVERITY_NOTE, "The database has newer migrations than this checkout.",
               "The ledger has every migration of this checkout and others that come after them: "
               "the application was rolled back, say, and the database was not. There is nothing "
               "to do, and 'migrate apply' ends with status 0; with --strict it refuses.\n\n"
               "Whether the older application works with the newer schema nobody checks here. To "
               "change the database, use a checkout that has what was applied. 'migrate drift' "
               "compares the database with the fingerprint that the last run left in the ledger, "
               "because the newer migrations are not here to be executed."),
    APPLY_RULE("missing", SEVERITY_ERROR, "An applied migration is not in the migrations folder.",
               "The ledger has a migration that this checkout lacks. It was deleted or renamed, or "
               "it was applied from another branch.\n\n"
               "Restore its file from git, or use a checkout that has it."),
    APPLY_RULE("replaced", SEVERITY_ERROR,
               "A database has some of the migrations that another one stands for.",
               "'migrate squash' wrote one migration in place of many. A database that has all of "
               "them counts it as applied, one that has none executes it. This one has some, or "
               "has them in another order or with other texts, and can do neither.\n\n"
               "Apply the rest with a checkout that has the originals; the message names the "
               "commit. Then come back. Where the order or a text is another one, no checkout "
               "helps: keep the originals until that database is gone, or made again."),
    APPLY_RULE("edited", SEVERITY_ERROR, "A migration was edited after it had been applied.",
               "Its statements are not those that the ledger has a checksum of. The database does "
               "not have what was added since, and will not get it.\n\n"
               "Undo the edit and put the change into a new migration. If the database has what "
               "the file says now, by hand or because the edit means the same, accept this edit "
               "once:\n\n"
               "  migrate resolve VERSION --accept-edit --reason TEXT\n\n"
               "A ledger of format 1 or 2 has no checksums of statements, so that every edit "
               "counts until the next run that changes the database brings them."),
    APPLY_RULE("accepted-edit", SEVERITY_NOTE,
               "A migration was edited, and somebody accepted that for this database.",
               "'migrate resolve VERSION --accept-edit' recorded this very edit in the ledger, "
               "with a reason, in migrate.event. Another edit has to be accepted again.\n\n"
               "Nothing has to be done."),
    APPLY_RULE("line-ends", SEVERITY_NOTE,
               "A migration has other line ends than when it was applied.",
               "The text is the same, with CRLF in place of LF or the other way round. This does "
               "not stop anything.\n\n"
               "Keep git from changing line ends, in .gitattributes:\n\n"
               "  *.sql text eol=lf"),
    APPLY_RULE("ledger-edited", SEVERITY_ERROR, "The ledger was changed by hand.",
               "Each row of migrate.migration holds a hash over the row before it. A row was "
               "changed, removed or inserted by something other than migrate.\n\n"
               "Find out who changed it; migrate.event records what the tool did."),
    APPLY_RULE("half-done", SEVERITY_ERROR, "A migration was applied or reverted only in part.",
               "Statements outside a transaction take effect one by one. The run that executed "
               "them was interrupted, or a statement failed, and what is left to do cannot be "
               "known from the ledger alone.\n\n"
               "Look at the database. 'migrate apply' or 'migrate down' goes on where it can. "
               "Otherwise record the outcome:\n\n"
               "  migrate resolve VERSION --applied --reason TEXT\n"
               "  migrate resolve VERSION --not-applied --reason TEXT"),
    APPLY_RULE("no-down", SEVERITY_ERROR, "A migration cannot be reverted.",
               "It has no down.sql (or what the folder's layout calls so), or an empty one.\n\n"
               "Write it, or write a new migration that undoes this one."),
    APPLY_RULE("copy", SEVERITY_ERROR, "The database is a copy of the one that the ledger is for.",
               "The ledger knows the server and the database in which it was made. This one was "
               "restored from a dump, cloned or renamed.\n\n"
               "If it is the database that you mean, say so once with --adopt."),
    APPLY_RULE("other-environment", SEVERITY_ERROR, "The database belongs to another environment.",
               "The ledger records the name of the environment that it was made for, and this run "
               "uses another one.\n\n"
               "Check the url of the environment in migrate.ini. If it is right, say so once with "
               "--adopt."),
    APPLY_RULE(
        "other-ledger", SEVERITY_ERROR, "The database was migrated by another tool so far.",
        "There is no ledger of migrate in the database, or an empty one, and there is one of "
        "another migration tool. Applying everything from the start would fail, or do it "
        "twice.\n\n"
        "If that tool applied the same migrations, take over what it says, or say it "
        "yourself:\n\n"
        "  migrate apply --from-ledger       record what it applied, apply the rest\n"
        "  migrate baseline --from-ledger    only record it\n"
        "  migrate baseline VERSION          record everything up to VERSION\n\n"
        "If not, --adopt says that this is meant. 'migrate help ledger' says which tools "
        "are known. With 'ledger = keep' under [prisma] it is also said when Prisma has "
        "applied something since: --from-ledger records that, too."),
    APPLY_RULE("privileges", SEVERITY_ERROR, "The role may not write the ledger.",
               "The ledger is the schema migrate of the target database. The role needs CREATE on "
               "the database to create it, and afterwards the rights of the role that did.\n\n"
               "Let the owner of the database grant them, or connect as the role that applied "
               "before."),
    APPLY_RULE("standby", SEVERITY_ERROR, "The server is a standby.",
               "A standby replays what its primary does and cannot be written to. Where nothing is "
               "pending, this is a note.\n\n"
               "Connect to the primary; target_session_attrs=read-write in the url finds it."),
    APPLY_RULE("read-only", SEVERITY_ERROR, "The database is frozen for this role.",
               "default_transaction_read_only is on for this role, this database or the server: "
               "somebody does not want it to be written to, and 'migrate apply' does not override "
               "that. Where nothing is pending, this is a note.\n\n"
               "When the reason is over, the finding has the statements that take the setting "
               "out. For one run, the url can do it: ?options=-c%20default_transaction_read_only"
               "%3Doff"),
    APPLY_RULE("replica-role", SEVERITY_ERROR,
               "The setting session_replication_role is not 'origin'.",
               "With 'replica', triggers and foreign keys do not fire: rows that the migrations "
               "write would not be checked.\n\n"
               "Take the setting out of the role, the database or the server."),
    APPLY_RULE("server-version", SEVERITY_ERROR, "The server's version is not supported.",
               "This version of migrate was not tested with the server's major version. Catalogs "
               "and statements may differ.\n\n"
               "Use another version of migrate, or go on with --allow-version."),
    APPLY_RULE("pooler", SEVERITY_ERROR, "The connection leads through a transaction pooler.",
               "Behind a transaction pooler each transaction may reach another session, so that "
               "no session-level lock holds.\n\n"
               "Connect to the server itself or to a pool in session mode. With "
               "--pooler=transaction, or 'pooler = transaction' in the environment's section of "
               "migrate.ini, the command does what can be done this way; 'migrate help poolers' "
               "says more."),
    APPLY_RULE("pooler-no-transaction", SEVERITY_ERROR,
               "A migration runs outside a transaction and cannot go through a pooler.",
               "Between its statements a session is needed that nobody else gets.\n\n"
               "Apply it over the server's own address."),
    APPLY_RULE("pooler-session", SEVERITY_ERROR,
               "A migration would change a session that belongs to a pool.",
               "A temporary table, LISTEN, SET without LOCAL and similar statements outlive the "
               "transaction. The session goes back to the pool, and its next user would find "
               "them.\n\n"
               "The finding says what to write instead."),
    APPLY_RULE("pooler-isolation", SEVERITY_ERROR,
               "A migration sets an isolation level that does not work through a pooler.",
               "REPEATABLE READ and SERIALIZABLE take their snapshot before the transaction has "
               "its lock: what another run has just applied would not be seen.\n\n"
               "Apply it over the server's own address."),
    APPLY_RULE("single-transaction", SEVERITY_ERROR,
               "A migration cannot be in one transaction with the others.",
               "With --single-transaction all pending migrations are one transaction. One that "
               "runs outside a transaction cannot be in it, and a label that ALTER TYPE adds to an "
               "enum cannot be used before its transaction is committed.\n\n"
               "Apply in two runs, the first one with --to, or without --single-transaction."),
    APPLY_RULE("disk-space", SEVERITY_WARNING, "A pending migration needs much disk space.",
               "It rewrites a large table or builds an index over one. The server needs the space "
               "of both copies until the transaction ends, and about as much for its "
               "write-ahead log.\n\n"
               "Check the server's free disk space first; migrate cannot see it."),
    APPLY_RULE("lock-ahead", SEVERITY_WARNING,
               "A long transaction holds a lock on a table that a migration changes.",
               "The migration will wait for it, be rolled back after apply.lock_timeout and be "
               "tried again, until the transaction ends or apply.lock_wait is over.\n\n"
               "Let that transaction end before you start."),
    APPLY_RULE("apply-fails", SEVERITY_ERROR, "A statement of a migration failed.",
               "The server refused it, and the finding shows where it stands. A migration in a "
               "transaction was rolled back; of one outside a transaction, the statements before "
               "it stay.\n\n"
               "Correct the migration, or what it found in the database, and run the command "
               "again."),
    APPLY_RULE("locked", SEVERITY_ERROR, "A lock could not be had in time.",
               "Another run is at work in this database, or another session kept a lock on a "
               "table for longer than apply.lock_wait. Nothing is half done.\n\n"
               "Run the command again later."),
    APPLY_RULE("absent", SEVERITY_NOTE, "A tenant has no database.",
               "The query of 'tenants' names a tenant whose database is not on its server, and it "
               "was passed over. The next run brings it up when it is there.\n\n"
               "Create the database, or take the tenant out of what the query answers."),
    APPLY_RULE("stopped", SEVERITY_ERROR, "The command could not be completed.",
               "The connection was lost for good, a signal came, a decision was not made, or the "
               "environment is not as it has to be: the finding says which. What was applied "
               "before is in the ledger.\n\n"
               "Do what the finding says, and run the command again."),
    APPLY_RULE("pending", SEVERITY_NOTE, "A migration is not applied to a database yet.",
               "It is in the migrations folder and not in the ledger of this database.\n\n"
               "'migrate apply' applies it."),
    APPLY_RULE("unreachable", SEVERITY_ERROR, "A database could not be read.",
               "No server answered at the address of this environment, it refused the role, or "
               "its ledger is not one that this version can use: the finding says which. An "
               "environment that is not configured here is a note.\n\n"
               "Check the url of the environment in migrate.ini."),
    {0},
};
