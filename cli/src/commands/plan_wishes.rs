//! What every search for cohorts can be told.

use crate::{
    args::{one_of, pair},
    client::api::types,
    error::{CliError, Result},
    text::text,
};
use clap::Args;
use std::collections::BTreeMap;

/// What every search can be told.
#[derive(Debug, Default, Args)]
pub(super) struct Usual {
    /// Name of the partition; an offering may have several
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// The same seed gives the same plan
    #[arg(long)]
    seed: Option<u64>,
    /// What matters most: an even mix (the default), times that suit, or few moves
    #[arg(long, value_parser = one_of::<types::WeightPreset>(&["balanced", "availability", "fewest_moves"]))]
    preset: Option<types::WeightPreset>,
    /// A single weight on top of the preset; may be repeated
    #[arg(long = "weight", value_name = "NAME=POINTS", value_parser = pair)]
    weights: Vec<(String, String)>,
    /// Colleagues: into different cohorts (the default), the same, two and two, or no matter
    #[arg(long, value_parser = one_of::<types::WorkplacePolicy>(&["spread", "together", "pairs", "none"]))]
    workplaces: Option<types::WorkplacePolicy>,
    /// Codes of the cohorts in which people with protected data may be placed
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    protected_ok: Vec<String>,
    /// Good enough: stop at so many points
    #[arg(long, value_name = "POINTS")]
    stop_at: Option<i64>,
    /// Longest search
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<u32>,
    /// Changes to try; default: by size
    #[arg(long, value_name = "NUMBER")]
    iterations: Option<u64>,
}

impl Usual {
    /// A plan with these wishes and nothing else.
    pub(super) fn body(&self) -> Result<types::NewCohortPlan> {
        Ok(types::NewCohortPlan {
            cohorts: Vec::new(),
            iterations: self.iterations,
            kind: None,
            locks: Vec::new(),
            meets: Vec::new(),
            most_moves: None,
            needs: Vec::new(),
            people: Vec::new(),
            preset: self.preset,
            protected_ok: self.protected_ok.clone(),
            search: None,
            seed: self.seed,
            set_name: self.set.clone(),
            size: None,
            start: None,
            take_moves: None,
            stop_at: self.stop_at,
            time_limit: self.time_limit,
            weights: weights(&self.weights)?,
            workplaces: self.workplaces,
        })
    }
}

/// Weights as the API takes them.
pub(super) fn weights(given: &[(String, String)]) -> Result<BTreeMap<String, i64>> {
    let weight = |(name, points): &(String, String)| {
        let points = points.parse().map_err(|_| {
            CliError::usage(text!(
                "{points} är inget antal poäng",
                "{points} is no number of points"
            ))
        })?;
        Ok((name.clone(), points))
    };
    given.iter().map(weight).collect()
}

/// People and cohorts such as `018e…=G3`.
pub(super) fn places(given: &[(String, String)]) -> Result<Vec<types::CohortLock>> {
    let place = |(person, cohort): &(String, String)| {
        let person = person.parse().map_err(|_| {
            CliError::usage(text!(
                "{person} är inget id för en person",
                "{person} is no id of a person"
            ))
        })?;
        Ok(types::CohortLock {
            cohort: cohort.clone(),
            person,
        })
    };
    given.iter().map(place).collect()
}
