CREATE TABLE p (c text, b int, a int DEFAULT 7);
CREATE TABLE heir (c text DEFAULT '21', b int NOT NULL, a int) INHERITS (p);
ALTER TABLE heir ALTER COLUMN a DROP DEFAULT;
