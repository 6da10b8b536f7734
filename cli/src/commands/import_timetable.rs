//! Timetables of programmes, from a file or an address.

use super::{Context, import::read, or_empty};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{Printer, col},
    text::text,
};
use clap::Args;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Teachers' names are not kept. A file with anything in it that is not understood changes nothing, and
the exit code is 1. From an address it is fetched again every four hours; the address is a secret,
kept sealed, and is best given on standard input.

Examples:
  samverkan import timetable schema.ics --programme LKP1Y --dry-run
  samverkan import timetable --address - --programme LKP1Y < adress.txt";

#[derive(Debug, Args)]
pub(crate) struct Timetable {
    /// The calendar file (.ics), or - for standard input
    file: Option<PathBuf>,
    /// Fetch it from this https address, now and from now on; - reads the address from standard input
    #[arg(
        long,
        value_name = "URL",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    address: Option<String>,
    /// Code of the programme
    #[arg(long, value_name = "CODE")]
    programme: String,
    /// Only report what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Imports a timetable, or says what importing it would do; exit code 1 if it cannot be.
pub(super) async fn run(context: &Context<'_>, wanted: &Timetable) -> Result {
    let (programme, dry_run) = (&wanted.programme, wanted.dry_run);
    let report = match (&wanted.file, &wanted.address) {
        (Some(file), _) => {
            let call = context.api.import_timetable().programme(programme);
            call.dry_run(dry_run).body(read(file)?).send().await?
        }
        (None, Some(address)) => {
            let url = given(address)?;
            let call = context.api.put_timetable_address().programme(programme);
            let body = types::NewCalendarAddress { url };
            call.dry_run(dry_run).body(body).send().await?
        }
        (None, None) => {
            return Err(CliError::usage(text!(
                "Ange en fil eller en adress",
                "Give a file or an address"
            )));
        }
    };
    let report = report.into_inner();
    context.out.show(&report, |out| {
        show(out, &report)?;
        if wanted.address.is_some() && report.sound && !dry_run {
            out.note(&text!(
                "Schemat hämtas från adressen var fjärde timme",
                "The timetable is fetched from the address every four hours"
            ));
        }
        Ok(())
    })?;
    if report.sound {
        Ok(())
    } else {
        Err(CliError::No)
    }
}

/// An address as given, or from standard input: there it stands in no list of processes.
fn given(address: &str) -> Result<String> {
    if address != "-" {
        return Ok(address.to_owned());
    }
    let octets = read("-".as_ref())?;
    Ok(String::from_utf8_lossy(&octets).trim().to_owned())
}

fn show(out: &Printer, report: &types::TimetableReport) -> Result {
    let count = |name, number: i64| (name, number.to_string());
    out.facts(&[
        (col("Program", "Programme"), report.programme.clone()),
        (col("Källa", "Source"), report.system.clone()),
        count(col("Händelser", "Events"), report.used),
        count(col("Undervisning", "Teaching"), report.teaching),
        count(col("Tentamina", "Exams"), report.exams),
        count(col("VFU", "Practicum"), report.practicum),
        count(col("Inställda", "Cancelled"), report.cancelled),
        count(col("Utan tid", "Without time"), report.free),
        count(col("För långt bort", "Too far off"), report.outside),
        (col("Från", "From"), or_empty(report.first.as_ref())),
        (col("Till", "To"), or_empty(report.last.as_ref())),
    ])?;
    for fault in &report.faults {
        let (line, detail) = (fault.line, &fault.detail);
        out.say(&text!("Rad {line}: {detail}", "Line {line}: {detail}"))?;
    }
    out.say(&if !report.sound {
        text!("Inget är inläst.", "Nothing was imported.")
    } else if report.dry_run {
        text!(
            "Inget är ändrat: det var en provkörning.",
            "Nothing was changed: a dry run."
        )
    } else if report.changed {
        text!("Schemat är inläst.", "The timetable is imported.")
    } else {
        text!(
            "Schemat var redan inläst.",
            "The timetable was imported already."
        )
    })
}
