//! An answer that an administrator got by telephone.

use super::{Context, application::fetch};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    named::ApplicationRef,
    text::{text, word},
};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Id, name, or OFFERING/NAME
    application: ApplicationRef,
    /// What the person said
    said: Said,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Said {
    Yes,
    No,
}

pub(crate) async fn run(context: &Context<'_>, answer: &Answer) -> Result {
    let before = fetch(context, &answer.application).await?;
    let (who, offering) = (&before.person_name, &before.offering_code);
    context.out.confirm(&match answer.said {
        Said::Yes => text!(
            "{who} svarar ja till {offering}. Det går inte att ångra.",
            "{who} says yes to {offering}. It cannot be undone."
        ),
        Said::No => text!(
            "{who} svarar nej till {offering}. Det går inte att ångra.",
            "{who} says no to {offering}. It cannot be undone."
        ),
    })?;
    let call = context.api.answer().application(before.id);
    let call = call.if_match(if_match(answer.seen.revision, before.revision));
    let body = types::Answer {
        accept: answer.said == Said::Yes,
    };
    let receipt = call.body(body).send().await?.into_inner();
    context.out.show(&receipt, |out| {
        let outcome = word(out.lang, receipt.outcome);
        out.line(&format!("{who}, {offering}: {outcome}"))
    })
}
