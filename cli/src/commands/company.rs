//! With whom, and without whom, people wish to be in a cohort.

use super::{Context, or_empty};
use crate::{
    client::api::types,
    error::Result,
    output::col,
    text::{text, word, yes_no},
};
use clap::Subcommand;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// All wishes. One to be with somebody weighs in plans if both have it; one to be without
    /// somebody counts nothing until you approve it
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// Keep two people apart in plans from now on, as one of them wishes
    #[command(after_help = "Example:\n  samverkan cohort company approve 018f…")]
    Approve {
        /// Id of the wish
        wish: Uuid,
    },
    /// Let a wish to be without somebody count nothing
    Refuse {
        /// Id of the wish
        wish: Uuid,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Approve { wish } => {
            let call = context.api.approve_company_wish().wish(*wish);
            let done = call.send().await?.into_inner();
            context.out.show(&done, |out| {
                let (one, other) = (&done.person_name, or_empty(done.other_name.as_ref()));
                out.say(&text!(
                    "{one} och {other} hamnar i olika grupper i förslag som görs nu",
                    "{one} and {other} get different cohorts in plans that are made now"
                ))
            })
        }
        Verb::Refuse { wish } => {
            let call = context.api.refuse_company_wish().wish(*wish);
            let done = call.send().await?.into_inner();
            context.out.show(&done, |out| {
                out.say(&text!("Önskemålet räknas inte", "The wish counts nothing"))
            })
        }
    }
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.list_company_wishes().offering(offering);
    let wishes = call.send().await?.into_inner();
    context.out.show(&wishes, |out| {
        let rows = wishes.iter().map(|wish| {
            let state = match (wish.kind, wish.state.as_str()) {
                (types::CompanyKind::With, _) => String::new(),
                // The same words as of other things, with another sense.
                (_, "refused") => word(out.lang, "said_no"),
                (_, "stated") => word(out.lang, "undecided"),
                (_, state) => word(out.lang, state),
            };
            vec![
                wish.person_name.clone(),
                word(out.lang, wish.kind),
                or_empty(wish.other_name.as_ref()),
                yes_no(out.lang, wish.mutual),
                state,
                wish.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Önskar", "Wishes"),
            col("Vem", "Whom"),
            col("Ömsesidigt", "Mutual"),
            col("Läge", "State"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
