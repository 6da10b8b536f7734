//! The table of the life cycle against the service: every step from every state, random walks,
//! and the page that shows it.

use crate::places::{act, fetch, place, register, state, step};
use harness::{Engine, Reply, TestService, on_both_engines, sql};
use jiff::civil::{Date, date};
use samverkan_domain::{
    application::{
        ApplicationState, Command,
        lifecycle::{markdown, transition},
    },
    person::Language,
};
use samverkan_service::demo::http::CallError;
use serde_json::json;
use std::{fs, path::Path};

on_both_engines!(
    every_step_from_every_state,
    random_walks_end_where_the_table_says,
    negative_control_another_table_is_found_out,
);

const STARTS_ON: Date = date(2027, 1, 18);
const TODAY: Date = date(2026, 11, 23);

/// What may be asked of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Admit,
    Register,
    Withdraw {
        passed_result: bool,
    },
    /// A step by decision: its name.
    Step(&'static str),
}

const ASKS: [Ask; 10] = [
    Ask::Admit,
    Ask::Register,
    Ask::Withdraw {
        passed_result: false,
    },
    Ask::Withdraw {
        passed_result: true,
    },
    Ask::Step("refuse"),
    Ask::Step("strike"),
    Ask::Step("defer"),
    Ask::Step("refuse_deferral"),
    Ask::Step("mark_not_started"),
    Ask::Step("complete"),
];

/// What the table says: the next state, or that it is not possible.
fn predicted(state: ApplicationState, ask: Ask) -> Option<ApplicationState> {
    let command = match ask {
        Ask::Admit => Command::Admit,
        Ask::Register => Command::Register,
        Ask::Withdraw { passed_result } => Command::Withdraw {
            on: TODAY,
            starts_on: STARTS_ON,
            passed_result,
        },
        Ask::Step("refuse") => Command::Refuse,
        Ask::Step("strike") => Command::Strike,
        Ask::Step("defer" | "refuse_deferral") => Command::Defer,
        Ask::Step("mark_not_started") => Command::MarkNotStarted,
        Ask::Step(_) => Command::Complete,
    };
    let next = transition(state, command).ok();
    // To refuse a deferral is a decision, and changes nothing.
    next.map(|next| {
        if ask == Ask::Step("refuse_deferral") {
            state
        } else {
            next
        }
    })
}

async fn ask(service: &TestService, id: &str, ask: Ask) -> Result<Reply, CallError> {
    let admin = &service.admin;
    match ask {
        Ask::Admit => act(admin, id, "admit", &json!({})).await,
        Ask::Register => act(admin, id, "register", &json!({})).await,
        Ask::Withdraw { passed_result } => {
            act(
                admin,
                id,
                "withdraw",
                &json!({ "passed_result": passed_result }),
            )
            .await
        }
        Ask::Step(kind) => step(admin, id, kind).await,
    }
}

/// Asks, and says what does not agree with the prediction.
async fn disagreement(
    service: &TestService,
    id: &str,
    from: ApplicationState,
    wanted: Ask,
    next: Option<ApplicationState>,
) -> Option<String> {
    let reply = ask(service, id, wanted).await.expect("an answer");
    let status = reply.status.as_u16();
    let after = state(&service.admin, id).await;
    let expected = next.unwrap_or(from);
    let agrees = after == expected.as_str() && status == if next.is_some() { 200 } else { 409 };
    (!agrees).then(|| format!("{wanted:?} from {from:?}: {status}, {after}, not {expected:?}"))
}

async fn open(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 1_000).await;
    service
}

/// Puts an application in a state, past all rules.
async fn put(service: &TestService, id: &str, state: ApplicationState) {
    let uuid = match service.app.database {
        samverkan_service::store::Database::Sqlite { .. } => {
            format!("x'{}'", id.replace('-', ""))
        }
        samverkan_service::store::Database::Postgres(_) => format!("'{id}'"),
    };
    let state = state.as_str();
    let statement = format!("UPDATE application SET state = '{state}' WHERE id = {uuid}");
    sql::run(&service.app.database, &statement).await.unwrap();
}

/// All states but those in which the answer is somebody else's first, one application for each:
/// a step that is refused leaves it there for the next.
async fn every_step_from_every_state(engine: Engine) {
    let service = open(engine).await;
    let (mut n, mut asked, mut done) = (0, 0, 0);
    let mut faults = Vec::new();
    for from in ApplicationState::ALL {
        let mut id = None;
        for wanted in ASKS {
            let here = match id.take() {
                Some(id) => id,
                None => {
                    n += 1;
                    let id = place(&service, n).await.2;
                    if from == ApplicationState::Registered {
                        // What is registered has a registration, too.
                        put(&service, &id, ApplicationState::Admitted).await;
                        register(&service.admin, &id).await;
                    } else {
                        put(&service, &id, from).await;
                    }
                    id
                }
            };
            let next = predicted(from, wanted);
            faults.extend(disagreement(&service, &here, from, wanted, next).await);
            asked += 1;
            match next {
                Some(_) => done += 1,
                None => id = Some(here),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(asked, 170);
    assert!(done > 20, "the table allows some: {done}");
}

/// A small generator (xorshift): the same walks every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

const FIRST: [ApplicationState; 5] = [
    ApplicationState::Submitted,
    ApplicationState::Reserve,
    ApplicationState::Called,
    ApplicationState::Admitted,
    ApplicationState::Accepted,
];

/// Walks by these predictions until somebody disagrees; gives the disagreements.
async fn walks(
    service: &TestService,
    seeds: std::ops::Range<u64>,
    predict: fn(ApplicationState, Ask) -> Option<ApplicationState>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for seed in seeds {
        let mut dice = Dice(seed * 7_919 + 1);
        let (_, _, id) = place(service, usize::try_from(seed).unwrap()).await;
        let first = fetch(&service.admin, &id).await["decisions"][0].clone();
        let mut at = FIRST[dice.roll(FIRST.len())];
        put(service, &id, at).await;
        for _ in 0..8 {
            let wanted = ASKS[dice.roll(ASKS.len())];
            let next = predict(at, wanted);
            if let Some(fault) = disagreement(service, &id, at, wanted, next).await {
                faults.push(format!("seed {seed}: {fault}"));
                break;
            }
            at = next.unwrap_or(at);
        }
        // Every decision is kept, whatever came after.
        let decisions = fetch(&service.admin, &id).await["decisions"].clone();
        assert_eq!(decisions[0], first, "the first is still there");
    }
    faults
}

async fn random_walks_end_where_the_table_says(engine: Engine) {
    let service = open(engine).await;
    let faults = walks(&service, 1..25, predicted).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn negative_control_another_table_is_found_out(engine: Engine) {
    let service = open(engine).await;
    let wrong = |state, wanted| match (state, wanted) {
        // As if who is registered could be struck, and a reserve registered.
        (ApplicationState::Registered, Ask::Step("strike")) => Some(ApplicationState::Struck),
        (ApplicationState::Reserve, Ask::Register) => Some(ApplicationState::Registered),
        _ => predicted(state, wanted),
    };
    let mut faults = walks(&service, 1..25, wrong).await;
    if faults.is_empty() {
        faults = walks(&service, 25..60, wrong).await;
    }
    assert!(!faults.is_empty(), "the walks come where the tables differ");
}

const BEGIN: &str = "<!-- tabellen skrivs av domänen: början -->\n";
const END: &str = "<!-- tabellen skrivs av domänen: slut -->";

/// The page shows the table that the service goes by. `WRITE_DOCS=1` writes it anew.
#[test]
fn the_page_shows_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/anmalans-gang.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the first marker");
    let (shown, after) = rest.split_once(END).expect("the last marker");
    let table = markdown(Language::Sv);
    if std::env::var_os("WRITE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "run this test with WRITE_DOCS=1");
    for state in ApplicationState::ALL {
        let label = format!("**{}**", state.label(Language::Sv));
        assert!(
            before.contains(&label) || after.contains(&label),
            "{label} is explained"
        );
    }
}
