CREATE TABLE p (c int, b int NOT NULL, a int);
CREATE TABLE heir (c int DEFAULT 21, b int NOT NULL, a int) INHERITS (p);
