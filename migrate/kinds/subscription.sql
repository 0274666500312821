-- Manual: pg_subscription, CREATE SUBSCRIPTION (subscription_parameter). The connection string is a secret and never
-- read; whether it is enabled is left to its operator. Options are NULL where they are the default. Version 13 lets
-- only superusers see oid and synchronous_commit, so that the first is looked up by name there, and the second is not
-- compared.
SELECT 'pg_subscription'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, --@ 140000
    quote_ident(s.subname) AS name, --@ 140000
SELECT 'pg_subscription'::regclass::oid AS classid, v.objid, 0 AS objsubid, quote_ident(s.subname) AS name, --@ <140000
       (SELECT string_agg(quote_ident(p.name), ', ' ORDER BY p.name COLLATE "C")
           FROM unnest(s.subpublications) AS p(name)) AS publications,
       o.slot, o.binary, o.streaming, o.synchronous_commit, o.two_phase, o.disable_on_error, o.origin,
           o.password_required, o.run_as_owner, o.failover, o.default_streaming,
       concat_ws(', ', 'connect = false', 'slot_name = ' || o.slot, 'binary = ' || o.binary,
           'streaming = ' || o.streaming,
                 'synchronous_commit = ' || o.synchronous_commit, 'two_phase = ' || o.two_phase,
                     'disable_on_error = ' || o.disable_on_error,
                 'origin = ' || o.origin, 'password_required = ' || o.password_required,
                     'run_as_owner = ' || o.run_as_owner,
                 'failover = ' || o.failover) AS options
  FROM pg_subscription s
  JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
  CROSS JOIN LATERAL pg_get_object_address('subscription', ARRAY[s.subname::text], '{}') v --@ <140000
  CROSS JOIN LATERAL (SELECT
       'off' AS default_streaming, --@ <180000
       'parallel' AS default_streaming, --@ 180000
       CASE WHEN s.subbinary THEN 'true' END AS binary, --@ 140000
       nullif(s.subsynccommit, 'off') AS synchronous_commit, --@ 140000
       CASE WHEN s.substream THEN 'on' END AS streaming, --@ 140000 <160000
       CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' END AS streaming, --@ 160000 <180000
       CASE s.substream WHEN 't' THEN 'on' WHEN 'f' THEN 'off' END AS streaming, --@ 180000
       NULL AS binary, NULL AS synchronous_commit, NULL AS streaming, --@ <140000
       CASE WHEN s.subtwophasestate <> 'd' THEN 'true' END AS two_phase, --@ 150000
       CASE WHEN s.subdisableonerr THEN 'true' END AS disable_on_error, --@ 150000
       NULL AS two_phase, NULL AS disable_on_error, --@ <150000
       CASE WHEN s.suborigin <> 'any' THEN s.suborigin END AS origin, --@ 160000
       CASE WHEN NOT s.subpasswordrequired THEN 'false' END AS password_required, --@ 160000
       CASE WHEN s.subrunasowner THEN 'true' END AS run_as_owner, --@ 160000
       NULL AS origin, NULL AS password_required, NULL AS run_as_owner, --@ <160000
       CASE WHEN s.subfailover THEN 'true' END AS failover, --@ 170000
       NULL AS failover, --@ <170000
       coalesce(quote_ident(s.subslotname), 'NONE') AS slot) o
