INSERT INTO t SELECT i, 1 + i % 2, i FROM generate_series(1, 50) i;
