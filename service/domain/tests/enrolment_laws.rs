//! Laws of enrolment over random histories: seats, one application a person, and that what is
//! noted as facts is enough to tell the state again.

use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use samverkan_domain::{
    admission::{Asked, Asking, ChannelPolicy, GroupCount, Tally, ask, eligibility::Standing},
    application::{ApplicationState, Command, transition},
    course::{Channel, ChannelKind},
    enrolment::{Occupancy, may_admit, may_ask},
    fact::Fact,
    id::{ChannelId, OfferingId},
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The applications of one channel, in order of arrival: person, state, reserve position.
#[derive(Debug, Default)]
struct Round {
    applications: Vec<(u8, ApplicationState, Option<i64>)>,
    facts: Vec<Fact>,
}

fn channel(seats: i64) -> Channel {
    Channel {
        id: ChannelId(Uuid::nil()),
        offering: OfferingId(Uuid::nil()),
        kind: ChannelKind::Open,
        seats,
        opens_at: None,
        closes_at: None,
    }
}

impl Round {
    fn occupancy(&self) -> Occupancy {
        let count = |test: fn(ApplicationState) -> bool| {
            i64::try_from(self.applications.iter().filter(|a| test(a.1)).count())
                .expect("few applications")
        };
        Occupancy {
            seats_taken: count(ApplicationState::takes_seat),
            reserves: count(|state| state == ApplicationState::Reserve),
            last_reserve_position: self
                .applications
                .iter()
                .filter_map(|a| a.2)
                .max()
                .unwrap_or(0),
        }
    }

    fn first_in_line(&self) -> Option<i64> {
        let waiting = self
            .applications
            .iter()
            .filter(|a| a.1 == ApplicationState::Reserve);
        waiting.filter_map(|a| a.2).min()
    }

    fn note(&mut self, number: usize) {
        let (person, state, _) = self.applications[number];
        let subject = Uuid::from_u128(number as u128);
        let after = json!({ "person": person, "state": state });
        self.facts
            .push(Fact::new("application.changed", "application", subject).after(after));
    }

    fn ask(&mut self, seats: i64, person: u8) {
        let active = self.active(person) > 0;
        if may_ask(&channel(seats), active, Timestamp::UNIX_EPOCH).is_err() {
            return;
        }
        let held = self.occupancy();
        let count = GroupCount {
            taken: held.seats_taken,
            waiting: held.reserves,
            claimants: held.reserves,
            last_position: held.last_reserve_position,
        };
        let policy = ChannelPolicy::default();
        let mut tally = Tally::new(&policy.selection, seats, &[count], date(2027, 1, 1));
        let asking = Asking {
            policy: &policy,
            groups: tally.set::<&str>(&[]),
            standing: Standing::Eligible,
            insists: false,
        };
        let (state, position) = match ask(&mut tally, asking) {
            Ok(Asked::Admitted { .. }) => (ApplicationState::Admitted, None),
            Ok(Asked::Reserve { position, .. }) => (ApplicationState::Reserve, Some(position)),
            other => panic!("a plain channel gives places or numbers, not {other:?}"),
        };
        self.applications.push((person, state, position));
        self.note(self.applications.len() - 1);
    }

    fn command(&mut self, seats: i64, number: usize, command: Command) {
        let Some((_, state, position)) = self.applications.get(number).copied() else {
            return;
        };
        let first = self.first_in_line();
        let allowed = command != Command::Admit
            || may_admit(&channel(seats), self.occupancy(), position, first, false).is_ok();
        if let (true, Ok(next)) = (allowed, transition(state, command)) {
            self.applications[number].1 = next;
            self.note(number);
        }
    }

    fn active(&self, person: u8) -> usize {
        self.applications
            .iter()
            .filter(|a| a.0 == person && a.1.is_active())
            .count()
    }
}

/// The states that the facts tell, one after another.
fn replay(facts: &[Fact]) -> BTreeMap<Uuid, ApplicationState> {
    let state = |fact: &Fact| {
        let word = fact
            .after
            .as_ref()
            .and_then(|after| after["state"].as_str());
        ApplicationState::parse(word.expect("every fact tells the state")).expect("a known state")
    };
    facts
        .iter()
        .map(|fact| (fact.subject, state(fact)))
        .collect()
}

fn history(seats: i64, steps: &[(u8, u8, bool)]) -> Round {
    let mut round = Round::default();
    let day = date(2027, 1, 20);
    for &(kind, who, passed_result) in steps {
        let leave = Command::Withdraw {
            on: day,
            starts_on: date(2027, 1, 18),
            passed_result,
        };
        match kind % 5 {
            0 | 1 => round.ask(seats, who % 12),
            2 => round.command(seats, usize::from(who % 20), leave),
            3 => round.command(seats, usize::from(who % 20), Command::Admit),
            _ => round.command(seats, usize::from(who % 20), Command::Register),
        }
    }
    round
}

proptest! {
    #[test]
    fn any_history_keeps_the_laws(
        seats in 0i64..8,
        steps in prop::collection::vec(any::<(u8, u8, bool)>(), 0..120),
    ) {
        let round = history(seats, &steps);
        prop_assert!(round.occupancy().seats_taken <= seats, "oversold");
        for person in 0..12 {
            prop_assert!(round.active(person) <= 1, "person {person} has two applications");
        }
        let told = replay(&round.facts);
        let stored: BTreeMap<Uuid, ApplicationState> = (0u128..)
            .map(Uuid::from_u128)
            .zip(round.applications.iter().map(|a| a.1))
            .collect();
        prop_assert_eq!(told, stored);
    }
}

#[test]
fn negative_control_a_lost_fact_is_noticed() {
    let round = history(2, &[(0, 1, false), (0, 2, false), (2, 0, false)]);
    let whole = replay(&round.facts);
    let short = replay(&round.facts[..round.facts.len() - 1]);
    assert_ne!(whole, short);
}
