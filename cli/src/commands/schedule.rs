//! When people can meet: clashes, timetables of programmes, weeks of practicum.

use super::{Context, schedule_find, timetables};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::Printer,
    text::{Text, text, word},
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
    /// Programmes, what is known of when their students are busy, and where that is fetched
    #[command(after_help = timetables::EXAMPLES)]
    Timetables(timetables::Timetables),
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
        Verb::Timetables(wanted) => timetables::run(context, wanted).await,
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

/// A Monday as its week: `v10`.
pub(super) fn week(monday: &str) -> String {
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
