//! The clash engine against oracles that look at every minute and every set of weeks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod answers;
mod oracle;
mod search;

use jiff::civil::{Time, Weekday};
use proptest::prelude::*;
use samverkan_domain::{
    clash::{BusySet, Cause, Member, Minute, People, SetIndex, Spans, minute_of},
    id::PersonId,
    profession::ProfessionFamily,
    term::Week,
};
use uuid::Uuid;

/// Weeks 3 to 6 of 2027, which hold no change of the clock.
fn weeks() -> Vec<Week> {
    (3..=6).filter_map(|n| Week::new(2027, n)).collect()
}

/// The first minute of those weeks.
fn origin() -> Minute {
    let monday = weeks()[0].monday().at(0, 0, 0, 0);
    minute_of(samverkan_domain::schedule::resolve(monday, None).unwrap())
}

/// Stretches within four weeks, by the minute.
fn spans() -> impl Strategy<Value = Spans> {
    let stretch = (0..4 * 7 * 24 * 60u32, 0..400u32);
    proptest::collection::vec(stretch, 0..30).prop_map(|stretches| {
        let at = |(from, lasts)| (origin() + from, origin() + from + lasts);
        Spans::of_minutes(stretches.into_iter().map(at))
    })
}

#[derive(Debug, Clone)]
struct Drawn {
    people: People,
}

/// Up to a dozen people who share up to six sets.
fn drawn() -> impl Strategy<Value = Drawn> {
    let member = (
        proptest::option::of(0..5usize),
        proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
        proptest::collection::vec(any::<prop::sample::Index>(), 0..2),
        prop::option::of(prop::sample::select(vec!["1880", "1814"])),
    );
    (
        proptest::collection::vec(spans(), 1..6),
        proptest::collection::vec(member, 0..12),
    )
        .prop_map(|(sets, members)| {
            let mut people = People::default();
            let all: Vec<SetIndex> = sets
                .into_iter()
                .enumerate()
                .map(|(n, spans)| {
                    let cause = Cause::ALL[n % Cause::ALL.len()];
                    people.add_set(BusySet {
                        cause,
                        label: n.to_string(),
                        spans,
                    })
                })
                .collect();
            for (n, (family, busy, avoids, municipality)) in members.into_iter().enumerate() {
                let pick = |list: Vec<prop::sample::Index>| {
                    list.into_iter().map(|at| *at.get(&all)).collect()
                };
                people.add(Member {
                    person: PersonId(Uuid::from_u128(n as u128)),
                    family: family.map(|at| ProfessionFamily::ALL[at]),
                    municipality: municipality.map(str::to_owned),
                    busy: pick(busy),
                    avoids: pick(avoids),
                });
            }
            Drawn { people }
        })
}

fn weekdays() -> Vec<Weekday> {
    vec![Weekday::Monday, Weekday::Wednesday, Weekday::Saturday]
}

fn starts() -> Vec<Time> {
    [(8, 15), (13, 15), (22, 45)]
        .map(|(h, m)| Time::constant(h, m, 0, 0))
        .to_vec()
}
