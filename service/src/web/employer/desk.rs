//! What waits for a contact, and the contracts they answer for.

use super::{DESK, id};
use crate::{
    app::App,
    texts::Texts,
    usecase::{
        employer::{self, Contract, Nominated},
        letters::{day, moment},
    },
    web::{
        dates, error as error_page,
        frame::{Flash, FlashKind, Frame},
        page::Place,
        sign_in::who::SignedIn,
        ways,
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::application::ApplicationState as S;

struct Person {
    address: String,
    name: String,
    what: String,
    state: &'static str,
    answer_by: Option<String>,
    may_renew: bool,
}

struct Line {
    address: String,
    name: String,
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "employer.html")]
struct DeskPage {
    t: Texts,
    waiting: Vec<Person>,
    contracts: Vec<Line>,
}

#[derive(Template)]
#[template(path = "employer_contract.html")]
struct ContractPage {
    t: Texts,
    facts: Vec<(&'static str, String)>,
    percent: i64,
    people: Vec<Person>,
}

/// Where somebody nominated stands, as an employer needs it.
fn state(t: Texts, state: S) -> &'static str {
    match state {
        S::AwaitingApproval => t.employer_state_waits(),
        S::Submitted => t.employer_state_submitted(),
        S::Reserve => t.employer_state_reserve(),
        S::Called => t.employer_state_called(),
        S::Admitted | S::Accepted => t.employer_state_admitted(),
        S::Registered => t.employer_state_registered(),
        S::Completed => t.employer_state_completed(),
        S::Refused => t.employer_state_refused(),
        S::Deferred => t.employer_state_deferred(),
        _ => t.employer_state_ended(),
    }
}

fn person(t: Texts, one: &Nominated) -> Person {
    let course = one.course.in_language(t.language());
    Person {
        address: format!("{DESK}/nominering/{}", one.application),
        name: one.name.clone(),
        what: format!("{course} ({}), {}", one.offering_code, one.contract),
        state: state(t, one.state),
        answer_by: one.answer_by.map(|by| moment(by, t.language())),
        may_renew: one.may_renew,
    }
}

fn line(t: Texts, one: &Contract) -> Line {
    Line {
        address: format!("{DESK}/avtal/{}", one.id),
        name: format!("{} ({})", one.employer, one.code),
        facts: vec![
            format!(
                "{} ({})",
                one.course.in_language(t.language()),
                one.offering_code
            ),
            dates::from_to(t, one.starts_on, one.ends_on),
            t.employer_seats(one.free(), one.seats.to_string(), one.used.to_string()),
        ],
    }
}

/// What was done before the page.
fn flash(t: Texts, request: &Request) -> Option<Flash> {
    let query = request.original_uri().query().unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, what) = pairs.find(|(name, _)| name == "klart")?;
    let said = match &*what {
        "godkand" => t.employer_done_approved(),
        "avslagen" => t.employer_done_refused(),
        "igen" => t.employer_done_renewed(),
        _ => return None,
    };
    Some(Flash {
        text: said.to_owned(),
        kind: FlashKind::Done,
    })
}

#[handler]
pub(super) async fn show_desk(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(t, request);
    let found = match employer::desk(&app, &signed.caller()).await {
        Ok(found) => found,
        Err(error) => return error_page::page(&frame, error),
    };
    let page = frame.page(t.employer_title()).at(Place::MyPage);
    let page = page.up(ways::MY_PAGE, t.my_page_title());
    page.lead(t.employer_lead()).show(&DeskPage {
        t,
        waiting: found.waiting.iter().map(|one| person(t, one)).collect(),
        contracts: found.contracts.iter().map(|one| line(t, one)).collect(),
    })
}

#[handler]
pub(super) async fn show_contract(
    app: Data<&App>,
    contract: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let t = frame.t;
    let found = async {
        let contract = id(&contract)?;
        employer::one(&app, &signed.caller(), contract).await
    };
    let (one, people) = match found.await {
        Ok(found) => found,
        Err(error) => return error_page::page(&frame, error),
    };
    let mut facts = vec![
        (t.employer_contract(), one.code.clone()),
        (t.leading_course(), {
            let course = one.course.in_language(t.language());
            format!("{course} ({})", one.offering_code)
        }),
        (
            t.leading_when(),
            dates::from_to(t, one.starts_on, one.ends_on),
        ),
        (t.overview_seats(), one.seats.to_string()),
        (t.employer_used(), one.used.to_string()),
        (t.employer_free(), one.free().to_string()),
    ];
    let until = one.substitute_until.as_deref();
    if let Some(until) = until.and_then(|until| until.parse().ok()) {
        facts.push((t.employer_substitute_until(), day(until, t.language())));
    }
    let body = ContractPage {
        t,
        facts,
        percent: (one.used * 100 / one.seats.max(1)).clamp(0, 100),
        people: people.iter().map(|one| person(t, one)).collect(),
    };
    let page = frame.page(one.employer).at(Place::MyPage);
    page.up(DESK, t.employer_title()).show(&body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use samverkan_domain::person::Language;

    #[test]
    fn every_state_is_said_in_words() {
        for language in [Language::Sv, Language::En] {
            let t = Texts::of_language(language);
            for word in [S::AwaitingApproval, S::Reserve, S::Refused, S::Struck] {
                assert!(!state(t, word).is_empty(), "{word:?}");
            }
        }
    }
}
