-- data-loss: drops table people.helper_subject and what it holds
DROP TABLE people.helper_subject;

-- data-loss: drops table people.helper and what it holds
DROP TABLE people.helper;

-- data-loss: drops table people.pupil_subject and what it holds
DROP TABLE people.pupil_subject;

-- data-loss: drops table people.pupil and what it holds
DROP TABLE people.pupil;

-- data-loss: drops table people.account and what it holds
DROP TABLE people.account;

-- data-loss: drops table people.school and what it holds
DROP TABLE people.school;

-- data-loss: drops table people.subject and what it holds
DROP TABLE people.subject;

DROP DOMAIN people.email_address;

DROP DOMAIN people.grade;

DROP DOMAIN people.language_code;

DROP TYPE people.account_status;

DROP TYPE people.school_type;

DROP SCHEMA people;
