-- What people are to be told about sessions, and who has been.

-- One piece of news about a session: waiting, told, or never to be told.
CREATE TABLE notice (
    id            UUID PRIMARY KEY NOT NULL,
    offering_id   UUID NOT NULL REFERENCES offering (id),
    session_id    UUID NOT NULL REFERENCES session (id),
    state         TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'discarded', 'undone')),
    news          TEXT NOT NULL
                  CHECK (news IN ('published', 'changed', 'cancelled', 'revived', 'unsettled')),
    -- The session (JSON) as people know it; missing for one that is new to them.
    session_before TEXT,
    -- The session (JSON) as it became.
    session_after TEXT NOT NULL,
    way           TEXT NOT NULL CHECK (way IN ('at_once', 'digest')),
    due_at        TIMESTAMPTZ NOT NULL,
    -- When it was edited: first, first of those that followed each other closely, last.
    created_at    TIMESTAMPTZ NOT NULL,
    run_at        TIMESTAMPTZ NOT NULL,
    edited_at     TIMESTAMPTZ NOT NULL,
    edits         BIGINT NOT NULL CHECK (edits > 0),
    edited_by     TEXT NOT NULL,
    -- Who attended at the last edit, sixteen octets each; missing once it is settled, and where
    -- everybody is told.
    audience      BYTEA,
    settled_at    TIMESTAMPTZ,
    settled_by    TEXT,
    reason        TEXT,
    revision      BIGINT NOT NULL DEFAULT 1,
    CHECK ((state = 'pending') = (settled_at IS NULL)),
    CHECK ((state = 'discarded') = (reason IS NOT NULL))
);
-- What is edited again while it waits is the same piece of news.
CREATE UNIQUE INDEX notice_of_session ON notice (session_id) WHERE state = 'pending';
CREATE INDEX notice_due ON notice (due_at) WHERE state = 'pending';
CREATE INDEX notice_of_offering ON notice (offering_id, id);

-- Who has been told of what, and by which letter; none to somebody without an address.
CREATE TABLE notice_told (
    notice_id     UUID NOT NULL REFERENCES notice (id),
    person_id     UUID NOT NULL REFERENCES person (id),
    message_id    UUID REFERENCES outbox (id),
    PRIMARY KEY (notice_id, person_id)
);
CREATE INDEX notice_told_person ON notice_told (person_id);

-- When the last digest went, and the lock of whoever sends.
CREATE TABLE notice_digest (
    one           BIGINT PRIMARY KEY CHECK (one = 1),
    sent_at       TIMESTAMPTZ
);
INSERT INTO notice_digest (one, sent_at) VALUES (1, NULL);
