INSERT INTO u SELECT generate_series(0, 60);
INSERT INTO t SELECT i, 1 + i % 2, i FROM generate_series(1, 50) i;
