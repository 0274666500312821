CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p, q WITH (connect = false, slot_name = other);
COMMENT ON SUBSCRIPTION s IS 'from elsewhere';
CREATE SUBSCRIPTION comes CONNECTION '' PUBLICATION p WITH (connect = false);
