CREATE TABLE t(id int, a2 date, c text, b text NOT NULL, CHECK (a2>'2000-01-01'));
