//! A first division, good enough to start from.

use super::compiled::Model;
use super::cost::Cost;
use super::rng::SplitMix64;
use super::state::{NOWHERE, State};

/// With more cohorts than this, construction looks at a sample of this many per unit.
const CONSTRUCTION_SAMPLE: u32 = 400;
/// Where many units have to be placed, it looks no further once it has seen so many cohorts that
/// the unit may be in, or more as long as all of them together are not more than `LOOKS`.
const ENOUGH_SEEN: usize = 128;
const LOOKS: usize = 6_000_000;

/// Places the units that have least choice first, each where it costs least.
pub(super) fn construct<'m>(model: &'m Model, rng: &mut SplitMix64) -> State<'m> {
    let cohorts = model.cohorts();
    let mut state = State::new(model);
    let mut order: Vec<(u32, i64, u32)> = Vec::new();
    for unit in 0..model.nobody {
        if let Some(cohort) = model.fixed[unit as usize] {
            state.put(unit, cohort);
        } else {
            let choices = (0..cohorts)
                .filter(|&cohort| model.may_be_in(unit, cohort))
                .count();
            let choices = u32::try_from(choices).unwrap_or(u32::MAX);
            order.push((choices, -model.unit_size[unit as usize], unit));
        }
    }
    order.sort_unstable();
    // What was there before is a good start: whoever may stay, stays.
    order.retain(|&(_, _, unit)| {
        let home = model.home_before(unit);
        let room = |&cohort: &u32| {
            let size = state.size[cohort as usize] + model.unit_size[unit as usize];
            model.may_be_in(unit, cohort) && size <= model.max[cohort as usize]
        };
        let stay = home.filter(room);
        if let Some(cohort) = stay {
            state.put(unit, cohort);
        }
        stay.is_none()
    });
    let sampled = cohorts > CONSTRUCTION_SAMPLE;
    let enough = (LOOKS / order.len().max(1)).max(ENOUGH_SEEN);
    for (_, _, unit) in order {
        // The most a unit can do for what is needed: then it need not be looked up everywhere.
        let needed = model.unit_rest.of(unit).iter();
        let needed = needed.filter(|(column, _)| *column as usize >= model.spread_end);
        let most_needed = Cost {
            hard: needed.map(|(_, count)| count).sum(),
            soft: 0,
        };
        let mut best = (
            Cost {
                hard: i64::MAX,
                soft: 0,
            },
            NOWHERE,
        );
        let mut seen = 0;
        for look in 0..cohorts.min(CONSTRUCTION_SAMPLE) {
            if sampled && seen == enough {
                break;
            }
            let cohort = if sampled { rng.below(cohorts) } else { look };
            if !model.may_be_in(unit, cohort) {
                continue;
            }
            seen += 1;
            let effect = state.effect_of_entering(unit, cohort);
            if (effect - most_needed, cohort) < best {
                let rest = state.rest_side(cohort, model.nobody, unit);
                best = best.min((effect + rest, cohort));
            }
        }
        let fallback = || {
            (0..cohorts)
                .find(|&cohort| model.may_be_in(unit, cohort))
                .unwrap_or(0)
        };
        state.put(
            unit,
            if best.1 == NOWHERE {
                fallback()
            } else {
                best.1
            },
        );
    }
    state
}
