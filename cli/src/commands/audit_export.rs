//! The trail as files for a register of public documents, and checking such a file without the service.

use super::{
    Context,
    export::{absent, content, make, write},
};
use crate::{
    args::{instant, one_of},
    client::api::types,
    error::{CliError, Result},
    output::Printer,
    text::text,
};
use clap::Args;
use samverkan_domain::trail::{Extract, Fault, Head, check as checked, digest};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
logg.json holds the rows with their hashes and can be checked without the service; --list makes a list in
words beside it. Protected people stand under an alias. What was taken out stands in the trail.

Examples:
  samverkan audit export --folder target/diarium
  samverkan audit export --decisions --since 2027-01-01 --until 2027-07-01 --list xlsx --folder target/diarium
  samverkan audit export --offering SA123A-V9001V27 --action application. --folder target/diarium
  samverkan audit check target/diarium/logg.json";

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Not before this time
    #[arg(long, value_name = "TIME", value_parser = instant)]
    since: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = instant)]
    until: Option<String>,
    /// Only an offering and what belongs to it (code or id)
    #[arg(long)]
    offering: Option<String>,
    /// Beginning of the action, such as application.; may be said several times
    #[arg(long)]
    action: Vec<String>,
    /// Only what is decided
    #[arg(long)]
    decisions: bool,
    /// A list in words too: csv or xlsx
    #[arg(long, value_name = "FORM", value_parser = one_of::<types::AuditList>(&["csv", "xlsx"]))]
    list: Option<types::AuditList>,
    /// Folder to write to; it is made if it is missing
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

pub(super) async fn export(context: &Context<'_>, wanted: &Export) -> Result {
    let body = types::NewAuditExport {
        since: wanted.since.clone(),
        until: wanted.until.clone(),
        offering: wanted.offering.clone(),
        actions: wanted.action.clone(),
        decisions: wanted.decisions,
        list: wanted.list,
    };
    let working = context
        .out
        .spinner(&text!("Går igenom loggen …", "Going through the trail …"));
    let made = context.api.export_audit().body(body).send().await?;
    drop(working);
    let made = made.into_inner();
    context.out.show(&made, |out| {
        let paths = made.files.iter().map(|file| wanted.folder.join(&file.name));
        let paths: Vec<PathBuf> = paths.collect();
        if !wanted.force {
            absent(&paths)?;
        }
        make(&wanted.folder)?;
        for (path, file) in paths.iter().zip(&made.files) {
            write(path, &content(file)?)?;
            let shown = path.display();
            out.say(&text!("Skrev {shown}", "Wrote {shown}"))?;
        }
        let (rows, head, hash, sum) = (made.rows, made.head, &made.head_hash, &made.sha256);
        out.say(&text!(
            "{rows} rader. Loggens sista rad är {head} med SHA-256 {hash}",
            "{rows} rows. The last row of the trail is {head} with SHA-256 {hash}"
        ))?;
        out.say(&text!(
            "SHA-256 för logg.json: {sum}",
            "SHA-256 of logg.json: {sum}"
        ))
    })
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// logg.json as it was taken out
    file: PathBuf,
    /// Hash of the trail's last row, as it was written down when the file was taken out
    #[arg(long, value_name = "SHA256")]
    head: Option<String>,
}

/// What `--json` prints of a check.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AuditCheck<'a> {
    /// Whether the file holds.
    sound: bool,
    rows: usize,
    /// Unbroken stretches of rows, in a file that holds.
    stretches: Option<usize>,
    /// Whether the last row of the trail is in a file that holds.
    reaches_head: Option<bool>,
    /// Why the file does not hold, in English.
    fault: Option<String>,
    head: &'a Head,
    /// SHA-256 of the file, in hexadecimal digits.
    sha256: &'a str,
}

pub(super) fn check(out: &Printer, wanted: &Check) -> Result {
    let shown = wanted.file.display();
    let file = std::fs::read(&wanted.file).map_err(|error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    })?;
    let extract: Extract = serde_json::from_slice(&file).map_err(|error| CliError::Faulty {
        what: text!(
            "{shown} är ingen utlämnad logg",
            "{shown} is no extract of a trail"
        ),
        faults: vec![error.to_string()],
    })?;
    let found = match &wanted.head {
        Some(head) if *head != extract.head.hash => Err(Fault::Head),
        _ => checked(&extract),
    };
    let sum = digest(&file);
    let told = AuditCheck {
        sound: found.is_ok(),
        rows: extract.rows.len(),
        stretches: found.as_ref().ok().map(|found| found.stretches),
        reaches_head: found.as_ref().ok().map(|found| found.reaches_head),
        fault: found.as_ref().err().map(|fault| why(fault).en),
        head: &extract.head,
        sha256: &sum,
    };
    out.show(&told, |out| match &found {
        Ok(found) => {
            let (rows, stretches, head) = (found.rows, found.stretches, extract.head.seq);
            out.say(&text!(
                "Filen stämmer: {rows} rader i {stretches} sammanhängande stycken; loggens sista rad var {head}",
                "The file holds: {rows} rows in {stretches} unbroken stretches; the last row of the trail was {head}"
            ))?;
            out.say(&text!("SHA-256: {sum}", "SHA-256: {sum}"))
        }
        Err(fault) => {
            let why = why(fault);
            let (sv, en) = (why.sv, why.en);
            out.say(&text!("Filen stämmer inte: {sv}", "The file does not hold: {en}"))
        }
    })?;
    found.map(|_| ()).map_err(|_| CliError::No)
}

fn why(fault: &Fault) -> crate::text::Text {
    match fault {
        Fault::Format => text!(
            "den är gjord efter andra regler",
            "it is made by other rules"
        ),
        Fault::Changed { seq } => text!("rad {seq} är ändrad", "row {seq} has been changed"),
        Fault::Unchained { seq } => text!(
            "rad {seq} följer inte på raden före",
            "row {seq} does not follow the one before"
        ),
        Fault::Order { seq } => text!("rad {seq} står på fel plats", "row {seq} is out of place"),
        Fault::Missing { seq } => text!("rad {seq} saknas", "row {seq} is missing"),
        Fault::Head => text!(
            "den slutar inte med loggens sista rad",
            "it does not end with the last row of the trail"
        ),
    }
}
