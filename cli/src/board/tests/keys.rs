//! Keys and answers: what the board becomes, and what it wants done.

use super::{
    super::state::{Answer, Busy, Change, Effect, Event, Fault, Key, Mode, What},
    after, board, costs, done, id, moved, plan, press,
};

fn change(what: What, undoing: bool, revision: i64) -> Option<Effect> {
    Some(Effect::Change(Change { what, undoing }, revision))
}

#[test]
fn arrows_walk_and_stay_on_the_board() {
    let mut board = board();
    assert_eq!(board.plan.cohorts[0].code, "G01", "in order");
    press(&mut board, &[Key::Left, Key::Up]);
    assert_eq!((board.cohort, board.person), (0, 0));
    press(&mut board, &[Key::Last, Key::Down]);
    assert_eq!(board.chosen().map(|one| one.person), Some(id(3)));
    press(&mut board, &[Key::Right]);
    assert_eq!(
        (board.cohort, board.person),
        (1, 1),
        "the second is the last there"
    );
    press(&mut board, &[Key::Right; 9]);
    assert_eq!((board.cohort, board.person), (3, 0));
}

#[test]
fn a_move_asks_for_the_costs_then_carries_the_revision_seen() {
    let mut board = board();
    assert_eq!(press(&mut board, &[Key::Enter]), Some(Effect::Costs(id(1))));
    // Nothing is moved while the costs are on their way.
    assert_eq!(press(&mut board, &[Key::Enter]), None);
    assert_eq!(board.on(costs(1)), None);
    let cost = board.cost(&board.plan.cohorts[1]).map(|other| other.points);
    assert_eq!(cost, Some(-3));
    // Around the end, never to where they are.
    press(&mut board, &[Key::Left]);
    assert_eq!(
        board.mode,
        Mode::Move {
            person: id(1),
            to: 3
        }
    );
    press(&mut board, &[Key::Right]);
    assert_eq!(
        board.mode,
        Mode::Move {
            person: id(1),
            to: 1
        }
    );
    assert_eq!(
        press(&mut board, &[Key::Enter]),
        change(moved(1, "G02"), false, 3)
    );
    // Nothing else is written before the answer.
    assert_eq!(press(&mut board, &[Key::Letter('l')]), None);
}

#[test]
fn the_score_is_live_and_undo_takes_the_last_back() {
    let mut board = board();
    let plan = after(&board, 1, "G02", 9);
    board.on(done(moved(1, "G02"), false, plan, -3));
    assert_eq!(board.plan.score.soft, 9);
    assert_eq!(
        board.said.as_deref(),
        Some("Anna Ek är flyttad från G01 till G02 (-3)")
    );
    // The cursor has gone along.
    assert_eq!(board.chosen().map(|one| one.person), Some(id(1)));
    let lock = What::Lock {
        person: id(1),
        locked: true,
    };
    assert_eq!(
        press(&mut board, &[Key::Letter('l')]),
        change(lock.clone(), false, 4)
    );
    let mut plan = board.plan.clone();
    plan.revision = 5;
    board.on(done(lock, false, plan, 0));
    let unlock = What::Lock {
        person: id(1),
        locked: false,
    };
    assert_eq!(
        press(&mut board, &[Key::Letter('u')]),
        change(unlock.clone(), true, 5)
    );
    let mut plan = board.plan.clone();
    plan.revision = 6;
    board.on(done(unlock, true, plan, 0));
    assert_eq!(
        press(&mut board, &[Key::Letter('u')]),
        change(moved(1, "G01"), true, 6)
    );
    let plan = after(&board, 1, "G01", 12);
    board.on(done(moved(1, "G01"), true, plan, 3));
    assert_eq!(
        board.said.as_deref(),
        Some("Ångrat: Anna Ek är flyttad från G02 till G01 (+3)")
    );
    assert_eq!(press(&mut board, &[Key::Letter('u')]), None);
    assert_eq!(board.said.as_deref(), Some("Här är inget att ångra"));
}

#[test]
fn two_change_places_but_not_within_a_cohort() {
    let mut board = board();
    press(&mut board, &[Key::Letter('s'), Key::Down]);
    assert_eq!(press(&mut board, &[Key::Enter]), None);
    assert!(
        board
            .said
            .as_deref()
            .is_some_and(|said| said.contains("samma grupp"))
    );
    let swap = What::Swap {
        person: id(1),
        with: id(4),
    };
    assert_eq!(
        press(&mut board, &[Key::Right, Key::Up, Key::Enter]),
        change(swap, false, 3)
    );
    // Back leads to whom it began with.
    let mut board = super::board();
    press(&mut board, &[Key::Letter('s'), Key::Right, Key::Back]);
    assert_eq!(board.chosen().map(|one| one.person), Some(id(1)));
}

#[test]
fn a_rule_in_the_way_changes_nothing() {
    let mut board = board();
    let unchanged = board.plan.clone();
    let answer = Answer::Changed {
        change: Change {
            what: moved(1, "G04"),
            undoing: false,
        },
        plan: Box::new(plan(3, 99)),
        points: 87,
        breaks: vec!["Hålls isär från Åsa Östman.".to_owned()],
    };
    board.on(Event::Answer(answer));
    assert_eq!(board.plan.score.soft, unchanged.score.soft);
    assert_eq!(board.undo, []);
    assert_eq!(
        board.said.as_deref(),
        Some("Det går inte: Hålls isär från Åsa Östman.")
    );
}

#[test]
fn what_others_changed_is_read_and_nothing_older_undone() {
    let mut board = board();
    let plan_moved = after(&board, 1, "G02", 9);
    board.on(done(moved(1, "G02"), false, plan_moved, -3));
    let stale = Fault {
        said: "412".to_owned(),
        changed: true,
    };
    assert_eq!(
        board.on(Event::Answer(Answer::Failed(stale))),
        Some(Effect::Read)
    );
    board.on(Event::Answer(Answer::Plan(Box::new(plan(8, 7)))));
    assert!(
        board
            .said
            .as_deref()
            .is_some_and(|said| said.starts_with("Någon annan"))
    );
    assert_eq!((board.plan.revision, board.undo.len()), (8, 0));
    // Another refusal is said, and the board stays.
    let no = Fault {
        said: "Du får inte.".to_owned(),
        changed: false,
    };
    assert_eq!(board.on(Event::Answer(Answer::Failed(no))), None);
    assert_eq!(board.said.as_deref(), Some("Du får inte."));
    // Read again with nothing changed: what was done here can still be undone.
    let plan_moved = after(&board, 1, "G02", 9);
    board.on(done(moved(1, "G02"), false, plan_moved.clone(), -3));
    assert_eq!(press(&mut board, &[Key::Letter('r')]), Some(Effect::Read));
    board.on(Event::Answer(Answer::Plan(Box::new(plan_moved))));
    assert_eq!(board.undo.len(), 1);
}

#[test]
fn a_commit_is_asked_about_and_ends_all_changes() {
    let mut board = board();
    assert_eq!(press(&mut board, &[Key::Letter('c')]), None);
    assert_eq!(press(&mut board, &[Key::Enter]), None, "only a clear yes");
    assert_eq!(board.said.as_deref(), Some("Inget är ändrat"));
    assert_eq!(
        press(&mut board, &[Key::Letter('c'), Key::Letter('j')]),
        Some(Effect::Commit(3))
    );
    let mut committed = plan(4, 12);
    committed.state = "committed".to_owned();
    board.on(Event::Answer(Answer::Committed(Box::new(committed))));
    for key in ['m', 's', 'l', 'u', 'c'] {
        assert_eq!(press(&mut board, &[Key::Letter(key)]), None, "{key}");
        assert_eq!(board.mode, Mode::Look, "{key}");
    }
}

#[test]
fn who_leaves_waits_for_what_is_being_written_unless_in_a_hurry() {
    let mut board = board();
    assert_eq!(press(&mut board, &[Key::Letter('q')]), Some(Effect::Leave));
    press(&mut board, &[Key::Letter('l')]);
    assert_eq!(board.busy, Some(Busy::Writing));
    assert_eq!(press(&mut board, &[Key::Letter('q')]), None);
    assert_eq!(press(&mut board, &[Key::Interrupt]), Some(Effect::Leave));
    let lock = What::Lock {
        person: id(1),
        locked: true,
    };
    assert_eq!(
        board.on(done(lock, false, plan(4, 12), 0)),
        Some(Effect::Leave)
    );
}

#[test]
fn who_is_explained_to_nobody_can_be_moved_all_the_same() {
    let mut board = board();
    press(&mut board, &[Key::Right, Key::Down]);
    assert_eq!(press(&mut board, &[Key::Enter]), Some(Effect::Costs(id(5))));
    board.on(costs(5));
    assert!(board.cost(&board.plan.cohorts[2]).is_none());
    assert_eq!(
        press(&mut board, &[Key::Enter]),
        change(moved(5, "G03"), false, 3)
    );
}
