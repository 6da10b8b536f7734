//! Who is busy, minute by minute, without any of the engine's machinery.

use super::{drawn, origin, spans};
use proptest::prelude::*;
use samverkan_domain::clash::{Member, Minute, People, SetIndex, Spans};

/// Whether a set takes any of the minutes.
pub(super) fn takes(spans: &Spans, from: Minute, to: Minute) -> bool {
    (from..to).any(|minute| {
        spans
            .iter()
            .any(|(start, end)| (start..end).contains(&minute))
    })
}

/// Whether any of the sets does.
pub(super) fn hinders(people: &People, sets: &[SetIndex], from: Minute, to: Minute) -> bool {
    sets.iter()
        .any(|set| takes(&people.set(*set).spans, from, to))
}

proptest! {
    #[test]
    fn who_is_blocked_is_who_has_a_taken_minute(
        drawn in drawn(),
        from in 0..4 * 7 * 24 * 60u32,
        lasts in 0..200u32,
    ) {
        let people = &drawn.people;
        let (from, to) = (origin() + from, origin() + from + lasts);
        let blocked = people.blocked(from, to);
        let named: Vec<_> = blocked.people.iter().map(|(person, _)| *person).collect();
        let hindered = |member: &&Member| hinders(people, &member.busy, from, to);
        let expected: Vec<_> =
            people.members().iter().filter(hindered).map(|member| member.person).collect();
        prop_assert_eq!(named, expected);
        for (_, sets) in &blocked.people {
            prop_assert!(sets.iter().all(|set| takes(&people.set(*set).spans, from, to)));
        }
        let counted: u32 = blocked.families.values().map(|count| count.blocked).sum();
        prop_assert_eq!(counted as usize, blocked.people.len());
        let all: u32 = blocked.families.values().map(|count| count.people).sum();
        prop_assert_eq!(all as usize, people.members().len());
    }

    #[test]
    fn stretches_are_sorted_apart_and_kept(one in spans(), other in spans(), at in 0..4 * 7 * 24 * 60u32) {
        let both = one.union(&other);
        let at = origin() + at;
        let taken = |spans: &Spans| takes(spans, at, at + 1);
        prop_assert_eq!(taken(&both), taken(&one) || taken(&other));
        prop_assert_eq!(both.meets(at, at + 1), taken(&both));
        prop_assert!(!both.meets(at, at));
        let kept: Vec<_> = both.iter().collect();
        prop_assert!(kept.windows(2).all(|pair| pair[0].1 < pair[1].0));
        prop_assert_eq!(Spans::from_bytes(&both.to_bytes()), Some(both));
    }

    #[test]
    fn octets_that_are_no_stretches_are_refused(octets in proptest::collection::vec(any::<u8>(), 1..40)) {
        if let Some(spans) = Spans::from_bytes(&octets) {
            prop_assert_eq!(spans.to_bytes(), octets);
        }
    }
}

/// The oracle is not true by itself: a stretch one minute off is seen.
#[test]
fn a_minute_off_is_seen() {
    let spans = Spans::of_minutes([(100, 160)]);
    assert!(!spans.meets(40, 100) && spans.meets(40, 101));
    assert!(spans.meets(159, 200) && !spans.meets(160, 200));
    assert!(takes(&spans, 159, 160) && !takes(&spans, 160, 161));
}
