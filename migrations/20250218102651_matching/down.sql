-- data-loss: drops table matching.feedback and what it holds
DROP TABLE matching.feedback;

-- data-loss: drops table matching.match and what it holds
DROP TABLE matching.match;

DROP FUNCTION matching.close_request();

-- data-loss: drops table matching.request and what it holds
DROP TABLE matching.request;

DROP TYPE matching.match_status;

DROP TYPE matching.request_source;

DROP SCHEMA matching;
