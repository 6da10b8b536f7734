//! The overview of an offering: what it counts, who sees it, and that it gives nobody away.

use harness::{
    Engine, TestService,
    browser::Browser,
    browsing::Browsing,
    office::says,
    ok, on_both_engines,
    round::{self, OFFERING},
    sql,
};
use hyper::StatusCode;
use samverkan_service::usecase::Role;

on_both_engines!(
    everything_is_counted_once,
    only_staff_see_it_and_only_the_officer_reads_why,
);

/// In Chromium.
mod browser {
    use super::the_overview_works_in_every_way;
    harness::on_sqlite!(the_overview_works_in_every_way);
}

const PAGE: &str = "/personal/tillfallen/SA123A-V9001V27/oversikt";

/// Numbers of the row that begins with this, in the table of this id.
fn row(html: &str, table: &str, name: &str) -> Vec<i64> {
    let table = html.split(&format!("id=\"{table}\">")).nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let mut rows = table.split("<tr>").filter(|row| row.contains(name));
    let row = rows.next().unwrap_or_else(|| panic!("{name} in {table}"));
    let cells = row.split("<td>").skip(1);
    cells
        .map(|cell| cell.split('<').next().unwrap().parse().unwrap())
        .collect()
}

async fn number(service: &TestService, what: &str) -> i64 {
    sql::number(
        &service.app.database,
        &format!("SELECT COUNT(*) FROM {what}"),
    )
    .await
}

async fn everything_is_counted_once(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    says(
        &admin.get("/personal/tillfallen").await,
        &[&format!("href=\"{PAGE}\"")],
    );
    let page = admin.get(PAGE).await;
    says(
        &page,
        &["Så ser det ut just nu", "Krockar", "Mejl", "ORU-DEMO1"],
    );
    let html = page.text();
    let here = "application a JOIN channel c ON c.id = a.channel_id WHERE c.code = 'ORU-DEMO1'";
    let applied = row(&html, "applied", "ORU-DEMO1");
    let (total, families) = applied.split_last().unwrap();
    assert_eq!(*total, number(&service, here).await);
    assert_eq!(families.iter().sum::<i64>(), *total);
    let taken = "AND a.state IN ('admitted', 'accepted', 'registered', 'completed')";
    let taking_part = row(&html, "taking-part", "ORU-DEMO1");
    let places = number(&service, &format!("{here} {taken}")).await;
    assert_eq!(*taking_part.last().unwrap(), places);
    let channel = row(&html, "channels", "ORU-DEMO1");
    assert_eq!((channel[0], channel[1]), (30, places));
    assert_eq!(channel[1..].iter().sum::<i64>(), *total);
    for cohort in service.cohorts().await {
        let code = cohort["code"].as_str().unwrap();
        let members = cohort["members"].as_array().unwrap().len();
        let mix = row(&html, "mixes", code);
        assert_eq!(*mix.last().unwrap(), i64::try_from(members).unwrap());
    }
    let sent = format!(
        "<dd>{}</dd>",
        number(&service, "outbox WHERE done_at IS NOT NULL").await
    );
    assert!(html.contains(&sent));
    // No name of anybody.
    for person in service.all("/api/v1/people").await {
        let name = person["name"].as_str().unwrap();
        assert!(name.trim().is_empty() || !html.contains(name), "{name}");
    }
}

async fn only_staff_see_it_and_only_the_officer_reads_why(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let mut officer = service.staff_browser(Role::Officer).await;
    service
        .run_sql(
            "UPDATE outbox SET failed_at = created_at, done_at = NULL, \
             last_error = '550 nobody@example.org' \
             WHERE id IN (SELECT id FROM outbox WHERE person_id IS NOT NULL ORDER BY id LIMIT 2)",
        )
        .await;
    let page = admin.get(PAGE).await;
    says(
        &page,
        &[
            "<dt>Kom inte fram</dt><dd>2</dd>",
            "Visas för sekretesshandläggaren",
        ],
    );
    assert!(!page.text().contains("nobody@"));
    says(&officer.get(PAGE).await, &["550 nobody@example.org"]);
    let mut auditor = service.staff_browser(Role::Auditor).await;
    assert_eq!(auditor.get(PAGE).await.status, StatusCode::FORBIDDEN);
    let mut weak = Browsing::new(&service.anyone);
    let sent = weak.get(PAGE).await;
    assert!(sent.header("location").starts_with("/logga-in?till="));
    weak.sign_in(&service, "administrator@personal.example")
        .await;
    let sent = weak.get(PAGE).await;
    assert!(sent.header("location").starts_with("/logga-in?stark=ja"));
    let missing = PAGE.replace(OFFERING, "FINNS-INTE");
    assert_eq!(admin.get(&missing).await.status, StatusCode::NOT_FOUND);
    // The API says the same to the same people.
    assert!(ok(service.admin.get("/api/v1/messages").await)["items"].is_array());
}

async fn the_overview_works_in_every_way(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let admin = service.staff_browser(Role::Administrator).await;
    let browser = Browser::start().await;
    browser
        .look_at_as(&service, &admin, &[("overview-new", PAGE)])
        .await;
    service.commit(&service.propose(1).await).await;
    browser
        .look_at_as(&service, &admin, &[("overview", PAGE)])
        .await;
}
