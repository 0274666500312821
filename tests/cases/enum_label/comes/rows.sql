INSERT INTO t VALUES ('sad'), ('glad');
