//! How many cannot come to each of many times, for many people at once.
//!
//! Each busy set is laid once over all the times, which gives a bit for each; people with the same
//! sets are one crowd. So a programme of two thousand students costs what one student costs, and
//! what is left a person is an OR of a few words.

use super::people::{Member, People, SetIndex};
use super::spans::Minute;
use crate::profession::ProfessionFamily;
use std::collections::BTreeMap;

/// Families, and one place for who has none.
pub(super) const FAMILIES: usize = ProfessionFamily::ALL.len() + 1;

/// Heads by family.
pub(super) type Heads = [u32; FAMILIES];

pub(super) fn family_place(family: Option<ProfessionFamily>) -> usize {
    let place = ProfessionFamily::ALL
        .iter()
        .position(|known| Some(*known) == family);
    place.unwrap_or(FAMILIES - 1)
}

/// How many there are of each family.
pub(super) fn heads(people: &People) -> Heads {
    let mut heads = [0; FAMILIES];
    for member in people.members() {
        heads[family_place(member.family)] += 1;
    }
    heads
}

/// How many of each family are hindered at each of the times, by the sets that `which` picks.
/// All times last `minutes`; `starts` is in order.
pub(super) fn hindered(
    people: &People,
    starts: &[Minute],
    minutes: Minute,
    which: impl Fn(&Member) -> &[SetIndex],
) -> Vec<Heads> {
    let mut crowds: BTreeMap<&[SetIndex], Heads> = BTreeMap::new();
    for member in people.members() {
        let crowd = crowds.entry(which(member)).or_insert([0; FAMILIES]);
        crowd[family_place(member.family)] += 1;
    }
    let mut laid: Vec<Option<Vec<u64>>> = vec![None; people.sets().len()];
    let words = starts.len().div_ceil(64);
    let mut hindered = vec![[0; FAMILIES]; starts.len()];
    let mut any = vec![0u64; words];
    for (sets, heads) in crowds {
        any.fill(0);
        for set in sets {
            let bits = laid[set.at()]
                .get_or_insert_with(|| lay(people.set(*set).spans.iter(), starts, minutes));
            for (all, one) in any.iter_mut().zip(bits) {
                *all |= *one;
            }
        }
        for (word, bits) in any.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                for (sum, head) in hindered[at].iter_mut().zip(heads) {
                    *sum += head;
                }
                bits &= bits - 1;
            }
        }
    }
    hindered
}

/// A bit for each time that a stretch touches: those that start before its end and end after its
/// start.
fn lay(
    spans: impl Iterator<Item = (Minute, Minute)>,
    starts: &[Minute],
    minutes: Minute,
) -> Vec<u64> {
    let mut bits = vec![0u64; starts.len().div_ceil(64)];
    for (from, to) in spans {
        let first = starts.partition_point(|start| start.saturating_add(minutes) <= from);
        let last = starts.partition_point(|start| *start < to);
        for at in first..last {
            bits[at / 64] |= 1 << (at % 64);
        }
    }
    bits
}
