-- The first schema. Both engines have the same tables and columns in the same order;
-- a test compares them. Here: native types.

CREATE TABLE package (
    id          UUID PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    title_sv    TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    -- Where the facts come from; empty for demo data, which is marked as such wherever shown.
    source      TEXT NOT NULL,
    demo        BOOLEAN NOT NULL,
    revision    BIGINT NOT NULL
);

CREATE TABLE course (
    id              UUID PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,
    package_id      UUID REFERENCES package (id),
    title_sv        TEXT NOT NULL,
    title_en        TEXT NOT NULL,
    -- Högskolepoäng in tenths: 150 is 15 hp.
    credits_tenths  BIGINT NOT NULL CHECK (credits_tenths > 0),
    level           TEXT NOT NULL,
    main_field      TEXT NOT NULL,
    syllabus_url    TEXT,
    source          TEXT NOT NULL,
    demo            BOOLEAN NOT NULL,
    revision        BIGINT NOT NULL
);

CREATE TABLE offering (
    id              UUID PRIMARY KEY,
    course_id       UUID NOT NULL REFERENCES course (id),
    code            TEXT NOT NULL UNIQUE,
    term            TEXT NOT NULL,
    starts_on       TEXT NOT NULL,
    ends_on         TEXT NOT NULL CHECK (ends_on >= starts_on),
    pace_percent    BIGINT NOT NULL CHECK (pace_percent BETWEEN 1 AND 100),
    teaching        TEXT NOT NULL CHECK (teaching IN ('campus', 'distance', 'mixed')),
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    cohort_size     BIGINT NOT NULL CHECK (cohort_size > 0),
    -- Which facts are invented for the demonstration, in words; empty: none.
    demo_note       TEXT NOT NULL,
    -- Locks the offering's people, cohorts and sessions, one writer at a time; also the ETag.
    revision        BIGINT NOT NULL
);

CREATE TABLE channel (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    code            TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL CHECK (kind IN ('imported', 'employer', 'open')),
    title_sv        TEXT NOT NULL,
    title_en        TEXT NOT NULL,
    seats           BIGINT NOT NULL CHECK (seats >= 0),
    opens_at        TIMESTAMPTZ,
    closes_at       TIMESTAMPTZ,
    revision        BIGINT NOT NULL
);
CREATE INDEX channel_of_offering ON channel (offering_id);

CREATE TABLE profession (
    code        TEXT PRIMARY KEY,
    title_sv    TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    title_key   TEXT NOT NULL UNIQUE,
    family      TEXT NOT NULL CHECK (family IN ('teaching', 'special_education', 'social_work', 'health', 'guidance')),
    source      TEXT NOT NULL CHECK (source IN ('ss12000', 'outside_school', 'local')),
    revision    BIGINT NOT NULL
);

CREATE TABLE programme (
    code        TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    family      TEXT NOT NULL CHECK (family IN ('teaching', 'special_education', 'social_work', 'health', 'guidance')),
    -- Whether the code is known to be the university's own; otherwise it is demo data.
    verified    BOOLEAN NOT NULL,
    revision    BIGINT NOT NULL
);

CREATE TABLE workplace (
    school_unit_code    TEXT PRIMARY KEY,
    title               TEXT NOT NULL,
    municipality_code   TEXT NOT NULL,
    municipality        TEXT NOT NULL,
    revision            BIGINT NOT NULL
);

CREATE TABLE person (
    id                  UUID PRIMARY KEY,
    given_name          TEXT NOT NULL,
    family_name         TEXT NOT NULL,
    -- Folded name, for search and for finding the same human.
    name_key            TEXT COLLATE "C" NOT NULL,
    sort_key            TEXT COLLATE "C" NOT NULL,
    security_marking    TEXT NOT NULL CHECK (security_marking IN ('none', 'confidential', 'protected_registration')),
    language            TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    modality            TEXT CHECK (modality IN ('campus', 'distance')),
    profession          TEXT REFERENCES profession (code),
    programme           TEXT REFERENCES programme (code),
    workplace           TEXT REFERENCES workplace (school_unit_code),
    -- Personnummer and its kin: encrypted, with a keyed hash to find it again.
    identity_kind       TEXT CHECK (identity_kind IN ('personal', 'coordination', 'interim')),
    identity_sealed     BYTEA,
    identity_hash       BYTEA UNIQUE,
    created_at          TIMESTAMPTZ NOT NULL,
    revision            BIGINT NOT NULL
);
CREATE INDEX person_by_name ON person (sort_key, id);
CREATE INDEX person_by_name_key ON person (name_key);

CREATE TABLE email (
    -- Lower case. One address belongs to one person; a person may have several.
    address_key TEXT PRIMARY KEY,
    address     TEXT NOT NULL,
    person_id   UUID NOT NULL REFERENCES person (id),
    main        BOOLEAN NOT NULL,
    verified_at TIMESTAMPTZ
);
CREATE INDEX email_of_person ON email (person_id);

CREATE TABLE application (
    id                  UUID PRIMARY KEY,
    offering_id         UUID NOT NULL REFERENCES offering (id),
    channel_id          UUID NOT NULL REFERENCES channel (id),
    person_id           UUID NOT NULL REFERENCES person (id),
    state               TEXT NOT NULL CHECK (state IN ('submitted', 'reserve', 'admitted', 'registered',
                            'withdrawn_before_registration', 'withdrawn_early', 'withdrawn_late', 'refused', 'superseded')),
    selection_group     TEXT,
    merit_tenths        BIGINT,
    -- Given once and never reused, within channel and selection group.
    reserve_position    BIGINT CHECK (reserve_position > 0),
    condition_text      TEXT,
    condition_due_on    TEXT,
    condition_met       BOOLEAN NOT NULL,
    registration_kind   TEXT NOT NULL CHECK (registration_kind IN ('first', 'continued', 'again')),
    programme           TEXT REFERENCES programme (code),
    profession          TEXT REFERENCES profession (code),
    workplace           TEXT REFERENCES workplace (school_unit_code),
    modality            TEXT CHECK (modality IN ('campus', 'distance')),
    contract            TEXT,
    invoice_reference   TEXT,
    head_email          TEXT,
    substitute_allowed  BOOLEAN,
    superseded_by       UUID REFERENCES application (id),
    created_at          TIMESTAMPTZ NOT NULL,
    changed_at          TIMESTAMPTZ NOT NULL,
    revision            BIGINT NOT NULL
);
-- At most one active application per person and offering.
CREATE UNIQUE INDEX application_one_active ON application (person_id, offering_id)
    WHERE state IN ('submitted', 'reserve', 'admitted', 'registered');
CREATE UNIQUE INDEX application_reserve_position ON application (channel_id, COALESCE(selection_group, ''), reserve_position)
    WHERE reserve_position IS NOT NULL;
CREATE INDEX application_of_channel ON application (channel_id, state);
CREATE INDEX application_of_offering ON application (offering_id, state, id);
CREATE INDEX application_of_person ON application (person_id, id);

-- Antagningsbeslut: written once, never changed.
CREATE TABLE admission (
    id                  UUID PRIMARY KEY,
    application_id      UUID NOT NULL REFERENCES application (id),
    outcome             TEXT NOT NULL CHECK (outcome IN ('admitted', 'reserve', 'refused')),
    selection_group     TEXT,
    reserve_position    BIGINT,
    condition_text      TEXT,
    -- 'elsewhere' for decisions that were imported.
    decided_by          TEXT NOT NULL,
    automatic           BOOLEAN NOT NULL,
    reason              TEXT,
    decided_at          TIMESTAMPTZ NOT NULL
);
CREATE INDEX admission_of_application ON admission (application_id, id);

CREATE TABLE registration (
    application_id  UUID PRIMARY KEY REFERENCES application (id),
    kind            TEXT NOT NULL CHECK (kind IN ('first', 'continued', 'again')),
    registered_on   TEXT NOT NULL,
    ended_on        TEXT
);

CREATE TABLE cohort_set (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    name            TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    revision        BIGINT NOT NULL,
    UNIQUE (offering_id, name)
);

CREATE TABLE cohort (
    id              UUID PRIMARY KEY,
    cohort_set_id   UUID NOT NULL REFERENCES cohort_set (id),
    code            TEXT NOT NULL,
    seats_min       BIGINT NOT NULL CHECK (seats_min >= 0),
    seats_max       BIGINT NOT NULL CHECK (seats_max >= seats_min),
    seats_target    BIGINT NOT NULL,
    modality        TEXT CHECK (modality IN ('campus', 'distance')),
    protected_ok    BOOLEAN NOT NULL,
    UNIQUE (cohort_set_id, code)
);

CREATE TABLE cohort_member (
    cohort_set_id   UUID NOT NULL REFERENCES cohort_set (id),
    person_id       UUID NOT NULL REFERENCES person (id),
    cohort_id       UUID NOT NULL REFERENCES cohort (id),
    locked          BOOLEAN NOT NULL,
    placed_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cohort_set_id, person_id)
);
CREATE INDEX cohort_member_of_cohort ON cohort_member (cohort_id, person_id);
CREATE INDEX cohort_member_of_person ON cohort_member (person_id);

CREATE TABLE cohort_rule (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    kind            TEXT NOT NULL CHECK (kind IN ('together', 'apart')),
    person_id       UUID NOT NULL REFERENCES person (id),
    other_id        UUID NOT NULL REFERENCES person (id),
    reason          TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    CHECK (person_id <> other_id)
);
CREATE INDEX cohort_rule_of_offering ON cohort_rule (offering_id, id);

CREATE TABLE cohort_plan (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    set_name        TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('proposed', 'committed', 'discarded')),
    -- Digest of the people, rules and cohorts the plan was made for; it can only be committed
    -- while they are the same.
    basis           TEXT NOT NULL,
    -- The plan itself: request, cohorts, places, score, explanation (JSON).
    content         TEXT NOT NULL,
    created_by      TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    decided_at      TIMESTAMPTZ,
    revision        BIGINT NOT NULL
);
CREATE INDEX cohort_plan_of_offering ON cohort_plan (offering_id, id);

CREATE TABLE session (
    id              UUID PRIMARY KEY,
    offering_id     UUID NOT NULL REFERENCES offering (id),
    cohort_id       UUID REFERENCES cohort (id),
    title           TEXT NOT NULL,
    -- Wall time in Stockholm is what was agreed; the instants follow from it.
    starts_wall     TEXT NOT NULL,
    ends_wall       TEXT NOT NULL,
    starts_at       TIMESTAMPTZ NOT NULL,
    ends_at         TIMESTAMPTZ NOT NULL,
    mode            TEXT NOT NULL CHECK (mode IN ('campus', 'online', 'hybrid')),
    place           TEXT,
    online_url      TEXT,
    teacher         TEXT,
    compulsory      BOOLEAN NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('preliminary', 'published', 'cancelled')),
    cancel_reason   TEXT,
    uid             TEXT NOT NULL UNIQUE,
    sequence        BIGINT NOT NULL CHECK (sequence >= 0),
    created_at      TIMESTAMPTZ NOT NULL,
    modified_at     TIMESTAMPTZ NOT NULL,
    revision        BIGINT NOT NULL
);
CREATE INDEX session_of_offering ON session (offering_id, starts_at);
CREATE INDEX session_of_cohort ON session (cohort_id);

CREATE TABLE feed (
    id              UUID PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'cohort', 'offering')),
    subject_id      UUID NOT NULL,
    -- Whose feed it is, if a person made it; decides who may rotate and revoke it.
    owner_id        UUID REFERENCES person (id),
    name            TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    -- SHA-256 of the token in the address; the token itself is shown once.
    token_hash      BYTEA NOT NULL UNIQUE,
    created_at      TIMESTAMPTZ NOT NULL,
    revoked_at      TIMESTAMPTZ,
    last_used_at    TIMESTAMPTZ,
    -- Digest of the content last rendered and the instant it became so: Last-Modified.
    content_hash    BYTEA,
    modified_at     TIMESTAMPTZ NOT NULL
);
CREATE INDEX feed_of_subject ON feed (kind, subject_id);
CREATE INDEX feed_of_owner ON feed (owner_id);

CREATE TABLE token (
    id              UUID PRIMARY KEY,
    name            TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('participant', 'administrator', 'officer', 'auditor')),
    person_id       UUID REFERENCES person (id),
    token_hash      BYTEA NOT NULL UNIQUE,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    last_used_at    TIMESTAMPTZ,
    revoked_at      TIMESTAMPTZ,
    CHECK ((role = 'participant') = (person_id IS NOT NULL))
);

CREATE TABLE sign_in (
    id              UUID PRIMARY KEY,
    address_key     TEXT NOT NULL,
    address         TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    -- SHA-256 of the secret that the asking client alone holds.
    secret_hash     BYTEA NOT NULL,
    code_hash       BYTEA NOT NULL,
    attempts_left   BIGINT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    used_at         TIMESTAMPTZ
);
CREATE INDEX sign_in_by_address ON sign_in (address_key, created_at);

CREATE TABLE import_mapping (
    name        TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    -- JSON: field -> header text.
    columns     TEXT NOT NULL,
    revision    BIGINT NOT NULL
);

CREATE TABLE import_run (
    id              UUID PRIMARY KEY,
    kind            TEXT NOT NULL,
    offering_id     UUID REFERENCES offering (id),
    file_name       TEXT NOT NULL,
    file_hash       BYTEA NOT NULL,
    report          TEXT NOT NULL,
    created_by      TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);

CREATE TABLE idempotency (
    -- SHA-256 of caller, route and key.
    key_hash        BYTEA PRIMARY KEY,
    fingerprint     BYTEA NOT NULL,
    status          BIGINT NOT NULL,
    -- What the answer needs again (JSON); never a secret.
    answer          TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE outbox (
    id              UUID PRIMARY KEY,
    person_id       UUID REFERENCES person (id),
    to_name         TEXT NOT NULL,
    to_address      TEXT NOT NULL,
    language        TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    letter          TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    due_at          TIMESTAMPTZ NOT NULL,
    lease_until     TIMESTAMPTZ NOT NULL,
    attempts        BIGINT NOT NULL,
    done_at         TIMESTAMPTZ,
    failed_at       TIMESTAMPTZ,
    last_error      TEXT
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL;

-- Bumped by every change that a calendar can show; instances watch it to drop cached feeds.
CREATE TABLE calendar_generation (
    one         BIGINT PRIMARY KEY CHECK (one = 1),
    generation  BIGINT NOT NULL
);
INSERT INTO calendar_generation (one, generation) VALUES (1, 0);

-- Something known, sealed with the service's key: another key is noticed before it does harm.
CREATE TABLE key_check (
    one     BIGINT PRIMARY KEY CHECK (one = 1),
    sealed  BYTEA NOT NULL
);

CREATE TABLE audit (
    seq             BIGINT PRIMARY KEY,
    at              TIMESTAMPTZ NOT NULL,
    actor           TEXT NOT NULL,
    action          TEXT NOT NULL,
    subject_kind    TEXT NOT NULL,
    subject_id      UUID NOT NULL,
    before          TEXT,
    after           TEXT,
    reason          TEXT,
    -- SHA-256 over the previous row's hash and this row.
    hash            BYTEA NOT NULL
);
CREATE INDEX audit_of_subject ON audit (subject_id, seq);

-- Serialises appending; the hash is that of the last row.
CREATE TABLE audit_head (
    one     BIGINT PRIMARY KEY CHECK (one = 1),
    seq     BIGINT NOT NULL,
    hash    BYTEA NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, ''::bytea);

-- The trail is append-only.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER admission_append_only BEFORE UPDATE OR DELETE ON admission FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER admission_no_truncate BEFORE TRUNCATE ON admission FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
