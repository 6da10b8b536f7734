-- Who came to which meeting. `presence` still says on which days somebody was at one: the version before
-- reads that, and so does the control after three weeks.
CREATE TABLE meeting_presence (
    application_id  BLOB NOT NULL REFERENCES application (id),
    session_id      BLOB NOT NULL REFERENCES session (id),
    -- The day that `presence` has for it: a meeting may be moved afterwards.
    on_day          TEXT NOT NULL,
    noted_by        TEXT NOT NULL,
    noted_at        INTEGER NOT NULL,
    PRIMARY KEY (application_id, session_id)
) STRICT;
CREATE INDEX meeting_presence_of_session ON meeting_presence (session_id);

-- A day with one meeting to come to tells which it was. Of several, nothing is known but the day.
INSERT INTO meeting_presence (application_id, session_id, on_day, noted_by, noted_at)
WITH candidate AS (
    SELECT p.application_id, s.id AS session_id, p.on_day, p.noted_by, p.noted_at
    FROM presence p
    JOIN application a ON a.id = p.application_id
    JOIN offering o ON o.id = a.offering_id
    JOIN session s ON (s.offering_id = o.id OR s.offering_id = o.cohorts_of)
        AND s.state <> 'cancelled' AND substr(s.starts_wall, 1, 10) = p.on_day
        AND (s.cohort_id IS NULL OR EXISTS (
            SELECT 1 FROM cohort_member m WHERE m.cohort_id = s.cohort_id AND m.person_id = a.person_id))
    WHERE p.kind = 'meeting'
)
SELECT c.application_id, c.session_id, c.on_day, c.noted_by, c.noted_at
FROM candidate c
WHERE NOT EXISTS (
    SELECT 1 FROM candidate other
    WHERE other.application_id = c.application_id AND other.on_day = c.on_day
      AND other.session_id <> c.session_id);
