-- Who is signed in on the web site, and with what: codes, other issuers' identities, passkeys.

CREATE TABLE web_sign_in (
    id              UUID PRIMARY KEY,
    -- SHA-256 of what the browser's cookie holds.
    secret_hash     BYTEA NOT NULL UNIQUE,
    person_id       UUID NOT NULL REFERENCES person (id),
    method          TEXT NOT NULL CHECK (method IN ('code', 'issuer', 'passkey')),
    -- Who vouched, and how surely: only where an issuer did.
    issuer          TEXT,
    acr             TEXT,
    -- Whether it lets staff in: a passkey, or an acr that the settings accept.
    strong          BOOLEAN NOT NULL,
    -- Program and system, as a person knows them: "Firefox, Linux".
    agent           TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    last_used_at    TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    ended_at        TIMESTAMPTZ,
    ended_by        TEXT
);
CREATE INDEX web_sign_in_person ON web_sign_in (person_id, ended_at);

-- What a browser has begun and not finished: a visit to an issuer, a passkey's challenge.
CREATE TABLE sign_in_attempt (
    -- SHA-256 of the state or the challenge.
    key_hash        BYTEA PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('issuer', 'identity', 'passkey', 'new_passkey')),
    -- SHA-256 of the cookie of the browser that began it.
    browser_hash    BYTEA NOT NULL,
    sealed          BYTEA NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    used_at         TIMESTAMPTZ
);
CREATE INDEX sign_in_attempt_expires ON sign_in_attempt (expires_at);

-- A person as an issuer knows them. Never found by address.
CREATE TABLE issuer_identity (
    issuer          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    id              UUID NOT NULL UNIQUE,
    person_id       UUID NOT NULL REFERENCES person (id),
    created_at      TIMESTAMPTZ NOT NULL,
    last_used_at    TIMESTAMPTZ,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX issuer_identity_person ON issuer_identity (person_id);

-- People who work with the service, and as what.
CREATE TABLE staff (
    person_id       UUID PRIMARY KEY REFERENCES person (id),
    role            TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'auditor')),
    created_at      TIMESTAMPTZ NOT NULL,
    ended_at        TIMESTAMPTZ,
    -- SHA-256 of the link that lets them make their first passkey.
    invitation_hash BYTEA UNIQUE,
    invited_until   TIMESTAMPTZ
);

CREATE TABLE passkey (
    id              UUID PRIMARY KEY,
    person_id       UUID NOT NULL REFERENCES person (id),
    credential      BYTEA NOT NULL UNIQUE,
    algorithm       TEXT NOT NULL CHECK (algorithm IN ('es256', 'ed25519', 'rs256')),
    public_key      BYTEA NOT NULL,
    sign_count      BIGINT NOT NULL,
    name            TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    last_used_at    TIMESTAMPTZ,
    ended_at        TIMESTAMPTZ
);
CREATE INDEX passkey_person ON passkey (person_id, ended_at);
