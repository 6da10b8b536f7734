//! The selection of a channel whose places are drawn: draft, review, publish.

use super::{
    laws::{self, May},
    term::Term,
    world::{Told, staff},
};
use samverkan_domain::{application::ApplicationState as S, id::SelectionId};
use samverkan_service::usecase::{
    Seen as Revision,
    selections::{self, PublishRequest, SelectionView},
};

#[derive(Default)]
pub(super) struct Selecting {
    /// As staff saw it last.
    draft: Option<(SelectionId, String, i64)>,
    pub published: bool,
}

/// The next thing to do.
pub(super) fn next(term: &mut Term) {
    match term.selecting.draft.clone() {
        None => draft(term),
        Some((id, state, revision)) if state == "draft" => review(term, id, revision),
        Some((id, _, revision)) => publish(term, id, revision),
    }
}

/// What is there after no answer: staff look.
fn look(term: &mut Term) {
    let all = term
        .world
        .do_well(async |app| selections::list(&app, &staff(), "DRAWN").await);
    let all = all.expect("the selections");
    let open: Vec<&SelectionView> = all.iter().filter(|one| one.state != "discarded").collect();
    assert!(open.len() <= 1, "two selections at once");
    term.selecting.draft = open
        .first()
        .map(|one| (one.id, one.state.clone(), one.revision));
    term.selecting.published = open.iter().any(|one| one.state == "published");
}

fn draft(term: &mut Term) {
    let (told, _, _) = term.ask("draft", May::ONE, false, async |app| {
        selections::draft(&app, &staff(), "DRAWN").await
    });
    keep(term, told);
}

fn review(term: &mut Term, id: SelectionId, revision: i64) {
    let (told, _, _) = term.ask("review", May::ONE, false, async move |app| {
        selections::review(&app, &staff(), id, Revision::Revision(revision)).await
    });
    keep(term, told);
}

fn keep(term: &mut Term, told: Told<SelectionView>) {
    match told {
        Told::Yes(view) => term.selecting.draft = Some((view.id, view.state, view.revision)),
        Told::No(_) => {}
        Told::Unknown => look(term),
    }
}

fn publish(term: &mut Term, id: SelectionId, revision: i64) {
    let (told, seen, _) = term.ask("publish", May::ONE, false, async move |app| {
        let seen = Revision::Revision(revision);
        selections::publish(&app, &staff(), id, seen, PublishRequest::default()).await
    });
    match told {
        Told::Yes(view) => {
            assert_eq!(
                view.lines.len(),
                seen.changes.len(),
                "everybody is decided on"
            );
            for line in &view.lines {
                let place = seen.change(line.application.0).expect("a decision");
                let state = match &*line.result {
                    "admitted" => S::Admitted,
                    "reserve" => S::Reserve,
                    _ => S::Refused,
                };
                laws::same(&place.after, state, place.after.position);
            }
            term.selecting.published = true;
        }
        Told::No(code) if code == "selection-outdated" => {
            let (told, _, _) = term.ask("discard", May::ONE, false, async move |app| {
                selections::discard(&app, &staff(), id, Revision::Revision(revision)).await
            });
            match told {
                Told::Yes(_) => term.selecting.draft = None,
                _ => look(term),
            }
        }
        Told::No(_) => {}
        Told::Unknown => look(term),
    }
}
