//! Weights as fields of a form: their names and words, what somebody has written in them, presets.

use super::super::criteria;
use crate::texts::Texts;
use samverkan_domain::cohort::{Attribute, Preset, Weights};

pub(super) const PRESETS: [(Preset, &str); 3] = [
    (Preset::Balanced, "jamn"),
    (Preset::Availability, "tider"),
    (Preset::FewestMoves, "flyttar"),
];

/// Every weight by its name, the usual ones first.
pub(super) fn names() -> (Vec<String>, Vec<String>) {
    let usual = [
        "mix.out",
        "mix.alone",
        "colleagues",
        "clash",
        "modality",
        "size",
        "move",
    ];
    let others = Attribute::ALL.into_iter();
    let others = others.filter(|one| *one != Attribute::Family);
    let mut more: Vec<String> = others
        .flat_map(|one| ["out", "alone"].map(|what| format!("mix.{}.{what}", one.key())))
        .collect();
    // How workplaces are spread is what `colleagues` weighs.
    let spread = Attribute::ALL.into_iter();
    let spread = spread.filter(|one| *one != Attribute::Workplace);
    more.extend(spread.map(|one| format!("spread.{}", one.key())));
    (usual.map(str::to_owned).into(), more)
}

pub(super) fn words(t: Texts, name: &str) -> String {
    let mut parts: Vec<&str> = name.split('.').collect();
    if let ["mix", what] = parts[..] {
        parts = vec!["mix", "family", what];
    }
    match parts[..] {
        ["mix", of, "out"] => t.board_weight_out(criteria::attribute(t, of)),
        ["mix", of, _] => t.board_weight_alone(criteria::attribute(t, of)),
        ["spread", of] => t.board_weight_spread(criteria::attribute(t, of)),
        ["colleagues"] => t.board_weight_colleagues().to_owned(),
        ["clash"] => t.board_weight_clash().to_owned(),
        ["modality"] => t.board_weight_modality().to_owned(),
        ["size"] => t.board_weight_size().to_owned(),
        _ => t.board_weight_move().to_owned(),
    }
}

pub(super) fn weight(weights: &Weights, name: &str) -> i64 {
    weights.listed().get(name).copied().unwrap_or_default()
}

/// The weights that somebody has written, and those that are no weights.
pub(super) fn read(
    base: &Weights,
    given: impl Fn(&str) -> Option<String>,
) -> (Weights, Vec<String>) {
    let (mut weights, mut wrong) = (base.clone(), Vec::new());
    let (usual, more) = names();
    for name in usual.into_iter().chain(more) {
        let Some(text) = given(&name) else { continue };
        let read = text.parse().ok();
        // What is as it was is left alone: a weight of nothing is not the same as none.
        let known = read.filter(|value| *value != weight(base, &name));
        let set = known.map(|value| weights.set(&name, value));
        if read.is_none() || set.is_some_and(|set| set.is_err()) {
            wrong.push(name);
        }
    }
    (weights, wrong)
}

/// The preset's weights; whatever else the plan weighs weighs nothing in it.
pub(super) fn preset(word: &str, base: &Weights) -> Option<Weights> {
    let known = PRESETS.iter().find(|(_, known)| *known == word);
    let ready = known?.0.weights();
    let (weights, _) = read(base, |name| Some(weight(&ready, name).to_string()));
    Some(weights)
}

pub(super) fn differing(base: &Weights, weights: &Weights) -> Vec<(String, i64)> {
    let listed = weights.listed().into_iter();
    listed
        .filter(|(name, value)| weight(base, name) != *value)
        .collect()
}

pub(super) fn made_with(t: Texts, weights: &Weights) -> String {
    let mut known = PRESETS.iter();
    let known = known.find(|(preset, _)| differing(&preset.weights(), weights).is_empty());
    known.map_or_else(
        || t.board_weights_own().to_owned(),
        |(preset, _)| t.board_weights_preset_now(preset.label(t.language())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_that_can_be_set_has_a_field() {
        let (usual, more) = names();
        let mut all = Weights::default();
        for name in usual.iter().chain(&more) {
            all.set(name, 7).unwrap();
            assert_eq!(weight(&all, name), 7, "{name}");
        }
        assert_eq!(all.listed().len(), usual.len() + more.len());
    }

    #[test]
    fn a_preset_takes_away_what_else_a_plan_weighs() {
        let mut base = Preset::Availability.weights();
        base.set("mix.channel.out", 9).unwrap();
        let ready = preset("jamn", &base).unwrap();
        assert_eq!(weight(&ready, "mix.channel.out"), 0);
        assert_eq!(weight(&ready, "clash"), Weights::default().clash);
        assert!(preset("annat", &base).is_none());
    }

    #[test]
    fn what_is_no_weight_is_told_apart() {
        let base = Weights::default();
        let given = |name: &str| match name {
            "size" => Some("många".to_owned()),
            "move" => Some("1001".to_owned()),
            "clash" => Some("12".to_owned()),
            _ => None,
        };
        let (weights, wrong) = read(&base, given);
        assert_eq!(wrong, ["size", "move"]);
        assert_eq!(differing(&base, &weights), [("clash".to_owned(), 12)]);
    }
}
