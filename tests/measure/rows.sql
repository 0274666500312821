-- 500 rows for each table.
INSERT INTO @.o SELECT i FROM generate_series(1, 500) AS i;
INSERT INTO @.t SELECT i, i, 'b' || i, i, '2026-01-01', i, i, i, i, i FROM generate_series(1, 500) AS i;
INSERT INTO @.w SELECT i, i FROM generate_series(1, 500) AS i;
INSERT INTO @.p SELECT 1, i FROM generate_series(1, 500) AS i;
INSERT INTO @.p SELECT 9, i FROM generate_series(1, 500) AS i;
INSERT INTO @.q SELECT 1, i FROM generate_series(1, 500) AS i;
INSERT INTO @.r2 SELECT 2, i FROM generate_series(1, 500) AS i;
INSERT INTO @.r3 SELECT 3, i FROM generate_series(1, 500) AS i;
REFRESH MATERIALIZED VIEW @.v;
