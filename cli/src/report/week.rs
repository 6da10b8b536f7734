//! The week as a picture: how many cannot come, hour by hour.

use super::{
    Chart,
    page::{document, section},
    svg::{Anchor, Drawing, escaped},
};
use crate::text::{Lang, word};
use std::fmt::Write as _;

/// An hour of a weekday over all the weeks asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hour {
    /// As the API names it.
    pub(crate) weekday: String,
    /// `13:00`.
    pub(crate) start: String,
    /// Share of the people who cannot come, on average (0–100).
    pub(crate) percent: i64,
    /// Most people in any one week.
    pub(crate) worst: i64,
    pub(crate) free_weeks: i64,
}

/// The hours of a week, by start and then weekday.
#[derive(Debug, Clone)]
pub(crate) struct Week {
    pub(crate) lang: Lang,
    /// Of whom: an offering, a cohort.
    pub(crate) of: String,
    pub(crate) people: i64,
    pub(crate) hours: Vec<Hour>,
}

/// Pixels of a cell, and of the margins where the days and hours stand.
const CELL: (i64, i64) = (92, 26);
const MARGIN: (i64, i64) = (64, 34);

impl Week {
    /// The weekdays in order, as the API names them.
    fn days(&self) -> Vec<&str> {
        let mut days: Vec<&str> = Vec::new();
        for hour in &self.hours {
            if !days.contains(&&*hour.weekday) {
                days.push(&hour.weekday);
            }
        }
        days
    }

    /// Each hour with its cells in the order of the days.
    fn rows(&self) -> Vec<(&str, Vec<&Hour>)> {
        let mut rows: Vec<(&str, Vec<&Hour>)> = Vec::new();
        for hour in &self.hours {
            match rows.last_mut() {
                Some((start, cells)) if *start == hour.start => cells.push(hour),
                _ => rows.push((&hour.start, vec![hour])),
            }
        }
        rows
    }

    fn title(&self) -> String {
        self.lang.pick(
            format!("Andel som inte kan komma, timme för timme: {}", self.of),
            format!("Share who cannot come, hour by hour: {}", self.of),
        )
    }

    /// For the terminal: shade and number, so that it needs no colour.
    pub(crate) fn lines(&self) -> Vec<String> {
        let day = |day: &str| word(self.lang, day).chars().take(3).collect::<String>();
        let days: Vec<String> = self.days().into_iter().map(day).collect();
        let mut lines = vec![format!("       {}", days.join("      "))];
        for (start, cells) in self.rows() {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| format!("{} {:>3} %", shade(cell.percent), cell.percent))
                .collect();
            lines.push(format!("{start}  {}", cells.join("  ")));
        }
        lines
    }

    /// A bar in each cell, as wide as the share, and the number beside it.
    pub(crate) fn svg(&self) -> String {
        let (days, rows) = (self.days(), self.rows());
        let size = |n: usize, pixels: i64| i64::try_from(n).unwrap_or(0) * pixels;
        let width = MARGIN.0 + size(days.len(), CELL.0) + 8;
        let height = MARGIN.1 + size(rows.len(), CELL.1) + 8;
        let mut drawing = Drawing::new("week", width, height);
        for (n, day) in days.iter().enumerate() {
            let x = MARGIN.0 + size(n, CELL.0) + CELL.0 / 2;
            drawing.text(x, 22, Anchor::Middle, "strong", &word(self.lang, *day));
        }
        for (n, (start, cells)) in rows.iter().enumerate() {
            let y = MARGIN.1 + size(n, CELL.1);
            drawing.text(MARGIN.0 - 8, y + 18, Anchor::End, "small", start);
            for (n, cell) in cells.iter().enumerate() {
                let x = MARGIN.0 + size(n, CELL.0);
                drawing.rect((x, y), CELL, "paper edge");
                let wide = (CELL.0 - 4) * cell.percent.clamp(0, 100) / 100;
                if wide > 0 {
                    drawing.rect((x + 2, y + 2), (wide, CELL.1 - 4), "bar");
                }
                let share = format!("{} %", cell.percent);
                drawing.text(x + CELL.0 / 2, y + 18, Anchor::Middle, "small", &share);
            }
        }
        let description = self.lang.pick(
            format!("{} personer. Talen står i tabellen.", self.people),
            format!("{} people. The numbers are in the table.", self.people),
        );
        drawing.finish(&self.title(), &description)
    }

    fn chart(&self) -> Chart {
        let say = |sv: &str, en: &str| self.lang.pick(sv, en).to_owned();
        let cell = |hour: &Hour| {
            vec![
                format!("{} {}", word(self.lang, &hour.weekday), hour.start),
                format!("{} %", hour.percent),
                hour.worst.to_string(),
                hour.free_weeks.to_string(),
            ]
        };
        Chart {
            name: "week".into(),
            title: self.title(),
            svg: self.svg(),
            header: vec![
                say("Timme", "Hour"),
                say("Kan inte", "Cannot"),
                say("Flest en vecka", "Most in a week"),
                say("Veckor då alla kan", "Weeks when all can"),
            ],
            rows: self.hours.iter().map(cell).collect(),
        }
    }
}

/// Pictures of several weeks, and what was found, as one page that needs nothing else.
pub(crate) fn page(lang: Lang, offering: &str, found: &[String], weeks: &[Week]) -> String {
    let title = escaped(&lang.pick(
        format!("Mötestider: {offering}"),
        format!("Meeting times: {offering}"),
    ));
    let mut body = format!("<h1>{title}</h1>\n<ul>\n");
    for line in found {
        let _ = writeln!(body, "<li>{}</li>", escaped(line));
    }
    body += "</ul>\n";
    for week in weeks {
        section(&mut body, &week.chart());
    }
    document(lang.tag(), &title, &body)
}

/// A share as a shade: none, up to a quarter, a half, three quarters, more.
fn shade(percent: i64) -> &'static str {
    match percent {
        0 => "·",
        1..=25 => "░",
        26..=50 => "▒",
        51..=75 => "▓",
        _ => "█",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week() -> Week {
        let hour = |weekday: &str, start: &str, percent| Hour {
            weekday: weekday.to_owned(),
            start: start.to_owned(),
            percent,
            worst: 3,
            free_weeks: 1,
        };
        Week {
            lang: Lang::Sv,
            of: "A <b>".to_owned(),
            people: 12,
            hours: vec![
                hour("monday", "08:00", 0),
                hour("tuesday", "08:00", 25),
                hour("monday", "09:00", 60),
                hour("tuesday", "09:00", 100),
            ],
        }
    }

    #[test]
    fn the_terminal_shows_every_hour_without_colour() {
        let lines = week().lines();
        assert_eq!(
            lines,
            [
                "       mån      tis",
                "08:00  ·   0 %  ░  25 %",
                "09:00  ▓  60 %  █ 100 %"
            ]
        );
    }

    #[test]
    fn the_picture_has_its_numbers_in_a_table() {
        let page = page(Lang::Sv, "X", &["a & b".to_owned()], &[week()]);
        assert!(page.contains("<td>60 %</td>") && page.contains("a &amp; b"));
        assert!(!page.contains("A <b>"));
        // A frame each, and a bar in each but the empty one.
        let svg = week().svg();
        assert_eq!(svg.matches("class=\"paper edge\"").count(), 4);
        assert_eq!(svg.matches("class=\"bar\"").count(), 3);
    }
}
