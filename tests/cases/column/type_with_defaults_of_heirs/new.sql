CREATE TABLE p (c text DEFAULT '12', note text);
CREATE TABLE k (c text DEFAULT '21') INHERITS (p);
CREATE TABLE z (a text DEFAULT '21');
