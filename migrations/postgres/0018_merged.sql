-- A record that has become part of another applies for nothing, also not at the instant of the merge: who applies waits
-- until a merge is done, and a merge until who applies is.
CREATE FUNCTION refuse_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM person WHERE id = NEW.person_id AND merged_into IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the record is part of another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_of_nobody_merged BEFORE INSERT ON application FOR EACH ROW EXECUTE FUNCTION refuse_merged();
