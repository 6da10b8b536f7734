-- Facilitators (handledare) of an offering, and which cohorts they lead.

-- What is told of somebody who may lead cohorts of an offering. No reasons are kept.
CREATE TABLE facilitator (
    offering_id     UUID NOT NULL REFERENCES offering (id),
    person_id       UUID NOT NULL REFERENCES person (id),
    -- Most cohorts they lead.
    most            BIGINT NOT NULL CHECK (most >= 0),
    -- Weekly times they cannot, as bits: 5 × day + period, from Monday 08.
    cannot          BIGINT NOT NULL CHECK (cannot >= 0),
    -- Profession families (JSON lists): lead only cohorts with somebody of one of these, if there
    -- are any; and none with anybody of one of those.
    only_families   TEXT NOT NULL,
    never_families  TEXT NOT NULL,
    -- Languages spoken (JSON list); missing if not stated.
    languages       TEXT,
    -- Cohorts they are held in (JSON list of partition and code).
    locked          TEXT NOT NULL,
    noted_by        TEXT NOT NULL,
    noted_at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (offering_id, person_id)
);
CREATE INDEX facilitator_of_person ON facilitator (person_id);

-- Who leads a cohort that is in force.
CREATE TABLE cohort_leader (
    cohort_id       UUID NOT NULL REFERENCES cohort (id),
    person_id       UUID NOT NULL REFERENCES person (id),
    placed_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cohort_id, person_id)
);
CREATE INDEX cohort_leader_of_person ON cohort_leader (person_id);

-- Calendars of a teacher or a room, as sessions name them.
ALTER TABLE feed DROP CONSTRAINT feed_kind_check;
ALTER TABLE feed ADD CONSTRAINT feed_kind_check
    CHECK (kind IN ('person', 'cohort', 'offering', 'teacher', 'room'));
-- The teacher or the room; `subject_id` is made from it.
ALTER TABLE feed ADD COLUMN subject_name TEXT;
ALTER TABLE feed ADD CONSTRAINT feed_subject_check
    CHECK ((kind IN ('teacher', 'room')) = (subject_name IS NOT NULL));
