-- Heroku Postgres: the schema heroku_ext, into which extensions go
-- migrate: managed schema ^(heroku_ext|_heroku)$
-- migrate: managed extension ^(pg_stat_statements|plpgsql)$
-- migrate: managed event_trigger ^(extension_before_drop|log_create_ext|log_drop_ext|validate_extension)$

CREATE SCHEMA heroku_ext;
GRANT USAGE ON SCHEMA heroku_ext TO PUBLIC;
CREATE SCHEMA _heroku;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements') THEN
        CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA heroku_ext;
    END IF;
END
$$;
