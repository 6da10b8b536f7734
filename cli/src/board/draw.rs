//! Draws a board: what is wrong first, the cohorts side by side, then whom it is about and the keys.

use super::{
    column::{self, BOLD, CURSOR, Look},
    grid::{self, Grid},
    state::{Board, Mode},
    words,
};
use crate::{
    table::clean,
    text::{text, word},
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Style},
    text::Line,
    widgets::{Paragraph, Wrap},
};
use unicode_width::UnicodeWidthStr as _;

/// Problems shown above the cohorts.
const FEW: usize = 3;

pub(super) fn draw(frame: &mut Frame<'_>, board: &Board, colour: bool) {
    let look = Look { colour };
    let problems = board.problems();
    let few = u16::try_from(problems.len().clamp(1, FEW)).unwrap_or(1);
    let wide = usize::from(frame.area().width.max(1));
    let legend = words::legend(board);
    let legend_lines = if legend.width() > wide { 2 } else { 1 };
    let [title, score, wrong, explains, cohorts, about, said, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(few + 1),
        Constraint::Length(legend_lines),
        Constraint::Min(grid::HEAD + 1),
        Constraint::Length(3),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    self::title(frame, title, board);
    let said_score = words::score(board);
    let quality = clean(&board.plan.quality);
    line(
        frame,
        score,
        &format!("{} · {quality}", said_score.get(board.lang)),
        BOLD,
    );
    match board.mode {
        Mode::Help => {
            let all = words::help();
            let all = all.iter().map(|text| text.get(board.lang).to_owned());
            page(frame, below(score, said), all.collect());
        }
        Mode::Problems { from } => {
            page(
                frame,
                below(score, said),
                problems.into_iter().skip(from).collect(),
            );
        }
        _ => {
            self::problems(frame, wrong, board, &problems, look);
            paragraph(frame, explains, legend, Style::new());
            columns(frame, cohorts, board, look);
            paragraph(frame, about, self::about(board), Style::new());
        }
    }
    let waiting = words::waiting(board).map(|text| text.get(board.lang).to_owned());
    let remark = waiting.or_else(|| board.said.clone()).unwrap_or_default();
    line(frame, said, &remark, BOLD);
    line(frame, keys, words::keys(board).get(board.lang), CURSOR);
}

/// All between two lines.
fn below(above: Rect, under: Rect) -> Rect {
    Rect {
        y: above.bottom(),
        height: under.y.saturating_sub(above.bottom()),
        ..above
    }
}

fn line(frame: &mut Frame<'_>, area: Rect, words: &str, style: Style) {
    frame.render_widget(Line::styled(clean(words), style), area);
}

fn paragraph(frame: &mut Frame<'_>, area: Rect, words: String, style: Style) {
    let shown = Paragraph::new(clean(&words)).style(style);
    frame.render_widget(shown.wrap(Wrap { trim: true }), area);
}

fn page(frame: &mut Frame<'_>, area: Rect, lines: Vec<String>) {
    let lines: Vec<Line<'_>> = lines.iter().map(|one| Line::raw(clean(one))).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
}

fn title(frame: &mut Frame<'_>, area: Rect, board: &Board) {
    let state = word(board.lang, &board.plan.state);
    let words = format!("{} · {} · {state}", board.offering, board.plan.set_name);
    line(frame, area, &words, BOLD);
}

fn problems(frame: &mut Frame<'_>, area: Rect, board: &Board, all: &[String], look: Look) {
    let lang = board.lang;
    let count = all.len();
    let head = if all.is_empty() {
        text!("Allt blev som önskat.", "All is as wished.")
    } else {
        text!(
            "Det som inte blev som önskat ({count}):",
            "Not as wished ({count}):"
        )
    };
    let mut lines = vec![Line::styled(
        head.get(lang).to_owned(),
        look.of(Color::Yellow),
    )];
    let more = count.saturating_sub(FEW);
    let shown = if more > 0 { FEW - 1 } else { FEW };
    lines.extend(
        all.iter()
            .take(shown)
            .map(|one| Line::raw(format!("! {}", clean(one)))),
    );
    if more > 0 {
        let more = count - shown;
        let words = text!("  … {more} till: p", "  … {more} more: p");
        lines.push(Line::raw(words.get(lang).to_owned()));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn columns(frame: &mut Frame<'_>, area: Rect, board: &Board, look: Look) {
    let all = board.plan.cohorts.len();
    let largest = (0..all)
        .map(|at| board.members(at).len())
        .max()
        .unwrap_or(0);
    let at = match board.mode {
        Mode::Move { to, .. } => to,
        _ => board.cohort,
    };
    let Grid { first, cells } = grid::grid(area, all, largest, at);
    let (from, to) = (first + 1, first + cells.len());
    for (number, cell) in cells.iter().enumerate() {
        let shown = column::lines(board, first + number, *cell, look);
        frame.render_widget(Paragraph::new(shown), *cell);
    }
    if cells.len() < all {
        let words = text!("grupp {from}–{to} av {all}", "cohorts {from}–{to} of {all}");
        let words = words.get(board.lang);
        let width = u16::try_from(words.width()).unwrap_or(0).min(area.width);
        let right = Rect {
            x: area.right() - width,
            y: area.bottom().saturating_sub(1),
            width,
            height: 1,
        };
        line(frame, right, words, Style::new());
    }
}

/// What the chosen person's cohort, or the cohort they may be moved to, is to them.
fn about(board: &Board) -> String {
    let lang = board.lang;
    let held_back = text!("förklaras inte här", "not explained here");
    let held_back = held_back.get(lang);
    match board.mode {
        Mode::Move { person, to } => {
            let (Some(cohort), Some(who)) = (board.plan.cohorts.get(to), board.find(person)) else {
                return String::new();
            };
            let (name, from, to) = (&who.name, &who.cohort, &cohort.code);
            let head = text!("{name}, {from} → {to}", "{name}, {from} → {to}");
            let head = head.get(lang).to_owned();
            match board.cost(cohort) {
                Some(other) => {
                    let points = column::price(lang, other);
                    format!("{head}: {} {}", points.0, other.explanation)
                }
                None if board.known(person).is_some() => format!("{head}: {held_back}"),
                None => head,
            }
        }
        Mode::Swap { person } => {
            let names = (board.find(person), board.chosen());
            let (Some(one), Some(other)) = names else {
                return String::new();
            };
            let (name, from) = (&one.name, &one.cohort);
            let (with, to) = (&other.name, &other.cohort);
            let words = text!(
                "{name} ({from}) byter plats med {with} ({to})",
                "{name} ({from}) changes places with {with} ({to})"
            );
            words.get(lang).to_owned()
        }
        Mode::Commit => {
            let ask = text!("Fastställa?", "Commit?");
            format!("{} {}", board.consequences().get(lang), ask.get(lang))
        }
        _ => board.chosen().map_or_else(String::new, |who| {
            let why = who.explanation.as_deref().unwrap_or(held_back);
            format!("{}: {why}", who.name)
        }),
    }
}
