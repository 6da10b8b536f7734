//! Proposing plans: from nothing, by re-balancing, or by placing newcomers.

use super::{
    Context, plan,
    plan_wishes::{Usual, places},
};
use crate::{
    args::{one_of, pair},
    client::{LOOK, api::types, fresh_id, fresh_key},
    error::{CliError, Result},
    output::Working,
    text::{text, word},
};
use clap::Args;
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) const PROPOSE_EXAMPLES: &str = "\
The plan changes nothing until it is committed. The same seed gives the same plan.
Ctrl-C ends a search early; the best plan so far is kept.

Weekly times are a day and a start: mon08 mon10 mon13 mon15 mon17 … fri17 (mån10 does as well).
Weights: mix.out, mix.alone, mix.ATTR.out, mix.ATTR.alone, spread.ATTR, colleagues, clash,
modality, size, move; ATTR is family, workplace, municipality, channel or programme.

Examples:
  samverkan cohort propose SA123A-V9001V27
  samverkan cohort propose SA123A-V9001V27 --size 6 --start new --seed 7
  samverkan cohort propose SA123A-V9001V27 --preset availability --weight mix.out=20
  samverkan cohort propose SA123A-V9001V27 --meets mon10,tue13 --meets G03=wed15
  samverkan cohort propose SA123A-V9001V27 --set Expertgrupper --kind expert
  samverkan cohort propose SA123A-V9001V27 --protected-ok G1,G2 --lock 018e…=G3";

pub(crate) const LATE_EXAMPLES: &str = "\
Examples:
  samverkan cohort late SA123A-V9001V27
  samverkan cohort late SA123A-V9001V27 018e…";

#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// Code or id of the offering
    offering: String,
    /// Cohorts of about this many people; default: the offering's
    #[arg(long, value_name = "PEOPLE")]
    size: Option<u32>,
    /// From nothing; from the cohorts in force with few moves (the default); or with none
    #[arg(long, value_parser = one_of::<types::PlanStart>(&["new", "rebalance", "keep"]))]
    start: Option<types::PlanStart>,
    /// Mixed professions (the default), or expert groups of one profession family each
    #[arg(long, value_parser = one_of::<types::CohortKind>(&["mixed", "expert"]))]
    kind: Option<types::CohortKind>,
    /// Who there must be in every cohort; may be repeated
    #[arg(long = "need", value_name = "FAMILY=NUMBER", value_parser = pair)]
    needs: Vec<(String, String)>,
    /// Weekly times: dealt to the cohorts in turn, or of one cohort; may be repeated
    #[arg(long, value_name = "[CODE=]TIMES")]
    meets: Vec<String>,
    /// Language of a cohort (sv or en); may be repeated
    #[arg(long = "language", value_name = "CODE=LANGUAGE", value_parser = pair)]
    languages: Vec<(String, String)>,
    /// How a cohort meets (campus or distance); may be repeated
    #[arg(long = "way", value_name = "CODE=WAY", value_parser = pair)]
    ways: Vec<(String, String)>,
    /// Hold a person in a cohort; may be repeated
    #[arg(long = "lock", value_name = "PERSON=CODE", value_parser = pair)]
    locks: Vec<(String, String)>,
    #[command(flatten)]
    usual: Usual,
}

#[derive(Debug, Args)]
pub(crate) struct Late {
    /// Code or id of the offering
    offering: String,
    /// Ids of those to place; default: everybody who has no cohort
    people: Vec<Uuid>,
    #[command(flatten)]
    usual: Usual,
}

impl Propose {
    fn body(&self) -> Result<types::NewCohortPlan> {
        let mut wishes: BTreeMap<String, types::NewCohortWish> = BTreeMap::new();
        let mut dealt = Vec::new();
        for meets in &self.meets {
            match meets.split_once('=') {
                Some((code, times)) => {
                    wish(&mut wishes, code).meets = words(times);
                }
                None => dealt.extend(words(meets)),
            }
        }
        for (code, language) in &self.languages {
            wish(&mut wishes, code).language = Some(known(language)?);
        }
        for (code, way) in &self.ways {
            wish(&mut wishes, code).modality = Some(known(way)?);
        }
        let need = |(family, min): &(String, String)| {
            let min = min.parse().map_err(|_| {
                CliError::usage(text!("{min} är inget antal", "{min} is no number"))
            })?;
            Ok(types::CohortNeed {
                family: known(family)?,
                min,
            })
        };
        Ok(types::NewCohortPlan {
            cohorts: wishes.into_values().collect(),
            kind: self.kind,
            locks: places(&self.locks)?,
            meets: dealt,
            needs: self.needs.iter().map(need).collect::<Result<_>>()?,
            size: self.size,
            start: self.start,
            ..self.usual.body()?
        })
    }
}

fn wish<'a>(
    wishes: &'a mut BTreeMap<String, types::NewCohortWish>,
    code: &str,
) -> &'a mut types::NewCohortWish {
    wishes
        .entry(code.to_owned())
        .or_insert_with(|| types::NewCohortWish {
            code: code.to_owned(),
            language: None,
            meets: Vec::new(),
            modality: None,
            needs: Vec::new(),
        })
}

fn words(times: &str) -> Vec<String> {
    let words = times.split(',').map(str::trim);
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// One of the API's words.
fn known<T: std::str::FromStr>(word: &str) -> Result<T> {
    word.parse().map_err(|_| {
        CliError::usage(text!(
            "{word} är inget av orden som finns; se --help",
            "{word} is none of the words there are; see --help"
        ))
    })
}

pub(crate) async fn propose(context: &Context<'_>, wanted: &Propose) -> Result {
    make(context, &wanted.offering, wanted.body()?).await
}

pub(crate) async fn late(context: &Context<'_>, wanted: &Late) -> Result {
    let body = types::NewCohortPlan {
        people: wanted.people.clone(),
        start: Some(types::PlanStart::Late),
        ..wanted.usual.body()?
    };
    make(context, &wanted.offering, body).await
}

/// Has a plan made, showing how far the search has come, and shows it.
pub(super) async fn make(
    context: &Context<'_>,
    offering: &str,
    body: types::NewCohortPlan,
) -> Result {
    let plan = search(context, offering, body).await?;
    context.out.show(&plan, |out| {
        plan::summary(out, &plan)?;
        let id = plan.id;
        out.note(&text!(
            "\nSe skälen: samverkan cohort show {id} --explain\nFastställ:  samverkan cohort commit {id}",
            "\nSee why:      samverkan cohort show {id} --explain\nPut in force: samverkan cohort commit {id}"
        ));
        Ok(())
    })
}

pub(super) async fn search(
    context: &Context<'_>,
    offering: &str,
    mut body: types::NewCohortPlan,
) -> Result<types::CohortPlan> {
    let id = fresh_id();
    body.search = Some(id);
    let call = context.api.propose_cohort_plan().offering(offering);
    let mut call = Box::pin(call.idempotency_key(fresh_key()).body(body).send());
    let working = context
        .out
        .spinner(&text!("Söker en gruppindelning …", "Looking for cohorts …"));
    let mut ended = false;
    loop {
        tokio::select! {
            answer = &mut call => return Ok(answer?.into_inner()),
            _ = tokio::signal::ctrl_c(), if !ended => {
                ended = true;
                // Whether it was too late to end it shows by the answer to the search itself.
                drop(context.api.end_cohort_search().search(id).send().await);
            }
            () = tokio::time::sleep(LOOK) => look(context, id, &working).await,
        }
    }
}

/// Shows how far a search has come. What cannot be learnt is left out: it is only told on the way.
async fn look(context: &Context<'_>, id: Uuid, working: &Working) {
    let Ok(found) = context.api.get_cohort_search().search(id).send().await else {
        return;
    };
    let found = found.into_inner();
    let (Some(points), Some(hard)) = (found.points, found.hard) else {
        return;
    };
    let percent = (found.iterations * 100)
        .checked_div(found.planned)
        .unwrap_or(0);
    let lang = context.out.lang;
    let message = match hard {
        0 => text!("{percent} %  poäng {points}", "{percent} %  score {points}"),
        _ => text!(
            "{percent} %  {hard} brutna regler, poäng {points}",
            "{percent} %  {hard} rules broken, score {points}"
        ),
    };
    let seeking = word(lang, "searching");
    working.update(
        found.iterations,
        format!("{seeking}  {}", message.get(lang)),
    );
}
