CREATE SUBSCRIPTION "Full"
    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then REFRESH PUBLICATION
    PUBLICATION "Q", p
        WITH (
            connect = false, slot_name = other, binary = true, streaming = on,
            synchronous_commit = remote_apply, two_phase = true, disable_on_error = true
        );

CREATE SUBSCRIPTION no_slot
    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then REFRESH PUBLICATION
    PUBLICATION p WITH (connect = false, slot_name = NONE);

CREATE SUBSCRIPTION plain
    CONNECTION '' -- a secret: ALTER SUBSCRIPTION ... CONNECTION, ENABLE, then REFRESH PUBLICATION
    PUBLICATION p WITH (connect = false, slot_name = plain);

COMMENT ON SUBSCRIPTION plain IS 'from elsewhere';
