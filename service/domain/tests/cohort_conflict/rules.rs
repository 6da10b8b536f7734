//! Rules of an instance taken away and put back, apart from the engine's own way of doing so.

use samverkan_domain::cohort::{Conflict, Instance, Rule, Score, SolveOptions, Verdict, solve};

/// The instance without a single rule.
pub(crate) fn bare(instance: &Instance) -> Instance {
    let mut bare = instance.clone();
    for home in &mut bare.cohorts {
        home.min = 0;
        home.max = u32::try_from(instance.participants.len()).unwrap();
        home.needs.clear();
    }
    for person in &mut bare.participants {
        person.cannot = 0;
        person.languages = None;
        person.modality_strict = false;
        person.protected = false;
        person.locked = None;
    }
    bare.together.clear();
    bare.apart.clear();
    bare
}

/// The instance with these rules only.
pub(crate) fn with_only<'a>(
    instance: &Instance,
    rules: impl IntoIterator<Item = &'a Rule>,
) -> Instance {
    let mut new = bare(instance);
    let was = |id: &u32| &instance.participants[*id as usize];
    for rule in rules {
        match rule {
            Rule::AtLeast { cohort, min } => new.cohorts[*cohort as usize].min = *min,
            Rule::AtMost { cohort, max } => new.cohorts[*cohort as usize].max = *max,
            Rule::Need {
                cohort,
                attr,
                value,
                ..
            } => {
                let needs = &instance.cohorts[*cohort as usize].needs;
                let need = needs
                    .iter()
                    .find(|n| n.attr == *attr && n.value == *value)
                    .unwrap();
                new.cohorts[*cohort as usize].needs.push(need.clone());
            }
            Rule::Locked {
                participant,
                cohort,
            } => new.participants[*participant as usize].locked = Some(*cohort),
            Rule::Together { members } => new.together.push(members.clone()),
            Rule::Apart { participants } => new.apart.push(*participants),
            Rule::Modality { participant } => {
                new.participants[*participant as usize].modality_strict = true;
            }
            Rule::Language { participant } => {
                new.participants[*participant as usize].languages = was(participant).languages;
            }
            Rule::Available { participant } => {
                new.participants[*participant as usize].cannot = was(participant).cannot;
            }
            Rule::Protected { participant } => {
                new.participants[*participant as usize].protected = true;
            }
        }
    }
    new
}

/// Whether the solver finds a division that keeps every rule.
pub(crate) fn solvable(instance: &Instance) -> bool {
    let mut rules = instance.clone();
    rules.criteria.clear();
    let options = SolveOptions {
        seed: 1,
        iterations: 300_000,
    };
    let solution = solve(&rules, &options, |_| true).unwrap();
    Score::of(&rules, &solution.assignment)
        .unwrap()
        .hard_total()
        == 0
}

/// Whether the rules cannot be kept together, and all but any one of them can. `possible` says
/// whether an instance has a division.
pub(crate) fn is_minimal(
    instance: &Instance,
    rules: &[Rule],
    possible: impl Fn(&Instance) -> bool,
) -> bool {
    let but = |rule: &Rule| {
        let others = rules.iter().filter(|other| *other != rule);
        possible(&with_only(instance, others))
    };
    !possible(&with_only(instance, rules)) && rules.iter().all(but)
}

/// What every proven conflict has to hold to.
pub(crate) fn check(
    instance: &Instance,
    conflict: &Conflict,
    possible: impl Fn(&Instance) -> bool,
) {
    assert_eq!(conflict.verdict, Verdict::Proven, "{conflict:?}");
    assert!(conflict.minimal, "{conflict:?}");
    assert!(!possible(instance), "a division exists: {conflict:?}");
    assert!(
        is_minimal(instance, &conflict.rules, &possible),
        "{conflict:?}"
    );
    let relaxation = conflict.relaxation.as_ref().unwrap();
    let mut relaxed = instance.clone();
    for rule in &relaxation.drop {
        relaxed = rule.dropped_from(&relaxed);
    }
    let score = Score::of(&relaxed, &relaxation.division).unwrap();
    assert_eq!(score.hard_total(), 0, "{relaxation:?}");
    for rule in &relaxation.instead {
        assert!(possible(&rule.dropped_from(instance)), "{rule:?}");
    }
}
