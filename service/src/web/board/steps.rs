//! What ends a proposal or takes a commit back, each after a page that says what it means.

use super::{Confirm, SEEN, below, board_of, csrf, not_done, plan_id, plans_of, see, seen};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{
        catalogue,
        cohorts::{self, PlanView},
    },
    web::{
        error as error_page,
        frame::Frame,
        sign_in::who::{EditCohorts, Posted, Staff},
    },
};
use poem::{
    Response, handler,
    web::{Data, Path},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Commit,
    Discard,
    Undo,
}

impl Step {
    /// The word in the address.
    fn parse(word: &str) -> Result<Self> {
        match word {
            "faststall" => Ok(Self::Commit),
            "kasta" => Ok(Self::Discard),
            "angra" => Ok(Self::Undo),
            _ => Err(Error::NotFound { what: "page" }),
        }
    }

    /// Whether there is anything to do for it.
    fn suits(self, view: &PlanView) -> bool {
        match self {
            Self::Commit | Self::Discard => view.state == "proposed",
            Self::Undo => view.state == "committed",
        }
    }
}

/// "Anna Åberg: G01 → G02", who has had no cohort first.
fn moves(frame: &Frame, view: &PlanView) -> Vec<String> {
    let mut moves: Vec<_> = view.moves.iter().collect();
    moves.sort_by_key(|one| (one.from.clone(), view.names.of(one.person)));
    let said = moves.into_iter().map(|one| {
        let (name, to) = (view.names.of(one.person), &one.to);
        match &one.from {
            Some(from) => frame.t.board_moves_from(from, name, to),
            None => frame.t.board_comes_to(name, to),
        }
    });
    said.collect()
}

fn shown(frame: &Frame, view: &PlanView, code: &str, step: Step) -> Response {
    let t = frame.t;
    if !step.suits(view) {
        let decided = Error::refused(
            "plan-decided",
            "Det går inte att göra med förslaget som det är nu.",
            "That cannot be done with the plan as it is now.",
        );
        return not_done(frame, view.id, decided);
    }
    let (title, said, button) = match step {
        Step::Commit => (
            t.board_commit_title(),
            vec![
                t.board_commit_means().to_owned(),
                t.board_commit_mail().to_owned(),
            ],
            t.board_commit(),
        ),
        Step::Discard => (
            t.board_discard_title(),
            vec![t.board_discard_means().to_owned()],
            t.board_discard(),
        ),
        Step::Undo => (
            t.board_undo_title(),
            vec![
                t.board_undo_means().to_owned(),
                t.board_commit_mail().to_owned(),
            ],
            t.board_undo(),
        ),
    };
    let plan = &view.content.plan;
    let mut facts = vec![
        (t.board_score(), t.board_points(plan.score.soft_total())),
        (t.board_quality(), view.quality().words(t.language())),
    ];
    let mut listed = Vec::new();
    if step == Step::Commit {
        facts.push((t.board_moves(), t.board_people(view.moves.len())));
        listed = moves(frame, view);
    }
    let page = below(frame, title, board_of(view.id), t.board_back());
    page.above(code).show(&Confirm {
        csrf: csrf(frame),
        said,
        facts,
        listed,
        carries: vec![(SEEN, view.revision.to_string())],
        button,
        back: board_of(view.id),
        back_words: t.board_keep(),
    })
}

async fn found(app: &App, staff: &Staff<EditCohorts>, plan: &str) -> Result<(PlanView, String)> {
    let view = cohorts::get(app, &staff.caller, plan_id(plan)?).await?;
    let offering = catalogue::offering(app, &view.offering.to_string()).await?;
    Ok((view, offering.row.code))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    staff: Staff<EditCohorts>,
) -> Response {
    let (plan, word) = &path.0;
    let asked = async {
        let step = Step::parse(word)?;
        let (view, code) = found(&app, &staff, plan).await?;
        Ok::<_, Error>(shown(&frame, &view, &code, step))
    };
    asked
        .await
        .unwrap_or_else(|error| error_page::page(&frame, error))
}

#[handler]
pub(super) async fn act(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let (plan, word) = &path.0;
    let known = async {
        let step = Step::parse(word)?;
        let (view, code) = found(&app, &staff, plan).await?;
        Ok::<_, Error>((step, view.id, code))
    };
    let (step, plan, code) = match known.await {
        Ok(known) => known,
        Err(error) => return error_page::page(&frame, error),
    };
    let (caller, seen) = (&staff.caller, seen(form.value(SEEN)));
    let decided = match step {
        Step::Commit => cohorts::commit(&app, caller, plan, seen).await,
        Step::Discard => cohorts::discard(&app, caller, plan, seen).await,
        Step::Undo => cohorts::undo(&app, caller, plan, seen).await,
    };
    match (decided, step) {
        (Ok(_), Step::Discard) => see(&format!("{}?klart=kastat", plans_of(&code))),
        (Ok(_), Step::Commit) => see(&format!("{}?klart=faststallt", board_of(plan))),
        // What is in force now is a plan of its own.
        (Ok(view), Step::Undo) => see(&format!("{}?klart=angrat", board_of(view.id))),
        (Err(error), _) => not_done(&frame, plan, error),
    }
}
