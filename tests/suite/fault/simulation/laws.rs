//! What must hold after every step, whatever it was and whatever came in between.

use super::{
    clients::{Change, Clients, Fact, Place, Seen},
    script::Met,
};
use jiff::Timestamp;
use samverkan_domain::application::ApplicationState as S;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a step may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    /// Most transactions that take effect.
    pub commits: u64,
    /// Letters beside those that changes of applications bring.
    pub letters: Letters,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    None,
    /// At most so many.
    Most(usize),
    /// Reminders and news of the schedule, as the trail says.
    OfTheWorker,
}

impl May {
    /// One transaction, with letters to those whose application it changes.
    pub(super) const ONE: Self = Self {
        commits: 1,
        letters: Letters::None,
    };
}

/// Facts about an application that leave it as it is.
const ASIDE: [&str; 2] = ["application.reminded", "application.left_cohorts"];

pub(super) fn hold(clients: &Clients, seen: &Seen, met: Met, may: May) {
    assert!(
        met.commits <= may.commits,
        "{} transactions where {} would do: part of it may be seen",
        met.commits,
        may.commits
    );
    assert!(
        met.commits > 0 || seen.is_nothing(),
        "nothing was committed, and yet: {seen:?}"
    );
    for change in &seen.changes {
        let before = change.before.as_ref();
        let (from, to) = (before.map(|place| place.state), change.after.state);
        assert!(lawful(from, to), "from {from:?} to {to:?}: {change:?}");
        let told = before.map(|place| (place.person, place.channel));
        let after = (change.after.person, change.after.channel);
        assert!(told.is_none_or(|told| told == after), "{change:?}");
        let number = before.and_then(|place| place.position);
        assert!(
            number.is_none() || number == change.after.position,
            "another number: {change:?}"
        );
    }
    each_effect_once(seen);
    letters(seen, may);
    one_place_each(clients);
    numbers(clients);
    nobody_overtakes(clients, seen);
}

/// Where an application may go from where it is.
fn lawful(from: Option<S>, to: S) -> bool {
    let Some(from) = from else {
        return matches!(to, S::Submitted | S::Reserve | S::Admitted);
    };
    let early = S::WithdrawnBeforeRegistration;
    match from {
        S::Submitted => matches!(to, S::Admitted | S::Reserve | S::Refused) || to == early,
        S::Reserve => matches!(to, S::Called | S::Admitted) || to == early,
        S::Called => {
            matches!(to, S::Accepted | S::Declined | S::Struck | S::Reserve) || to == early
        }
        S::Admitted => {
            matches!(to, S::Accepted | S::Declined | S::Struck | S::Registered) || to == early
        }
        S::Accepted => to == S::Registered || to == early,
        S::Registered => matches!(to, S::WithdrawnEarly | S::WithdrawnLate),
        _ => false,
    }
}

/// I6: each change has its row in the trail, and each row its change.
fn each_effect_once(seen: &Seen) {
    let mut told: BTreeMap<Uuid, i64> = BTreeMap::new();
    for fact in &seen.facts {
        if fact.action.starts_with("application.") && !ASIDE.contains(&&*fact.action) {
            *told.entry(fact.subject).or_default() += 1;
        }
    }
    let steps = |change: &Change| {
        let before = change.before.as_ref().map_or(0, |place| place.revision);
        change.after.revision - before
    };
    let done: BTreeMap<Uuid, i64> = seen.changes.iter().map(|c| (c.id, steps(c))).collect();
    assert_eq!(told, done, "the trail and what has changed: {seen:?}");
}

/// I7, the first half: each change brings its letter, in the same transaction.
fn letters(seen: &Seen, may: May) {
    let mut due: BTreeMap<usize, i64> = BTreeMap::new();
    for change in &seen.changes {
        if change.after.state != S::Registered {
            *due.entry(change.after.person).or_default() += 1;
        }
    }
    let mut more = 0;
    for (_, person) in &seen.letters {
        let person = person.expect("a letter to somebody");
        match due.get_mut(&person) {
            Some(left) if *left > 0 => *left -= 1,
            _ => more += 1,
        }
    }
    let missing: Vec<_> = due.iter().filter(|(_, left)| **left > 0).collect();
    assert!(missing.is_empty(), "no letter to {missing:?}: {seen:?}");
    let most = match may.letters {
        Letters::None => 0,
        Letters::Most(most) => most,
        Letters::OfTheWorker => of_the_worker(seen),
    };
    assert!(more <= most, "{more} letters more than was done: {seen:?}");
}

/// Letters that the worker's own facts speak of.
fn of_the_worker(seen: &Seen) -> usize {
    let count = |fact: &Fact| match &*fact.action {
        "application.reminded" => 1,
        "notice.sent" => fact.after["people"].as_u64().unwrap_or_default(),
        _ => 0,
    };
    let all: u64 = seen.facts.iter().map(count).sum();
    usize::try_from(all).expect("a count")
}

/// A deadline is the first instant that is too late, and nobody is struck before it.
pub(super) fn in_time(clients: &mut Clients, seen: &Seen, now: Timestamp) {
    for fact in &seen.facts {
        if let Some(by) = fact.after["answer_by"].as_str() {
            let by = by.parse().expect("an instant");
            clients.deadlines.insert(fact.subject, by);
        }
        if let Some(call) = fact.after["call"].as_str()
            && fact.action == "application.called"
        {
            let call = call.parse().expect("an id");
            clients.calls.insert(fact.subject, call);
        }
    }
    for change in &seen.changes {
        if let (S::Admitted, Some(by)) = (change.after.state, change.after.answer_by) {
            clients.deadlines.insert(change.id, by);
        }
        if change.after.state != S::Struck {
            continue;
        }
        assert_eq!(
            clients.is_late(change.id, now),
            Some(true),
            "struck in time: {change:?}"
        );
    }
}

/// I3: at most one active application a person.
fn one_place_each(clients: &Clients) {
    let mut who = BTreeSet::new();
    for place in clients
        .places
        .values()
        .filter(|place| place.state.is_active())
    {
        assert!(who.insert(place.person), "two places: {place:?}");
    }
}

/// I5: numbers on a reserve list are given once, and without holes.
fn numbers(clients: &Clients) {
    let mut lists: BTreeMap<(usize, &str), BTreeSet<i64>> = BTreeMap::new();
    for place in clients.places.values() {
        if let Some(number) = place.position {
            let list = lists.entry((place.channel, &place.group)).or_default();
            assert!(list.insert(number), "number {number} twice: {place:?}");
        }
    }
    for (list, numbers) in lists {
        let count = i64::try_from(numbers.len()).expect("a count");
        assert_eq!(
            numbers.last(),
            Some(&count),
            "a hole in {list:?}: {numbers:?}"
        );
    }
}

/// I5: nobody is called before who stands before and still waits; nobody new comes in past them.
fn nobody_overtakes(clients: &Clients, seen: &Seen) {
    for change in &seen.changes {
        let called = change.after.state == S::Called;
        let came_in = change.before.is_none() && change.after.state == S::Admitted;
        if !(called || came_in) {
            continue;
        }
        for (id, waiting) in &clients.places {
            let same =
                waiting.channel == change.after.channel && waiting.group == change.after.group;
            let all_along = waiting.state == S::Reserve && seen.change(*id).is_none();
            let first = came_in || waiting.position < change.after.position;
            assert!(
                !(same && all_along && first),
                "{change:?} has overtaken {waiting:?}"
            );
        }
    }
}

/// I2: no seat is given twice. Where seats have been taken away, those who sit stay; nobody is added.
pub(super) fn seats(clients: &mut Clients) {
    let mut taken = vec![0; clients.channels.len()];
    for place in clients
        .places
        .values()
        .filter(|place| place.state.takes_seat())
    {
        taken[place.channel] += 1;
    }
    for (channel, taken) in clients.channels.iter_mut().zip(taken) {
        assert!(
            taken <= channel.seats.max(channel.taken),
            "{} has {taken} in {} seats",
            channel.code,
            channel.seats
        );
        channel.taken = taken;
    }
}

/// Two accounts of one application are the same.
pub(super) fn same(place: &Place, state: S, position: Option<i64>) {
    assert_eq!(
        (place.state, place.position),
        (state, position),
        "{place:?}"
    );
}
