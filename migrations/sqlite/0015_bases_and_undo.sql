-- Contracts get what an invoice needs, and each basis of an invoice that is taken out is kept.

-- Price per place, in öre.
ALTER TABLE contract ADD COLUMN price_ore INTEGER CHECK (price_ore >= 0);
-- The buyer's order number.
ALTER TABLE contract ADD COLUMN order_reference TEXT;
-- Last day on which a place can be given back without being charged.
ALTER TABLE contract ADD COLUMN free_until TEXT;

-- Fakturaunderlag: the terms and the sums as they were when it was taken out. It is never changed.
CREATE TABLE invoice_basis (
    id                  BLOB PRIMARY KEY NOT NULL,
    contract_id         BLOB NOT NULL REFERENCES contract (id),
    number              INTEGER NOT NULL CHECK (number > 0),
    employer            TEXT NOT NULL,
    seats               INTEGER NOT NULL,
    price_ore           INTEGER,
    free_until          TEXT,
    invoice_reference   TEXT,
    order_reference     TEXT,
    charged             INTEGER NOT NULL,
    amount_ore          INTEGER,
    made_by             TEXT NOT NULL,
    made_at             INTEGER NOT NULL,
    UNIQUE (contract_id, number)
) STRICT;

-- How each nomination stood. Names are looked up when it is shown.
CREATE TABLE invoice_basis_line (
    basis_id            BLOB NOT NULL REFERENCES invoice_basis (id),
    application_id      BLOB NOT NULL REFERENCES application (id),
    standing            TEXT NOT NULL CHECK (standing IN ('waiting', 'filled', 'registered', 'left_in_time',
                            'left_late', 'left_unsaid', 'replaced')),
    left_on             TEXT,
    PRIMARY KEY (basis_id, application_id)
) STRICT;
CREATE INDEX invoice_basis_line_of_application ON invoice_basis_line (application_id);

CREATE TRIGGER invoice_basis_no_update BEFORE UPDATE ON invoice_basis BEGIN SELECT RAISE(ABORT, 'a basis is not changed'); END;
CREATE TRIGGER invoice_basis_no_delete BEFORE DELETE ON invoice_basis BEGIN SELECT RAISE(ABORT, 'a basis is not changed'); END;

-- What an import made and changed, so that it can be taken back.
ALTER TABLE import_run ADD COLUMN undone_at INTEGER;
CREATE TABLE import_entry (
    run_id          BLOB NOT NULL REFERENCES import_run (id),
    position        INTEGER NOT NULL,
    row_number      INTEGER NOT NULL,
    thing           TEXT NOT NULL CHECK (thing IN ('person', 'address', 'application', 'session', 'programme', 'workplace')),
    subject_id      BLOB NOT NULL,
    -- What was before, and how the run left it, sealed (JSON).
    kept            BLOB NOT NULL,
    undone_at       INTEGER,
    PRIMARY KEY (run_id, position)
) STRICT;
CREATE INDEX import_entry_of_subject ON import_entry (subject_id);

-- Holds a row while decisions of others' that were read in by mistake are taken away, within that transaction.
CREATE TABLE undoing_now (
    one             INTEGER PRIMARY KEY NOT NULL CHECK (one = 1)
) STRICT;
DROP TRIGGER admission_no_delete;
CREATE TRIGGER admission_no_delete BEFORE DELETE ON admission
WHEN NOT EXISTS (SELECT 1 FROM undoing_now) OR OLD.decided_by <> 'elsewhere'
BEGIN SELECT RAISE(ABORT, 'a decision is not changed'); END;
