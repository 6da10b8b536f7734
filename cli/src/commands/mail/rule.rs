//! Rules for reminders: when, to whom, in which words.

mod look;

use super::super::Context;
use crate::{
    args::{Seen, one_of},
    client::{api::types, given, if_match},
    error::{CliError, Result},
};
use clap::{Args, Subcommand};

/// A call about a rule.
macro_rules! of_rule {
    ($call:expr, $which:expr) => {
        $call.offering(&$which.offering).mail_rule(&$which.name)
    };
}

const MOMENTS: &[&str] = &[
    "enrolment_closes",
    "answer_by",
    "course_start",
    "first_session",
    "session",
    "course_end",
];
const AUDIENCES: &[&str] = &[
    "taking_part",
    "admitted",
    "registered",
    "unanswered",
    "reserves",
    "leaders",
    "cohort_set",
];

const EXAMPLES: &str = "\
Examples:
  samverkan mail rule set SA123A-V9001V27 start --before 3 --moment course_start --dry-run
  samverkan mail rule set SA123A-V9001V27 start --before 3 --moment course_start
  samverkan mail rule set SA123A-V9001V27 svara --before 1 --moment answer_by --to unanswered
  samverkan mail rule dry-run SA123A-V9001V27 start
  samverkan mail rule pause SA123A-V9001V27 start

A rule goes off once for each time its moment comes, and reminds whoever is meant just then. It does not
go off for what had passed when it was made or resumed, unless asked to.";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// The rules of an offering
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// One rule, and what it has gone off for
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Make a rule, or change one
    Set(Set),
    /// When it goes off, whom it reminds, and why not the others; nothing is sent
    DryRun {
        #[command(flatten)]
        which: Which,
        /// Whose people to list, as the list of times names it; left out: the next
        #[arg(long, value_name = "OCCURRENCE")]
        occurrence: Option<String>,
    },
    /// Let it rest; `resume` is the way back
    Pause {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        seen: Seen,
    },
    /// Set a paused or removed rule going again, from now on
    Resume {
        #[command(flatten)]
        which: Which,
        /// Also for what has passed meanwhile
        #[arg(long)]
        include_past: bool,
        #[command(flatten)]
        seen: Seen,
    },
    /// Take it away; `resume` is the way back
    Remove {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        seen: Seen,
    },
}

/// Which rule.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Code or id of the offering
    offering: String,
    /// Name of the rule: small letters, digits, hyphens
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    #[command(flatten)]
    which: Which,
    /// What it counts from
    #[arg(long, value_parser = one_of::<types::MailMoment>(MOMENTS))]
    moment: types::MailMoment,
    #[command(flatten)]
    days: Days,
    /// Time of day in Stockholm
    #[arg(long, value_name = "HH:MM", default_value = "09:00")]
    at: String,
    /// Whom it reminds
    #[arg(long = "to", default_value = "taking_part", value_parser = one_of::<types::MailAudience>(AUDIENCES))]
    audience: types::MailAudience,
    /// Members of this division, with --to cohort_set
    #[arg(long = "cohort-set", value_name = "NAME")]
    division: Option<String>,
    /// Words of their own, as `mail template list` names them
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// Go off also for what has passed already
    #[arg(long)]
    include_past: bool,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
struct Days {
    /// Days before it
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=365))]
    before: Option<i64>,
    /// Days after it; without either, on the day
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=365))]
    after: Option<i64>,
}

impl Days {
    fn number(&self) -> i64 {
        match (self.before, self.after) {
            (Some(before), _) => -before,
            (None, after) => after.unwrap_or(0),
        }
    }
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => look::list(context, offering).await,
        Verb::Show { which } => {
            let call = context.api.get_mail_rule();
            let rule = of_rule!(call, which).send().await?.into_inner();
            look::facts(context.out, &rule)
        }
        Verb::Set(wanted) => set(context, wanted).await,
        Verb::DryRun { which, occurrence } => {
            let call = of_rule!(context.api.dry_run_mail_rule(), which);
            let call = given!(call, occurrence: occurrence.clone());
            look::dry_run(context.out, &call.send().await?.into_inner())
        }
        Verb::Pause { which, seen } => {
            state(context, which, seen, types::MailRuleState::Paused, false).await
        }
        Verb::Resume {
            which,
            include_past,
            seen,
        } => {
            let active = types::MailRuleState::Active;
            state(context, which, seen, active, *include_past).await
        }
        Verb::Remove { which, seen } => {
            state(context, which, seen, types::MailRuleState::Removed, false).await
        }
    }
}

async fn set(context: &Context<'_>, wanted: &Set) -> Result {
    let body = types::MailRuleBody {
        moment: wanted.moment,
        days: wanted.days.number(),
        at: wanted.at.clone(),
        audience: wanted.audience,
        cohort_set: wanted.division.clone(),
        template: wanted.template.clone(),
        include_past: wanted.include_past,
    };
    let which = &wanted.which;
    if wanted.dry_run {
        let call = context.api.dry_run_new_mail_rule();
        let call = call.offering(&which.offering).body(body);
        return look::dry_run(context.out, &call.send().await?.into_inner());
    }
    // A rule that is new has been changed no time.
    let call = context.api.get_mail_rule();
    let revision = match of_rule!(call, which).send().await {
        Ok(rule) => rule.into_inner().revision,
        Err(error) => match CliError::from(error) {
            CliError::Refused(problem) if problem.status == 404 => 0,
            error => return Err(error),
        },
    };
    let call = of_rule!(context.api.put_mail_rule(), which);
    let call = call.if_match(if_match(wanted.seen.revision, revision));
    let rule = call.body(body).send().await?.into_inner();
    look::facts(context.out, &rule)
}

async fn state(
    context: &Context<'_>,
    which: &Which,
    seen: &Seen,
    state: types::MailRuleState,
    include_past: bool,
) -> Result {
    let call = context.api.get_mail_rule();
    let before = of_rule!(call, which).send().await?.into_inner();
    let call = of_rule!(context.api.put_mail_rule_state(), which);
    let call = call.if_match(if_match(seen.revision, before.revision));
    let body = types::NewMailRuleState {
        state,
        include_past,
    };
    let rule = call.body(body).send().await?.into_inner();
    look::facts(context.out, &rule)
}
