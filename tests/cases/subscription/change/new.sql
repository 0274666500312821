CREATE SUBSCRIPTION publications CONNECTION '' PUBLICATION q, r WITH (connect = false);
CREATE SUBSCRIPTION slot CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = other);
CREATE SUBSCRIPTION sets CONNECTION '' PUBLICATION p
    WITH (connect = false, binary = true, streaming = true, synchronous_commit = local,
        disable_on_error = true);
CREATE SUBSCRIPTION unsets CONNECTION '' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION changes CONNECTION '' PUBLICATION p WITH (connect = false, synchronous_commit = on);
CREATE SUBSCRIPTION two_phase CONNECTION '' PUBLICATION p WITH (connect = false, two_phase = true);
