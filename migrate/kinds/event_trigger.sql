-- Manual: pg_event_trigger.
SELECT 'pg_event_trigger'::regclass::oid AS classid, e.oid AS objid, 0 AS objsubid, quote_ident(e.evtname) AS name,
       e.evtevent::text AS event,
       (SELECT string_agg(quote_literal(t.tag), ', ' ORDER BY t.ord)
           FROM unnest(e.evttags) WITH ORDINALITY AS t(tag, ord)) AS tags,
       e.evtfoid::regproc::text AS function,
       CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A'
           THEN 'ENABLE ALWAYS' END AS enabled
  FROM pg_event_trigger e
 WHERE e.oid >= 16384
