//! Finding times, and drawing the week.

use super::Context;
use crate::{
    args::one_of,
    client::api::types,
    error::{CliError, Result},
    output::Printer,
    report::{Hour, Week, week_page},
    text::{Lang, text, word},
};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(super) const EXAMPLES: &str = "\
Times are ranked by meetings that cannot be held (red days, a teacher who is taken), then by people
who cannot come, families of whom nobody can, rooms taken, school holidays, and people who would
rather not. Sessions that the offering has already do not count.

Examples:
  samverkan schedule find-time SA123A-V9001V27 --weeks 5,7,10-12 --meetings 4 --minutes 165
  samverkan schedule find-time SA123A-V9001V27 --each-cohort --weekday thursday --start 16:15
  samverkan schedule find-time SA123A-V9001V27 --map --html tider.html";

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

#[derive(Debug, Args)]
pub(crate) struct FindTime {
    /// Code or id of the offering
    offering: String,
    /// In which weeks to meet, such as 5,7,10-12; default: all of the offering
    #[arg(long)]
    weeks: Option<String>,
    /// In how many of the weeks, the best being taken; default: in all
    #[arg(long, value_name = "NUMBER")]
    meetings: Option<u32>,
    /// On which day; repeated; default: Monday to Friday
    #[arg(long = "weekday", value_name = "DAY", value_parser = one_of::<types::Weekday>(DAYS))]
    weekdays: Vec<types::Weekday>,
    /// When to begin, such as 13:15; repeated; default: when lessons begin, and the evening
    #[arg(long = "start", value_name = "TIME")]
    starts: Vec<String>,
    /// How long a meeting lasts (minutes)
    #[arg(long, default_value_t = 105)]
    minutes: u32,
    /// Who must be free; repeated
    #[arg(long = "teacher", value_name = "NAME")]
    teachers: Vec<String>,
    /// Which room is wanted; repeated
    #[arg(long = "room", value_name = "ROOM")]
    rooms: Vec<String>,
    /// A time for each cohort
    #[arg(long)]
    each_cohort: bool,
    /// How many times to show, at most 50
    #[arg(long, default_value_t = 5, value_name = "NUMBER")]
    most: u32,
    /// Show the week hour by hour too
    #[arg(long)]
    map: bool,
    /// Write the week as a page with pictures and tables
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the picture of the week, of the offering or the first cohort
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

pub(super) async fn find_time(context: &Context<'_>, wanted: &FindTime) -> Result {
    let body = types::TimeQuestion {
        each_cohort: wanted.each_cohort,
        meetings: wanted.meetings,
        minutes: Some(wanted.minutes),
        most: Some(wanted.most),
        rooms: wanted.rooms.clone(),
        starts: wanted.starts.clone(),
        teachers: wanted.teachers.clone(),
        weekdays: wanted.weekdays.clone(),
        weeks: wanted.weeks.clone(),
    };
    let call = context
        .api
        .find_time()
        .offering(&wanted.offering)
        .body(body);
    let found = call.send().await?.into_inner();
    let lang = context.out.lang;
    let weeks: Vec<Week> = found
        .iter()
        .map(|one| week(lang, &wanted.offering, one))
        .collect();
    if let Some(file) = &wanted.html {
        let lines: Vec<String> = found.iter().flat_map(|one| lines(lang, one)).collect();
        write(file, &week_page(lang, &wanted.offering, &lines, &weeks))?;
    }
    if let (Some(file), Some(first)) = (&wanted.svg, weeks.first()) {
        write(file, &first.svg())?;
    }
    context.out.show(&found, |out| {
        for (one, week) in found.iter().zip(&weeks) {
            show(out, one, week, wanted.map)?;
        }
        Ok(())
    })
}

fn show(out: &Printer, one: &types::FoundTimes, week: &Week, map: bool) -> Result {
    lines(out.lang, one)
        .iter()
        .try_for_each(|line| out.line(line))?;
    if map {
        out.line("")?;
        week.lines().iter().try_for_each(|line| out.line(line))?;
    }
    Ok(())
}

/// Every time with its reasons below it.
fn lines(lang: Lang, one: &types::FoundTimes) -> Vec<String> {
    let people = one.people;
    let mut lines = vec![match &one.cohort {
        Some(code) => lang.pick(
            format!("{code}: {people} personer"),
            format!("{code}: {people} people"),
        ),
        None => lang.pick(format!("{people} personer"), format!("{people} people")),
    }];
    for (n, pattern) in (1..).zip(&one.patterns) {
        let (day, start) = (word(lang, pattern.weekday), &pattern.start);
        let (minutes, meetings) = (pattern.minutes, pattern.meetings.len());
        let weeks: Vec<String> = pattern
            .meetings
            .iter()
            .map(|one| one.week.to_string())
            .collect();
        let weeks = weeks.join(", ");
        lines.push(lang.pick(
            format!("{n}. {day} {start}, {minutes} min, {meetings} möten (v{weeks})"),
            format!("{n}. {day} {start}, {minutes} min, {meetings} meetings (weeks {weeks})"),
        ));
        lines.extend(pattern.reasons.iter().map(|reason| format!("   {reason}")));
    }
    lines
}

fn week(lang: Lang, offering: &str, one: &types::FoundTimes) -> Week {
    let hour = |hour: &types::WeekHour| Hour {
        weekday: hour.weekday.to_string(),
        start: hour.start.clone(),
        percent: i64::from(hour.percent),
        worst: i64::from(hour.worst),
        free_weeks: i64::from(hour.free_weeks),
    };
    Week {
        lang,
        of: one.cohort.clone().unwrap_or_else(|| offering.to_owned()),
        people: one.people,
        hours: one.hours.iter().map(hour).collect(),
    }
}

fn write(file: &Path, content: &str) -> Result {
    let shown = file.display();
    fs::write(file, content).map_err(|error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    })
}
