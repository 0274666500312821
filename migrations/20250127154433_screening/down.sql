DROP TRIGGER account_touch ON people.account;

DROP TRIGGER helper_touch ON people.helper;

DROP TRIGGER pupil_touch ON people.pupil;

-- data-loss: drops column people.helper.decisive_screening_id and what it holds
ALTER TABLE people.helper DROP COLUMN decisive_screening_id;

-- data-loss: drops column people.pupil.learning_german and what it holds
ALTER TABLE people.pupil DROP COLUMN learning_german;

DROP FUNCTION people.touch_updated_at();

-- data-loss: drops table people.consent and what it holds
DROP TABLE people.consent;

-- data-loss: drops table people.helper_availability and what it holds
DROP TABLE people.helper_availability;

DROP FUNCTION people.is_slot(people.weekly_slot);

-- data-loss: drops table people.screening and what it holds
DROP TABLE people.screening;

-- data-loss: drops table people.screener and what it holds
DROP TABLE people.screener;

DROP TYPE people.weekly_slot;

DROP TYPE people.screening_outcome;
