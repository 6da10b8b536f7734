//! The board as it is drawn, at several sizes, in both languages.

use super::{super::draw::draw, board, costs, press};
use crate::{
    board::state::{Board, Key},
    text::Lang,
};
use ratatui::{Terminal, backend::TestBackend, style::Color};

fn drawn(board: &Board, (width, height): (u16, u16), colour: bool) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a backend");
    terminal
        .draw(|frame| draw(frame, board, colour))
        .expect("drawn");
    terminal
}

/// What stands on the screen.
fn picture(board: &Board, size: (u16, u16)) -> String {
    drawn(board, size, false).backend().to_string()
}

macro_rules! assert_picture {
    ($name:literal, $board:expr, $size:expr) => {{
        let shown = picture($board, $size);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!(concat!("board_", $name), shown); });
    }};
}

#[test]
fn a_usual_terminal() {
    assert_picture!("usual", &board(), (80, 24));
}

#[test]
fn costs_stand_at_every_other_cohort() {
    let mut board = board();
    press(&mut board, &[Key::Enter]);
    board.on(costs(1));
    press(&mut board, &[Key::Right]);
    assert_picture!("costs", &board, (110, 24));
}

#[test]
fn a_narrow_one_shows_one_cohort_at_a_time() {
    let mut board = board();
    press(&mut board, &[Key::Right]);
    assert_picture!("narrow", &board, (40, 20));
}

#[test]
fn help_and_problems_and_the_question() {
    let mut board = board();
    board.lang = Lang::En;
    press(&mut board, &[Key::Letter('?')]);
    assert_picture!("help", &board, (80, 24));
    press(&mut board, &[Key::Back, Key::Letter('p')]);
    assert_picture!("problems", &board, (80, 12));
    press(&mut board, &[Key::Back, Key::Letter('c')]);
    assert_picture!("question", &board, (80, 24));
}

#[test]
fn no_terminal_is_too_small_to_draw_on() {
    for width in [1, 5, 19, 30] {
        for height in [1, 3, 8] {
            drawn(&board(), (width, height), true);
        }
    }
}

#[test]
fn colour_is_only_used_where_it_may_be_and_never_alone() {
    let mut board = board();
    press(&mut board, &[Key::Enter]);
    board.on(costs(1));
    let colours = |colour| {
        let terminal = drawn(&board, (110, 24), colour);
        let cells = terminal.backend().buffer().content().iter();
        cells
            .filter(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
            .count()
    };
    assert_eq!(colours(false), 0);
    assert!(colours(true) > 0);
    let letters = |colour| drawn(&board, (110, 24), colour).backend().to_string();
    assert_eq!(letters(false), letters(true), "the same letters and signs");
}

#[test]
fn what_names_hold_cannot_steer_the_terminal() {
    let mut board = board();
    for person in &mut board.plan.people {
        person.name = "\u{1b}[2JAnna\n\r".to_owned();
    }
    let shown = picture(&board, (80, 24));
    assert!(!shown.contains('\u{1b}') && !shown.contains('\r'));
}
