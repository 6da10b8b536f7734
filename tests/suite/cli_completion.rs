//! Tab in a shell: names that the service has, and nothing else said.

use super::cohort_terminal::USUAL;
use harness::{
    Engine, TestService,
    binary::{Folder, binary},
    ok, round,
    round::OFFERING,
    terminal::Terminal,
    text,
};
use std::fs;
use tokio::process::Command;

const TAB: &str = "\t";
const CLEAR: &str = "\u{15}";

/// What the shell would offer; each a line, with what it is after a tab.
async fn offered(settings: &[(&str, String)], words: &[&str]) -> Vec<String> {
    let ran = Command::new(binary("samverkan"))
        .args(["--", "samverkan"])
        .args(words)
        .env("SAMVERKAN_COMPLETE", "fish")
        .env("SAMVERKAN_CLI_CONFIG", "/nowhere")
        .env("LANG", "sv_SE.UTF-8")
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .output()
        .await
        .expect("the binary");
    let err = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && err.is_empty(), "{err}");
    let out = String::from_utf8(ran.stdout).expect("text");
    // Options may stand anywhere; only what was asked for is of interest.
    let lines = out.lines().filter(|line| !line.starts_with('-'));
    lines.map(str::to_owned).collect()
}

async fn settings(service: &TestService) -> [(&'static str, String); 2] {
    [
        ("SAMVERKAN_URL", format!("http://{}", service.address)),
        ("SAMVERKAN_TOKEN", service.admin_token().await),
    ]
}

#[tokio::test]
async fn the_service_is_asked_what_there_is() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let settings = settings(&service).await;
    let first = async |words: &[&str]| {
        let offered = offered(&settings, words).await;
        let words = offered.iter().filter_map(|line| line.split('\t').next());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(
        first(&["offering", "show", "sa12"])
            .await
            .contains(&OFFERING.to_owned())
    );
    assert_eq!(first(&["reserve", "list", "OPEN-"]).await, ["OPEN-DEMO"]);
    assert_eq!(first(&["course", "show", "SA123"]).await, ["SA123A"]);
    assert_eq!(
        first(&["person", "show", "hanna d"]).await,
        ["Hanna Dahlgren"]
    );
    assert_eq!(
        first(&["person", "show", "WAHL"]).await,
        ["Quoc Wåhlin", "Rebecka Wåhlin"]
    );
    assert_eq!(
        first(&["rollcall", "mark", OFFERING, "--present", "hanna d"]).await,
        ["Hanna Dahlgren"]
    );
    let with_place = format!("{OFFERING}/Hanna D");
    assert_eq!(
        first(&["application", "show", &with_place]).await,
        [format!("{OFFERING}/Hanna Dahlgren")]
    );
    let cohorts = first(&["cohort", "explain", OFFERING, "G0"]).await;
    assert!(cohorts.contains(&"G01".to_owned()), "{cohorts:?}");
    assert_eq!(
        first(&["cohort", "explain", OFFERING, "hanna d"]).await,
        ["Hanna Dahlgren"]
    );
    // An offering's sessions are named by their days.
    let sessions = service.sessions().await;
    let starts = text(&sessions[0], "starts");
    let day = format!("{OFFERING}/{}", &starts[..10]);
    let days = first(&["session", "show", &day[..day.len() - 1]]).await;
    assert!(days.iter().any(|one| one.starts_with(&day)), "{days:?}");
    // What each is stands beside it.
    let about = offered(&settings, &["offering", "show", OFFERING]).await;
    assert!(about[0].contains("VT2027"), "{about:?}");
    // Who is protected is known by the alias, and found by nothing else.
    let people = round::all(&service.admin, "/api/v1/people").await;
    let mut protected = people.iter();
    let protected = protected.find(|one| text(one, "name").starts_with("Deltagare "));
    let protected = protected.expect("somebody protected");
    let path = format!("/api/v1/people/{}", text(protected, "id"));
    let real = text(&ok(service.officer.get(&path).await), "name");
    assert!(!real.starts_with("Deltagare "), "control: {real}");
    assert!(first(&["person", "show", &real]).await.is_empty());
    let alias = text(protected, "name");
    assert_eq!(first(&["person", "show", &alias]).await, [alias]);
}

#[tokio::test]
async fn who_cannot_ask_is_told_nothing() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let [url, token] = settings(&service).await;
    let words = ["person", "show", "hanna"];
    assert!(
        !offered(&[url.clone(), token.clone()], &words)
            .await
            .is_empty(),
        "control"
    );
    assert!(
        offered(std::slice::from_ref(&url), &words).await.is_empty(),
        "no token"
    );
    let wrong = ("SAMVERKAN_TOKEN", "samverkan_pat_wrong".to_owned());
    assert!(offered(&[url, wrong], &words).await.is_empty());
    let nobody = ("SAMVERKAN_URL", "http://127.0.0.1:9".to_owned());
    assert!(offered(&[nobody, token], &words).await.is_empty());
    // What needs no service is there all the same.
    assert_eq!(offered(&[], &["offering", "li"]).await.len(), 1);
}

#[tokio::test]
async fn a_name_can_be_completed_and_run_in_bash() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let folder = Folder::new();
    let program = binary("samverkan");
    let programs = program.parent().expect("a folder").display();
    let begin = folder.0.join("bashrc");
    let lines = format!("PS1='» '\nPATH={programs}:$PATH\nsource <(samverkan completions bash)\n");
    fs::create_dir_all(&folder.0).expect("a folder");
    fs::write(&begin, lines).expect("written");
    let begin = begin.display().to_string();
    let [url, token] = settings(&service).await;
    let path = ("PATH", "/usr/bin:/bin".to_owned());
    let lang = ("LANG", "C.UTF-8".to_owned());
    let words = ["--noprofile", "--rcfile", &begin, "-i"];
    let mut bash = Terminal::start("bash", &words, &[url, token, path, lang], USUAL);
    bash.shows("»").await;
    bash.press("samverkan person show quoc");
    bash.press(TAB);
    bash.shows(r"show Quoc\ Wåhlin").await;
    bash.press("\r");
    let shown = bash.shows("quoc.wahlin@").await;
    assert!(!shown.contains("error"), "{shown}");
    bash.press(CLEAR);
    bash.press("samverkan reserve list OP");
    bash.press(TAB);
    bash.shows("reserve list OPEN-DEMO").await;
}
