//! Applications: steps by decision.

use super::{
    Context,
    application::{changed, fetch},
    application_change,
};
use crate::{
    args::{Seen, day},
    client::{api::types, if_match},
    error::Result,
    named::ApplicationRef,
    text::{Text, text},
};
use clap::{Args, Subcommand};

/// Where an application may stand.
pub(super) const STATES: &[&str] = &[
    "awaiting_approval",
    "submitted",
    "reserve",
    "called",
    "admitted",
    "accepted",
    "registered",
    "completed",
    "declined",
    "struck",
    "not_started",
    "deferred",
    "withdrawn_before_registration",
    "withdrawn_early",
    "withdrawn_late",
    "refused",
    "superseded",
];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Refuse: not eligible, or cannot be admitted (ej antagen)
    #[command(
        after_help = "Example:\n  samverkan application refuse 018f… --reason 'Saknar 30 hp i huvudområdet'"
    )]
    Refuse {
        #[command(flatten)]
        decision: Decision,
        /// Not about eligibility: then it cannot be appealed
        #[arg(long)]
        other_ground: bool,
    },
    /// Strike from the course (stryka)
    Strike(Decision),
    /// Keep the place for a later term (anstånd)
    Defer {
        #[command(flatten)]
        decision: Decision,
        /// Term the place is kept for, such as VT2028
        #[arg(long, value_name = "TERM")]
        until: String,
    },
    /// Refuse a deferral that was asked for; the place stays
    RefuseDeferral(Decision),
    /// Never turned up (ej påbörjad)
    NotStarted {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        #[command(flatten)]
        seen: Seen,
    },
    /// All of the course is passed (avklarad)
    Complete {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// Day of the last passed result; default: today
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<String>,
        #[command(flatten)]
        seen: Seen,
    },
    /// Come back to a later offering, after deferral or by re-registration if there is a seat
    Return(application_change::Return),
    /// Let somebody else take a named person's place, as the employer's contract allows
    #[command(
        after_help = "Example:\n  samverkan application substitute 018f… --given-name Karin --family-name Ek \\\n    --email karin.ek@kommun.example --profession kurator"
    )]
    Substitute(application_change::Substitute),
    /// Take a person off a course package, all its courses at once
    #[command(
        after_help = "Example:\n  samverkan application leave-package 018e… --package SKOLNARVARO --dry-run"
    )]
    LeavePackage(application_change::LeavePackage),
}

#[derive(Debug, Args)]
pub(crate) struct Decision {
    /// Id, name, or OFFERING/NAME
    application: ApplicationRef,
    /// Why, for the person to read; may be given several times
    #[arg(long = "reason", value_name = "TEXT", required = true)]
    reasons: Vec<String>,
    /// The same reasons in English, as many, for those who read English
    #[arg(long = "reason-en", value_name = "TEXT")]
    reasons_en: Vec<String>,
    /// Diarienummer of the decision
    #[arg(long, value_name = "NUMBER")]
    diarienummer: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

/// What the service is asked to do, and what the person at the terminal is asked first.
struct Step {
    application: ApplicationRef,
    seen: Seen,
    body: types::NewStep,
    consequence: fn(&str, &str) -> Text,
}

fn body(step: types::StepKind) -> types::NewStep {
    types::NewStep {
        about_eligibility: None,
        diarienummer: None,
        on: None,
        reason: None,
        reasons: Vec::new(),
        reasons_en: Vec::new(),
        step,
        until_term: None,
    }
}

impl Decision {
    fn step(&self, kind: types::StepKind, consequence: fn(&str, &str) -> Text) -> Step {
        Step {
            application: self.application.clone(),
            seen: self.seen,
            body: types::NewStep {
                reasons: self.reasons.clone(),
                reasons_en: self.reasons_en.clone(),
                diarienummer: self.diarienummer.clone(),
                ..body(kind)
            },
            consequence,
        }
    }
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    use types::StepKind as Kind;
    let step = match verb {
        Verb::Refuse {
            decision,
            other_ground,
        } => {
            let mut step = decision.step(Kind::Refuse, |who, offering| {
                text!(
                    "{who} antas inte till {offering} och får ett beslut med e-post.",
                    "{who} is not admitted to {offering} and gets a decision by mail."
                )
            });
            step.body.about_eligibility = Some(!other_ground);
            step
        }
        Verb::Strike(decision) => decision.step(Kind::Strike, |who, offering| {
            text!(
                "{who} stryks från {offering} och får ett beslut med e-post. Det går inte att ångra.",
                "{who} is struck from {offering} and gets a decision by mail. It cannot be undone."
            )
        }),
        Verb::Defer { decision, until } => {
            let mut step = decision.step(Kind::Defer, |who, offering| {
                text!(
                    "{who} får anstånd från {offering}: platsen sparas, och grupp och schema lämnas.",
                    "{who} is granted deferral from {offering}: the place is kept, cohort and schedule are left."
                )
            });
            step.body.until_term = Some(until.clone());
            step
        }
        Verb::RefuseDeferral(decision) => decision.step(Kind::RefuseDeferral, |who, offering| {
            text!(
                "{who} får inte anstånd från {offering} och får ett beslut med e-post. Platsen är kvar.",
                "{who} is refused deferral from {offering} and gets a decision by mail. The place stays."
            )
        }),
        Verb::NotStarted { application, seen } => Step {
            application: application.clone(),
            seen: *seen,
            body: body(Kind::MarkNotStarted),
            consequence: |who, offering| {
                text!(
                    "{who} har inte börjat på {offering} och förlorar platsen.",
                    "{who} has not started on {offering} and loses the place."
                )
            },
        },
        Verb::Complete {
            application,
            on,
            seen,
        } => Step {
            application: application.clone(),
            seen: *seen,
            body: types::NewStep {
                on: on.clone(),
                ..body(Kind::Complete)
            },
            consequence: |who, offering| {
                text!(
                    "{who} har klarat av {offering}.",
                    "{who} has completed {offering}."
                )
            },
        },
        Verb::Return(wanted) => return application_change::come_back(context, wanted).await,
        Verb::Substitute(wanted) => return application_change::substitute(context, wanted).await,
        Verb::LeavePackage(wanted) => return application_change::leave_package(context, wanted).await,
    };
    take(context, step).await
}

async fn take(context: &Context<'_>, step: Step) -> Result {
    let before = fetch(context, &step.application).await?;
    context.out.confirm(&(step.consequence)(
        &before.person_name,
        &before.offering_code,
    ))?;
    let call = context.api.take_step().application(before.id);
    let call = call.if_match(if_match(step.seen.revision, before.revision));
    changed(
        context.out,
        &call.body(step.body).send().await?.into_inner(),
    )
}
