INSERT INTO r SELECT generate_series(1, 50);
INSERT INTO t SELECT i, i, i FROM generate_series(1, 50) i;
