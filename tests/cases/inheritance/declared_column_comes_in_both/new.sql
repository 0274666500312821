-- Only the one who has it first can have it as its own, too.
CREATE TABLE p (a int, b int NOT NULL DEFAULT 1, c text);
CREATE TABLE c (b int DEFAULT 2, c text) INHERITS (p);
CREATE TABLE g () INHERITS (c);
CREATE TABLE h () INHERITS (p);
