//! The tree of commands: a noun, then a verb. Each noun's verbs stand with its commands.

use crate::{
    commands::{
        access, application, approval, audit, cohort, contract, course, export, feed, follow_up,
        import, local, mail, notice, offering, person, programme, report, reserve, retention,
        rollcall, schedule, selection, session,
    },
    text::Lang,
    watch::Watch,
};
use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use std::str::FromStr;

const EXAMPLES: &str = "\
Examples:
  samverkan login --url https://kurs.example.org
  samverkan
  samverkan offering list
  samverkan import admissions antagna.csv --offering SA123A-V9001V27 --dry-run
  samverkan cohort propose SA123A-V9001V27
  samverkan application list --offering SA123A-V9001V27 --state reserve --json

Exit codes:
  0  done
  1  the answer is no: a check failed, a file is not sound, no plan is possible
  2  wrong usage
  3  refused by the service
  4  the service cannot be reached
  5  changed meanwhile

Environment:
  SAMVERKAN_URL, SAMVERKAN_TOKEN  win over the file that `samverkan login` writes
  SAMVERKAN_CLI_CONFIG            that file; default ~/.config/samverkan/config.toml
  LC_ALL, LC_MESSAGES, LANG       Swedish messages if the first that is set begins with sv
  NO_COLOR                        no colour";

/// Administer courses, enrolment and mixed-profession cohorts
///
/// Speaks to a Samverkan service. Lists are tables; `--json` gives what the API answered. Without a
/// command it says what needs doing today.
#[derive(Debug, Parser)]
#[command(name = "samverkan", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(flatten)]
    pub(crate) watch: Watch,
    /// Alone: what needs doing today
    #[command(subcommand)]
    pub(crate) noun: Option<Noun>,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Address of the service
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Print the API's JSON, for scripts
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of messages; default: that of the environment
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// Never use colour
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
    /// Do not ask before doing what cannot simply be undone
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// Show causes and request numbers of errors
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Noun {
    /// Courses (kurser)
    #[command(subcommand)]
    Course(course::Verb),
    /// Offerings and their channels (kurstillfällen, antagningskanaler)
    #[command(subcommand)]
    Offering(offering::Verb),
    /// People
    #[command(subcommand)]
    Person(person::Verb),
    /// Applications, from request to registration (anmälningar)
    #[command(subcommand)]
    Application(application::Verb),
    /// Selections and lotteries (urval, lottning)
    #[command(subcommand)]
    Selection(selection::Verb),
    /// Reserves: who waits, calling the next, reaching people (reserver)
    #[command(subcommand)]
    Reserve(reserve::Verb),
    /// Heads' approval of nominations (godkännanden)
    #[command(subcommand)]
    Approval(approval::Verb),
    /// Contracts with employers (uppdragsavtal)
    #[command(subcommand)]
    Contract(contract::Verb),
    /// Roll-call when the course starts: the list, who was there, registering (upprop)
    #[command(subcommand)]
    Rollcall(rollcall::Verb),
    /// The three-week control: who is registered and has not been seen
    #[command(subcommand)]
    FollowUp(follow_up::Verb),
    /// Lists taken out as files: for learning platforms, the register of studies and the door
    #[command(subcommand)]
    Export(export::Verb),
    /// An offering in numbers: applications, how far they came, cohorts, clashes, who is still there
    #[command(after_help = report::EXAMPLES)]
    Report(report::Wanted),
    /// Files from elsewhere: see what they would do, then import them
    #[command(subcommand)]
    Import(import::Verb),
    /// Mixed-profession cohorts (grupper)
    #[command(subcommand)]
    Cohort(cohort::Verb),
    /// Meetings of an offering or a cohort (möten)
    #[command(subcommand)]
    Session(session::Verb),
    /// What people are told about changed meetings, when, and who has been (besked)
    #[command(subcommand)]
    Notice(notice::Verb),
    /// When people can meet: clashes, finding times, timetables of programmes (schema)
    #[command(subcommand)]
    Schedule(schedule::Verb),
    /// Calendar subscriptions
    #[command(subcommand)]
    Feed(feed::Verb),
    /// For how long what is kept, and weeding it (gallring)
    #[command(subcommand)]
    Retention(retention::Verb),
    /// What has happened, and whether the record of it is whole
    #[command(subcommand)]
    Audit(audit::Verb),
    /// Letters: their words, reminders by rule, whether they arrive (brev)
    #[command(subcommand, alias = "message")]
    Mail(mail::Verb),
    /// Access tokens
    #[command(subcommand)]
    Token(access::Verb),
    /// Save a token for this machine, after checking it
    #[command(after_help = access::LOGIN_EXAMPLES)]
    Login,
    /// What is here: offerings, places, mail that waits
    Status(Watch),
    /// What who answers for a programme sees: its people's applications and clashes (program)
    #[command(subcommand)]
    Programme(programme::Verb),
    /// How the service is: database, mail, background work, settings (drift)
    Operations(Watch),
    /// Print a completion script
    #[command(after_help = local::COMPLETIONS_EXAMPLES)]
    Completions {
        /// Shell to complete in
        shell: clap_complete::Shell,
    },
    /// Print the JSON Schemas of what `--json` prints where it is not what the API answered
    Schema,
    /// Write manual pages
    Man {
        /// Folder to write them to
        folder: std::path::PathBuf,
    },
}

/// Writes only if nothing has changed since this revision was looked at.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Seen {
    /// Do it only at this revision (as `show --json` gave it); default: the one in force
    #[arg(long, value_name = "NUMBER")]
    pub(crate) revision: Option<i64>,
}

/// One of the API's words.
pub(crate) fn one_of<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}

/// A day such as 2027-01-18, as the API takes it.
pub(crate) fn day(text: &str) -> Result<String, String> {
    let day = text.parse::<jiff::civil::Date>();
    day.map(|day| day.to_string())
        .map_err(|_| "write it as 2027-01-18".to_owned())
}

/// A day, or an empty text for none.
pub(crate) fn day_or_none(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    day(text)
}

/// A wall time in Stockholm such as 2027-01-21T10:15, as the API takes it.
pub(crate) fn wall(text: &str) -> Result<String, String> {
    let wall = text.parse::<jiff::civil::DateTime>();
    wall.map(|wall| wall.strftime("%Y-%m-%dT%H:%M").to_string())
        .map_err(|_| "write it as 2027-01-21T10:15".to_owned())
}

/// An instant: with offset, or a wall time or day in Stockholm; as the API takes it.
pub(crate) fn instant(text: &str) -> Result<String, String> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(at.to_string());
    }
    let wall = text.parse::<jiff::civil::DateTime>().ok();
    wall.and_then(|wall| wall.in_tz("Europe/Stockholm").ok())
        .map(|at| at.timestamp().to_string())
        .ok_or_else(|| "write it as 2027-01-21, 2027-01-21T10:15 or 2027-01-21T09:15Z".to_owned())
}

/// `KEY=VALUE`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text
        .split_once('=')
        .filter(|(key, value)| !key.is_empty() && !value.is_empty());
    pair.map(|(key, value)| (key.to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as KEY=VALUE".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_tree_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(
            instant("2027-01-21T10:15").as_deref(),
            Ok("2027-01-21T09:15:00Z")
        );
        assert_eq!(instant("2027-01-21").as_deref(), Ok("2027-01-20T23:00:00Z"));
        assert_eq!(
            instant("2027-01-21T09:15Z").as_deref(),
            Ok("2027-01-21T09:15:00Z")
        );
        assert_eq!(wall("2027-01-21 10:15").as_deref(), Ok("2027-01-21T10:15"));
        assert!(day("18/1").is_err() && instant("soon").is_err());
    }
}
