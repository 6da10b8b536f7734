//! Merits of a person, and how they stand against what a channel requires.

use super::{Context, or_empty};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    named::{Named, PersonRef},
    output::{Printer, col},
    text::{tenths, text, when, word},
};
use clap::Args;
use uuid::Uuid;

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Id or name
    person: PersonRef,
    /// Completed credits (hp), such as 120 or 97,5
    #[arg(long, value_name = "HP", value_parser = credits)]
    credits: Option<i64>,
    /// Degree; may be given several times
    #[arg(long = "degree", value_name = "NAME")]
    degrees: Vec<String>,
    /// Code of a passed course; may be given several times
    #[arg(long = "course", value_name = "CODE")]
    courses: Vec<String>,
    /// Where the person works, if not at a school that is in the register
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

/// Credits in tenths.
fn credits(text: &str) -> std::result::Result<i64, String> {
    let wrong = || "write it as 120 or 97,5".to_owned();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let tenths = (part.len() == 1).then_some(part).ok_or_else(wrong)?;
    let digits = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    Ok(i64::from(digits(whole)?) * 10 + i64::from(digits(tenths)?))
}

pub(crate) async fn show(context: &Context<'_>, person: Uuid) -> Result {
    let merits = context.api.get_merits().person(person).send().await?;
    print(context.out, &merits.into_inner())
}

pub(crate) async fn verify(context: &Context<'_>, verify: &Verify) -> Result {
    let person = verify.person.id(context).await?;
    let before = context.api.get_merits().person(person).send().await?;
    let call = context.api.verify_merits().person(person);
    let call = call.if_match(if_match(verify.seen.revision, before.revision));
    let body = types::MeritBody {
        courses: verify.courses.clone(),
        credits_tenths: verify.credits,
        degrees: verify.degrees.clone(),
        employer: verify.employer.clone(),
    };
    let after = call.body(body).send().await?.into_inner();
    print(context.out, &after)
}

fn print(out: &Printer, merits: &types::Merits) -> Result {
    out.show(merits, |out| {
        let credits = merits.credits_tenths;
        let verified = merits.verified_at.as_deref().map(when);
        let stated = merits.stated_at.as_deref().map(when);
        out.facts(&[
            (
                col("Högskolepoäng", "Credits"),
                credits.map(|c| tenths(out.lang, c)).unwrap_or_default(),
            ),
            (col("Examina", "Degrees"), merits.degrees.join(", ")),
            (col("Kurser", "Courses"), merits.courses.join(", ")),
            (
                col("Arbetsgivare", "Employer"),
                or_empty(merits.employer.as_ref()),
            ),
            (col("Uppgivet", "Stated"), stated.unwrap_or_default()),
            (
                col("Styrkt", "Verified"),
                verified.unwrap_or_else(|| out.lang.pick("nej", "no").to_owned()),
            ),
        ])
    })
}

pub(crate) async fn eligibility(context: &Context<'_>, person: Uuid, channel: &str) -> Result {
    let call = context.api.get_eligibility().channel(channel);
    let standing = call.person(person).send().await?.into_inner();
    context.out.show(&standing, |out| {
        let label = &standing.label;
        match &standing.until {
            Some(until) => out.say(&text!("{label} till {until}", "{label} until {until}"))?,
            None => out.line(label)?,
        }
        let columns = [
            col("Krav", "Requirement"),
            col("Uppfyllt", "Met"),
            col("Vad som fanns", "What was found"),
            col("Vad som behövs", "What would help"),
        ];
        let row = |finding: &types::RequirementFinding| {
            vec![
                finding.requirement.clone(),
                word(out.lang, &finding.met),
                finding.sentence.clone(),
                or_empty(finding.cure.as_ref()),
            ]
        };
        let rows: Vec<_> = standing.findings.iter().map(row).collect();
        out.table(&columns, &rows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_read_in_tenths() {
        assert_eq!(credits("120"), Ok(1_200));
        assert_eq!(credits("97,5"), Ok(975));
        assert_eq!(credits("97.5"), Ok(975));
        for wrong in ["", "97,55", "97,", "-3", "x"] {
            assert!(credits(wrong).is_err(), "{wrong:?}");
        }
    }
}
