//! What an import did, or would do: totals, findings, questions.

use super::or_empty;
use crate::{
    client::api::types,
    error::Result,
    output::{Printer, col, num},
    text::{Text, text, when, word},
};

pub(super) fn report(out: &Printer, import: &types::Import) -> Result {
    let delimiter = import
        .delimiter
        .as_deref()
        .map(|delimiter| match delimiter {
            "\t" => out.lang.pick("tabb", "tab").to_owned(),
            other => other.to_owned(),
        });
    out.facts(&[
        (col("Fil", "File"), or_empty(import.file_name.as_ref())),
        (
            col("Inläst", "Imported"),
            import.created_at.as_deref().map(when).unwrap_or_default(),
        ),
        (
            col("Tillbakatagen", "Taken back"),
            import.undone_at.as_deref().map(when).unwrap_or_default(),
        ),
        (
            col("Teckenkodning", "Encoding"),
            or_empty(import.encoding.as_ref()),
        ),
        (
            col("Avgränsare", "Delimiter"),
            delimiter.unwrap_or_default(),
        ),
        (col("Rader", "Rows"), import.rows.to_string()),
        (col("Nya", "New"), import.new.to_string()),
        (col("Ändrade", "Changed"), import.changed.to_string()),
        (
            col("Oförändrade", "Unchanged"),
            import.unchanged.to_string(),
        ),
        (col("Fel", "Errors"), import.errors.to_string()),
        (
            col("Inte valda", "Not chosen"),
            some(import.rows_not_chosen),
        ),
        (
            col("Utelämnade", "Left out"),
            some(i64::try_from(import.rows_left_out.len()).unwrap_or(i64::MAX)),
        ),
    ])?;
    findings(out, import)?;
    questions(out, import)?;
    out.raw("\n")?;
    out.say(&outcome(import))
}

/// A number that is only said when there is any.
fn some(number: i64) -> String {
    if number > 0 {
        number.to_string()
    } else {
        String::new()
    }
}

fn outcome(import: &types::Import) -> Text {
    match (import.sound, import.dry_run) {
        (false, _) => text!(
            "Inget är inläst: rätta felen och läs in filen igen",
            "Nothing was imported: correct the errors and import the file again"
        ),
        (true, true) => text!(
            "Filen går att läsa in; det här var bara en provkörning",
            "The file can be imported; this was only a dry run"
        ),
        (true, false) => text!("Filen är inläst", "The file is imported"),
    }
}

fn findings(out: &Printer, import: &types::Import) -> Result {
    if import.findings.is_empty() {
        return Ok(());
    }
    let rows = import.findings.iter().map(|finding| {
        vec![
            or_empty(finding.row.as_ref()),
            or_empty(finding.column.as_ref()),
            word(out.lang, finding.severity),
            finding.code.clone(),
            finding.message.clone(),
            finding.remedy.clone(),
        ]
    });
    let columns = [
        num("Rad", "Row"),
        col("Kolumn", "Column"),
        col("Slag", "Kind"),
        col("Kod", "Code"),
        col("Vad", "What"),
        col("Åtgärd", "Remedy"),
    ];
    out.raw("\n")?;
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    let more = import.findings_left_out;
    if more > 0 {
        out.say(&text!("… och {more} till", "… and {more} more"))?;
    }
    Ok(())
}

fn questions(out: &Printer, import: &types::Import) -> Result {
    if import.questions.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let rows = import.questions.iter().map(|question| {
        vec![
            question.row.to_string(),
            question.person.to_string(),
            question.shared.join(", "),
        ]
    });
    let columns = [
        num("Rad", "Row"),
        col("Liknar", "Resembles"),
        col("Gemensamt", "Shared"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    out.note(&text!(
        "Är det samma person? Svara med --same-person RAD=PERSON eller --new-person RAD",
        "The same person? Answer with --same-person ROW=PERSON or --new-person ROW"
    ));
    Ok(())
}
