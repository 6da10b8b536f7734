//! What may be wrong with a row of the workbook, in words.

use samverkan_domain::import::report::{Code, Finding, Words};

fn finding(code: Code, message: (&str, &str), remedy: (&str, &str)) -> Finding {
    Finding::new(
        code,
        Words::new(message.0, message.1),
        Words::new(remedy.0, remedy.1),
    )
}

pub(super) fn unknown() -> Finding {
    finding(
        Code::UnknownApplication,
        (
            "Anmälan finns inte på kurstillfället.",
            "The application is not one of the offering's.",
        ),
        (
            "Läs in filen till det kurstillfälle den togs ut från, eller ta bort raden.",
            "Import the file to the offering it was taken out of, or take away the row.",
        ),
    )
}

pub(super) fn ended() -> Finding {
    finding(
        Code::ApplicationEnded,
        (
            "Anmälan har avslutats sedan filen togs ut. Raden ändrar ingenting.",
            "The application has ended since the file was taken out. The row changes nothing.",
        ),
        (
            "Ändra personen med samverkan person edit om det ändå behövs.",
            "Change the person with samverkan person edit if it is needed all the same.",
        ),
    )
}

pub(super) fn read_only() -> Finding {
    finding(
        Code::ReadOnlyColumn,
        (
            "Cellen säger något annat än tjänsten. Kolumnen är bara till för att läsa och ändras inte härifrån.",
            "The cell says something else than the service. The column is there to be read and changes nothing.",
        ),
        (
            "Byt grupp med samverkan cohort move, läge med samverkan application, adress på personens egen sida.",
            "Change cohort with samverkan cohort move, state with samverkan application, address on the person's own page.",
        ),
    )
}

pub(super) fn not_to_be_changed() -> Finding {
    finding(
        Code::NotToBeChanged,
        (
            "Personen på raden kan inte ändras genom en fil.",
            "The person of the row cannot be changed by a file.",
        ),
        (
            "Lämna raden som den var, eller ta bort den.",
            "Leave the row as it was, or take it away.",
        ),
    )
}

pub(super) fn changed_meanwhile(number: u32) -> Finding {
    let take = format!("--take-row {number}");
    finding(
        Code::ChangedMeanwhile,
        (
            "Personen har ändrats här sedan filen togs ut, och filen säger något annat.",
            "The person has been changed here since the file was taken out, and the file says something else.",
        ),
        (
            &format!(
                "Ta ut filen igen och gör ändringen där, eller svara {take} om filens rad ska gälla."
            ),
            &format!(
                "Take out the file again and change it there, or answer {take} if the file's row is to count."
            ),
        ),
    )
}

pub(super) fn missing_name() -> Finding {
    finding(
        Code::MissingValue,
        ("Namnet saknas.", "The name is missing."),
        ("Fyll i cellen.", "Fill in the cell."),
    )
}

pub(super) fn not_in_register() -> Finding {
    finding(
        Code::NotInRegister,
        (
            "Koden finns inte i registret.",
            "The code is not in the register.",
        ),
        (
            "Välj en kod i cellens lista, eller importera registret först.",
            "Choose a code from the cell's list, or import the register first.",
        ),
    )
}
