INSERT INTO customer VALUES (1), (2);
INSERT INTO orders (customer, placed, total) SELECT i % 2 + 1, '2020-01-01', i FROM generate_series(1, 99) i;
INSERT INTO orders (customer, placed, total) SELECT i % 2 + 1, '2020-03-01', i FROM generate_series(100, 150) i;
INSERT INTO line SELECT id, placed, 1 FROM orders;
