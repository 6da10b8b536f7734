//! The last change by hand that a board's address tells of, and the form that takes it back.

use super::{asked, board_of};
use crate::{texts::Texts, usecase::cohorts::PlanView};
use poem::Request;
use samverkan_domain::id::PersonId;

pub(super) struct Undo {
    pub(super) action: String,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) words: String,
    pub(super) button: &'static str,
}

/// What was moved before this page, if the address says so of somebody in the plan.
pub(super) fn of(t: Texts, view: &PlanView, request: &Request) -> Option<Undo> {
    let who = |field| asked(request, field)?.parse().ok().map(PersonId);
    let person = who("vem")?;
    let placed = |person| {
        let mut people = view.content.plan.people.iter();
        people.find(|one| one.person == person)
    };
    let now = placed(person)?;
    let here = board_of(view.id);
    let vem = ("vem", person.to_string());
    if let Some(with) = who("med") {
        let other = placed(with).filter(|other| other.code != now.code)?;
        let (name, other_name) = (view.names.of(person), view.names.of(with));
        return Some(Undo {
            action: format!("{here}/byt"),
            fields: vec![vem, ("med", with.to_string())],
            words: t.board_swapped(&other.code, name, other_name, &now.code),
            button: t.board_undo_swap(),
        });
    }
    let from = asked(request, "fran")?;
    let known = view.content.plan.cohorts.iter().any(|c| c.code == from);
    (known && now.code != from).then(|| Undo {
        words: t.board_moved(&from, view.names.of(person), &now.code),
        action: format!("{here}/flytta"),
        fields: vec![vem, ("till", from)],
        button: t.board_undo_move(),
    })
}
