-- Words of letters that administrators have changed, rules that send reminders, and how letters fare.

-- One version of the words of a letter, by offering and language. Nothing is overwritten: the version of
-- the highest revision is in force, and one without words is the way back to the built-in ones.
CREATE TABLE mail_template (
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    -- As domain/template names it; `variant` tells apart wordings of the same reminder, else empty.
    kind            TEXT NOT NULL,
    variant         TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    revision        INTEGER NOT NULL CHECK (revision > 0),
    subject         TEXT,
    body            TEXT,
    saved_by        TEXT NOT NULL,
    saved_at        INTEGER NOT NULL,
    PRIMARY KEY (offering_id, kind, variant, language, revision),
    CHECK ((subject IS NULL) = (body IS NULL))
) STRICT;

-- When a reminder goes, to whom, in which words.
CREATE TABLE mail_rule (
    id              BLOB PRIMARY KEY NOT NULL,
    offering_id     BLOB NOT NULL REFERENCES offering (id),
    -- What it is called within its offering.
    name            TEXT NOT NULL,
    moment          TEXT NOT NULL CHECK (moment IN ('enrolment_closes', 'answer_by', 'course_start',
                        'first_session', 'session', 'course_end')),
    -- Days after the moment; before it, if negative. Then the time of day in Stockholm.
    days            INTEGER NOT NULL CHECK (days BETWEEN -365 AND 365),
    at_time         TEXT NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('taking_part', 'admitted', 'registered', 'unanswered',
                        'reserves', 'leaders', 'cohort_set')),
    -- Name of a division.
    cohort_set      TEXT,
    variant         TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
    -- What was to go before this instant has passed, and does not go.
    counts_from     INTEGER NOT NULL,
    -- When the worker looks at it next.
    look_at         INTEGER NOT NULL,
    created_by      TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    changed_by      TEXT NOT NULL,
    changed_at      INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    CHECK ((audience = 'cohort_set') = (cohort_set IS NOT NULL)),
    UNIQUE (offering_id, name)
) STRICT;
CREATE INDEX mail_rule_look ON mail_rule (look_at) WHERE state = 'active';

-- What a rule has gone off for, once each.
CREATE TABLE mail_rule_fired (
    rule_id         BLOB NOT NULL REFERENCES mail_rule (id),
    occurrence      TEXT NOT NULL,
    fired_at        INTEGER NOT NULL,
    people          INTEGER NOT NULL,
    PRIMARY KEY (rule_id, occurrence)
) STRICT;

-- Who was reminded then, by which letter.
CREATE TABLE mail_reminded (
    rule_id         BLOB NOT NULL REFERENCES mail_rule (id),
    occurrence      TEXT NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    message_id      BLOB NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (rule_id, occurrence, person_id)
) STRICT;
CREATE INDEX mail_reminded_person ON mail_reminded (person_id);
CREATE INDEX mail_reminded_message ON mail_reminded (message_id);

-- Who wants no reminders.
CREATE TABLE mail_unsubscribed (
    person_id       BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    at              INTEGER NOT NULL
) STRICT;

-- When a letter was last tried, and when its relay or another's told that it did not arrive.
ALTER TABLE outbox ADD COLUMN tried_at INTEGER;
ALTER TABLE outbox ADD COLUMN bounced_at INTEGER;

-- When an address turned out not to take letters, and what was said.
ALTER TABLE email ADD COLUMN failed_at INTEGER;
ALTER TABLE email ADD COLUMN failure TEXT;
