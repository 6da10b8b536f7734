//! The page of an access export, as a browser shows it.

use harness::{
    Engine, NOW, TestService,
    binary::{Folder, binary},
    browser::{Browser, View},
};
use serde_json::json;
use std::fs;
use tokio::process::Command;

#[tokio::test]
async fn the_page_can_be_read_and_printed() {
    let service = TestService::with_channel(Engine::Sqlite, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    service.tick().await;
    let folder = Folder::new();
    let ran = Command::new(binary("samverkan"))
        .args(["person", "extract", "Förnamn1 Efternamn1", "--folder"])
        .arg(&folder.0)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
        .output();
    assert!(ran.await.expect("the binary").status.success());
    let mut entries = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let page = entries.find(|path| path.extension().is_some_and(|kind| kind == "html"));
    let page = page.expect("the page");
    let browser = Browser::start().await;
    let tab = browser.open(View::PHONE).await;
    tab.go_to(&format!("file://{}", page.display())).await;
    tab.check("registerutdrag").await;
    let faults = tab.printed("registerutdrag").await;
    assert!(faults.is_empty(), "{faults:?}");
}
