//! The board without a terminal and without a service: keys and answers in, pictures and wishes out.

mod keys;
mod pictures;

use super::state::{Answer, Board, Change, Effect, Event, Key, What};
use crate::{
    client::api::types::{CohortPlan, PersonExplained},
    text::Lang,
};
use serde_json::{Value, json};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Somebody in a cohort. Number 5 is known by an alias and explained to nobody.
fn person(n: u128, name: &str, cohort: &str) -> Value {
    let mut person = json!({
        "person": id(n), "name": name, "cohort": cohort, "locked": n == 2,
    });
    if n != 5 {
        person["explanation"] = json!(format!("{name} evens out {cohort}."));
    }
    if n == 3 {
        person["moved_from"] = json!("G02");
    }
    person
}

fn cohort(code: &str, points: i64, mix: [i64; 5], problems: &[&str]) -> Value {
    let families = [
        "teaching",
        "special_education",
        "social_work",
        "health",
        "guidance",
    ];
    let labels = [
        "Undervisning",
        "Specialpedagogik",
        "Socialt arbete",
        "Hälsa",
        "Ledning och vägledning",
    ];
    let shares = families.iter().zip(labels).zip(mix);
    let shares: Vec<_> = shares
        .map(|((family, label), count)| json!({ "family": family, "label": label, "count": count }))
        .collect();
    json!({
        "code": code, "size": mix.iter().sum::<i64>(), "points": points, "meets": [], "mix": shares,
        "facilitators": [], "problems": problems, "clashes": 0, "explanation": "",
    })
}

fn plan(revision: i64, soft: i64) -> CohortPlan {
    let people = [
        person(1, "Anna Ek", "G01"),
        person(2, "Bo Al", "G01"),
        person(3, "Cecilia Lundgren-Wahlström", "G01"),
        person(4, "David Ung", "G02"),
        person(5, "Deltagare 7", "G02"),
        person(6, "Eva Berg", "G03"),
        person(7, "Farid Nouri", "G03"),
        person(8, "Åsa Östman", "G04"),
    ];
    let plan = json!({
        "id": id(100), "offering": id(101), "set_name": "Grupper", "kind": "mixed", "state": "proposed",
        "seed": 1, "workplaces": "spread", "weights": {},
        "score": { "hard": 0, "soft": soft, "criteria": { "mix:family": soft } },
        "status": "feasible", "bound": 4, "quality": "högst 20 % från bästa möjliga",
        "cohorts": [
            // Not in order: the board puts them so.
            cohort("G02", 9, [0, 1, 0, 0, 1], &["Ledning och vägledning: 1, ensam."]),
            cohort("G01", 2, [2, 0, 1, 0, 0], &["Hälsa saknas.", "1 byter grupp."]),
            cohort("G03", 0, [1, 0, 1, 0, 0], &["Hälsa saknas."]),
            cohort("G04", 1, [0, 0, 0, 1, 0], &["Undervisning saknas."]),
        ],
        "people": people, "moves": 1, "created_at": "2027-01-10T09:00:00Z", "revision": revision,
    });
    serde_json::from_value(plan).expect("a plan")
}

fn costs(n: u128) -> Event {
    let other = |code: &str, points: i64, breaks: &[&str], why: &str| json!({ "code": code, "points": points, "breaks": breaks, "criteria": {}, "explanation": why });
    let others = match n {
        5 => vec![],
        _ => vec![
            other("G02", -3, &[], "Undervisning blir jämnare."),
            other("G03", 5, &[], "Två kollegor i samma grupp."),
            other(
                "G04",
                1,
                &["Hålls isär från Åsa Östman."],
                "Hålls isär från Åsa Östman.",
            ),
        ],
    };
    let explained: PersonExplained = serde_json::from_value(json!({
        "person": id(n), "name": "Anna Ek", "cohort": "G01", "others": others,
    }))
    .expect("costs");
    Event::Answer(Answer::Costs(Box::new(explained)))
}

fn board() -> Board {
    Board::new(Lang::Sv, "SA123A-V9001V27".to_owned(), plan(3, 12))
}

/// Presses keys, the last of which may want something.
fn press(board: &mut Board, keys: &[Key]) -> Option<Effect> {
    let mut wanted = None;
    for key in keys {
        wanted = board.on(Event::Key(*key));
    }
    wanted
}

fn moved(person: u128, to: &str) -> What {
    What::Move {
        person: id(person),
        to: to.to_owned(),
    }
}

/// The plan after somebody has gone to another cohort.
fn after(board: &Board, who: u128, to: &str, soft: i64) -> CohortPlan {
    let mut plan = board.plan.clone();
    for person in &mut plan.people {
        if person.person == id(who) {
            person.cohort = to.to_owned();
        }
    }
    plan.revision += 1;
    plan.score.soft = soft;
    plan
}

fn done(what: What, undoing: bool, plan: CohortPlan, points: i64) -> Event {
    Event::Answer(Answer::Changed {
        change: Change { what, undoing },
        plan: Box::new(plan),
        points,
        breaks: Vec::new(),
    })
}
