-- data-loss: drops subscription two_phase with what it holds and creates it again, because PostgreSQL cannot change its two phase from none to true
ALTER SUBSCRIPTION two_phase DISABLE;

ALTER SUBSCRIPTION two_phase SET (slot_name = NONE);

DROP SUBSCRIPTION two_phase /* its slot stays with the publisher, to be dropped there */;

ALTER SUBSCRIPTION changes SET ( synchronous_commit = on );

ALTER SUBSCRIPTION publications SET PUBLICATION q, r WITH (refresh = false);

ALTER SUBSCRIPTION sets
    SET ( binary = true, streaming = on, synchronous_commit = local, disable_on_error = true );

ALTER SUBSCRIPTION slot SET ( slot_name = other );

CREATE SUBSCRIPTION two_phase
    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then REFRESH PUBLICATION
    PUBLICATION p WITH (connect = false, slot_name = two_phase, two_phase = true);

ALTER SUBSCRIPTION unsets
    SET ( binary = false, streaming = off, synchronous_commit = off, disable_on_error = false );
