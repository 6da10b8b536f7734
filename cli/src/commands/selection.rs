//! Selections. Verifying a record needs no service: it is repeated here from the facts in it.

use crate::{
    args::Seen,
    error::{CliError, Result},
    output::{Printer, col},
    text::{Lang, Text, text, word},
};
use clap::{Args, Subcommand};
use samverkan_domain::{
    admission::{self, Difference, Line, SelectionRecord, Verification},
    person::Language,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};
use uuid::Uuid;

const VERIFY_EXAMPLES: &str = "\
Records have the format selection-record/1. Exit code 1: something in the record does not follow
from the facts in it; each difference is named. Exit code 2: the file is no record that this
version can repeat. Compare the digest with the one that was published.

Examples:
  samverkan selection verify record.json
  samverkan selection verify record.json --find K7QX2
  samverkan selection verify record.json --json";

const PUBLISH_EXAMPLE: &str = "\
Example:
  samverkan selection publish 01a2… --diarienummer 'ORU 2026/04979'";

/// Largest record (bytes).
const RECORD_BYTES: u64 = 256 * 1024 * 1024;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// The selections of a channel
    List {
        /// Code or id of the channel
        channel: String,
    },
    /// Make a draft, when applications have closed; nothing is decided yet
    #[command(after_help = "Example:\n  samverkan selection draft LOTT-DEMO")]
    Draft {
        /// Code or id of the channel
        channel: String,
    },
    /// One selection with everybody's outcome and why
    Show {
        /// Id
        selection: Uuid,
    },
    /// Say that the draft has been looked through
    Review {
        /// Id
        selection: Uuid,
        #[command(flatten)]
        seen: Seen,
    },
    /// Decide every application, reveal the seed, write to everybody; cannot be undone
    #[command(after_help = PUBLISH_EXAMPLE)]
    Publish {
        /// Id
        selection: Uuid,
        /// Case number of the decisions
        #[arg(long, value_name = "NUMBER")]
        diarienummer: Option<String>,
        #[command(flatten)]
        seen: Seen,
    },
    /// Put a draft away
    Discard {
        /// Id
        selection: Uuid,
        #[command(flatten)]
        seen: Seen,
    },
    /// The record of a published selection, for anyone to verify
    Record {
        /// Id
        selection: Uuid,
        /// File to write; left out: standard output
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Repeat a recorded selection here, without a service; exit code 1 if anything differs
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Record of the selection
    record: PathBuf,
    /// Show what was decided on one entrant, and why
    #[arg(long, value_name = "PSEUDONYM")]
    find: Option<String>,
}

/// The answer, as printed with `--json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SelectionVerify")]
pub(crate) struct Answer {
    /// `verified` or `differs`.
    status: &'static str,
    offering: String,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    /// The digest that follows from the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Told<Difference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    admitted: usize,
    reserves: usize,
    refused: usize,
}

/// A fact with its sentence.
#[derive(Debug, Serialize, JsonSchema)]
struct Told<T> {
    #[serde(flatten)]
    fact: T,
    sentence: String,
}

/// The line of one entrant, as the record states it.
#[derive(Debug, Serialize, JsonSchema)]
struct Found {
    line: Line,
    sentences: Vec<String>,
}

pub(crate) fn verify(wanted: &Verify, out: &Printer) -> Result {
    let json = read(&wanted.record)?;
    let shown = wanted.record.display();
    let unreadable = |what: Text| {
        let (sv, en) = (what.sv, what.en);
        CliError::usage(text!("{shown}: {sv}", "{shown}: {en}"))
    };
    let language = language(out.lang);
    let (status, counts, digest, differences) = match admission::verify(&json) {
        Verification::Unreadable(why) => {
            return Err(unreadable(Text {
                sv: why.sentence(Language::Sv),
                en: why.sentence(Language::En),
            }));
        }
        Verification::Verified {
            admitted,
            reserves,
            refused,
            digest,
        } => {
            let counts = Counts {
                admitted,
                reserves,
                refused,
            };
            ("verified", Some(counts), Some(digest), Vec::new())
        }
        Verification::Differs(found) => ("differs", None, None, found),
    };
    let record = serde_json::from_str::<SelectionRecord>(&json)
        .map_err(|error| unreadable(text!("{error}", "{error}")))?;
    let found = wanted.find.as_deref();
    let found = found
        .map(|name| find(&record, name, language))
        .transpose()?;
    let told = |fact: Difference| Told {
        sentence: fact.sentence(language),
        fact,
    };
    let answer = Answer {
        status,
        offering: record.offering,
        channel: record.channel,
        counts,
        digest,
        differences: differences.into_iter().map(told).collect(),
        found,
    };
    out.show(&answer, |out| show(out, &answer))?;
    if answer.differences.is_empty() {
        Ok(())
    } else {
        Err(CliError::No)
    }
}

fn read(path: &Path) -> Result<String> {
    let shown = path.display();
    let unreadable = |error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    };
    let mut json = String::new();
    let file = File::open(path).map_err(unreadable)?;
    let mut file = file.take(RECORD_BYTES + 1);
    file.read_to_string(&mut json).map_err(unreadable)?;
    if json.len() as u64 > RECORD_BYTES {
        return Err(unreadable(io::Error::other(format!(
            "more than {RECORD_BYTES} bytes"
        ))));
    }
    Ok(json)
}

fn find(record: &SelectionRecord, name: &str, language: Language) -> Result<Found> {
    let line = record.lines.iter().find(|line| line.pseudonym == name);
    let line = line.cloned().ok_or_else(|| {
        CliError::usage(text!(
            "Det finns ingen {name} i protokollet",
            "There is no {name} in the record"
        ))
    })?;
    let sentences = line.reasons.iter();
    let sentences = sentences.map(|reason| reason.sentence(language)).collect();
    Ok(Found { line, sentences })
}

fn show(out: &Printer, answer: &Answer) -> Result {
    let count = |of: fn(&Counts) -> usize| {
        let counts = answer.counts.as_ref();
        counts
            .map(|counts| of(counts).to_string())
            .unwrap_or_default()
    };
    out.facts(&[
        (col("Urval", "Selection"), word(out.lang, answer.status)),
        (col("Kurstillfälle", "Offering"), answer.offering.clone()),
        (col("Kanal", "Channel"), answer.channel.clone()),
        (col("Antagna", "Admitted"), count(|counts| counts.admitted)),
        (col("Reserver", "Reserves"), count(|counts| counts.reserves)),
        (col("Strukna", "Refused"), count(|counts| counts.refused)),
        (
            col("Kontrollsumma", "Digest"),
            answer.digest.clone().unwrap_or_default(),
        ),
    ])?;
    if !answer.differences.is_empty() {
        out.raw("\n")?;
    }
    for difference in &answer.differences {
        out.line(&difference.sentence)?;
    }
    let Some(found) = &answer.found else {
        return Ok(());
    };
    out.raw("\n")?;
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let line = &found.line;
    out.facts(&[
        (col("Sökande", "Entrant"), line.pseudonym.clone()),
        (col("Beslut", "Result"), word(out.lang, result(line))),
        (
            col("Grupp", "Group"),
            line.group.clone().unwrap_or_default(),
        ),
        (col("Reservnummer", "Reserve number"), number(line.position)),
        (col("Plats i ordningen", "Rank"), number(line.rank)),
        (
            col("Lott", "Ticket"),
            line.ticket.clone().unwrap_or_default(),
        ),
    ])?;
    found
        .sentences
        .iter()
        .try_for_each(|sentence| out.line(sentence))
}

fn result(line: &Line) -> &'static str {
    match line.result {
        admission::SelectionResult::Admitted => "admitted",
        admission::SelectionResult::Reserve => "reserve",
        admission::SelectionResult::Refused => "refused",
    }
}

fn language(lang: Lang) -> Language {
    lang.pick(Language::Sv, Language::En)
}
