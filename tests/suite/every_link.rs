//! From every page one gets on, and every link leads somewhere: all that can be reached from the front
//! page and from one's own is opened, as somebody curious would, or a program that looks through mail;
//! and nothing has changed afterwards.

use harness::{Engine, TestService, browsing::Browsing, on_both_engines, round, sql};
use samverkan_service::usecase::Role;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

on_both_engines!(every_link_leads_somewhere_and_changes_nothing,);

/// Pages opened whose addresses differ by what they are about only.
const ALIKE: usize = 2;

/// The address without what it is about: `/min-sida/anmalan/*/kvitto`.
fn kind(path: &str) -> String {
    let parts = path.split(['/', '?', '&', '=']).map(|part| {
        let about = part.len() > 30 || part.bytes().any(|octet| octet.is_ascii_digit());
        if about { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Where a page's links lead that stay on the site, but for those that change its language.
fn links(html: &str) -> Vec<String> {
    let hrefs = html.split(" href=\"").skip(1);
    let hrefs = hrefs.filter_map(|rest| rest.split('"').next());
    let own = hrefs.filter(|href| href.starts_with('/') && !href.starts_with("//"));
    own.map(|href| {
        href.replace("&amp;", "&")
            .split('#')
            .next()
            .unwrap_or_default()
            .to_owned()
    })
    .filter(|href| !href.contains("sprak="))
    .collect()
}

/// Opens everything that can be reached; gives how many pages that was.
async fn opened(browser: &mut Browsing, who: &str, starts: &[&str]) -> usize {
    let mut waiting: VecDeque<(String, String)> = starts
        .iter()
        .map(|start| ((*start).to_owned(), who.to_owned()))
        .collect();
    let (mut seen, mut alike) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    while let Some((path, from)) = waiting.pop_front() {
        let of_kind = alike.entry(kind(&path)).or_default();
        if *of_kind == ALIKE || !seen.insert(path.clone()) {
            continue;
        }
        *of_kind += 1;
        let reply = browser.get(&path).await;
        match reply.status.as_u16() {
            200 => {}
            303 => {
                let on = reply.header("location").to_owned();
                assert!(on.starts_with('/'), "{who}: {path} leads away to {on}");
                waiting.push_back((on, path));
                continue;
            }
            status => panic!("{who}: {from} leads to {path}, which is {status}"),
        }
        // The documentation of the API is made by a tool of somebody else's.
        let others = path.starts_with("/api/");
        if others || !reply.header("content-type").starts_with("text/html") {
            continue;
        }
        let html = reply.text();
        let main = html.split("<main").nth(1).unwrap_or(&html);
        let main = main.split("</main>").next().unwrap_or_default();
        let onwards = links(&html).len() > 1 || main.contains("<form ");
        assert!(onwards, "{who}: {path} is a dead end");
        waiting.extend(links(&html).into_iter().map(|on| (on, path.clone())));
    }
    seen.len()
}

async fn signed_in(service: &TestService, address: &str) -> Browsing {
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(service, address).await;
    browser
}

async fn every_link_leads_somewhere_and_changes_nothing(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service.tick().await;
    let mut people = vec![
        ("a visitor", Browsing::new(&service.anyone), 8),
        (
            "a student",
            signed_in(&service, "hanna.dahlgren@student.example").await,
            25,
        ),
        (
            "somebody new",
            signed_in(&service, "ny@example.org").await,
            18,
        ),
        (
            "a head",
            signed_in(&service, "rektor@orebro.example").await,
            15,
        ),
    ];
    for (who, role, pages) in [
        ("an administrator", Role::Administrator, 30),
        ("an auditor", Role::Auditor, 15),
        ("an archivist", Role::Archivist, 12),
    ] {
        people.push((who, service.staff_browser(role).await, pages));
    }
    let state = async || {
        let count = async |table: &str| {
            let query = format!("SELECT COUNT(*) FROM {table}");
            sql::number(&service.app.database, &query).await
        };
        [count("audit").await, count("outbox").await]
    };
    let before = state().await;
    for (who, browser, least) in &mut people {
        let pages = opened(browser, who, &["/", "/kurser", "/min-sida", "/om"]).await;
        assert!(pages >= *least, "{who}: only {pages} pages");
        assert_eq!(state().await, before, "{who} has changed something");
    }
}
