-- data-loss: drops subscription goes and what it holds
ALTER SUBSCRIPTION goes DISABLE;

ALTER SUBSCRIPTION goes SET (slot_name = NONE);

DROP SUBSCRIPTION goes /* its slot stays with the publisher, to be dropped there */;

CREATE SUBSCRIPTION comes
    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then REFRESH PUBLICATION
    PUBLICATION p WITH (connect = false, slot_name = comes);

ALTER SUBSCRIPTION s SET PUBLICATION p, q WITH (refresh = false);

ALTER SUBSCRIPTION s SET ( slot_name = other );

COMMENT ON SUBSCRIPTION s IS 'from elsewhere';
