INSERT INTO t (x) SELECT generate_series(1, 5);
INSERT INTO u (x) SELECT generate_series(1, 7);
DELETE FROM u WHERE id > 3;
