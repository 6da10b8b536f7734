//! The page about cohorts from beginning to end, run: the demonstration's people, and a round of
//! 1 400 people in 200 cohorts.

use super::page::{self, Story};
use harness::{
    Engine, TestService, ok,
    round::{self, OFFERING},
    text,
};
use samverkan_service::demo::large;
use serde_json::Value;
use std::path::PathBuf;

const SMALL: &str = "docs/fran-antagna-till-grupper.md";
const LARGE: &str = "docs/fjorton-hundra.md";

struct Cohorts {
    service: TestService,
    folder: PathBuf,
    offering: &'static str,
}

impl Drop for Cohorts {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Cohorts {
    /// What a word of the page stands for now.
    async fn meant(&self, word: &str) -> String {
        let plans = format!("/api/v1/offerings/{}/cohort-plans", self.offering);
        let plan = async |at: usize| {
            let plans: Value = ok(self.service.admin.get(&plans).await);
            text(&plans[at], "id")
        };
        match word {
            "$FÖRSLAG" => plan(0).await,
            "$FÖRRA" => plan(1).await,
            "$HANNA" => text(&self.service.person("Hanna Dahlgren").await, "id"),
            other => other.to_owned(),
        }
    }
}

impl Story for Cohorts {
    async fn happens(&self, what: &str) {
        let leaving: &[&str] = match what {
            "en person till antas" => {
                let sheet = harness::sheet::Sheet::admissions(0, 1)
                    .set(0, "Förnamn", "Sent")
                    .set(0, "Efternamn", "Kommen");
                let query = round::into_offering("admissions");
                assert_eq!(
                    self.service.import(&query, sheet.text()).await["sound"],
                    true
                );
                &[]
            }
            "var femte lämnar" => &[
                "Hanna Dahlgren",
                "Tove Nyström",
                "Oskar Pålsson",
                "Wilma Öberg",
                "Björn Forsgård",
                "Rebecka Qvarnström",
                "Måns Forsgård",
                "Maj-Britt Jönsson",
                "Sent Kommen",
            ],
            other => panic!("nobody knows how {other:?} happens"),
        };
        for name in leaving {
            let person = text(&self.service.person(name).await, "id");
            self.service.withdraw(&person).await;
        }
    }

    async fn run(&self, line: &str) -> String {
        let mut words = Vec::new();
        for word in crate::docs::split(line).into_iter().skip(1) {
            words.push(self.meant(&word).await);
        }
        page::command(&self.service, &self.folder, line, &words).await
    }
}

#[tokio::test]
async fn the_demonstrations_people_are_divided_as_the_page_shows() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let folder = page::folder(&service);
    let offering = OFFERING;
    let story = Cohorts {
        service,
        folder,
        offering,
    };
    page::is_as_shown(SMALL, 15, &story).await;
}

#[tokio::test]
async fn a_large_round_is_divided_as_the_page_shows() {
    let (service, _) = round::empty(Engine::Sqlite).await;
    let files = large::files(14, large::PEOPLE);
    let (offering, channel) = large::offering();
    ok(service.admin.post("/api/v1/offerings", &offering).await);
    let channels = format!("/api/v1/offerings/{}/channels", large::OFFERING);
    ok(service.admin.post(&channels, &channel).await);
    let folder = page::folder(&service);
    for (name, content) in [
        ("stor-skolenheter.csv", &files.schools),
        ("stor-antagna.csv", &files.admitted),
        ("stor-tider.csv", &files.times),
        ("stor-strukna.csv", &files.struck),
    ] {
        std::fs::write(folder.join(name), content).expect("a file");
    }
    let story = Cohorts {
        service,
        folder,
        offering: large::OFFERING,
    };
    page::is_as_shown(LARGE, 5, &story).await;
}
