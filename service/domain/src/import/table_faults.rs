//! What can be wrong with a table as a table.

use super::quote::quotable;
use super::report::{Code, Finding, Words};
use crate::limits::{IMPORT_COLUMNS, IMPORT_ROWS};

fn fault(code: Code, message: (String, String), remedy: (&str, &str)) -> Finding {
    Finding::new(
        code,
        Words::new(message.0, message.1),
        Words::new(remedy.0, remedy.1),
    )
}

pub(super) fn header_missing(sv: &str, en: &str) -> Finding {
    let remedy = (
        "Lägg till en första rad med kolumnernas rubriker.",
        "Add a first row with the headers of the columns.",
    );
    fault(Code::HeaderMissing, (sv.into(), en.into()), remedy).at_row(1)
}

pub(super) fn failed_formula(row: u32, header: &str, shown: &str) -> Finding {
    let message = (
        format!("I cellen står {shown}: en formel som inte gick att räkna ut."),
        format!("The cell holds {shown}: a formula that could not be computed."),
    );
    let remedy = (
        "Rätta formeln eller skriv värdet i cellen.",
        "Correct the formula or write the value in the cell.",
    );
    fault(Code::FailedFormula, message, remedy)
        .at_row(row)
        .in_column(header)
}

pub(super) fn header_empty(column: usize) -> Finding {
    let message = (
        format!("Kolumn {column} saknar rubrik."),
        format!("Column {column} has no header."),
    );
    let remedy = (
        "Ge kolumnen en rubrik eller ta bort den.",
        "Give it a header or remove it.",
    );
    fault(Code::HeaderEmpty, message, remedy).at_row(1)
}

pub(super) fn duplicate_header(header: &str, first: usize, second: usize) -> Finding {
    let text = quotable(header);
    let message = (
        format!("Rubriken ”{text}” står över både kolumn {first} och kolumn {second}."),
        format!("The header “{text}” stands over both column {first} and column {second}."),
    );
    let remedy = (
        "Byt namn på den ena eller ta bort den.",
        "Rename or remove one of them.",
    );
    fault(Code::DuplicateHeader, message, remedy)
        .at_row(1)
        .in_column(header)
}

pub(super) fn no_delimiter(text: &str) -> Finding {
    if text
        .lines()
        .next()
        .is_none_or(|line| line.trim().is_empty())
    {
        return header_missing("Första raden är tom.", "The first row is empty.");
    }
    let message = (
        "Första raden har varken semikolon, komma, tabb eller lodstreck mellan kolumnerna.".into(),
        "The first row has no semicolon, comma, tab or vertical bar between columns.".into(),
    );
    let remedy = (
        "Spara listan som CSV med semikolon mellan kolumnerna.",
        "Save the list as CSV with semicolons between the columns.",
    );
    fault(Code::NoDelimiter, message, remedy).at_row(1)
}

pub(super) fn too_many_columns(found: usize) -> Finding {
    let message = (
        format!("Filen har {found} kolumner, men får ha högst {IMPORT_COLUMNS}."),
        format!("The file has {found} columns but may have {IMPORT_COLUMNS} at most."),
    );
    fault(
        Code::TooManyColumns,
        message,
        (
            "Ta bort kolumner som inte behövs.",
            "Remove columns that are not needed.",
        ),
    )
}

pub(super) fn too_many_rows() -> Finding {
    let message = (
        format!("Filen har fler än {IMPORT_ROWS} rader."),
        format!("The file has more than {IMPORT_ROWS} rows."),
    );
    fault(
        Code::TooManyRows,
        message,
        (
            "Dela upp den i flera filer.",
            "Split it into several files.",
        ),
    )
}

pub(super) fn no_rows() -> Finding {
    let message = (
        "Filen har rubriker men inga rader.".into(),
        "The file has headers but no rows.".into(),
    );
    fault(
        Code::NoRows,
        message,
        ("Hämta listan på nytt.", "Fetch the list again."),
    )
}

pub(super) fn unterminated_quote(row: u32) -> Finding {
    let message = (
        "Ett citattecken öppnas här men stängs aldrig, så resten av filen går inte att läsa."
            .into(),
        "A quotation mark opens here and never closes, so the rest of the file cannot be read."
            .into(),
    );
    let remedy = (
        "Stäng citattecknet eller ta bort det.",
        "Close the quotation mark or remove it.",
    );
    fault(Code::UnterminatedQuote, message, remedy).at_row(row)
}

pub(super) fn text_after_quote(row: u32) -> Finding {
    let message = (
        "Det står text efter ett avslutande citattecken.".into(),
        "There is text after a closing quotation mark.".into(),
    );
    let remedy = (
        "Skriv citattecken inne i en cell dubbelt: \"\".",
        "Write quotation marks inside a cell twice: \"\".",
    );
    fault(Code::TextAfterQuote, message, remedy).at_row(row)
}

pub(super) fn ragged_row(row: u32, expected: usize, found: usize) -> Finding {
    let message = (
        format!("Raden har {found} celler, men rubrikraden har {expected}."),
        format!("The row has {found} cells but the header row has {expected}."),
    );
    let remedy = (
        "Kontrollera om ett skiljetecken saknas eller om en cell med skiljetecken behöver \
         citattecken.",
        "Check for a missing delimiter, or for a cell that contains one and needs quotation marks.",
    );
    fault(Code::RaggedRow, message, remedy).at_row(row)
}

pub(super) fn empty_rows(first: u32, last: u32) -> Finding {
    let message = if first == last {
        (
            "Raden är tom och hoppas över.".into(),
            "The row is empty and left out.".into(),
        )
    } else {
        (
            format!("Raderna {first}–{last} är tomma och hoppas över."),
            format!("Rows {first}–{last} are empty and left out."),
        )
    };
    let remedy = (
        "Kontrollera att ingen rad saknas.",
        "Check that no row is missing.",
    );
    fault(Code::EmptyRow, message, remedy).at_row(first)
}
