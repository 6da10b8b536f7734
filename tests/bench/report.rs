//! Figures, and how they are told: a table, a chart of text, a chart as a picture.

use super::{Wanted, load::Done};
use jiff::Timestamp;
use std::{collections::BTreeMap, fmt::Write as _, fs, time::Duration};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Single,
    Batched,
    Ceiling,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Single => "a: one transaction a request",
            Self::Batched => "b: batched",
            Self::Ceiling => "c: statements alone",
        }
    }
}

/// One measurement.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    engine: &'static str,
    way: Way,
    /// Connections; of the ceiling, rows in a batch.
    width: usize,
    answered: usize,
    per_second: f64,
    half: Duration,
    most: Duration,
    /// Resident memory before and after (MiB).
    memory: Option<(u64, u64)>,
}

impl Figure {
    pub(crate) fn new(
        engine: &'static str,
        way: Way,
        width: usize,
        done: &Done,
        memory: Option<(u64, u64)>,
    ) -> Self {
        let mut waits: Vec<Duration> = done
            .answers
            .iter()
            .map(|answer| answer.answered - answer.sent)
            .collect();
        waits.sort_unstable();
        let at = |percent: usize| waits[(waits.len() * percent / 100).min(waits.len() - 1)];
        Self {
            engine,
            way,
            width,
            answered: waits.len(),
            per_second: waits.len() as f64 / done.elapsed.as_secs_f64(),
            half: at(50),
            most: at(99),
            memory,
        }
    }

    pub(crate) fn line(&self) -> String {
        format!(
            "{:8} {:28} {:4}  {:7.0}/s  p50 {:7.2} ms  p99 {:7.2} ms  {} answered  {:?} MiB",
            self.engine,
            self.way.name(),
            self.width,
            self.per_second,
            ms(self.half),
            ms(self.most),
            self.answered,
            self.memory.unwrap_or_default()
        )
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Medians by engine, way and width.
struct Row {
    engine: &'static str,
    way: Way,
    width: usize,
    per_second: f64,
    slowest: f64,
    fastest: f64,
    half: f64,
    most: f64,
    memory: Option<(u64, u64)>,
}

pub(crate) struct Report<'a> {
    rows: Vec<Row>,
    wanted: &'a Wanted,
}

impl<'a> Report<'a> {
    pub(crate) fn new(figures: &[Figure], wanted: &'a Wanted) -> Self {
        let mut groups: BTreeMap<_, Vec<&Figure>> = BTreeMap::new();
        for figure in figures {
            // SQLite first.
            let key = (figure.engine != "sqlite", figure.way, figure.width);
            groups.entry(key).or_default().push(figure);
        }
        let rows = groups.into_iter().map(|((_, way, width), group)| {
            let of = |value: &dyn Fn(&Figure) -> f64| {
                let mut values: Vec<f64> = group.iter().map(|figure| value(figure)).collect();
                values.sort_by(f64::total_cmp);
                values
            };
            let rates = of(&|figure| figure.per_second);
            let memory = group
                .first()
                .zip(group.last())
                .and_then(|(first, last)| Some((first.memory?.0, last.memory?.1)));
            Row {
                engine: group[0].engine,
                way,
                width,
                per_second: rates[rates.len() / 2],
                slowest: rates[0],
                fastest: rates[rates.len() - 1],
                half: median(&of(&|figure| ms(figure.half))),
                most: median(&of(&|figure| ms(figure.most))),
                memory,
            }
        });
        Self {
            rows: rows.collect(),
            wanted,
        }
    }

    fn table(&self) -> String {
        let mut text = String::from(
            "| engine | way | connections | answers/s (median) | slowest–fastest | p50 ms | p99 ms | memory MiB, first–last |\n\
             |---|---|---|---|---|---|---|---|\n",
        );
        for row in &self.rows {
            let width = match row.way {
                Way::Ceiling => format!("batches of {}", row.width),
                _ => row.width.to_string(),
            };
            let memory = row
                .memory
                .map_or(String::new(), |(a, b)| format!("{a}–{b}"));
            writeln!(
                text,
                "| {} | {} | {width} | {:.0} | {:.0}–{:.0} | {:.2} | {:.2} | {memory} |",
                row.engine,
                row.way.name(),
                row.per_second,
                row.slowest,
                row.fastest,
                row.half,
                row.most
            )
            .unwrap();
        }
        text
    }

    fn chart(&self) -> String {
        let highest = self
            .rows
            .iter()
            .map(|row| row.per_second)
            .fold(1.0, f64::max);
        let mut text = String::new();
        for row in &self.rows {
            let length = row.per_second / highest * 50.0;
            let bar = "█".repeat(to_count(length).max(1));
            let name = row.way.name();
            writeln!(
                text,
                "{:8} {name:28} {:4}  {bar} {:.0}",
                row.engine, row.width, row.per_second
            )
            .unwrap();
        }
        text
    }

    /// What was hoped for, and what came of it.
    fn targets(&self) -> String {
        let mut text = String::new();
        for (engine, times) in [("sqlite", 8.0), ("postgres", 12.0)] {
            let row = |way, width| {
                let mut rows = self.rows.iter();
                rows.find(|row| row.engine == engine && row.way == way && row.width == width)
            };
            let (Some(a), Some(b)) = (row(Way::Single, 128), row(Way::Batched, 128)) else {
                continue;
            };
            let c = row(Way::Ceiling, 128).map_or(f64::NAN, |c| c.per_second);
            let verdict = |yes: bool| if yes { "met" } else { "missed" };
            let (gain, share) = (b.per_second / a.per_second, b.per_second / c);
            let waits = b.most / a.most;
            for (what, value, wanted, met) in [
                (
                    "b ÷ a, answers/s",
                    gain,
                    format!("≥ {times}"),
                    gain >= times,
                ),
                ("b ÷ c, answers/s", share, "≥ 0.7".to_owned(), share >= 0.7),
                ("b ÷ a, p99", waits, "≤ 0.25".to_owned(), waits <= 0.25),
            ] {
                let verdict = verdict(met);
                writeln!(
                    text,
                    "| {engine} | {what} | {value:.2} | {wanted} | {verdict} |"
                )
                .unwrap();
            }
        }
        format!(
            "| engine, 128 connections | ratio of medians | measured | target | |\n|---|---|---|---|---|\n{text}"
        )
    }

    pub(crate) fn terminal(&self) -> String {
        format!("{}\n{}\n{}", self.table(), self.chart(), self.targets())
    }

    pub(crate) fn markdown(&self, now: Timestamp) -> String {
        let day = now.strftime("%Y-%m-%d");
        let Wanted {
            repetitions,
            people,
            seats,
            longest,
            ..
        } = self.wanted;
        let seconds = longest.as_secs();
        format!(
            include_str!("benchmarks.md.in"),
            day = day,
            machine = machine(),
            repetitions = repetitions,
            people = people,
            seats = seats,
            seconds = seconds,
            table = self.table(),
            chart = self.chart(),
            targets = self.targets(),
        )
    }

    pub(crate) fn svg(&self) -> String {
        let highest = self
            .rows
            .iter()
            .map(|row| row.per_second)
            .fold(1.0, f64::max);
        let height = self.rows.len() * 22 + 40;
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 {height}\" font-family=\"sans-serif\" \
             font-size=\"13\" role=\"img\"><title>Answers a second</title>\
             <rect width=\"900\" height=\"{height}\" fill=\"#fff\"/>\
             <text x=\"10\" y=\"20\" font-weight=\"bold\">Requests for places answered a second</text>\n"
        );
        for (n, row) in self.rows.iter().enumerate() {
            let y = 34 + n * 22;
            let colour = match row.way {
                Way::Single => "#999",
                Way::Batched => "#06c",
                Way::Ceiling => "#c90",
            };
            let width = row.per_second / highest * 480.0;
            let (engine, name, wide, rate) =
                (row.engine, row.way.name(), row.width, row.per_second);
            writeln!(
                text,
                "<text x=\"10\" y=\"{}\">{engine} {name}, {wide}</text>\
                 <rect x=\"330\" y=\"{y}\" width=\"{width:.1}\" height=\"16\" fill=\"{colour}\"/>\
                 <text x=\"{:.1}\" y=\"{}\">{rate:.0}</text>",
                y + 13,
                336.0 + width,
                y + 13
            )
            .unwrap();
        }
        text.push_str("</svg>\n");
        text
    }
}

/// The page with a section anew; the other benchmarks' sections stay as they are. A section goes
/// from the line that names it to the next such line.
pub(crate) fn renewed(page: &str, subject: &str, section: &str) -> String {
    const MARK: &str = "<!-- bench: ";
    let ours = format!("{MARK}{subject} -->");
    let (before, after) = page.split_once(&ours).unwrap_or((page, ""));
    let rest = after.find(MARK).map_or("", |at| &after[at..]);
    let (before, section) = (before.trim_end(), section.trim());
    format!("{before}\n\n{ours}\n\n{section}\n\n{rest}")
        .trim_end()
        .to_owned()
        + "\n"
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the length of a bar"
)]
fn to_count(length: f64) -> usize {
    length.round() as usize
}

/// Processor, cores and memory, in words.
pub(crate) fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split(':').nth(1));
        value.map_or("unknown".to_owned(), |value| value.trim().to_owned())
    };
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let (model, memory) = (field(&cpu, "model name"), field(&memory, "MemTotal"));
    let kernel = read("/proc/sys/kernel/osrelease");
    format!(
        "{model}, {cores} cores, {memory} memory, Linux {}; load when it ended {load}",
        kernel.trim()
    )
}
