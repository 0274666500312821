-- Manual: pg_constraint. Foreign keys, without those that a partition has because of its parent; a column pair a row.
SELECT k.oid, k.conname, k.conrelid, k.confrelid, a.attname, f.attname, CASE WHEN k.condeferrable THEN '' END
  FROM pg_constraint k
  CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS p (own, other, place)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.own
  JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = p.other
 WHERE k.contype = 'f' AND k.conparentid = 0
 ORDER BY k.conrelid, k.conname, k.oid, p.place
