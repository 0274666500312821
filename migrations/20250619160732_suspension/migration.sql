ALTER TABLE people.helper RENAME COLUMN phone_number TO phone;

ALTER TYPE people.account_status ADD VALUE 'suspended' AFTER 'active';

ALTER TABLE people.account ADD COLUMN suspended_until date;
