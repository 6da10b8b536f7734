//! A plan as pictures: one HTML file that needs nothing else, or the same charts as SVG files.
//!
//! Everything can be read without colour (patterns and numbers), by screen readers (a title and a
//! description in every chart, a table behind it), in the dark and on paper. No names of people.

mod charts;
mod counted;
mod page;
mod style;
mod svg;
mod week;

pub(crate) use counted::{Counted, Counts, Line};
pub(crate) use page::{document, page};
pub(crate) use svg::escaped;
pub(crate) use week::{Hour, Week, page as week_page};

use crate::text::{Lang, word};
use charts::{bars, before_after, curve, mix};
use std::borrow::Cow;

/// A cohort to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) code: String,
    pub(crate) size: i64,
    pub(crate) points: i64,
    /// People per family, in the order of [`FAMILIES`].
    pub(crate) mix: [i64; 5],
    /// Meetings a week at times that members would rather avoid.
    pub(crate) clashes: i64,
    /// How many lead it.
    pub(crate) facilitators: i64,
    pub(crate) problems: Vec<String>,
}

/// A point of the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) moves: i64,
    pub(crate) score: i64,
}

/// All that a report is made of.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) lang: Lang,
    pub(crate) offering: String,
    pub(crate) set_name: String,
    pub(crate) facts: Vec<(String, String)>,
    /// Problems first.
    pub(crate) cohorts: Vec<Drawn>,
    /// The cohorts in force, where the plan would change them.
    pub(crate) before: Vec<Drawn>,
    /// Best score by number of moves, if that was asked for.
    pub(crate) frontier: Vec<Point>,
}

/// The families in the order they are drawn, as the API names them.
pub(crate) const FAMILIES: [&str; 5] = [
    "teaching",
    "special_education",
    "social_work",
    "health",
    "guidance",
];

/// A chart, what it is called, and the table behind it.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    /// Name of the file, without ending.
    pub(crate) name: Cow<'static, str>,
    pub(crate) title: String,
    pub(crate) svg: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Report {
    /// The charts there is something to draw in.
    pub(crate) fn charts(&self) -> Vec<Chart> {
        let mut charts = vec![self.mix()];
        if !self.before.is_empty() {
            charts.push(self.before_after());
        }
        if self.frontier.len() > 1 {
            charts.push(self.curve());
        }
        if self.cohorts.iter().any(|cohort| cohort.clashes > 0) {
            charts.push(self.clashes());
        }
        charts
    }

    fn say<'a>(&self, sv: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(sv, en)
    }

    fn families(&self) -> [String; 5] {
        FAMILIES.map(|family| word(self.lang, family))
    }

    fn header(&self, rest: &[&str]) -> Vec<String> {
        let first = [self.say("Grupp", "Cohort"), self.say("Antal", "People")];
        let words = first.into_iter().map(str::to_owned);
        let rest = rest.iter().map(|word| (*word).to_owned());
        words.chain(self.families()).chain(rest).collect()
    }

    fn mix(&self) -> Chart {
        let title = self.say("Yrken i varje grupp", "Professions in each cohort");
        let led = self.cohorts.iter().any(|cohort| cohort.facilitators > 0);
        let row = |cohort: &Drawn| {
            let numbers = [cohort.size].into_iter().chain(cohort.mix);
            let led = led.then_some(cohort.facilitators);
            let cells = numbers.chain([cohort.points]).chain(led);
            let cells = cells.map(|n| n.to_string());
            [cohort.code.clone()].into_iter().chain(cells).collect()
        };
        let mut last = vec![self.say("Poäng", "Score")];
        last.extend(led.then_some(self.say("Handledare", "Facilitators")));
        Chart {
            name: "blandning".into(),
            title: title.to_owned(),
            svg: mix(self, title),
            header: self.header(&last),
            rows: self.cohorts.iter().map(row).collect(),
        }
    }

    /// Cohorts whose mix differs, before and after, in the order of their codes.
    pub(super) fn changed(&self) -> Vec<(Option<&Drawn>, Option<&Drawn>)> {
        let mut codes: Vec<_> = self
            .cohorts
            .iter()
            .chain(&self.before)
            .map(|c| &c.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let find = |list: &'_ [Drawn], code: &str| list.iter().position(|c| c.code == code);
        let pairs = codes.into_iter().map(|code| {
            let before = find(&self.before, code).map(|at| &self.before[at]);
            let after = find(&self.cohorts, code).map(|at| &self.cohorts[at]);
            (before, after)
        });
        pairs
            .filter(|(a, b)| a.map(|c| c.mix) != b.map(|c| c.mix))
            .collect()
    }

    fn before_after(&self) -> Chart {
        let title = self.say("Före och efter", "Before and after");
        let mut rows = Vec::new();
        for (before, after) in self.changed() {
            for (cohort, when) in [
                (before, self.say("före", "before")),
                (after, self.say("efter", "after")),
            ] {
                let Some(cohort) = cohort else { continue };
                let numbers = [cohort.size].into_iter().chain(cohort.mix);
                let cells = numbers.map(|n| n.to_string());
                let name = format!("{} {when}", cohort.code);
                rows.push([name].into_iter().chain(cells).collect());
            }
        }
        Chart {
            name: "fore-efter".into(),
            title: title.to_owned(),
            svg: before_after(self, title),
            header: self.header(&[]),
            rows,
        }
    }

    fn curve(&self) -> Chart {
        let title = self.say(
            "Bästa poäng för varje antal flyttar",
            "Best score for each number of moves",
        );
        let row = |point: &Point| vec![point.moves.to_string(), point.score.to_string()];
        Chart {
            name: "flyttar".into(),
            title: title.to_owned(),
            svg: curve(self, title),
            header: vec![
                self.say("Flyttar", "Moves").to_owned(),
                self.say("Poäng", "Score").to_owned(),
            ],
            rows: self.frontier.iter().map(row).collect(),
        }
    }

    fn clashes(&self) -> Chart {
        let title = self.say(
            "Möten på tider som deltagare helst undviker",
            "Meetings at times that members would rather avoid",
        );
        let some = self.cohorts.iter().filter(|cohort| cohort.clashes > 0);
        let row = |cohort: &Drawn| vec![cohort.code.clone(), cohort.clashes.to_string()];
        Chart {
            name: "krockar".into(),
            title: title.to_owned(),
            svg: bars(self, title),
            header: vec![
                self.say("Grupp", "Cohort").to_owned(),
                self.say("Krockar i veckan", "Clashes a week").to_owned(),
            ],
            rows: some.map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn report() -> Report {
        let cohort = |code: &str, mix: [i64; 5], clashes| Drawn {
            code: code.to_owned(),
            size: mix.iter().sum(),
            points: 3,
            mix,
            clashes,
            facilitators: 0,
            problems: vec![format!("{code} <är> ojämn & sned.")],
        };
        let point = |moves, score| Point { moves, score };
        Report {
            lang: Lang::Sv,
            offering: "SA123A-V9001V27".to_owned(),
            set_name: "Grupper & <vänner>".to_owned(),
            facts: vec![("Poäng".to_owned(), "12".to_owned())],
            cohorts: vec![
                cohort("G02", [2, 2, 0, 1, 2], 4),
                cohort("G01", [3, 0, 2, 2, 0], 0),
            ],
            before: vec![
                cohort("G01", [3, 0, 2, 2, 0], 0),
                cohort("G03", [1, 1, 0, 0, 0], 0),
            ],
            frontier: vec![point(0, 90), point(1, 40), point(4, 12)],
        }
    }

    #[test]
    fn every_chart_says_what_it_shows_and_has_a_table_behind_it() {
        let report = report();
        let charts = report.charts();
        let names: Vec<_> = charts.iter().map(|chart| &*chart.name).collect();
        assert_eq!(names, ["blandning", "fore-efter", "flyttar", "krockar"]);
        for chart in &charts {
            assert!(chart.svg.contains("role=\"img\""), "{}", chart.name);
            assert!(chart.svg.contains("<title") && chart.svg.contains("<desc"));
            assert!(!chart.rows.is_empty());
            for row in &chart.rows {
                assert_eq!(row.len(), chart.header.len(), "{}", chart.name);
            }
        }
        let changed: Vec<_> = report.changed();
        assert_eq!(changed.len(), 2, "what stays as it is, is not drawn twice");
    }

    #[test]
    fn the_page_needs_nothing_and_nothing_in_it_is_code() {
        let html = page(&report());
        for outside in ["http://", "https://", "src=", "@import", "<script"] {
            let found = html.replace("http://www.w3.org/2000/svg", "");
            assert!(!found.contains(outside), "{outside}");
        }
        assert!(html.contains("Grupper &amp; &lt;vänner&gt;"));
        assert!(html.contains("G02 &lt;är&gt; ojämn &amp; sned."));
        assert!(html.starts_with("<!doctype html>") && html.contains("lang=\"sv\""));
        assert!(html.contains("prefers-color-scheme:dark") && html.contains("@media print"));
        // Ids are what links and labels rely on.
        let mut ids: Vec<_> = html
            .match_indices(" id=\"")
            .map(|(at, _)| html[at + 5..].split('"').next().unwrap_or_default())
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "each id once");
    }
}
