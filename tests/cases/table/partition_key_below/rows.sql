INSERT INTO p SELECT i, 'a' FROM generate_series(1,19) i;
