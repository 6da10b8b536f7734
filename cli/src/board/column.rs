//! One cohort: its code, size and points, what it would cost, its mix, and who is in it.

use super::{
    grid::{self, HEAD},
    state::{Board, Mode},
    words,
};
use crate::{
    client::api::types::{OtherCohort, PlannedPerson},
    table::clean,
    text::{Lang, text},
};
use ratatui::{
    layout::Rect,
    style::{Color, Modifier, Style},
    text::Line,
};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

pub(super) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
pub(super) const CURSOR: Style = Style::new().add_modifier(Modifier::REVERSED);

/// Styles; without colour only bold and reversed. Everything is told by signs as well.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) colour: bool,
}

impl Look {
    pub(super) fn of(self, colour: Color) -> Style {
        if self.colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }
}

pub(super) fn lines(board: &Board, at: usize, area: Rect, look: Look) -> Vec<Line<'static>> {
    let Some(cohort) = board.plan.cohorts.get(at) else {
        return Vec::new();
    };
    let width = usize::from(area.width);
    let members = board.members(at);
    let (code, count, points) = (&cohort.code, members.len(), cohort.points);
    let targeted = matches!(board.mode, Mode::Move { to, .. } if to == at);
    let sign = if targeted { '>' } else { ' ' };
    let head = text!(
        "{sign}{code}  {count} pers  {points} p",
        "{sign}{code}  {count} ppl  {points} pts"
    );
    let cost = board.cost(cohort).map(|other| price(board.lang, other));
    let (said, style) = match &cost {
        Some((said, colour)) => (said.as_str(), look.of(*colour).add_modifier(Modifier::BOLD)),
        None => ("", BOLD),
    };
    let style = if targeted { CURSOR } else { style };
    let mix = words::mix(&cohort.mix, board.lang, width.saturating_sub(1));
    let mut lines = vec![
        Line::styled(beside(head.get(board.lang), said, width), style),
        Line::raw(format!(" {mix}")),
    ];
    let room = usize::from(area.height).saturating_sub(usize::from(HEAD));
    let here = at == board.cohort;
    let from = if here {
        grid::offset(board.person, members.len(), room)
    } else {
        0
    };
    let shown = members.iter().enumerate().skip(from).take(room);
    lines.extend(shown.map(|(place, member)| {
        let chosen = here && place == board.person;
        let first = matches!(board.mode, Mode::Swap { person } if person == member.person);
        person(member, chosen, first, width)
    }));
    // Who is below the edge is said to be there.
    let hidden = members.len().saturating_sub(from + room);
    if hidden > 0
        && let Some(last) = lines.last_mut()
        && !(here && board.person + 1 == from + room)
    {
        let hidden = hidden + 1;
        let more = text!("  … {hidden} till", "  … {hidden} more");
        *last = Line::raw(more.get(board.lang).to_owned());
    }
    lines
}

/// What another cohort would cost, in short.
pub(super) fn price(lang: Lang, other: &OtherCohort) -> (String, Color) {
    if !other.breaks.is_empty() {
        return (lang.pick("regel", "rule").to_owned(), Color::Red);
    }
    match other.points {
        0 => ("±0".to_owned(), Color::Reset),
        worse @ 1.. => (format!("+{worse}"), Color::Red),
        better => (better.to_string(), Color::Green),
    }
}

fn person(member: &PlannedPerson, chosen: bool, first: bool, width: usize) -> Line<'static> {
    let sign = match (chosen, first) {
        (true, _) => '>',
        (false, true) => '*',
        (false, false) => ' ',
    };
    let mut marks = String::new();
    if member.locked {
        marks.push('L');
    }
    if let Some(from) = &member.moved_from {
        marks += &format!("<{}", clean(from));
    }
    let name = format!("{sign}{}", clean(&member.name));
    let style = if chosen { CURSOR } else { Style::new() };
    Line::styled(beside(&name, &marks, width), style)
}

/// Something to the left, cut where it must be, and something to the right.
fn beside(left: &str, right: &str, width: usize) -> String {
    let gap = usize::from(!right.is_empty());
    let room = width.saturating_sub(right.width() + gap);
    let mut cut = String::new();
    for letter in left.chars() {
        if cut.width() + letter.width().unwrap_or(0) > room {
            cut.pop();
            cut.push('…');
            break;
        }
        cut.push(letter);
    }
    let pad = width.saturating_sub(cut.width() + right.width());
    format!("{cut}{}{right}", " ".repeat(pad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_marks_are_not() {
        assert_eq!(beside("Åsa", "L<G02", 12), "Åsa    L<G02");
        assert_eq!(beside("Per-Åke Gustavsson", "L<G02", 14), "Per-Åke… L<G02");
        assert_eq!(beside("Anna", "", 6), "Anna  ");
    }

    #[test]
    fn a_price_is_told_by_its_sign() {
        let other = |points, breaks: &[&str]| OtherCohort {
            breaks: breaks.iter().map(ToString::to_string).collect(),
            code: "G02".to_owned(),
            criteria: std::collections::BTreeMap::default(),
            explanation: String::new(),
            points,
        };
        let price = |points, breaks| price(Lang::Sv, &other(points, breaks)).0;
        assert_eq!(price(5, &[]), "+5");
        assert_eq!(price(-3, &[]), "-3");
        assert_eq!(price(0, &[]), "±0");
        assert_eq!(price(5, &["x"]), "regel");
    }
}
