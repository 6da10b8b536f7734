//! What has happened with a person, in order.

use super::{Context, or_empty};
use crate::{
    error::Result,
    named::{Named, PersonRef},
    output::col,
    text::when,
};

pub(crate) async fn run(context: &Context<'_>, person: &PersonRef) -> Result {
    let person = person.id(context).await?;
    let call = context.api.get_person_history().person(person);
    let all = call.send().await?.into_inner();
    context.out.show(&all, |out| {
        let rows = all.iter().map(|one| {
            vec![
                when(&one.at),
                one.says.clone(),
                or_empty(one.offering.as_ref()),
                one.by.clone(),
                or_empty(one.reason.as_ref()),
            ]
        });
        let columns = [
            col("När", "When"),
            col("Vad", "What"),
            col("Tillfälle", "Offering"),
            col("Av", "By"),
            col("Skäl", "Reason"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
