-- Admissions: policies of channels, merits, draws and selections, reserve calls, contracts and
-- approvals, presence. The states of an application are now the whole life cycle.

ALTER TABLE application DROP CONSTRAINT application_state_check;
ALTER TABLE application ADD CONSTRAINT application_state_check CHECK (state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted',
        'accepted', 'registered', 'completed', 'declined', 'struck', 'not_started', 'deferred',
        'withdrawn_before_registration', 'withdrawn_early', 'withdrawn_late', 'refused', 'superseded'));
-- Behörighet; why, in `findings` (JSON).
ALTER TABLE application ADD COLUMN standing TEXT NOT NULL DEFAULT 'eligible' CHECK (standing IN ('eligible', 'conditional', 'not_eligible'));
ALTER TABLE application ADD COLUMN findings TEXT;
-- When an admitted person must have answered; silence strikes.
ALTER TABLE application ADD COLUMN answer_by TIMESTAMPTZ;
ALTER TABLE application ADD COLUMN answered_at TIMESTAMPTZ;
-- Colleagues who apply together, all or nothing, share a code.
ALTER TABLE application ADD COLUMN joint_code TEXT;
-- A place on another offering that is kept until this one is given.
ALTER TABLE application ADD COLUMN keeps UUID REFERENCES application (id);
-- "Still interested?": when asked, and when last confirmed.
ALTER TABLE application ADD COLUMN interest_asked_at TIMESTAMPTZ;
ALTER TABLE application ADD COLUMN interested_at TIMESTAMPTZ;
-- Anstånd: the term the place is kept for.
ALTER TABLE application ADD COLUMN deferred_to TEXT;
-- Who approves when the head does not.
ALTER TABLE application ADD COLUMN deputy_email TEXT;
DROP INDEX application_one_active;
-- At most one active application per person and offering.
CREATE UNIQUE INDEX application_one_active ON application (person_id, offering_id)
    WHERE state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted', 'accepted',
                     'registered', 'completed');
CREATE INDEX application_joint ON application (channel_id, joint_code) WHERE joint_code IS NOT NULL;
CREATE INDEX application_keeps ON application (keeps) WHERE keeps IS NOT NULL;
CREATE INDEX application_answer_by ON application (answer_by) WHERE state = 'admitted' AND answer_by IS NOT NULL;

ALTER TABLE admission DROP CONSTRAINT admission_outcome_check;
ALTER TABLE admission ADD CONSTRAINT admission_outcome_check CHECK (outcome IN ('admitted', 'reserve', 'refused', 'struck',
                            'deferred', 'deferral_refused', 'reregistered'));
-- Version of the texts the decision was written with.
ALTER TABLE admission ADD COLUMN template_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE admission ADD COLUMN diarienummer TEXT;
-- The selection that decided it, if one did.
ALTER TABLE admission ADD COLUMN selection_id UUID;
-- Grounds, as closed codes (JSON): the receipt says them in either language.
ALTER TABLE admission ADD COLUMN findings TEXT;
ALTER TABLE registration ADD COLUMN passed_on TEXT;
-- How the channel's places are given: method, groups, requirements, times (JSON); {} is first come.
ALTER TABLE channel ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';
-- Samläsning: the people of this offering are placed in that one's cohorts and follow its sessions.
ALTER TABLE offering ADD COLUMN cohorts_of UUID REFERENCES offering (id);
CREATE INDEX offering_cohorts_of ON offering (cohorts_of) WHERE cohorts_of IS NOT NULL;


-- What a person has studied, stated by the person or verified by an administrator.
CREATE TABLE merit (
    person_id       UUID PRIMARY KEY REFERENCES person (id),
    credits_tenths  BIGINT CHECK (credits_tenths >= 0),
    -- JSON arrays of codes.
    degrees         TEXT NOT NULL,
    courses         TEXT NOT NULL,
    employer        TEXT,
    stated_at       TIMESTAMPTZ NOT NULL,
    verified_by     TEXT,
    verified_at     TIMESTAMPTZ,
    revision        BIGINT NOT NULL
);

-- A secret seed, promised by its hash before the window closes and revealed with the selection.
CREATE TABLE draw (
    id              UUID PRIMARY KEY,
    channel_id      UUID NOT NULL REFERENCES channel (id),
    seed_sealed     BYTEA NOT NULL,
    seed_hash       TEXT NOT NULL UNIQUE,
    committed_at    TIMESTAMPTZ NOT NULL,
    revealed_at     TIMESTAMPTZ
);
CREATE UNIQUE INDEX draw_current ON draw (channel_id) WHERE revealed_at IS NULL;

-- One run of selection: draft, reviewed, then published for ever, or discarded.
CREATE TABLE selection (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    channel_id      UUID NOT NULL REFERENCES channel (id),
    draw_id         UUID NOT NULL REFERENCES draw (id),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'published', 'discarded')),
    -- Digest of applicants, policy and seats; a draft is only published while they are the same.
    basis           TEXT NOT NULL,
    -- The record (JSON). A draft's holds no seed.
    record          TEXT NOT NULL,
    digest          TEXT,
    diarienummer    TEXT,
    created_by      TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    reviewed_by     TEXT,
    reviewed_at     TIMESTAMPTZ,
    published_by    TEXT,
    published_at    TIMESTAMPTZ,
    revision        BIGINT NOT NULL
);
CREATE INDEX selection_of_channel ON selection (channel_id, id);

-- Kallelse: a freed seat offered to a reserve for a time.
CREATE TABLE reserve_call (
    id              UUID PRIMARY KEY,
    application_id  UUID NOT NULL REFERENCES application (id),
    channel_id      UUID NOT NULL REFERENCES channel (id),
    -- SHA-256 of the secret in the link.
    token_hash      BYTEA NOT NULL UNIQUE,
    -- Why this person and from which group (JSON).
    reason          TEXT NOT NULL,
    called_by       TEXT NOT NULL,
    called_at       TIMESTAMPTZ NOT NULL,
    remind_at       TIMESTAMPTZ NOT NULL,
    reminded_at     TIMESTAMPTZ,
    answer_by       TIMESTAMPTZ NOT NULL,
    outcome         TEXT CHECK (outcome IN ('accepted', 'declined', 'expired', 'cancelled')),
    ended_at        TIMESTAMPTZ
);
CREATE UNIQUE INDEX reserve_call_open ON reserve_call (application_id) WHERE outcome IS NULL;
CREATE INDEX reserve_call_due ON reserve_call (answer_by) WHERE outcome IS NULL;
CREATE INDEX reserve_call_of_channel ON reserve_call (channel_id, id);

-- Attempts to reach a reserve by other ways than the service's mail.
CREATE TABLE contact (
    id              UUID PRIMARY KEY,
    application_id  UUID NOT NULL REFERENCES application (id),
    way             TEXT NOT NULL CHECK (way IN ('phone', 'sms', 'email', 'in_person')),
    outcome         TEXT NOT NULL CHECK (outcome IN ('reached', 'message_left', 'no_answer', 'wrong_address')),
    made_at         TIMESTAMPTZ NOT NULL,
    made_by         TEXT NOT NULL
);
CREATE INDEX contact_of_application ON contact (application_id, id);

-- Uppdragsavtal: how many places an employer has in a channel.
CREATE TABLE contract (
    id                  UUID PRIMARY KEY,
    channel_id          UUID NOT NULL REFERENCES channel (id),
    code                TEXT NOT NULL,
    employer            TEXT NOT NULL,
    seats               BIGINT NOT NULL CHECK (seats >= 0),
    -- Last day on which somebody else may take a named person's place.
    substitute_until    TEXT,
    invoice_reference   TEXT,
    head_email          TEXT,
    deputy_email        TEXT,
    revision            BIGINT NOT NULL,
    UNIQUE (channel_id, code)
);

-- The head's word on a nomination, by a link that works once; the deputy has one too.
CREATE TABLE approval (
    id              UUID PRIMARY KEY,
    application_id  UUID NOT NULL REFERENCES application (id),
    head_hash       BYTEA NOT NULL UNIQUE,
    head_email      TEXT NOT NULL,
    deputy_hash     BYTEA UNIQUE,
    deputy_email    TEXT,
    asked_at        TIMESTAMPTZ NOT NULL,
    remind_at       TIMESTAMPTZ NOT NULL,
    reminded_at     TIMESTAMPTZ,
    expires_at      TIMESTAMPTZ NOT NULL,
    outcome         TEXT CHECK (outcome IN ('approved', 'refused', 'expired', 'cancelled')),
    answered_as     TEXT CHECK (answered_as IN ('head', 'deputy')),
    ended_at        TIMESTAMPTZ
);
CREATE UNIQUE INDEX approval_open ON approval (application_id) WHERE outcome IS NULL;
CREATE INDEX approval_due ON approval (expires_at) WHERE outcome IS NULL;

-- Who has been seen: at upprop, at a meeting, active in the learning platform.
CREATE TABLE presence (
    application_id  UUID NOT NULL REFERENCES application (id),
    kind            TEXT NOT NULL CHECK (kind IN ('upprop', 'meeting', 'activity')),
    on_day          TEXT NOT NULL,
    noted_by        TEXT NOT NULL,
    noted_at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (application_id, kind, on_day)
);

CREATE TRIGGER contact_append_only BEFORE UPDATE OR DELETE ON contact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_no_truncate BEFORE TRUNCATE ON contact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A published selection is never changed.
CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published selection is not changed';
END $$;
CREATE TRIGGER selection_published BEFORE UPDATE OR DELETE ON selection FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published();
CREATE TRIGGER selection_no_truncate BEFORE TRUNCATE ON selection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
