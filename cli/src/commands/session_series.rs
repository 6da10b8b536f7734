//! Many sessions at once: weekly series, and copies of last term's.

use super::{
    Context, or_empty,
    session::{FOLDS, MODES, clock},
};
use crate::{
    args::one_of,
    client::{api::types, fresh_key},
    error::Result,
    output::{Printer, col, num},
    text::{text, word},
};
use clap::Args;

pub(super) const SERIES_EXAMPLES: &str = "\
All or nothing. Red days, school holidays, days outside the term and clashes are pointed out and
hinder nothing; a time that does not exist, when the clock is put forward, refuses the series.

Example:
  samverkan session create-series SA123A-V9001V27 --title Fallarbete --mode campus \\
    --weekday torsdag --starts 13:15 --ends 16:00 --weeks 5,7,10-12 --skip-red --dry-run";

pub(super) const COPY_EXAMPLES: &str = "\
Weekdays and clock times stay; all are preliminary; cancelled ones are left out. What has been copied
before is not copied again.

Example:
  samverkan session copy SA123A-V9001V27 SA123A-V9002H27 --first-week 35 \\
    --cohort-sessions same-code-or-not --dry-run";

const DAYS: [(&str, &str, types::Weekday); 7] = [
    ("monday", "måndag", types::Weekday::Monday),
    ("tuesday", "tisdag", types::Weekday::Tuesday),
    ("wednesday", "onsdag", types::Weekday::Wednesday),
    ("thursday", "torsdag", types::Weekday::Thursday),
    ("friday", "fredag", types::Weekday::Friday),
    ("saturday", "lördag", types::Weekday::Saturday),
    ("sunday", "söndag", types::Weekday::Sunday),
];

/// A day of the week, in either language.
fn weekday(text: &str) -> std::result::Result<types::Weekday, String> {
    let text = text.to_lowercase();
    let mut days = DAYS.iter();
    let found = days.find(|(en, sv, _)| [*en, *sv].contains(&&*text));
    found
        .map(|(.., day)| *day)
        .ok_or_else(|| "a day is written as thursday or torsdag".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct CreateSeries {
    /// Code or id of the offering
    offering: String,
    /// What each is called
    #[arg(long)]
    title: String,
    /// On which day, such as thursday or torsdag
    #[arg(long, value_name = "DAY", value_parser = weekday)]
    weekday: types::Weekday,
    /// Wall time in Stockholm, such as 13:15
    #[arg(long, value_name = "TIME")]
    starts: String,
    /// Before the start: the day after
    #[arg(long, value_name = "TIME")]
    ends: String,
    /// ISO weeks of the offering, such as 5,7,10-12
    #[arg(long)]
    weeks: String,
    /// Which of the two, for the hour that comes twice in October
    #[arg(long, value_parser = one_of::<types::Fold>(FOLDS))]
    fold: Option<types::Fold>,
    /// How they meet
    #[arg(long, value_parser = one_of::<types::SessionMode>(MODES))]
    mode: types::SessionMode,
    /// Code or id of the cohort that meets; left out: the whole offering
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Room or address
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// Link to join, beginning with https
    #[arg(long, value_name = "URL")]
    online_url: Option<String>,
    #[arg(long, value_name = "NAME")]
    teacher: Option<String>,
    /// Attendance is compulsory
    #[arg(long)]
    compulsory: bool,
    /// Shown as preliminary until published
    #[arg(long)]
    preliminary: bool,
    #[command(flatten)]
    days: Days,
}

/// Days to leave out, and whether only to look.
#[derive(Debug, Args)]
pub(crate) struct Days {
    /// Leave out red days
    #[arg(long)]
    skip_red: bool,
    /// Leave out school holidays where those who take part work
    #[arg(long)]
    skip_holidays: bool,
    /// Only report what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// Code or id of the offering to copy from
    from: String,
    /// Code or id of the offering to copy to
    to: String,
    /// How many weeks on
    #[arg(
        long,
        value_name = "NUMBER",
        allow_negative_numbers = true,
        required_unless_present = "first_week"
    )]
    shift_weeks: Option<i64>,
    /// The ISO week in which the first session is to be
    #[arg(long, value_name = "WEEK", conflicts_with = "shift_weeks")]
    first_week: Option<String>,
    /// What is to become of sessions of a single cohort; needed if there are any
    #[arg(long, value_name = "WHAT", value_parser = cohort_sessions)]
    cohort_sessions: Option<types::CohortSessions>,
    #[command(flatten)]
    days: Days,
}

fn cohort_sessions(text: &str) -> std::result::Result<types::CohortSessions, String> {
    text.replace('-', "_")
        .parse()
        .map_err(|_| "one of same-code-or-everybody, same-code-or-not, everybody, not".to_owned())
}

pub(super) async fn create(context: &Context<'_>, new: &CreateSeries) -> Result {
    let body = types::NewSeries {
        cohort: new.cohort.clone(),
        compulsory: new.compulsory,
        dry_run: new.days.dry_run,
        ends: new.ends.clone(),
        fold: new.fold,
        mode: new.mode,
        online_url: new.online_url.clone(),
        place: new.place.clone(),
        preliminary: new.preliminary,
        skip_holidays: new.days.skip_holidays,
        skip_red: new.days.skip_red,
        starts: new.starts.clone(),
        teacher: new.teacher.clone(),
        title: new.title.clone(),
        weekday: new.weekday,
        weeks: new.weeks.clone(),
    };
    let call = context
        .api
        .create_session_series()
        .offering(&new.offering)
        .idempotency_key(fresh_key());
    show(context.out, &call.body(body).send().await?.into_inner())
}

pub(super) async fn copy(context: &Context<'_>, wanted: &Copy) -> Result {
    let body = types::CopySessions {
        cohort_sessions: wanted.cohort_sessions,
        dry_run: wanted.days.dry_run,
        first_week: wanted.first_week.clone(),
        from: wanted.from.clone(),
        shift_weeks: wanted.shift_weeks,
        skip_holidays: wanted.days.skip_holidays,
        skip_red: wanted.days.skip_red,
    };
    let call = context
        .api
        .copy_sessions()
        .offering(&wanted.to)
        .idempotency_key(fresh_key());
    show(context.out, &call.body(body).send().await?.into_inner())
}

fn show(out: &Printer, report: &types::SeriesReport) -> Result {
    out.show(report, |out| {
        let rows = report.sessions.iter().map(|one| {
            let end = one.ends.as_deref().and_then(|ends| ends.split_once('T'));
            let starts = one.starts.as_deref().map(clock);
            vec![
                format!("v{}", one.week),
                starts.unwrap_or_else(|| one.date.clone()),
                end.map(|(_, time)| time.to_owned()).unwrap_or_default(),
                one.title.clone(),
                or_empty(one.cohort.as_ref()),
                format!("{}/{}", one.blocked, one.people),
                one.left_out
                    .map_or_else(String::new, |why| word(out.lang, why)),
            ]
        });
        let columns = [
            col("Vecka", "Week"),
            col("Börjar", "Starts"),
            col("Slutar", "Ends"),
            col("Möte", "Session"),
            col("Grupp", "Cohort"),
            num("Kan inte", "Cannot"),
            col("Utelämnas", "Left out"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        report
            .sessions
            .iter()
            .try_for_each(|one| remarks(out, one))?;
        let count = report.count;
        out.say(&if report.dry_run {
            text!(
                "{count} tillfällen skulle läggas upp. Inget är ändrat: det var en provkörning.",
                "{count} sessions would be added. Nothing was changed: a dry run."
            )
        } else {
            text!(
                "{count} tillfällen är upplagda.",
                "{count} sessions are added."
            )
        })
    })
}

/// What is odd about a day, and what has the teacher or the room.
fn remarks(out: &Printer, one: &types::PlannedSession) -> Result {
    let date = &one.date;
    for remark in &one.remarks {
        out.line(&format!("{date}: {remark}"))?;
    }
    for by in &one.teacher {
        out.say(&text!(
            "{date}: läraren har samtidigt {by}",
            "{date}: the teacher has at the time {by}"
        ))?;
    }
    for by in &one.room {
        out.say(&text!(
            "{date}: lokalen har samtidigt {by}",
            "{date}: the room has at the time {by}"
        ))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_names_in_both_languages() {
        assert_eq!(weekday("Torsdag"), weekday("thursday"));
        assert_eq!(weekday("lördag"), Ok(types::Weekday::Saturday));
        assert!(weekday("tors").is_err());
    }
}
