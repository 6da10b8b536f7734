-- Cohort plans: what they were made with, what they replaced, undoing; cohorts with weekly times,
-- language, family and needs; when and how people can take part.

-- Mixed-profession cohorts, or expert groups of one profession family each.
ALTER TABLE cohort_set ADD COLUMN kind TEXT NOT NULL DEFAULT 'mixed' CHECK (kind IN ('mixed', 'expert'));

-- Weekly times as bits: 5 × day + period, from Monday 08.
ALTER TABLE cohort ADD COLUMN times BIGINT NOT NULL DEFAULT 0 CHECK (times >= 0);
ALTER TABLE cohort ADD COLUMN language TEXT CHECK (language IN ('sv', 'en'));
ALTER TABLE cohort ADD COLUMN family TEXT
    CHECK (family IN ('teaching', 'special_education', 'social_work', 'health', 'guidance'));
-- Who there must be, at least (JSON list of family and number).
ALTER TABLE cohort ADD COLUMN needs TEXT NOT NULL DEFAULT '[]';

-- Instance, seed and search of the plan (JSON): people are positions there, and who they are
-- stands in `content`.
ALTER TABLE cohort_plan ADD COLUMN record TEXT;
-- The cohorts and members that the commit replaced (JSON), for undoing it.
ALTER TABLE cohort_plan ADD COLUMN replaced TEXT;
-- The committed plan that this one undoes.
ALTER TABLE cohort_plan ADD COLUMN undoes UUID REFERENCES cohort_plan (id);
CREATE UNIQUE INDEX cohort_plan_undoes ON cohort_plan (undoes) WHERE undoes IS NOT NULL;

-- When and how a person can take part in an offering. No reasons are kept: they may be about
-- health.
CREATE TABLE availability (
    offering_id     UUID NOT NULL REFERENCES offering (id),
    person_id       UUID NOT NULL REFERENCES person (id),
    cannot          BIGINT NOT NULL CHECK (cannot >= 0),
    avoid           BIGINT NOT NULL CHECK (avoid >= 0),
    modality_strict BOOLEAN NOT NULL,
    -- Languages spoken (JSON list); missing if not stated.
    languages       TEXT,
    noted_by        TEXT NOT NULL,
    noted_at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (offering_id, person_id)
);
