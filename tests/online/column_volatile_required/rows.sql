INSERT INTO t SELECT i, i, 'x' || i FROM generate_series(1, 50) i;
