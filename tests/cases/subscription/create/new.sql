CREATE SUBSCRIPTION plain CONNECTION '' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION "Full" CONNECTION '' PUBLICATION "Q", p
    WITH (connect = false, slot_name = other, binary = true, streaming = true,
        synchronous_commit = remote_apply, two_phase = true, disable_on_error = true);
CREATE SUBSCRIPTION no_slot CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = NONE);
COMMENT ON SUBSCRIPTION plain IS 'from elsewhere';
