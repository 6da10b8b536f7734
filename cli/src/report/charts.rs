//! The charts of a plan, and the bars that other charts are made of too.

use super::{
    Drawn, Report,
    style::PATTERNS,
    svg::{Anchor, Drawing},
};

const WIDTH: i64 = 900;
/// Room for the codes, left, and for the numbers, right (pixels).
const LEFT: i64 = 110;
const RIGHT: i64 = 150;
const ROW: i64 = 30;
const BAR: i64 = 22;
pub(super) const LEGEND: i64 = 44;
/// Narrowest box in which a number fits.
const NUMBER: i64 = 16;

/// How many pixels so many people take up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) pixels: i64,
    pub(super) people: i64,
}

impl Scale {
    fn of(self, people: i64) -> i64 {
        people * self.pixels / self.people.max(1)
    }
}

/// Whole pixels a person.
fn scale<'a>(cohorts: impl IntoIterator<Item = &'a Drawn>) -> Scale {
    let largest = cohorts.into_iter().map(|cohort| cohort.size).max();
    Scale {
        pixels: ((WIDTH - LEFT - RIGHT) / largest.unwrap_or(1).max(1)).clamp(1, 60),
        people: 1,
    }
}

/// What the boxes of bars are, in the order in which they are drawn.
pub(super) fn legend(drawing: &mut Drawing, names: &[String]) {
    let mut x = 8;
    for (part, name) in names.iter().enumerate() {
        if part < PATTERNS.len() {
            drawing.family((x, 10), (18, 18), part);
        } else {
            drawing.rect((x, 10), (18, 18), "paper edge");
        }
        drawing.text(x + 26, 24, Anchor::Start, "small", name);
        let letters = i64::try_from(name.chars().count()).unwrap_or(20);
        x += 26 + letters * 7 + 24;
    }
}

/// Boxes side by side, with their numbers; gives where they end. Those that have no pattern are of
/// no known profession.
pub(super) fn stacked(
    drawing: &mut Drawing,
    (left, y): (i64, i64),
    height: i64,
    scale: Scale,
    counts: &[i64],
) -> i64 {
    let (mut x, mut people) = (left, 0);
    for (part, &count) in counts.iter().enumerate() {
        if count <= 0 {
            continue;
        }
        people += count;
        let width = left + scale.of(people) - x;
        if part < PATTERNS.len() {
            drawing.family((x, y), (width, height), part);
        } else {
            drawing.rect((x, y), (width, height), "paper edge");
        }
        if width >= NUMBER {
            let middle = x + width / 2;
            drawing.rect((middle - 8, y + height / 2 - 8), (16, 16), "plate");
            let text = count.to_string();
            drawing.text(
                middle,
                y + height / 2 + 5,
                Anchor::Middle,
                "small strong",
                &text,
            );
        }
        x += width;
    }
    x
}

/// The families of a cohort, and who has no known profession.
fn parts(cohort: &Drawn) -> Vec<i64> {
    let rest = cohort.size - cohort.mix.iter().sum::<i64>();
    cohort.mix.into_iter().chain([rest]).collect()
}

/// One bar a cohort, one box a family.
pub(super) fn mix(report: &Report, title: &str) -> String {
    let rows = i64::try_from(report.cohorts.len()).unwrap_or(0);
    let mut drawing = Drawing::new("mix", WIDTH, LEGEND + rows * ROW + 8);
    legend(&mut drawing, &report.families());
    let scale = scale(&report.cohorts);
    let mut y = LEGEND;
    for cohort in &report.cohorts {
        drawing.text(LEFT - 10, y + 16, Anchor::End, "strong", &cohort.code);
        let end = stacked(&mut drawing, (LEFT, y), BAR, scale, &parts(cohort));
        let people = report.say("pers", "people");
        let points = report.say("poäng", "points");
        let said = format!("{} {people}, {} {points}", cohort.size, cohort.points);
        drawing.text(end + 10, y + 16, Anchor::Start, "small", &said);
        y += ROW;
    }
    let description = report.say(
        "En stapel för varje grupp, de med flest anmärkningar först. Rutorna i stapeln är \
         yrkesfamiljer, med antal. Samma siffror står i tabellen under.",
        "One bar a cohort, those with most to remark first. The boxes of a bar are profession \
         families, with numbers. The same figures are in the table below.",
    );
    drawing.finish(title, description)
}

/// Two bars a cohort that changes.
pub(super) fn before_after(report: &Report, title: &str) -> String {
    let changed = report.changed();
    let rows = i64::try_from(changed.len()).unwrap_or(0);
    let mut drawing = Drawing::new("change", WIDTH, LEGEND + rows * 2 * ROW + 8);
    legend(&mut drawing, &report.families());
    let scale = scale(report.cohorts.iter().chain(&report.before));
    let mut y = LEGEND;
    for (before, after) in changed {
        let code = before.or(after).map_or("", |cohort| cohort.code.as_str());
        drawing.text(LEFT - 64, y + 28, Anchor::End, "strong", code);
        for (cohort, when) in [
            (before, report.say("före", "before")),
            (after, report.say("efter", "after")),
        ] {
            drawing.text(LEFT - 10, y + 15, Anchor::End, "small", when);
            match cohort {
                Some(cohort) => {
                    let end = stacked(&mut drawing, (LEFT, y), BAR - 2, scale, &parts(cohort));
                    let size = cohort.size.to_string();
                    drawing.text(end + 10, y + 15, Anchor::Start, "small", &size);
                }
                None => {
                    let none = report.say("finns inte", "is not there");
                    drawing.text(LEFT, y + 15, Anchor::Start, "small", none);
                }
            }
            y += BAR + 2;
        }
        y += 2 * ROW - 2 * (BAR + 2);
    }
    let description = report.say(
        "Två staplar för varje grupp som ändras: före och efter. Samma siffror står i tabellen \
         under.",
        "Two bars for each cohort that changes: before and after. The same figures are in the \
         table below.",
    );
    drawing.finish(title, description)
}

/// Score by number of moves.
pub(super) fn curve(report: &Report, title: &str) -> String {
    let (height, bottom, top) = (360, 300, 30);
    let mut drawing = Drawing::new("curve", WIDTH, height);
    let points = &report.frontier;
    let most_moves = points.iter().map(|p| p.moves).max().unwrap_or(1).max(1);
    let worst = points.iter().map(|p| p.score).max().unwrap_or(1).max(1);
    let place = |moves: i64, score: i64| {
        let x = LEFT + moves * (WIDTH - LEFT - 60) / most_moves;
        (x, bottom - score * (bottom - top) / worst)
    };
    for share in 0..=4 {
        let score = worst * share / 4;
        let (_, y) = place(0, score);
        drawing.line((LEFT, y), (WIDTH - 60, y), "grid");
        drawing.text(LEFT - 10, y + 5, Anchor::End, "small", &score.to_string());
    }
    drawing.line((LEFT, bottom), (WIDTH - 60, bottom), "axis");
    for pair in points.windows(2) {
        // A step: fewer moves than the next point cannot do better than the last.
        let (from, to) = (
            place(pair[0].moves, pair[0].score),
            place(pair[1].moves, pair[1].score),
        );
        drawing.line(from, (to.0, from.1), "curve");
        drawing.line((to.0, from.1), to, "curve");
    }
    // Labels stand at least so far apart that they can be read.
    let mut free_from = 0;
    for point in points {
        let at = place(point.moves, point.score);
        drawing.dot(at);
        if at.0 >= free_from {
            free_from = at.0 + 34;
            let (moves, score) = (point.moves.to_string(), point.score.to_string());
            drawing.text(at.0, bottom + 20, Anchor::Middle, "small", &moves);
            drawing.text(at.0 + 8, at.1 - 9, Anchor::Start, "small strong", &score);
        }
    }
    let axis = report.say("antal som byter grupp", "people who change cohort");
    drawing.text(
        (LEFT + WIDTH - 60) / 2,
        bottom + 44,
        Anchor::Middle,
        "",
        axis,
    );
    drawing.text(LEFT - 10, 18, Anchor::End, "", report.say("poäng", "score"));
    let description = report.say(
        "En trappa nedåt: ju fler som byter grupp, desto färre poäng, och färre är bättre. Samma \
         siffror står i tabellen under.",
        "A stair downwards: the more people change cohort, the fewer points, and fewer is better. \
         The same figures are in the table below.",
    );
    drawing.finish(title, description)
}

/// One bar a cohort with clashes.
pub(super) fn bars(report: &Report, title: &str) -> String {
    let some: Vec<_> = report.cohorts.iter().filter(|c| c.clashes > 0).collect();
    let rows = i64::try_from(some.len()).unwrap_or(0);
    let mut drawing = Drawing::new("clashes", WIDTH, rows * ROW + 16);
    let most = some.iter().map(|cohort| cohort.clashes).max().unwrap_or(1);
    let scale = ((WIDTH - LEFT - 60) / most.max(1)).clamp(1, 40);
    let mut y = 8;
    for cohort in some {
        drawing.text(LEFT - 10, y + 16, Anchor::End, "strong", &cohort.code);
        let width = cohort.clashes * scale;
        drawing.rect((LEFT, y), (width, BAR), "bar");
        let number = cohort.clashes.to_string();
        drawing.text(
            LEFT + width + 10,
            y + 16,
            Anchor::Start,
            "small strong",
            &number,
        );
        y += ROW;
    }
    let description = report.say(
        "En stapel för varje grupp med krockar. Samma siffror står i tabellen under.",
        "One bar for each cohort with clashes. The same figures are in the table below.",
    );
    drawing.finish(title, description)
}
