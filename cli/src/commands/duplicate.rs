//! Possible duplicates among people, and deciding that they are two.

use super::{Context, or_empty};
use crate::{
    client::api::types,
    error::Result,
    named::{Named, PersonRef},
    output::{col, num},
    text::text,
};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

pub(super) const EXAMPLES: &str = "\
Each pair stands with everything that speaks for it and what that weighs. Protected people are compared
for the protected-identity officer only.

Examples:
  samverkan person duplicates
  samverkan person apart \"Anna Ek\" 018f… --reason \"Två lärare med samma namn\"";

#[derive(Debug, Args)]
pub(crate) struct Apart {
    /// Id or name
    person: PersonRef,
    /// Id or name of the other
    other: PersonRef,
    /// Why they are two people
    #[arg(long, required_unless_present = "again")]
    reason: Option<String>,
    /// Take the decision back: they are compared again
    #[arg(long, conflicts_with = "reason")]
    again: bool,
}

pub(super) async fn list(context: &Context<'_>) -> Result {
    let found = context.api.list_duplicates().send().await?.into_inner();
    context.out.show(&found, |out| {
        let rows = found.pairs.iter().flat_map(|pair| {
            let said = pair.reasons.iter();
            let said = said.map(|one| format!("{} ({})", one.says, one.points));
            [
                row(
                    &pair.first,
                    pair.points.to_string(),
                    said.collect::<Vec<_>>().join(", "),
                ),
                row(&pair.second, String::new(), String::new()),
            ]
        });
        let columns = [
            num("Poäng", "Points"),
            col("Namn", "Name"),
            col("E-post", "E-mail"),
            col("Yrke", "Profession"),
            col("Program", "Programme"),
            col("Arbetsplats", "Workplace"),
            col("Id", "Id"),
            col("Varför", "Why"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        let more = found.more;
        if more > 0 {
            out.note(&text!(
                "{more} till kommer när de här är avgjorda",
                "{more} more come when these are decided"
            ));
        }
        Ok(())
    })
}

fn row(person: &types::Person, points: String, why: String) -> Vec<String> {
    vec![
        points,
        person.name.clone(),
        or_empty(person.email.as_ref()),
        or_empty(person.profession.as_ref()),
        or_empty(person.programme.as_ref()),
        or_empty(person.workplace.as_ref()),
        person.id.to_string(),
        why,
    ]
}

/// What `--json` prints of two records that were compared.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KeptApart {
    person: Uuid,
    other: Uuid,
    /// Whether they are two people; otherwise they are compared again.
    apart: bool,
}

pub(super) async fn apart(context: &Context<'_>, apart: &Apart) -> Result {
    let person = apart.person.id(context).await?;
    let other = apart.other.id(context).await?;
    if apart.again {
        let call = context.api.compare_people_again();
        call.person(person).other(other).send().await?;
        let done = KeptApart {
            person,
            other,
            apart: false,
        };
        return context.out.show(&done, |out| {
            out.say(&text!("De jämförs igen", "They are compared again"))
        });
    }
    let body = types::KeepApart {
        reason: apart.reason.clone().unwrap_or_default(),
    };
    let call = context.api.keep_people_apart().person(person).other(other);
    call.body(body).send().await?;
    let done = KeptApart {
        person,
        other,
        apart: true,
    };
    context.out.show(&done, |out| {
        out.say(&text!(
            "De är två personer, och föreslås inte igen",
            "They are two people, and are not proposed again"
        ))
    })
}
