INSERT INTO p (note) VALUES ('whole');
INSERT INTO k (note) VALUES ('heir');
