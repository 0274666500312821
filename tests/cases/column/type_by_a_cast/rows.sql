INSERT INTO t VALUES (1, 5, '{5,0}', 5, '((1,1),(0,0))', 5);
