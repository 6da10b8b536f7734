//! Programmes and their timetables, and the addresses that these are fetched from.

use super::{Context, or_empty, schedule::week};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{text, when},
};
use clap::Args;

pub(super) const EXAMPLES: &str = "\
Of an address only the server's name is shown: who has the address reads the calendar. While
fetching goes wrong, what was read before stands.

Examples:
  samverkan schedule timetables
  samverkan schedule timetables LKP1Y --refresh
  samverkan schedule timetables LKP1Y --remove-address";

#[derive(Debug, Args)]
pub(crate) struct Timetables {
    /// Code of one programme; left out: all
    programme: Option<String>,
    /// Fetch now what is fetched from an address; exit code 1 if it cannot be read
    #[arg(long, conflicts_with = "remove_address")]
    refresh: bool,
    /// Fetch the programme's timetable no more; what has been read stays
    #[arg(long, requires = "programme")]
    remove_address: bool,
}

pub(super) async fn run(context: &Context<'_>, wanted: &Timetables) -> Result {
    if let (true, Some(programme)) = (wanted.remove_address, &wanted.programme) {
        let call = context.api.delete_timetable_address();
        call.programme(programme).send().await?;
        return context.out.say(&text!(
            "{programme} hämtas inte mer. Det som är inläst står kvar.",
            "{programme} is fetched no more. What has been read stays."
        ));
    }
    let all = context.api.list_timetables().send().await?.into_inner();
    let is_asked = |one: &types::TimetableSummary| {
        wanted
            .programme
            .as_ref()
            .is_none_or(|code| *code == one.programme)
    };
    let mut all: Vec<_> = all.into_iter().filter(is_asked).collect();
    if let (true, Some(programme)) = (all.is_empty(), &wanted.programme) {
        return Err(CliError::usage(text!(
            "Programmet {programme} finns inte",
            "There is no programme {programme}"
        )));
    }
    if wanted.refresh {
        refresh(context, &mut all).await?;
    }
    context.out.show(&all, |out| show(out, &all))?;
    let failed = |one: &types::TimetableSummary| {
        let address = one.address.as_ref();
        address.is_some_and(|address| address.problem.is_some())
    };
    if wanted.refresh && all.iter().any(failed) {
        Err(CliError::No)
    } else {
        Ok(())
    }
}

async fn refresh(context: &Context<'_>, all: &mut [types::TimetableSummary]) -> Result {
    for one in all.iter_mut().filter(|one| one.address.is_some()) {
        let call = context.api.refresh_timetable().programme(&one.programme);
        *one = call.send().await?.into_inner();
    }
    Ok(())
}

fn show(out: &Printer, all: &[types::TimetableSummary]) -> Result {
    let rows = all.iter().map(|one| {
        let weeks: Vec<String> = one.practicum.iter().map(|monday| week(monday)).collect();
        let host = one.address.as_ref().map(|address| &address.host);
        vec![
            one.programme.clone(),
            one.title.clone(),
            one.events.to_string(),
            or_empty(one.first.as_ref()),
            or_empty(one.last.as_ref()),
            weeks.join(" "),
            one.read_at.as_deref().map(when).unwrap_or_default(),
            or_empty(host),
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
        col("Hämtas från", "Fetched from"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    all.iter().try_for_each(|one| match &one.address {
        Some(address) => fetched(out, &one.programme, address),
        None => Ok(()),
    })
}

/// How it goes with an address.
fn fetched(out: &Printer, programme: &str, address: &types::FetchedFrom) -> Result {
    let (read, changed) = (when(&address.read_at), when(&address.changed_at));
    out.say(&text!(
        "{programme}: senast läst {read}, senast något nytt {changed}",
        "{programme}: last read {read}, last anything new {changed}"
    ))?;
    if let Some(problem) = &address.problem {
        let times = address.failures;
        out.say(&text!(
            "  {problem} ({times} gånger i rad)",
            "  {problem} ({times} times in a row)"
        ))?;
        let next = address.next_at.as_deref().map(when);
        out.say(&match next {
            Some(next) => text!("  Nästa försök {next}", "  Next attempt {next}"),
            None => text!("  Hämtas inte mer", "  Fetched no more"),
        })?;
    }
    Ok(())
}
