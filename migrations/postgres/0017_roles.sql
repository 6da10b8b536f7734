-- Two roles more, for tokens: who answers for programmes, with the codes of these and no others,
-- and the technician.
ALTER TABLE token DROP CONSTRAINT token_role_check;
ALTER TABLE token ADD CONSTRAINT token_role_check CHECK (role IN ('participant', 'administrator', 'officer', 'auditor', 'archivist',
                                                                  'programme_responsible', 'technician'));
-- Codes of programmes, with spaces between.
ALTER TABLE token ADD COLUMN programmes TEXT;
ALTER TABLE token ADD CONSTRAINT token_programmes_check CHECK ((role = 'programme_responsible') = (programmes IS NOT NULL));
