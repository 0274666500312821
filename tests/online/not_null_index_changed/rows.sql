INSERT INTO t SELECT i, i, i FROM generate_series(1, 50) i;
