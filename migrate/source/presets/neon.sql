-- Neon: its roles, the schema of Neon Auth, and auth.user_id() and auth.session() of its data API
-- migrate: managed schema ^(neon|neon_auth|neon_migration|auth|pgrst)$
-- migrate: managed extension ^(neon|neon_utils|pg_session_jwt)$

CREATE ROLE neon_superuser NOLOGIN;
CREATE ROLE neondb_owner NOLOGIN;
CREATE ROLE cloud_admin NOLOGIN;
CREATE ROLE anonymous NOLOGIN;
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE authenticator NOLOGIN;
GRANT neon_superuser TO neondb_owner;
GRANT anonymous, authenticated TO authenticator;

CREATE SCHEMA neon_auth AUTHORIZATION neondb_owner;
CREATE TABLE neon_auth.users_sync (
    raw_json jsonb NOT NULL,
    id text GENERATED ALWAYS AS (raw_json ->> 'id'::text) STORED NOT NULL PRIMARY KEY,
    name text GENERATED ALWAYS AS (raw_json ->> 'display_name'::text) STORED,
    email text GENERATED ALWAYS AS (raw_json ->> 'primary_email'::text) STORED,
    created_at timestamptz GENERATED ALWAYS AS (to_timestamp(trunc(
        ((raw_json ->> 'signed_up_at_millis'::text))::bigint::double precision
            / 1000::double precision))) STORED,
    updated_at timestamptz,
    deleted_at timestamptz
);
ALTER TABLE neon_auth.users_sync OWNER TO neondb_owner;

CREATE SCHEMA auth AUTHORIZATION cloud_admin;
GRANT USAGE ON SCHEMA auth TO PUBLIC;
CREATE FUNCTION auth.session() RETURNS jsonb LANGUAGE sql STABLE AS $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;
CREATE FUNCTION auth.user_id() RETURNS text LANGUAGE sql STABLE AS $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
$$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  select auth.user_id()::uuid
$$;
ALTER FUNCTION auth.session() OWNER TO cloud_admin;
ALTER FUNCTION auth.user_id() OWNER TO cloud_admin;
ALTER FUNCTION auth.uid() OWNER TO cloud_admin;
