-- The session's default owner: what the caller asked for, else the role that connects. It is never guessed from the
-- objects: most of them may belong to anybody, and a change of owner would then go unseen.
SELECT pg_catalog.set_config('migrate.owner',
    coalesce(nullif(pg_catalog.current_setting('migrate.owner', true), ''), current_user), false)
