//! A plan as a board: what is wrong first, what it costs, and the cohorts side by side.

use super::{
    asked, below, board_of, criteria, csrf, done,
    mix::{self, Bar},
    plan_id, plans_of,
    undo::{self, Undo},
};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        catalogue,
        cohorts::{self, PlanView},
    },
    web::{
        assets, error as error_page,
        form::CSRF,
        frame::Frame,
        sign_in::who::{EditCohorts, Staff},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{
    cohort::{CohortExplanation, CohortNote},
    id::PersonId,
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;

/// Plans that can be compared with, at most.
const OTHERS: i64 = 20;

struct Person {
    id: PersonId,
    name: String,
    family: Option<(&'static str, &'static str)>,
    locked: bool,
    moved_from: Option<String>,
}

struct Cohort {
    code: String,
    size: String,
    facts: Vec<String>,
    bars: Vec<Bar>,
    notes: Vec<String>,
    people: Vec<Person>,
}

struct Other {
    id: String,
    words: String,
}

#[derive(Template)]
#[template(path = "board.html")]
struct Board<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    here: String,
    revision: i64,
    /// Can still be changed.
    open: bool,
    /// Is in force, or was.
    committed: bool,
    facts: Vec<(&'static str, String)>,
    criteria: Vec<(String, i64)>,
    /// The cohort and what is not as wished in it, the most important first.
    problems: Vec<(String, String)>,
    cohorts: Vec<Cohort>,
    others: Vec<Other>,
    undo: Option<Undo>,
    script: &'a str,
}

/// How much a note matters: what leaves somebody alone before what is uneven.
fn rank(note: &CohortNote) -> u8 {
    match note {
        CohortNote::Alone { .. } => 0,
        CohortNote::CoreFamilyMissing { .. } => 1,
        CohortNote::Uneven { .. } => 2,
        CohortNote::SharedWorkplace { .. } | CohortNote::SplitWorkplace { .. } => 3,
        CohortNote::Clashes { .. } | CohortNote::ModalityUnmet { .. } => 4,
        CohortNote::OffTarget { .. } => 5,
        CohortNote::Moved { .. } => 6,
    }
}

fn problems(t: Texts, cohorts: &[CohortExplanation]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for cohort in cohorts {
        // Who has moved is no problem; it stands with the cohort.
        let notes = cohort.notes.iter().filter(|note| rank(note) < 6);
        all.extend(notes.map(|note| (rank(note), &cohort.code, note.sentence(t.language()))));
    }
    all.sort_by_key(|(rank, ..)| *rank);
    let said = all.into_iter();
    said.map(|(_, code, said)| (code.clone(), said)).collect()
}

fn bars(t: Texts, cohort: &CohortExplanation, most: i64) -> Vec<Bar> {
    let families = cohort.families.iter().map(|family| {
        let few = family.count < family.low;
        (
            family.family,
            family.count,
            few || family.count > family.high,
        )
    });
    mix::bars(t, families, most)
}

fn people(t: Texts, view: &PlanView, code: &str) -> Vec<Person> {
    let described: BTreeMap<PersonId, (Option<ProfessionFamily>, bool)> = view
        .content
        .input
        .people
        .iter()
        .map(|person| (person.person, (person.family, person.locked.is_some())))
        .collect();
    let moved: BTreeMap<_, _> = view.moves.iter().map(|m| (m.person, &m.from)).collect();
    let here = view.content.plan.people.iter().filter(|p| p.code == code);
    let mut here: Vec<Person> = here
        .map(|placed| {
            let (family, locked) = described.get(&placed.person).copied().unwrap_or_default();
            // Who is explained to nobody has a place and an alias, and nothing more.
            let family = family.filter(|_| view.names.explained(placed.person));
            Person {
                id: placed.person,
                name: view.names.of(placed.person),
                family: family.map(|one| (mix::class(one), one.label(t.language()))),
                locked,
                moved_from: moved.get(&placed.person).and_then(|from| (*from).clone()),
            }
        })
        .collect();
    here.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    here
}

fn cohort(t: Texts, view: &PlanView, cohort: &CohortExplanation, most: i64) -> Cohort {
    let language = t.language();
    let mut facts = Vec::new();
    let described = view.content.cohort(cohort.cohort);
    let times = described.map(|one| one.times).unwrap_or_default();
    if !times.is_empty() {
        facts.push(t.board_meets(times.names(language).join(", ")));
    }
    if let Some(leaders) = view.leaders.get(&cohort.code) {
        facts.push(t.board_led_by(leaders.join(", ")));
    }
    facts.push(t.board_points(cohort.points));
    Cohort {
        code: cohort.code.clone(),
        size: t.board_people(i64::from(cohort.size)),
        facts,
        bars: bars(t, cohort, most),
        notes: cohort
            .notes
            .iter()
            .map(|note| note.sentence(language))
            .collect(),
        people: people(t, view, &cohort.code),
    }
}

pub(super) fn state(t: Texts, view: &PlanView) -> &'static str {
    match &*view.state {
        "committed" => t.board_state_committed(),
        "discarded" => t.board_state_discarded(),
        _ => t.board_state_proposed(),
    }
}

fn facts(t: Texts, view: &PlanView) -> Vec<(&'static str, String)> {
    let score = &view.content.plan.score;
    let broken = match score.hard_total() {
        0 => t.board_no_rule_broken().to_owned(),
        broken => t.board_rules_broken(i64::try_from(broken).unwrap_or(i64::MAX)),
    };
    vec![
        (t.board_state(), state(t, view).to_owned()),
        (t.board_score(), t.board_points(score.soft_total())),
        (t.board_quality(), view.quality().words(t.language())),
        (t.board_rules(), broken),
        (t.board_moves(), t.board_people(view.moves.len())),
    ]
}

async fn page(
    app: &App,
    frame: &mut Frame,
    staff: &Staff<EditCohorts>,
    plan: &str,
    request: &Request,
) -> Result<Response> {
    let t = frame.t;
    let view = cohorts::get(app, &staff.caller, plan_id(plan)?).await?;
    let offering = catalogue::offering(app, &view.offering.to_string()).await?;
    let code = offering.row.code;
    let open = view.state == "proposed";
    let undo = undo::of(t, &view, request).filter(|_| open);
    frame.visitor.flash = match asked(request, "klart").as_deref() {
        Some("flyttad" | "bytta") => undo.as_ref().map(|undo| done(&undo.words)),
        Some("last") => Some(done(t.board_done_locked())),
        Some("upplast") => Some(done(t.board_done_unlocked())),
        Some("faststallt") => Some(done(t.board_done_committed())),
        Some("angrat") => Some(done(t.board_done_undone())),
        _ => None,
    };
    let plans = cohorts::list(app, &staff.caller, &code, OTHERS).await?;
    let others = plans.iter().filter(|other| other.id != view.id);
    let cohorts = &view.content.plan.cohorts;
    let all = cohorts.iter().flat_map(|cohort| &cohort.families);
    let most = all.map(|family| family.count).max().unwrap_or(1);
    let criteria = view.content.plan.score.soft.iter();
    let mut criteria: Vec<(String, i64)> = criteria
        .map(|(key, points)| (criteria::words(t, key), *points))
        .collect();
    criteria.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let body = Board {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        here: board_of(view.id),
        revision: view.revision,
        open,
        committed: view.state == "committed",
        facts: facts(t, &view),
        criteria,
        problems: problems(t, cohorts),
        cohorts: cohorts
            .iter()
            .map(|one| cohort(t, &view, one, most))
            .collect(),
        others: others
            .map(|other| Other {
                id: other.id.to_string(),
                words: super::plans::named(t, other),
            })
            .collect(),
        undo,
        script: assets::BOARD.address(),
    };
    let page = below(
        frame,
        &*view.content.request.set_name,
        plans_of(&code),
        t.board_plans_of(&code),
    );
    Ok(page.above(code).wide().fetching().show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    plan: Path<String>,
    mut frame: Frame,
    staff: Staff<EditCohorts>,
    request: &Request,
) -> Response {
    let shown = page(&app, &mut frame, &staff, &plan, request).await;
    shown.unwrap_or_else(|error: Error| error_page::page(&frame, error))
}
