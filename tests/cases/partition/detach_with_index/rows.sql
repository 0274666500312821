INSERT INTO p SELECT i, i FROM generate_series(1, 10) i;
