CREATE TABLE t(id int, a date,  c text,b text NOT NULL, CHECK (a>'2000-01-01'));
