//! Staff on the site, as far as their pages' tests need them: a browser that is let in. How one comes
//! to be let in is tested where passkeys are.

use crate::{Reply, TestService, browsing::Browsing};
use samverkan_service::usecase::{Role, sign_in};

impl TestService {
    /// A browser of somebody on the staff in this role, as after a passkey.
    pub async fn staff_browser(&self, role: Role) -> Browsing {
        let address = format!("{role:?}@personal.example").to_lowercase();
        let invited = sign_in::invite_offline(&self.app, &address, role).await;
        invited.expect("an invitation");
        let mut browser = Browsing::new(&self.anyone);
        browser.sign_in(self, &address).await;
        self.run_sql(&format!(
            "UPDATE web_sign_in SET strong = TRUE WHERE person_id IN
               (SELECT person_id FROM email WHERE address_key = '{address}')"
        ))
        .await;
        browser
    }

    /// A browser of participant `n`, signed in with a mailed code.
    pub async fn browser_of(&self, n: usize) -> Browsing {
        let mut browser = Browsing::new(&self.anyone);
        browser
            .sign_in(self, &format!("person{n}@example.org"))
            .await;
        browser
    }
}

/// The page says all of these, is whole, and is kept by nobody.
#[track_caller]
pub fn says(page: &Reply, words: &[&str]) {
    let html = page.text();
    assert_eq!(page.status, 200, "{html}");
    for word in words {
        assert!(html.contains(word), "{word} is not in {html}");
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(!html.contains("{ $") && !html.contains("<p></p>"), "{html}");
    assert_eq!(page.header("cache-control"), "no-store");
}

/// A name as it stands in a page.
pub fn written(name: &str) -> String {
    name.replace('\'', "&#39;")
}

/// The answer leads on to another page.
#[track_caller]
pub fn leads_to(reply: &Reply, place: &str) {
    let said = (reply.status.as_u16(), reply.header("location"));
    assert_eq!(said, (303, place), "{}", reply.text());
}
