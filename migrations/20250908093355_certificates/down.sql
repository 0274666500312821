ALTER TABLE course.subcourse DROP CONSTRAINT subcourse_size;

-- data-loss: drops table reward.signature and what it holds
DROP TABLE reward.signature;

-- data-loss: drops table reward.certificate and what it holds
DROP TABLE reward.certificate;

DROP SCHEMA reward;

ALTER TABLE course.subcourse ADD CONSTRAINT subcourse_size CHECK (((max_participants >= 3) AND (max_participants <= 50)));
