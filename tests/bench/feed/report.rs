//! The figures in words.

use super::{Wanted, change::Changed, client::Done, stage::EVENTS, writing::Writing};
use std::fmt::Write as _;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Nginx,
    Bare,
    Ours,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx, static files",
            Self::Bare => "bare hyper",
            Self::Ours => "Samverkan",
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Unchanged,
    Whole,
}

impl Answer {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Unchanged => 304,
            Self::Whole => 200,
        }
    }
}

/// One measurement.
#[derive(Debug)]
pub(crate) struct Measured {
    way: Way,
    answer: Answer,
    per_second: f64,
    half: f64,
    most: f64,
    /// Processor time of the server an answer (µs).
    busy: f64,
}

impl Measured {
    pub(crate) fn new(way: Way, answer: Answer, done: &Done) -> Self {
        Self {
            way,
            answer,
            per_second: done.answers as f64 / done.seconds,
            half: done.half,
            most: done.most,
            busy: done.busy * 1e6 / done.answers as f64,
        }
    }

    pub(crate) fn line(&self) -> String {
        format!(
            "{} {:<20} {:>7.0} answers/s, p50 {:.0} µs, p99 {:.0} µs, {:.2} µs of processor each",
            self.answer.status(),
            self.way.name(),
            self.per_second,
            self.half,
            self.most,
            self.busy
        )
    }
}

/// What the service's memory holds.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Resident (KiB), when some feeds had been served.
    pub(crate) before: u64,
    /// With all.
    pub(crate) after: u64,
    /// Feeds served between.
    pub(crate) feeds: usize,
    /// Their octets, all together.
    pub(crate) compressed: usize,
}

impl Memory {
    /// Per feed, beyond its compressed octets (KiB).
    fn beyond(&self) -> f64 {
        let grown = self.after.saturating_sub(self.before) as f64;
        (grown - self.compressed as f64 / 1024.0) / self.feeds as f64
    }

    pub(crate) fn line(&self) -> String {
        format!(
            "Memory: {} to {} KiB for {} feeds of {} octets; {:.2} KiB each beyond these",
            self.before,
            self.after,
            self.feeds,
            self.compressed / self.feeds,
            self.beyond()
        )
    }
}

pub(crate) struct Report<'a> {
    pub(crate) measured: &'a [Measured],
    pub(crate) memory: Memory,
    pub(crate) change: Changed,
    pub(crate) writing: Writing,
    pub(crate) wanted: &'a Wanted,
}

impl Report<'_> {
    fn median(&self, way: Way, answer: Answer, value: impl Fn(&Measured) -> f64) -> f64 {
        let these = self
            .measured
            .iter()
            .filter(|m| m.way == way && m.answer == answer);
        let mut values: Vec<f64> = these.map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    fn table(&self) -> String {
        let mut text = String::from(
            "| answer | server | answers/s | p50 µs | p99 µs | processor µs an answer |\n|---|---|--:|--:|--:|--:|\n",
        );
        for answer in [Answer::Unchanged, Answer::Whole] {
            for way in [Way::Nginx, Way::Bare, Way::Ours] {
                let median = |value: fn(&Measured) -> f64| self.median(way, answer, value);
                writeln!(
                    text,
                    "| {} | {} | {:.0} | {:.0} | {:.0} | {:.2} |",
                    answer.status(),
                    way.name(),
                    median(|m| m.per_second),
                    median(|m| m.half),
                    median(|m| m.most),
                    median(|m| m.busy)
                )
                .unwrap();
            }
        }
        text
    }

    /// What is to be reached, and whether it was.
    fn targets(&self) -> String {
        let (unchanged, whole) = (Answer::Unchanged, Answer::Whole);
        let of = |value: fn(&Measured) -> f64, way, answer| {
            self.median(Way::Ours, answer, value) / self.median(way, answer, value)
        };
        let per_second: fn(&Measured) -> f64 = |m| m.per_second;
        let most: fn(&Measured) -> f64 = |m| m.most;
        let lines = [
            (
                "304, answers/s ÷ nginx",
                of(per_second, Way::Nginx, unchanged),
                0.9,
                true,
            ),
            (
                "304, answers/s ÷ bare hyper",
                of(per_second, Way::Bare, unchanged),
                0.85,
                true,
            ),
            (
                "200, answers/s ÷ nginx",
                of(per_second, Way::Nginx, whole),
                1.0,
                true,
            ),
            (
                "304, p99 ÷ nginx",
                of(most, Way::Nginx, unchanged),
                2.0,
                false,
            ),
            ("200, p99 ÷ nginx", of(most, Way::Nginx, whole), 2.0, false),
            (
                "writing, speed ÷ ics crate",
                self.writing.crates / self.writing.ours,
                2.0,
                true,
            ),
            (
                "next answer after a change, longest (ms)",
                self.change.longest,
                100.0,
                false,
            ),
            (
                "memory a feed beyond its octets (KiB)",
                self.memory.beyond(),
                4.0,
                false,
            ),
        ];
        let mut text = String::from("| | measured | target | |\n|---|--:|--:|---|\n");
        for (what, value, target, least) in lines {
            let met = if least {
                value >= target
            } else {
                value <= target
            };
            let sign = if least { "≥" } else { "≤" };
            let verdict = if met { "met" } else { "missed" };
            writeln!(
                text,
                "| {what} | {value:.2} | {sign} {target} | {verdict} |"
            )
            .unwrap();
        }
        text
    }

    pub(crate) fn terminal(&self) -> String {
        format!("{}\n{}", self.table(), self.targets())
    }

    pub(crate) fn markdown(&self, day: &str, machine: &str) -> String {
        format!(
            include_str!("../feed.md.in"),
            day = day,
            machine = machine,
            targets = self.targets(),
            table = self.table(),
            memory = self.memory.line(),
            change = self.change.line(),
            writing = self.writing.line(),
            feeds = self.wanted.feeds,
            events = EVENTS,
            repetitions = self.wanted.repetitions,
            connections = self.wanted.connections,
            seconds = self.wanted.time.as_secs(),
        )
    }
}
