-- The last check of each link is looked for every minute, among all that was said on it.
CREATE INDEX platform_link_message_checks ON platform_link_message (link_id, at DESC) WHERE kind = 'query';
