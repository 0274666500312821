-- Hasura: pgcrypto in public, and the schemas that its engine makes
-- migrate: managed schema ^hdb_
-- migrate: managed extension ^pgcrypto$

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
CREATE SCHEMA hdb_catalog;
CREATE SCHEMA hdb_views;
