-- Contracts get what an invoice needs, and each basis of an invoice that is taken out is kept.

-- Price per place, in öre.
ALTER TABLE contract ADD COLUMN price_ore BIGINT CHECK (price_ore >= 0);
-- The buyer's order number.
ALTER TABLE contract ADD COLUMN order_reference TEXT;
-- Last day on which a place can be given back without being charged.
ALTER TABLE contract ADD COLUMN free_until TEXT;

-- Fakturaunderlag: the terms and the sums as they were when it was taken out. It is never changed.
CREATE TABLE invoice_basis (
    id                  UUID PRIMARY KEY,
    contract_id         UUID NOT NULL REFERENCES contract (id),
    number              BIGINT NOT NULL CHECK (number > 0),
    employer            TEXT NOT NULL,
    seats               BIGINT NOT NULL,
    price_ore           BIGINT,
    free_until          TEXT,
    invoice_reference   TEXT,
    order_reference     TEXT,
    charged             BIGINT NOT NULL,
    amount_ore          BIGINT,
    made_by             TEXT NOT NULL,
    made_at             TIMESTAMPTZ NOT NULL,
    UNIQUE (contract_id, number)
);

-- How each nomination stood. Names are looked up when it is shown.
CREATE TABLE invoice_basis_line (
    basis_id            UUID NOT NULL REFERENCES invoice_basis (id),
    application_id      UUID NOT NULL REFERENCES application (id),
    standing            TEXT NOT NULL CHECK (standing IN ('waiting', 'filled', 'registered', 'left_in_time',
                            'left_late', 'left_unsaid', 'replaced')),
    left_on             TEXT,
    PRIMARY KEY (basis_id, application_id)
);
CREATE INDEX invoice_basis_line_of_application ON invoice_basis_line (application_id);

CREATE FUNCTION refuse_basis_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a basis is not changed';
END $$;
CREATE TRIGGER invoice_basis_append_only BEFORE UPDATE OR DELETE ON invoice_basis FOR EACH ROW EXECUTE FUNCTION refuse_basis_change();

-- What an import made and changed, so that it can be taken back.
ALTER TABLE import_run ADD COLUMN undone_at TIMESTAMPTZ;
CREATE TABLE import_entry (
    run_id          UUID NOT NULL REFERENCES import_run (id),
    position        BIGINT NOT NULL,
    row_number      BIGINT NOT NULL,
    thing           TEXT NOT NULL CHECK (thing IN ('person', 'address', 'application', 'session', 'programme', 'workplace')),
    subject_id      UUID NOT NULL,
    -- What was before, and how the run left it, sealed (JSON).
    kept            BYTEA NOT NULL,
    undone_at       TIMESTAMPTZ,
    PRIMARY KEY (run_id, position)
);
CREATE INDEX import_entry_of_subject ON import_entry (subject_id);

-- Holds a row while decisions of others' that were read in by mistake are taken away, within that transaction.
CREATE TABLE undoing_now (
    one             BIGINT PRIMARY KEY CHECK (one = 1)
);
CREATE OR REPLACE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM weeding_now)
       AND OLD.id = NEW.id AND OLD.application_id = NEW.application_id
       AND OLD.outcome = NEW.outcome AND OLD.decided_at = NEW.decided_at
       AND OLD.decided_by = NEW.decided_by THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM undoing_now) AND OLD.decided_by = 'elsewhere' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a decision is not changed';
END $$;
