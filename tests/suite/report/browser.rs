//! Reports are files that somebody mails on: opened as they are, with nothing but themselves.

use super::run_as;
use crate::plans::twenty;
use harness::{
    Engine,
    binary::Folder,
    browser::{Browser, View},
    on_sqlite,
    round::{self, OFFERING},
    text,
};
use serde_json::json;
use std::fs;

on_sqlite!(reports_are_read_in_a_browser_with_nothing_else,);

async fn reports_are_read_in_a_browser_with_nothing_else(engine: Engine) {
    let folder = Folder::new();
    fs::create_dir(&folder.0).expect("a folder");
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    let plan = text(&plan, "id");
    for (language, words) in [
        ("sv", &["report", OFFERING, "--html", "whole.html"][..]),
        (
            "en",
            &["report", OFFERING, "--public", "--html", "public.html"],
        ),
        ("sv", &["cohort", "report", &plan, "--out", "cohorts.html"]),
    ] {
        run_as(&service, &folder.0, language, words).await;
    }
    let empty = twenty(engine).await;
    let other = crate::plans::propose(&empty, json!({})).await;
    let other = text(&other, "id");
    let words = ["cohort", "report", &other, "--out", "twenty.html"];
    run_as(&empty, &folder.0, "en", &words).await;
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    for view in View::ALL {
        let tab = browser.open(view).await;
        for name in ["whole", "public", "cohorts", "twenty"] {
            let file = folder.0.join(format!("{name}.html"));
            tab.go_to(&format!("file://{}", file.display())).await;
            tab.picture(&format!("report-{name}")).await;
            assert!(tab.count("svg").await > 0, "{name}");
            let found = tab.faults().await.into_iter();
            faults.extend(found.map(|fault| format!("{name} ({}): {fault}", view.name)));
        }
        tab.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
