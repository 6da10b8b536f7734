-- Words of letters that administrators have changed, rules that send reminders, and how letters fare.

-- One version of the words of a letter, by offering and language. Nothing is overwritten: the version of
-- the highest revision is in force, and one without words is the way back to the built-in ones.
CREATE TABLE mail_template (
    offering_id     UUID NOT NULL REFERENCES offering (id),
    -- As domain/template names it; `variant` tells apart wordings of the same reminder, else empty.
    kind            TEXT NOT NULL,
    variant         TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    revision        BIGINT NOT NULL CHECK (revision > 0),
    subject         TEXT,
    body            TEXT,
    saved_by        TEXT NOT NULL,
    saved_at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (offering_id, kind, variant, language, revision),
    CHECK ((subject IS NULL) = (body IS NULL))
);

-- When a reminder goes, to whom, in which words.
CREATE TABLE mail_rule (
    id              UUID PRIMARY KEY NOT NULL,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    -- What it is called within its offering.
    name            TEXT NOT NULL,
    moment          TEXT NOT NULL CHECK (moment IN ('enrolment_closes', 'answer_by', 'course_start',
                        'first_session', 'session', 'course_end')),
    -- Days after the moment; before it, if negative. Then the time of day in Stockholm.
    days            BIGINT NOT NULL CHECK (days BETWEEN -365 AND 365),
    at_time         TEXT NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('taking_part', 'admitted', 'registered', 'unanswered',
                        'reserves', 'leaders', 'cohort_set')),
    -- Name of a division.
    cohort_set      TEXT,
    variant         TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
    -- What was to go before this instant has passed, and does not go.
    counts_from     TIMESTAMPTZ NOT NULL,
    -- When the worker looks at it next.
    look_at         TIMESTAMPTZ NOT NULL,
    created_by      TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    changed_by      TEXT NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    revision        BIGINT NOT NULL,
    CHECK ((audience = 'cohort_set') = (cohort_set IS NOT NULL)),
    UNIQUE (offering_id, name)
);
CREATE INDEX mail_rule_look ON mail_rule (look_at) WHERE state = 'active';

-- What a rule has gone off for, once each.
CREATE TABLE mail_rule_fired (
    rule_id         UUID NOT NULL REFERENCES mail_rule (id),
    occurrence      TEXT NOT NULL,
    fired_at        TIMESTAMPTZ NOT NULL,
    people          BIGINT NOT NULL,
    PRIMARY KEY (rule_id, occurrence)
);

-- Who was reminded then, by which letter.
CREATE TABLE mail_reminded (
    rule_id         UUID NOT NULL REFERENCES mail_rule (id),
    occurrence      TEXT NOT NULL,
    person_id       UUID NOT NULL REFERENCES person (id),
    message_id      UUID NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (rule_id, occurrence, person_id)
);
CREATE INDEX mail_reminded_person ON mail_reminded (person_id);
CREATE INDEX mail_reminded_message ON mail_reminded (message_id);

-- Who wants no reminders.
CREATE TABLE mail_unsubscribed (
    person_id       UUID PRIMARY KEY NOT NULL REFERENCES person (id),
    at              TIMESTAMPTZ NOT NULL
);

-- When a letter was last tried, and when its relay or another's told that it did not arrive.
ALTER TABLE outbox ADD COLUMN tried_at TIMESTAMPTZ;
ALTER TABLE outbox ADD COLUMN bounced_at TIMESTAMPTZ;

-- When an address turned out not to take letters, and what was said.
ALTER TABLE email ADD COLUMN failed_at TIMESTAMPTZ;
ALTER TABLE email ADD COLUMN failure TEXT;
