-- Manual: CREATE AGGREGATE, pg_aggregate. GRANT takes the types of the arguments only; the other statements write
-- them as CREATE does.
SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.proname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' ||
           coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*') || ')' AS id,
       p.oid::regprocedure::text AS signature,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified,
       coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') AS arguments,
       pg_get_function_result(p.oid) AS result,
       p.proargnames::text || coalesce(p.proargmodes::text, '') AS argument_names,
       a.aggkind::text || ' ' || a.aggnumdirectargs AS direct_arguments,
       CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END AS hypothetical,
       a.aggtransfn::regproc::text AS transition,
       format_type(a.aggtranstype, NULL) AS state,
       nullif(a.aggtransspace, 0)::text AS state_size,
       nullif(a.aggfinalfn::regproc::text, '-') AS final,
       CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END AS final_extra,
       CASE WHEN a.aggfinalfn <> 0 AND m.code <> k.modify THEN m.word END AS final_modify,
       nullif(a.aggcombinefn::regproc::text, '-') AS combine,
       nullif(a.aggserialfn::regproc::text, '-') AS serialize,
       nullif(a.aggdeserialfn::regproc::text, '-') AS deserialize,
       quote_literal(a.agginitval) AS initial,
       nullif(a.aggmtransfn::regproc::text, '-') AS moving_transition,
       nullif(a.aggminvtransfn::regproc::text, '-') AS moving_inverse,
       CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS moving_state,
       nullif(a.aggmtransspace, 0)::text AS moving_state_size,
       nullif(a.aggmfinalfn::regproc::text, '-') AS moving_final,
       CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END AS moving_final_extra,
       CASE WHEN a.aggmfinalfn <> 0 AND mm.code <> k.modify THEN mm.word END AS moving_final_modify,
       quote_literal(a.aggminitval) AS moving_initial,
       'OPERATOR(' || quote_ident(os.nspname) || '.' || o.oprname || ')' AS sort_operator,
       CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END AS parallel
  FROM pg_aggregate a
  JOIN pg_proc p ON p.oid = a.aggfnoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_operator o ON o.oid = a.aggsortop
  LEFT JOIN pg_namespace os ON os.oid = o.oprnamespace
  CROSS JOIN LATERAL (SELECT CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END AS modify) k
  LEFT JOIN (VALUES ('r', 'READ_ONLY'), ('s', 'SHAREABLE'), ('w', 'READ_WRITE')) m (code, word)
      ON m.code = a.aggfinalmodify::text
  LEFT JOIN (VALUES ('r', 'READ_ONLY'), ('s', 'SHAREABLE'), ('w', 'READ_WRITE')) mm (code, word)
      ON mm.code = a.aggmfinalmodify::text
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
