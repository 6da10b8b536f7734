-- What is looked for row by row when a large import comes or goes, and when one reads one's own messages.
CREATE INDEX outbox_of_person ON outbox (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX notice_told_of_message ON notice_told (message_id);
CREATE INDEX application_superseded_by ON application (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX availability_of_person ON availability (person_id);
CREATE INDEX cohort_rule_of_person ON cohort_rule (person_id);
CREATE INDEX cohort_rule_of_other ON cohort_rule (other_id);
CREATE INDEX token_of_person ON token (person_id) WHERE person_id IS NOT NULL;
