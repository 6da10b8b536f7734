//! The relay, and what has to have come through it when all is over.

use super::term::{Broken, Term};
use samverkan_service::mail::{Delivery, Mailer, MemoryMailer, memory::Kept};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn relay(term: &Term) -> &MemoryMailer {
    match &*term.world.relay {
        Mailer::Memory(relay) => relay,
        _ => unreachable!("letters are kept in memory"),
    }
}

/// How the relay answers next: mostly it takes what it is given.
pub(super) fn moods(term: &mut Term) {
    let mut moods = Vec::new();
    for _ in 0..term.chance.below(4) {
        let why = "as drawn".to_owned();
        moods.push(match term.chance.below(12) {
            0..=2 => Delivery::Retry { why },
            3 => Delivery::Refused { why },
            _ => Delivery::Delivered,
        });
    }
    relay(term).answer_next(moods);
}

/// Fair weather, until no letter waits. That takes days, wherever clocks have been meanwhile: a relay is tried again
/// within hours, news goes with the next digest or the one after.
pub(super) fn empty(term: &mut Term) {
    for _ in 0..40 {
        term.work();
        let waiting: (i64,) = term
            .world
            .row("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND failed_at IS NULL");
        let later: (i64,) = term
            .world
            .row("SELECT COUNT(*) FROM notice WHERE settled_at IS NULL");
        if waiting.0 + later.0 == 0 {
            return;
        }
        term.pass(6 * 3_600);
    }
    panic!("letters wait for ever");
}

/// I7: each letter came at least once, under one Message-ID, and word for word the same each time.
pub(super) fn check(term: &mut Term) {
    let mut kept = relay(term).kept();
    if term.broken == Broken::LetterId {
        rename_one(&mut kept);
    }
    let mut by_id: BTreeMap<Uuid, Vec<&Kept>> = BTreeMap::new();
    for letter in &kept {
        by_id.entry(letter.id.0).or_default().push(letter);
    }
    let mut repeats = 0;
    for (id, copies) in &by_id {
        assert!(
            term.clients.letters.contains_key(id),
            "a letter that nobody wrote: {id}"
        );
        let message_id = format!("Message-ID: <{id}@");
        for copy in copies {
            let text = String::from_utf8_lossy(&copy.octets);
            assert!(text.contains(&message_id), "{id} under another id");
            assert_eq!(copy.octets, copies[0].octets, "{id} in other words");
        }
        repeats += copies.len() - 1;
    }
    let refused: Vec<(Uuid,)> = term
        .world
        .rows("SELECT id FROM outbox WHERE failed_at IS NOT NULL");
    let refused: BTreeSet<Uuid> = refused.into_iter().map(|(id,)| id).collect();
    for id in term.clients.letters.keys() {
        let came = by_id.contains_key(id);
        assert!(came || refused.contains(id), "a letter is lost: {id}");
    }
    let repeats = u64::try_from(repeats).expect("a count");
    assert!(
        repeats <= term.clients.repeats,
        "{repeats} letters twice for {} faults",
        term.clients.repeats
    );
    let line = format!(
        "{} letters, {repeats} repeated, {} refused",
        by_id.len(),
        refused.len()
    );
    term.note(&line);
}

/// A negative control: what goes twice goes under two ids.
fn rename_one(kept: &mut Vec<Kept>) {
    if let Some(mut copy) = kept.last().cloned() {
        copy.id.0 = Uuid::from_u128(copy.id.0.as_u128() ^ 1);
        kept.push(copy);
    }
}
