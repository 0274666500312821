CREATE SUBSCRIPTION publications CONNECTION '' PUBLICATION p, q WITH (connect = false);
CREATE SUBSCRIPTION slot CONNECTION '' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION sets CONNECTION '' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION unsets CONNECTION '' PUBLICATION p
    WITH (connect = false, binary = true, streaming = true, synchronous_commit = local,
        disable_on_error = true);
CREATE SUBSCRIPTION changes CONNECTION '' PUBLICATION p WITH (connect = false, synchronous_commit = local);
CREATE SUBSCRIPTION two_phase CONNECTION '' PUBLICATION p WITH (connect = false);
