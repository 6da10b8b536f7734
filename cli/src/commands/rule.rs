//! Rules about who must, or must not, share a cohort.

use super::Context;
use crate::{
    args::one_of,
    client::{api::types, fresh_key},
    error::Result,
    named::{Named, PersonRef},
    output::col,
    text::{text, word},
};
use clap::Subcommand;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Rules of an offering
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// Add a rule; it holds from the next plan on
    #[command(
        after_help = "Example:\n  samverkan cohort rule add SA123A-V9001V27 apart \"Anna Ek\" \"Bo Al\" --reason 'Chef och medarbetare'"
    )]
    Add {
        /// Code or id of the offering
        offering: String,
        /// Whether they must share a cohort or must not
        #[arg(value_parser = one_of::<types::RuleKind>(&["together", "apart"]))]
        kind: types::RuleKind,
        /// Id or name of a person
        person: PersonRef,
        /// Id or name of another
        other: PersonRef,
        /// Why, for those who decide later. No health data
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Remove a rule
    Remove {
        /// Code or id of the offering
        offering: String,
        /// Id of the rule
        rule: Uuid,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Add {
            offering,
            kind,
            person,
            other,
            reason,
        } => {
            let body = types::NewCohortRule {
                kind: *kind,
                other: other.id(context).await?,
                person: person.id(context).await?,
                reason: reason.clone(),
            };
            let call = context
                .api
                .create_cohort_rule()
                .offering(offering)
                .idempotency_key(fresh_key());
            let made = call.body(body).send().await?.into_inner();
            let id = made.id;
            context.out.show(&made, |out| {
                out.say(&text!("Regeln finns nu: {id}", "The rule now exists: {id}"))
            })
        }
        Verb::Remove { offering, rule } => {
            context
                .api
                .delete_cohort_rule()
                .offering(offering)
                .rule(*rule)
                .send()
                .await?;
            context.out.note(&text!("Borttagen", "Removed"));
            Ok(())
        }
    }
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let rules = context
        .api
        .list_cohort_rules()
        .offering(offering)
        .send()
        .await?
        .into_inner();
    context.out.show(&rules, |out| {
        let rows = rules.iter().map(|rule| {
            vec![
                word(out.lang, rule.kind),
                rule.person_name.clone(),
                rule.other_name.clone(),
                rule.reason.clone(),
                rule.id.to_string(),
            ]
        });
        let columns = [
            col("Slag", "Kind"),
            col("Person", "Person"),
            col("Och", "And"),
            col("Skäl", "Reason"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
