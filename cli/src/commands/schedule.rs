//! When people can meet: clashes, timetables of programmes, weeks of practicum.

use super::{Context, or_empty, schedule_find};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{Text, text, when, word},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

const CLASHES_EXAMPLES: &str = "\
Examples:
  samverkan schedule clashes SA123A-V9001V27
  samverkan schedule clashes 018f… --json
  samverkan schedule clashes SA123A-V9001V27 --check && echo free";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Who cannot come to the sessions there are, and by what
    #[command(after_help = CLASHES_EXAMPLES)]
    Clashes {
        /// Code of an offering, or id of a session
        what: String,
        /// Sessions without clashes too, and everybody by name
        #[arg(long)]
        all: bool,
        /// Exit code 1 if anybody cannot come, or a teacher or a room is taken twice
        #[arg(long)]
        check: bool,
    },
    /// Find weekly times that hinder the fewest
    #[command(name = "find-time", after_help = schedule_find::EXAMPLES)]
    FindTime(schedule_find::FindTime),
    /// Programmes, and what is known of when their students are busy
    Timetables,
    /// Note the weeks of practicum (VFU) of a programme in a term, in place of those noted before
    #[command(
        after_help = "Example:\n  samverkan schedule practicum LKP1Y --term VT2027 --weeks 10-14"
    )]
    Practicum(Practicum),
}

#[derive(Debug, Args)]
pub(crate) struct Practicum {
    /// Code of the programme
    programme: String,
    /// The term, such as VT2027
    #[arg(long)]
    term: String,
    /// Weeks such as 10-14,16; empty takes them away
    #[arg(long)]
    weeks: String,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Clashes { what, all, check } => clashes(context, what, *all, *check).await,
        Verb::FindTime(wanted) => schedule_find::find_time(context, wanted).await,
        Verb::Timetables => timetables(context).await,
        Verb::Practicum(wanted) => practicum(context, wanted).await,
    }
}

async fn clashes(context: &Context<'_>, what: &str, all: bool, check: bool) -> Result {
    let found = match what.parse::<Uuid>() {
        Ok(session) => vec![
            context
                .api
                .get_clashes()
                .session(session)
                .send()
                .await?
                .into_inner(),
        ],
        Err(_) => context
            .api
            .list_clashes()
            .offering(what)
            .send()
            .await?
            .into_inner(),
    };
    let clashing = found.iter().filter(|one| clashes_at_all(one)).count();
    context.out.show(&found, |out| {
        for one in found.iter().filter(|one| all || clashes_at_all(one)) {
            session(out, one, all)?;
        }
        let sessions = found.len();
        out.say(&text!(
            "{clashing} av {sessions} tillfällen krockar",
            "{clashing} of {sessions} sessions clash"
        ))
    })?;
    if check && clashing > 0 {
        Err(CliError::No)
    } else {
        Ok(())
    }
}

fn clashes_at_all(one: &types::SessionClashes) -> bool {
    !(one.blocked.is_empty() && one.teacher.is_empty() && one.room.is_empty())
}

/// Most people named of a session unless all are asked for.
const NAMED: usize = 8;

fn session(out: &Printer, one: &types::SessionClashes, all: bool) -> Result {
    let cohort = one
        .cohort
        .as_ref()
        .map(|code| format!(" ({code})"))
        .unwrap_or_default();
    out.line(&format!(
        "{}  {}{cohort}",
        one.starts.replace('T', " "),
        one.title
    ))?;
    let (blocked, people) = (one.blocked.len(), one.people);
    out.say(&text!(
        "  {blocked} av {people} kan inte komma",
        "  {blocked} of {people} cannot come"
    ))?;
    for family in one.families.iter().filter(|family| family.blocked > 0) {
        let name = family
            .family
            .map_or_else(|| "–".to_owned(), |name| word(out.lang, name));
        let (blocked, people) = (family.blocked, family.people);
        let missing = if blocked == people {
            out.lang.pick(" – ingen kvar", " – nobody left")
        } else {
            ""
        };
        out.line(&format!("    {name}: {blocked}/{people}{missing}"))?;
    }
    let shown = if all { blocked } else { blocked.min(NAMED) };
    for person in &one.blocked[..shown] {
        let by: Vec<String> = person.by.iter().map(|by| reason(out, by)).collect();
        out.line(&format!("    {}  {}", person.name, by.join(", ")))?;
    }
    let more = blocked - shown;
    if more > 0 {
        out.say(&text!(
            "    och {more} till (--all)",
            "    and {more} more (--all)"
        ))?;
    }
    taken(out, &one.teacher, &text!("Läraren", "The teacher"))?;
    taken(out, &one.room, &text!("Lokalen", "The room"))?;
    one.warnings
        .iter()
        .try_for_each(|warning| out.line(&format!("  {warning}")))
}

fn reason(out: &Printer, by: &types::BlockedBy) -> String {
    let cause = word(out.lang, by.cause);
    match &by.what {
        Some(what) => format!("{cause} {what}"),
        None => cause,
    }
}

fn taken(out: &Printer, by: &[types::TakenBy], what: &Text) -> Result {
    by.iter().try_for_each(|by| {
        let what = what.get(out.lang);
        let is = out.lang.pick("har samtidigt", "has at the time");
        out.line(&format!("  {what} {is} {} {}", by.by, by.title))
    })
}

async fn timetables(context: &Context<'_>) -> Result {
    let all = context.api.list_timetables().send().await?.into_inner();
    context.out.show(&all, |out| {
        let rows = all.iter().map(|one| {
            let weeks: Vec<String> = one.practicum.iter().map(|monday| week(monday)).collect();
            vec![
                one.programme.clone(),
                one.title.clone(),
                one.events.to_string(),
                or_empty(one.first.as_ref()),
                or_empty(one.last.as_ref()),
                weeks.join(" "),
                one.read_at.as_deref().map(when).unwrap_or_default(),
            ]
        });
        let columns = [
            col("Program", "Programme"),
            col("Namn", "Name"),
            num("Händelser", "Events"),
            col("Från", "From"),
            col("Till", "To"),
            col("VFU", "Practicum"),
            col("Inläst", "Read"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

/// A Monday as its week: `v10`.
fn week(monday: &str) -> String {
    let day = monday.parse::<jiff::civil::Date>();
    day.map_or_else(
        |_| monday.to_owned(),
        |day| format!("v{}", day.iso_week_date().week()),
    )
}

async fn practicum(context: &Context<'_>, wanted: &Practicum) -> Result {
    let body = types::NewPracticum {
        term: wanted.term.clone(),
        weeks: wanted.weeks.clone(),
    };
    let call = context
        .api
        .put_practicum()
        .programme(&wanted.programme)
        .body(body);
    let noted = call.send().await?.into_inner();
    context.out.show(&noted, |out| {
        let weeks: Vec<String> = noted.weeks.iter().map(|monday| week(monday)).collect();
        let (programme, weeks) = (&noted.programme, weeks.join(" "));
        out.say(&text!(
            "{programme}: VFU {weeks}",
            "{programme}: practicum {weeks}"
        ))
    })
}

/// Imports a timetable, or says what importing it would do; exit code 1 if it cannot be.
pub(super) async fn import(
    context: &Context<'_>,
    programme: &str,
    file: Vec<u8>,
    dry_run: bool,
) -> Result {
    let call = context.api.import_timetable().programme(programme);
    let report = call.dry_run(dry_run).body(file).send().await?.into_inner();
    context.out.show(&report, |out| {
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
        } else if dry_run {
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
    })?;
    if report.sound {
        Ok(())
    } else {
        Err(CliError::No)
    }
}
