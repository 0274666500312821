CREATE TABLE g (id integer, CONSTRAINT above CHECK (id > 0));
CREATE TABLE p (id integer, k text, CONSTRAINT short CHECK (length(k) < 12) NOT VALID,
    CONSTRAINT own CHECK (id <> 7), CONSTRAINT gone CHECK (id <> 8)) INHERITS (g);
CREATE TABLE other () INHERITS (p);
CREATE TABLE c (id integer, k text, CONSTRAINT own CHECK (id <> 7), CONSTRAINT above CHECK (id > 0));
