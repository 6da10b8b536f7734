//! Weeding (gallring): for how long what is kept, holds, plans and protocols.

mod hold;
mod plan;
mod protocol;

use super::{Context, or_empty};
use crate::{
    args::one_of,
    client::api::types,
    error::Result,
    output::col,
    text::{Lang, text, when, word},
};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use uuid::Uuid;

const CATEGORIES: &[&str] = &[
    "needs",
    "availability",
    "calendars",
    "wishes",
    "transfers",
    "consents",
    "attendance",
    "letters",
    "imports",
    "erasures",
    "plans",
    "admission",
];

const EXAMPLES: &str = "\
Nothing is weeded without a rule, and no rule is set without the decision it follows.

Examples:
  samverkan retention set needs --keep P6M --decision 'ORU 2027/123'
  samverkan retention plan
  samverkan retention approve 018f…
  samverkan retention execute 018f…
  samverkan retention protocol 018f… --html gallringsprotokoll.html";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Every category of what is kept, and for how long (gallringsregler)
    List,
    /// Set for how long a category is kept
    Set(Set),
    /// End a rule: nothing of the category is weeded from now on
    End {
        #[arg(value_parser = one_of::<types::RetentionCategory>(CATEGORIES))]
        category: types::RetentionCategory,
    },
    /// Hold a person or an offering, whatever the rules say (gallringsstopp)
    #[command(subcommand)]
    Hold(hold::Verb),
    /// Plan what is due today; nothing is weeded by it (gallringsplan)
    Plan,
    /// Plans, the latest first
    Plans,
    /// One plan: how much of what, in which offering, from when
    Show {
        /// Id of the plan
        plan: Uuid,
    },
    /// Approve a plan that somebody else has made
    Approve {
        /// Id of the plan
        plan: Uuid,
    },
    /// Weed what a plan says, minus what is held since. It cannot be had back (gallra)
    Execute {
        /// Id of the plan
        plan: Uuid,
    },
    /// What was weeded, by which decisions, by whom (gallringsprotokoll)
    Protocol(Protocol),
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    #[arg(value_parser = one_of::<types::RetentionCategory>(CATEGORIES))]
    category: types::RetentionCategory,
    /// For how long: P10Y is ten years, P6M six months, P30D thirty days
    #[arg(long, value_name = "TIME")]
    keep: String,
    /// The decision that the rule follows: diarienummer, or what else names it
    #[arg(long, value_name = "TEXT")]
    decision: String,
}

#[derive(Debug, Args)]
pub(crate) struct Protocol {
    /// Id of the plan
    plan: Uuid,
    /// Write a page to read and print
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List => list(context).await,
        Verb::Set(wanted) => set(context, wanted).await,
        Verb::End { category } => {
            let call = context.api.end_retention_rule().category(*category);
            let ended = call.send().await?.into_inner();
            context.out.show(&ended, |out| {
                let name = kind(out.lang, ended.category);
                out.say(&text!(
                    "{name}: inget gallras från och med nu",
                    "{name}: nothing is weeded from now on"
                ))
            })
        }
        Verb::Hold(verb) => hold::run(context, verb).await,
        Verb::Plan => plan::make(context).await,
        Verb::Plans => plan::list(context).await,
        Verb::Show { plan } => plan::show(context, *plan).await,
        Verb::Approve { plan } => plan::approve(context, *plan).await,
        Verb::Execute { plan } => plan::execute(context, *plan).await,
        Verb::Protocol(wanted) => {
            let call = context.api.get_weeding_protocol().weeding(wanted.plan);
            let kept = call.send().await?.into_inner();
            protocol::show(context.out, &kept, wanted.html.as_deref())
        }
    }
}

/// A category as people call it.
fn kind(lang: Lang, category: types::RetentionCategory) -> String {
    use types::RetentionCategory as C;
    let (sv, en) = match category {
        C::Needs => ("Praktiska behov", "Practical needs"),
        C::Availability => ("Tider som passar", "Times that suit"),
        C::Calendars => ("Egna kalendrar", "Own calendars"),
        C::Wishes => ("Önskemål om sällskap", "Wishes of company"),
        C::Transfers => ("Önskemål om att byta grupp", "Wishes for another cohort"),
        C::Consents => ("Samtycken till att visa namn", "Consents to show names"),
        C::Attendance => ("Närvaro", "Attendance"),
        C::Letters => ("Brevens text", "Letters' text"),
        C::Imports => ("Rapporter från inlästa filer", "Reports of imported files"),
        C::Erasures => ("Begäran om radering", "Requests for erasure"),
        C::Plans => ("Förslag till gruppindelning", "Plans for cohorts"),
        C::Admission => ("Antagningsregistret", "The register of admissions"),
    };
    lang.pick(sv, en).to_owned()
}

fn counted(lang: Lang, event: types::RetentionEvent) -> String {
    use types::RetentionEvent as E;
    let (sv, en) = match event {
        E::OfferingEnds => ("kurstillfällets sista dag", "the offering's last day"),
        E::LastOfferingEnds => (
            "sista dagen på personens sista kurstillfälle",
            "the last day of the person's last offering",
        ),
        E::Sent => ("när brevet skickades", "when the letter was sent"),
        E::ReadIn => ("när filen lästes in", "when the file was read in"),
        E::Decided => ("när begäran avgjordes", "when the request was decided"),
        E::LastEntry => (
            "sista uppgiften om personen",
            "the last entry about the person",
        ),
    };
    lang.pick(sv, en).to_owned()
}

async fn list(context: &Context<'_>) -> Result {
    let rules = context.api.list_retention().send().await?.into_inner();
    context.out.show(&rules, |out| {
        let rows = rules.iter().map(|rule| {
            let kept = rule.keep_for.clone();
            vec![
                kind(out.lang, rule.category),
                kept.unwrap_or_else(|| out.lang.pick("gallras inte", "not weeded").to_owned()),
                counted(out.lang, rule.counted_from),
                or_empty(rule.decision.as_ref()),
                rule.set_at.as_deref().map(when).unwrap_or_default(),
                rule.category.to_string(),
            ]
        });
        let columns = [
            col("Uppgifter", "Data"),
            col("Sparas", "Kept"),
            col("Räknat från", "Counted from"),
            col("Beslut", "Decision"),
            col("Satt", "Set"),
            col("Kod", "Code"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn set(context: &Context<'_>, wanted: &Set) -> Result {
    let call = context.api.put_retention_rule().category(wanted.category);
    let call = call.body(types::NewRetentionRule {
        keep_for: wanted.keep.clone(),
        decision: wanted.decision.clone(),
    });
    let rule = call.send().await?.into_inner();
    context.out.show(&rule, |out| {
        let name = kind(out.lang, rule.category);
        let keep = rule.keep_for.clone().unwrap_or_default();
        let decision = rule.decision.clone().unwrap_or_default();
        let from = Lang::Sv;
        let (from_sv, from_en) = (
            counted(from, rule.counted_from),
            counted(Lang::En, rule.counted_from),
        );
        out.say(&text!(
            "{name}: sparas {keep} från {from_sv}, enligt {decision}",
            "{name}: kept {keep} from {from_en}, by {decision}"
        ))
    })
}

/// As what, and by which token or sign-in.
fn by(lang: Lang, step: &types::WeedingStep) -> String {
    let role = word(lang, &step.role);
    format!("{role} ({}), {}", step.by, when(&step.at))
}
