//! From rules that cannot all be kept to rules none of which is there in vain.

use super::oracle::{Answer, Oracle};
use super::rules::Atom;

/// Leaves out what can be left out: by halves, quarters, … and at last one by one. The result is
/// impossible to keep, like `rules`; the flag says that it is certain of each that without it the
/// others can be kept.
pub(super) fn minimise(oracle: &mut Oracle<'_>, rules: Vec<Atom>) -> (Vec<Atom>, bool) {
    let mut rules = rules;
    let mut certain = true;
    let mut width = rules.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < rules.len() && rules.len() > 1 {
            let end = (at + width).min(rules.len());
            let rest: Vec<Atom> = [&rules[..at], &rules[end..]].concat();
            match oracle.ask(&rest) {
                // The rest may itself have shrunk; those before `at` that remain are needed.
                Answer::Impossible(named) => {
                    let fewer = believed(oracle, named, rest);
                    at = fewer
                        .iter()
                        .filter(|atom| rules[..at].contains(atom))
                        .count();
                    rules = fewer;
                }
                Answer::Possible(_) => at = end,
                Answer::Unknown => {
                    certain &= width > 1;
                    at = end;
                }
            }
        }
        if width == 1 {
            return (rules, certain);
        }
        width = (width / 2).max(1).min(rules.len().div_ceil(2).max(1));
    }
}

/// A cheap proof names some of the rules it was asked about. They are asked about once more by
/// themselves before they are believed; should they not do by themselves, all of them remain.
pub(super) fn believed(oracle: &mut Oracle<'_>, named: Vec<Atom>, all: Vec<Atom>) -> Vec<Atom> {
    if named.len() == all.len() {
        return all;
    }
    match oracle.ask(&named) {
        Answer::Impossible(_) => named,
        _ => all,
    }
}
