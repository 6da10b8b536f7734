//! What a change of a plan would do, told before it is made: a move, or an exchange of two.

use super::criteria;
use crate::{texts::Texts, usecase::cohorts::WhatIf};
use samverkan_domain::cohort::{CohortExplanation, FamilyCount, Score};
use std::collections::BTreeSet;

/// A change that somebody thinks of, and the form that would make it.
pub(super) struct Change {
    pub(super) title: String,
    /// Who goes where.
    pub(super) who: String,
    pub(super) button: String,
    pub(super) action: String,
    pub(super) fields: Vec<(&'static str, String)>,
}

/// A family in a cohort, before and after.
pub(super) struct Family {
    pub(super) label: &'static str,
    pub(super) before: i64,
    pub(super) after: i64,
}

pub(super) struct Touched {
    pub(super) code: String,
    pub(super) changes: Vec<Family>,
}

/// The change as it would be.
pub(super) struct Effect {
    pub(super) change: Change,
    pub(super) short: String,
    pub(super) score: String,
    /// Rules in the way; with one of them there is nothing to press.
    pub(super) broken: Vec<String>,
    pub(super) alone: Vec<String>,
    pub(super) criteria: Vec<(String, i64, i64)>,
    pub(super) touched: Vec<Touched>,
}

fn touched(t: Texts, found: &WhatIf, codes: &[&str]) -> Vec<Touched> {
    let of = |list: &[CohortExplanation], code: &str| {
        let cohort = list.iter().find(|cohort| cohort.code == code);
        cohort
            .map(|cohort| cohort.families.clone())
            .unwrap_or_default()
    };
    let one = |code: &&str| {
        let (before, after) = (of(&found.cohorts, code), of(&found.after.cohorts, code));
        let families: BTreeSet<_> = before.iter().chain(&after).map(|f| f.family).collect();
        let changes = families.into_iter().map(|family| {
            let count = |list: &[FamilyCount]| {
                let here = list.iter().find(|one| one.family == family);
                here.map_or(0, |one| one.count)
            };
            Family {
                label: family.label(t.language()),
                before: count(&before),
                after: count(&after),
            }
        });
        Touched {
            code: (*code).to_owned(),
            changes: changes.collect(),
        }
    };
    codes.iter().map(one).collect()
}

/// The criteria whose points differ: name, before, after.
pub(super) fn differing(t: Texts, before: &Score, after: &Score) -> Vec<(String, i64, i64)> {
    let keys: BTreeSet<_> = before.soft.keys().chain(after.soft.keys()).collect();
    let of = |score: &Score, key: &str| score.soft.get(key).copied().unwrap_or_default();
    let rows = keys.into_iter().filter_map(|key| {
        let (before, after) = (of(before, key), of(after, key));
        (before != after).then(|| (criteria::words(t, key), before, after))
    });
    rows.collect()
}

/// "Poängen går från 12 till 9, 3 poäng bättre."
pub(super) fn score(t: Texts, before: &Score, after: &Score) -> String {
    let points = after.soft_total() - before.soft_total();
    t.board_from_to(
        after.soft_total().to_string(),
        before.soft_total().to_string(),
        criteria::difference(t, points),
    )
}

/// What was found, told of the cohorts with these codes.
pub(super) fn of(t: Texts, change: Change, codes: &[&str], found: &WhatIf) -> Effect {
    let (before, after) = (&found.before, &found.after.score);
    let broken = found.after.broken.iter();
    let broken: Vec<String> = broken
        .map(|text| text.in_language(t.language()).to_owned())
        .collect();
    let short = if broken.is_empty() {
        let points = after.soft_total() - before.soft_total();
        t.board_effect(criteria::difference(t, points), &change.who)
    } else {
        t.board_effect_broken(&change.who, broken.join(" "))
    };
    Effect {
        short,
        score: score(t, before, after),
        alone: found.after.alone.clone(),
        criteria: differing(t, before, after),
        touched: touched(t, found, codes),
        change,
        broken,
    }
}
