//! Measures the clash engine: 10 000 people over 20 weeks, on one core.
//!
//! `cargo run --release --package samverkan-domain --example clash`
//!
//! Also measures what was not chosen: a bit for every five minutes instead of sorted stretches.

use jiff::civil::{Time, Weekday, date};
use samverkan_domain::{
    clash::{
        BusySet, Cause, Member, Minute, People, Question, SetIndex, Spans, find_time, minute_of,
    },
    holiday::Holidays,
    id::PersonId,
    profession::ProfessionFamily,
    schedule::resolve,
    series::weeks_between,
};
use std::{hint::black_box, time::Instant};
use uuid::Uuid;

const PEOPLE: u128 = 10_000;
const PROGRAMMES: usize = 40;
/// Events of a programme in a term, as in the largest of the demo's timetables.
const EVENTS: u32 = 155;
const TERM_MINUTES: u32 = 20 * 7 * 24 * 60;

/// A small generator, so that every run measures the same (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap_or(0)
    }
}

#[expect(clippy::print_stdout, reason = "a program that reports")]
fn main() {
    let origin = minute_of(resolve(date(2027, 1, 18).at(0, 0, 0, 0), None).unwrap_or_default());
    for (name, own) in [("shared sets only", 0), ("an own calendar each", 60)] {
        let people = people(origin, own);
        let question = question();
        let times = question.weeks.len() * question.weekdays.len() * question.starts.len();
        let mut best = f64::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            black_box(find_time(black_box(&people), &question).ok());
            best = best.min(begun.elapsed().as_secs_f64());
        }
        println!(
            "{name}: {PEOPLE} people, {times} times: {:.1} ms",
            best * 1e3
        );
    }
    compare(origin);
}

fn stretches(dice: &mut Dice, origin: Minute, events: u32) -> Spans {
    let mut one = || {
        let from = origin + dice.below(TERM_MINUTES);
        (from, from + 105)
    };
    Spans::of_minutes((0..events).map(|_| one()))
}

fn people(origin: Minute, own: u32) -> People {
    let mut dice = Dice(7);
    let mut people = People::default();
    let set = |cause, spans| BusySet {
        cause,
        label: String::new(),
        spans,
    };
    let programmes: Vec<SetIndex> = (0..PROGRAMMES)
        .map(|_| people.add_set(set(Cause::Programme, stretches(&mut dice, origin, EVENTS))))
        .collect();
    for id in 0..PEOPLE {
        let mut busy = vec![programmes[dice.below(40) as usize]];
        if own > 0 {
            busy.push(people.add_set(set(Cause::Private, stretches(&mut dice, origin, own))));
        }
        people.add(Member {
            person: PersonId(Uuid::from_u128(id)),
            family: Some(ProfessionFamily::ALL[dice.below(5) as usize]),
            municipality: None,
            busy,
            avoids: Vec::new(),
        });
    }
    people
}

/// Every quarter of an hour from eight to five, every weekday of twenty weeks.
fn question() -> Question<'static> {
    let quarter = |n: i8| Time::constant(8 + n / 4, n % 4 * 15, 0, 0);
    Question {
        weeks: weeks_between(date(2027, 1, 18), date(2027, 6, 6)),
        meetings: Some(8),
        weekdays: vec![
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ],
        starts: (0..36).map(quarter).collect(),
        minutes: 165,
        teachers: Vec::new(),
        rooms: Vec::new(),
        holidays: Holidays::own(),
        most: 20,
    }
}

/// One set asked about 3 600 times: sorted stretches, and a bit for every five minutes.
#[expect(clippy::print_stdout, reason = "a program that reports")]
fn compare(origin: Minute) {
    let spans = stretches(&mut Dice(3), origin, EVENTS);
    let mut bits = vec![0u64; (TERM_MINUTES as usize / 5).div_ceil(64) + 8];
    for (from, to) in spans.iter() {
        for slot in (from - origin) / 5..(to - origin).div_ceil(5) {
            bits[slot as usize / 64] |= 1 << (slot % 64);
        }
    }
    let starts: Vec<Minute> = (0..3_600).map(|n| origin + n * 55).collect();
    let begun = Instant::now();
    for _ in 0..100 {
        for start in &starts {
            black_box(spans.meets(*start, start + 165));
        }
    }
    let sorted = begun.elapsed().as_secs_f64() / 360_000.0 * 1e9;
    let begun = Instant::now();
    for _ in 0..100 {
        for start in &starts {
            let slots = (start - origin) / 5..(start - origin + 165).div_ceil(5);
            black_box(
                slots
                    .into_iter()
                    .any(|slot| bits[slot as usize / 64] >> (slot % 64) & 1 == 1),
            );
        }
    }
    let bitset = begun.elapsed().as_secs_f64() / 360_000.0 * 1e9;
    println!(
        "one set: sorted stretches {sorted:.0} ns and {} B",
        spans.iter().len() * 8
    );
    println!(
        "one set: five-minute bits {bitset:.0} ns and {} B",
        bits.len() * 8
    );
}
