DROP PROCEDURE notify.mute_closed_accounts();

-- data-loss: drops table notify.notification and what it holds
-- data-loss: drops table notify.notification_2025_01 and what it holds
-- data-loss: drops table notify.notification_2025_02 and what it holds
-- data-loss: drops table notify.notification_rest and what it holds
DROP TABLE notify.notification;

-- data-loss: drops table notify.preference and what it holds
DROP TABLE notify.preference;

-- data-loss: drops table notify.translation and what it holds
DROP TABLE notify.translation;

-- data-loss: drops table notify.template and what it holds
DROP TABLE notify.template;

DROP TYPE notify.channel;

DROP TYPE notify.delivery_state;

DROP SCHEMA notify;
