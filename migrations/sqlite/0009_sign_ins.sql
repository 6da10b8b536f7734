-- Who is signed in on the web site, and with what: codes, other issuers' identities, passkeys.

CREATE TABLE web_sign_in (
    id              BLOB PRIMARY KEY NOT NULL,
    -- SHA-256 of what the browser's cookie holds.
    secret_hash     BLOB NOT NULL UNIQUE,
    person_id       BLOB NOT NULL REFERENCES person (id),
    method          TEXT NOT NULL CHECK (method IN ('code', 'issuer', 'passkey')),
    -- Who vouched, and how surely: only where an issuer did.
    issuer          TEXT,
    acr             TEXT,
    -- Whether it lets staff in: a passkey, or an acr that the settings accept.
    strong          INTEGER NOT NULL,
    -- Program and system, as a person knows them: "Firefox, Linux".
    agent           TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    last_used_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    ended_by        TEXT
) STRICT;
CREATE INDEX web_sign_in_person ON web_sign_in (person_id, ended_at);

-- What a browser has begun and not finished: a visit to an issuer, a passkey's challenge.
CREATE TABLE sign_in_attempt (
    -- SHA-256 of the state or the challenge.
    key_hash        BLOB PRIMARY KEY NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('issuer', 'identity', 'passkey', 'new_passkey')),
    -- SHA-256 of the cookie of the browser that began it.
    browser_hash    BLOB NOT NULL,
    sealed          BLOB NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    used_at         INTEGER
) STRICT;
CREATE INDEX sign_in_attempt_expires ON sign_in_attempt (expires_at);

-- A person as an issuer knows them. Never found by address.
CREATE TABLE issuer_identity (
    issuer          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    id              BLOB NOT NULL UNIQUE,
    person_id       BLOB NOT NULL REFERENCES person (id),
    created_at      INTEGER NOT NULL,
    last_used_at    INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX issuer_identity_person ON issuer_identity (person_id);

-- People who work with the service, and as what.
CREATE TABLE staff (
    person_id       BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    role            TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'auditor')),
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    -- SHA-256 of the link that lets them make their first passkey.
    invitation_hash BLOB UNIQUE,
    invited_until   INTEGER
) STRICT;

CREATE TABLE passkey (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    credential      BLOB NOT NULL UNIQUE,
    algorithm       TEXT NOT NULL CHECK (algorithm IN ('es256', 'ed25519', 'rs256')),
    public_key      BLOB NOT NULL,
    sign_count      INTEGER NOT NULL,
    name            TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    last_used_at    INTEGER,
    ended_at        INTEGER
) STRICT;
CREATE INDEX passkey_person ON passkey (person_id, ended_at);
