-- What is kept for how long, what is held, and the plans by which it is weeded (gallring).

-- A category without a row is kept. No rule without the decision that it follows.
CREATE TABLE retention_rule (
    category        TEXT PRIMARY KEY,
    -- ISO 8601: P10Y, P6M.
    keep_for        TEXT NOT NULL,
    -- Diarienummer, or what else names the decision.
    decision        TEXT NOT NULL CHECK (trim(decision) <> ''),
    set_by          TEXT NOT NULL,
    set_at          TIMESTAMPTZ NOT NULL,
    revision        BIGINT NOT NULL
);

-- Nothing of a held person or offering is weeded.
CREATE TABLE retention_hold (
    id              UUID PRIMARY KEY,
    person_id       UUID REFERENCES person (id),
    offering_id     UUID REFERENCES offering (id),
    reason          TEXT NOT NULL,
    reference       TEXT NOT NULL CHECK (trim(reference) <> ''),
    set_by          TEXT NOT NULL,
    set_at          TIMESTAMPTZ NOT NULL,
    released_by     TEXT,
    released_at     TIMESTAMPTZ,
    CHECK ((person_id IS NULL) <> (offering_id IS NULL)),
    CHECK ((released_by IS NULL) = (released_at IS NULL))
);
CREATE INDEX retention_hold_person ON retention_hold (person_id) WHERE released_at IS NULL;
CREATE INDEX retention_hold_offering ON retention_hold (offering_id) WHERE released_at IS NULL;

CREATE TABLE weeding_plan (
    id              UUID PRIMARY KEY,
    state           TEXT NOT NULL CHECK (state IN ('planned', 'approved', 'executed')),
    -- The day that it is due on.
    as_of           TEXT NOT NULL,
    -- Rules and counts (JSON): nobody is named.
    content         TEXT NOT NULL,
    -- Over rules and things.
    digest          TEXT NOT NULL,
    -- Who, as the trail says it, and as what.
    planned_by      TEXT NOT NULL,
    planned_as      TEXT NOT NULL,
    planned_at      TIMESTAMPTZ NOT NULL,
    approved_by     TEXT,
    approved_as     TEXT,
    approved_at     TIMESTAMPTZ,
    executed_by     TEXT,
    executed_as     TEXT,
    executed_at     TIMESTAMPTZ,
    -- What was done (JSON): gallringsprotokollet. Kept for ever.
    protocol        TEXT,
    revision        BIGINT NOT NULL,
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((state = 'executed') = (executed_at IS NOT NULL)),
    CHECK ((executed_at IS NULL) = (protocol IS NULL))
);

-- What a plan will weed. Gone when it has been.
CREATE TABLE weeding_item (
    plan_id         UUID NOT NULL REFERENCES weeding_plan (id),
    category        TEXT NOT NULL,
    -- The row, or the person whose row it is.
    thing           UUID NOT NULL,
    offering_id     UUID,
    person_id       UUID,
    -- What the period is counted from: a day or an instant, or the later of both.
    event_on        TEXT,
    event_at        TIMESTAMPTZ,
    -- Found due once more, when the plan is executed.
    again           BOOLEAN NOT NULL,
    CHECK (event_on IS NOT NULL OR event_at IS NOT NULL)
);
CREATE INDEX weeding_item_of_plan ON weeding_item (plan_id, category, thing);

-- Holds a row while what is append-only is weeded, within that transaction.
CREATE TABLE weeding_now (
    one             BIGINT PRIMARY KEY CHECK (one = 1)
);

-- When somebody's data were weeded: the person is nobody since.
ALTER TABLE person ADD COLUMN weeded_at TIMESTAMPTZ;

CREATE FUNCTION refuse_protocol() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a protocol is not changed';
END $$;
CREATE TRIGGER weeding_plan_executed BEFORE UPDATE OR DELETE ON weeding_plan FOR EACH ROW WHEN (OLD.state = 'executed') EXECUTE FUNCTION refuse_protocol();
CREATE TRIGGER weeding_plan_no_truncate BEFORE TRUNCATE ON weeding_plan FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Weeding takes words out of a decision. What was decided, and when, stays even then.
CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM weeding_now)
       AND OLD.id = NEW.id AND OLD.application_id = NEW.application_id
       AND OLD.outcome = NEW.outcome AND OLD.decided_at = NEW.decided_at
       AND OLD.decided_by = NEW.decided_by THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a decision is not changed';
END $$;
DROP TRIGGER admission_append_only ON admission;
CREATE TRIGGER admission_append_only BEFORE UPDATE OR DELETE ON admission FOR EACH ROW EXECUTE FUNCTION refuse_decision_change();
CREATE FUNCTION refuse_contact_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM weeding_now) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the contact log is append-only';
END $$;
DROP TRIGGER contact_append_only ON contact;
CREATE TRIGGER contact_append_only BEFORE UPDATE OR DELETE ON contact FOR EACH ROW EXECUTE FUNCTION refuse_contact_change();

-- A role more: the archivist.
ALTER TABLE token DROP CONSTRAINT token_role_check;
ALTER TABLE token ADD CONSTRAINT token_role_check CHECK (role IN ('participant', 'administrator', 'officer', 'auditor', 'archivist'));
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (role IN ('administrator', 'officer', 'auditor', 'archivist'));
