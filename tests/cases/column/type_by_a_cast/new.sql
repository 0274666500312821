CREATE DOMAIN sure AS boolean;
CREATE TABLE t (id int, yes boolean, list boolean[], bits bit(32), whole polygon, certain sure, hopeless uuid);
