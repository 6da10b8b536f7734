//! The cohort board in a terminal: the real binary on a terminal of its own, against a service.

use super::plan_changes::path;
use harness::{
    Engine, TestService,
    binary::{Folder, administer, binary},
    both_engines, ok, round,
    round::OFFERING,
    terminal::Terminal,
    text,
};
use rustix::process::Signal;
use serde_json::{Value, json};

both_engines!(
    somebody_is_moved_undone_and_held,
    what_others_change_is_seen_and_not_overwritten,
    a_commit_asks_first,
    who_is_protected_has_an_alias_there,
    the_terminal_is_given_back_whatever_happens,
);

const ENTER: &str = "\r";
const ESCAPE: &str = "\u{1b}";
const RIGHT: &str = "\u{1b}[C";
const DOWN: &str = "\u{1b}[B";
/// Lines and columns of a usual terminal.
pub(crate) const USUAL: (u16, u16) = (24, 80);

/// The round of the demonstration with a plan; a board that shows it.
async fn opened(engine: Engine) -> (TestService, Value, Terminal) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    let mut board = board(&service, OFFERING, USUAL).await;
    board.shows("q sluta").await;
    (service, plan, board)
}

async fn board(service: &TestService, plan: &str, size: (u16, u16)) -> Terminal {
    let settings = [
        ("SAMVERKAN_URL", format!("http://{}", service.address)),
        ("SAMVERKAN_TOKEN", service.admin_token().await),
        ("NO_COLOR", "1".to_owned()),
    ];
    let words = ["--lang", "sv", "cohort", "board", plan];
    Terminal::start(binary("samverkan"), &words, &settings, size)
}

async fn now(service: &TestService, plan: &Value) -> Value {
    ok(service.admin.get(&path(plan)).await)
}

/// The first person of the first cohort who is explained, and where they stand on the board.
fn first(plan: &Value) -> (usize, Value) {
    let people = plan["people"].as_array().expect("people").iter();
    let mut own: Vec<_> = people.filter(|one| one["cohort"] == "G01").collect();
    own.sort_by_key(|one| (text(one, "name"), text(one, "person")));
    let mut own = own.into_iter().enumerate();
    let found = own.find(|(_, one)| one["explanation"].is_string());
    found.map(|(at, one)| (at, one.clone())).expect("somebody")
}

fn cohort_of(plan: &Value, person: &str) -> Value {
    let mut people = plan["people"].as_array().expect("people").iter();
    people
        .find(|one| one["person"] == person)
        .expect("the person")
        .clone()
}

async fn somebody_is_moved_undone_and_held(engine: Engine) {
    let (service, plan, mut board) = opened(engine).await;
    let (at, who) = first(&plan);
    let before = plan["score"]["soft"].as_i64().expect("points");
    let (person, name) = (text(&who, "person"), text(&who, "name"));
    board.press(&DOWN.repeat(at));
    let shown = board.shows(&format!(">{name}")).await;
    assert!(shown.contains(&format!("Poäng {before} ")), "{shown}");
    // What the service says another cohort would cost stands there before anybody is moved.
    let costs = ok(service
        .admin
        .get(&format!("{}/people/{person}", path(&plan)))
        .await);
    let others = costs["others"].as_array().expect("others");
    let second = others.iter().find(|one| one["code"] == "G02").expect("G02");
    let points = second["points"].as_i64().expect("points");
    assert_eq!(
        second["breaks"],
        json!([]),
        "the test needs a move that goes"
    );
    board.press(ENTER);
    let shown = board.shows(&format!("{name}, G01 → G02: {points:+}")).await;
    assert!(shown.contains(">G02"), "{shown}");
    board.press(ENTER);
    let after = before + points;
    board.shows(&format!("Poäng {after} ({points:+})")).await;
    let moved = now(&service, &plan).await;
    assert_eq!(cohort_of(&moved, &person)["cohort"], "G02");
    assert_eq!(moved["score"]["soft"], after);
    board.press("u");
    board.shows("Ångrat: ").await;
    board.shows(&format!("Poäng {before} ·")).await;
    assert_eq!(
        cohort_of(&now(&service, &plan).await, &person)["cohort"],
        "G01"
    );
    board.press("l");
    board.shows(&format!("{name} är låst")).await;
    let held = now(&service, &plan).await;
    assert_eq!(cohort_of(&held, &person)["locked"], true);
    board.press("q");
    assert_eq!(board.end().await, 0);
    assert!(board.is_as_it_was().await);
}

async fn what_others_change_is_seen_and_not_overwritten(engine: Engine) {
    let (service, plan, mut board) = opened(engine).await;
    let (_, who) = first(&plan);
    let body = json!({ "person": who["person"], "cohort": "G02" });
    ok(service
        .act(&format!("{}/moves", path(&plan)), &plan, &body)
        .await);
    let changed = now(&service, &plan).await;
    board.press("l");
    board.shows("Någon annan har ändrat förslaget").await;
    let shown = board
        .shows(&format!("Poäng {} ", changed["score"]["soft"]))
        .await;
    assert!(shown.contains(&text(&who, "name")), "{shown}");
    let still = now(&service, &plan).await;
    assert_eq!(still["revision"], changed["revision"], "nobody was held");
    board.press("q");
    assert_eq!(board.end().await, 0);
}

async fn a_commit_asks_first(engine: Engine) {
    let (service, plan, mut board) = opened(engine).await;
    board.press("c");
    let people = plan["people"].as_array().expect("people").len();
    board.shows(&format!("{people} personer i ")).await;
    board.shows("besked med e-post").await;
    board.press("n");
    board.shows("Inget är ändrat").await;
    assert_eq!(now(&service, &plan).await["state"], "proposed");
    board.press("cj");
    board.shows("Grupperna gäller nu").await;
    assert_eq!(now(&service, &plan).await["state"], "committed");
    // In force, it can be looked at only.
    board.press("l");
    board.shows("inget förslag längre").await;
    board.press("q");
    assert_eq!(board.end().await, 0);
}

async fn who_is_protected_has_an_alias_there(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let name = "Dragan Özdemir";
    let real = service.person(name).await;
    let plan = service.propose(1).await;
    // All at once.
    let mut board = board(&service, OFFERING, (60, 240)).await;
    board.shows("q sluta").await;
    let all = plan["people"].as_array().expect("people");
    let alias = all
        .iter()
        .find(|one| one["person"] == real["id"])
        .expect("an alias");
    let shown = board.shows(&text(alias, "name")).await;
    assert!(!shown.contains(name), "{shown}");
    let cohort = text(alias, "cohort");
    let mut own: Vec<&Value> = all
        .iter()
        .filter(|one| one["cohort"] == alias["cohort"])
        .collect();
    own.sort_by_key(|one| (text(one, "name"), text(one, "person")));
    let at = own
        .iter()
        .position(|one| one["person"] == alias["person"])
        .expect("there");
    let column: usize = cohort.trim_start_matches('G').parse().expect("a number");
    board.press(&RIGHT.repeat(column - 1));
    board.press(&DOWN.repeat(at));
    board
        .shows(&format!("{}: förklaras inte här", text(alias, "name")))
        .await;
    board.press(ENTER);
    board.shows("Esc tillbaka").await;
    let shown = board.shows("förklaras inte här").await;
    assert!(!shown.contains(name), "{shown}");
    board.press(ESCAPE);
    board.shows("q sluta").await;
    board.press("q");
    assert_eq!(board.end().await, 0);
}

async fn the_terminal_is_given_back_whatever_happens(engine: Engine) {
    let (service, plan, mut board) = opened(engine).await;
    assert!(board.is_taken(), "the board has it");
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        board.signal(signal);
        assert_eq!(board.end().await, code);
        assert!(board.is_as_it_was().await, "{signal:?}");
        board = self::board(&service, &text(&plan, "id"), USUAL).await;
        board.shows("q sluta").await;
    }
    board.press("\u{3}");
    assert_eq!(board.end().await, 0);
    assert!(board.is_as_it_was().await, "Ctrl-C");
}

/// The page of the documentation shows a board; it must be this one.
#[tokio::test]
async fn the_documentation_shows_what_is_drawn() {
    let (_service, plan, mut board) = opened(Engine::Sqlite).await;
    board.press(&DOWN.repeat(first(&plan).0));
    board.press(ENTER);
    board.shows("G01 → G02: ").await;
    let shown = with_one_alias(&board.screen());
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/grupper.md");
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(
        page.contains(&format!("```text\n{shown}\n```")),
        "docs/grupper.md does not show\n{shown}"
    );
}

#[tokio::test]
async fn without_a_terminal_it_says_what_to_use() {
    let (service, _) = round::full(Engine::Sqlite).await;
    service.propose(1).await;
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let token = service.admin_token().await;
    let words = ["cohort", "board", OFFERING];
    let (code, said) = administer(&service, &token, &folder, &words).await;
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("Tavlan behöver en terminal") && said.contains("--json"),
        "{said}"
    );
    let words = ["--json", "cohort", "board", OFFERING];
    let (code, said) = administer(&service, &token, &folder, &words).await;
    assert_eq!(code, 0, "{said}");
    let plan: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(plan["state"], "proposed");
}

/// Aliases are others every time; they are equally long.
fn with_one_alias(shown: &str) -> String {
    const BEGINS: &str = "Deltagare ";
    let mut parts = shown.split(BEGINS);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let rest: String = part.chars().skip(5).collect();
        format!("{whole}{BEGINS}7K3QD{rest}")
    })
}
