CREATE TABLE there (id integer);
