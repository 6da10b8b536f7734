-- A record that has become part of another applies for nothing. (There is one writer at a time, so that nothing comes
-- between looking and writing.)
CREATE TRIGGER application_of_nobody_merged BEFORE INSERT ON application
WHEN (SELECT merged_into FROM person WHERE id = NEW.person_id) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the record is part of another');
END;
