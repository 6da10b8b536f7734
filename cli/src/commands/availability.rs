//! When and how people can take part in an offering.

use super::{Context, import::read};
use crate::{
    args::one_of,
    client::api::types,
    error::{CliError, Result},
    named::{Named, PersonRef},
    output::{col, num},
    text::{text, word, yes_no},
};
use clap::{Args, Subcommand};
use std::path::PathBuf;

const FILE_HELP: &str = "\
The file is CSV with the columns Person (id or e-mail address), Kan inte, Undviker, Krav på form
(ja or nej) and Språk (sv en); all but Person may be left out. Times are written mån10 tis17 or
mon10 tue17. No reasons: they may be about health.

Example:
  samverkan cohort availability import SA123A-V9001V27 tider.csv --dry-run";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What is noted for an offering
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// Note it of one person, in place of what was noted before
    #[command(
        after_help = "Example:\n  samverkan cohort availability set SA123A-V9001V27 018e… --cannot mon08,fri17 --avoid wed13"
    )]
    Set(Set),
    /// Forget what was noted of a person
    Forget {
        /// Code or id of the offering
        offering: String,
        /// Id or name of the person
        person: PersonRef,
    },
    /// Note a whole file, or nothing if any row is wrong; exit code 1 then
    #[command(after_help = FILE_HELP)]
    Import {
        /// Code or id of the offering
        offering: String,
        /// CSV file; - for standard input
        file: PathBuf,
        /// Only say what it would do
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Code or id of the offering
    offering: String,
    /// Id or name of the person
    person: PersonRef,
    /// Weekly times the person can never attend
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    cannot: Vec<String>,
    /// Weekly times the person would rather not attend
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    avoid: Vec<String>,
    /// Campus or distance, as the person has stated it, is a need
    #[arg(long)]
    strict: bool,
    /// Languages spoken; default: not stated, which counts as all
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', value_parser = one_of::<types::Language>(&["sv", "en"]))]
    languages: Vec<types::Language>,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Set(wanted) => set(context, wanted).await,
        Verb::Forget { offering, person } => {
            let call = context.api.forget_availability().offering(offering);
            call.person(person.id(context).await?).send().await?;
            context.out.note(&text!("Glömt", "Forgotten"));
            Ok(())
        }
        Verb::Import {
            offering,
            file,
            dry_run,
        } => {
            let call = context.api.read_availability().offering(offering);
            let call = call.dry_run(*dry_run).body(read(file)?);
            let report = call.send().await?.into_inner();
            context.out.show(&report, |out| {
                let faults = report.faults.iter();
                let faults: Vec<_> = faults
                    .map(|fault| vec![fault.row.to_string(), fault.detail.clone()])
                    .collect();
                if !faults.is_empty() {
                    return out.table(&[num("Rad", "Row"), col("Fel", "Fault")], &faults);
                }
                let (rows, changed) = (report.rows, report.changed);
                out.say(&if *dry_run {
                    text!(
                        "{rows} rader, {changed} skulle ändras. Inget är ändrat.",
                        "{rows} rows, {changed} would change. Nothing was changed."
                    )
                } else {
                    text!(
                        "{rows} rader, {changed} ändrade",
                        "{rows} rows, {changed} changed"
                    )
                })
            })?;
            if report.faults.is_empty() {
                Ok(())
            } else {
                Err(CliError::No)
            }
        }
    }
}

async fn set(context: &Context<'_>, wanted: &Set) -> Result {
    let body = types::NewAvailability {
        avoid: wanted.avoid.clone(),
        cannot: wanted.cannot.clone(),
        languages: wanted.languages.clone(),
        modality_strict: wanted.strict,
    };
    let call = context.api.put_availability().offering(&wanted.offering);
    let noted = call
        .person(wanted.person.id(context).await?)
        .body(body)
        .send()
        .await?
        .into_inner();
    context.out.show(&noted, |out| {
        let name = &noted.name;
        out.say(&text!(
            "Antecknat om {name}; det räknas från nästa förslag",
            "Noted of {name}; it counts from the next plan on"
        ))
    })
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.list_availability().offering(offering);
    let noted = call.send().await?.into_inner();
    context.out.show(&noted, |out| {
        let rows = noted.iter().map(|noted| {
            let spoken = noted.languages.iter();
            let spoken: Vec<_> = spoken.map(|language| word(out.lang, language)).collect();
            vec![
                noted.name.clone(),
                noted.cannot.join(" "),
                noted.avoid.join(" "),
                yes_no(out.lang, noted.modality_strict),
                spoken.join(" "),
                noted.person.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Kan inte", "Cannot"),
            col("Undviker", "Avoids"),
            col("Krav på form", "Strict"),
            col("Språk", "Languages"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
