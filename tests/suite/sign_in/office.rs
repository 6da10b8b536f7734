//! A service where staff are invited, under a name that passkeys can be made for.

use super::{ANNA, at, authenticator::Authenticator};
use harness::{Engine, Reply, TestService, browsing::Browsing, instance::Instance};
use samverkan_service::{
    app::App,
    usecase::{
        Role,
        sign_in::{self, Invited},
    },
};

pub(super) struct Office {
    pub(super) service: TestService,
    pub(super) instance: Instance,
    pub(super) origin: String,
}

impl Office {
    /// Passkeys belong to names, not to addresses of numbers.
    pub(super) async fn open(engine: Engine) -> Self {
        let service = TestService::start(engine).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let app = App {
            public_url: origin.clone().into(),
            ..service.app.clone()
        };
        let instance = Instance::serve_on(app, listener);
        Self {
            service,
            instance,
            origin,
        }
    }

    pub(super) fn browser(&self) -> Browsing {
        Browsing::new(&at(self.instance.anyone.base()))
    }

    pub(super) async fn invites(&self, email: &str, role: Role) -> (String, Invited) {
        let invited = sign_in::invite_offline(&self.instance.app, email, role)
            .await
            .unwrap();
        let path = invited
            .address
            .strip_prefix(&self.origin)
            .unwrap()
            .to_owned();
        (path, invited)
    }

    /// Anna with a passkey, signed in with a mailed code.
    pub(super) async fn anna(&self, role: Role) -> (Browsing, Authenticator) {
        let (path, _) = self.invites(ANNA, role).await;
        let mut hers = self.browser();
        hers.sign_in(&self.service, ANNA).await;
        let mut authenticator = Authenticator::new(&self.origin, "localhost");
        let done = self.registers(&mut hers, &mut authenticator, &path).await;
        assert_eq!(done.status, 303, "{}", done.text());
        (hers, authenticator)
    }

    pub(super) async fn registers(
        &self,
        browser: &mut Browsing,
        authenticator: &mut Authenticator,
        path: &str,
    ) -> Reply {
        let page = browser.get(path).await;
        let begun = browser.submit(&page, path, &[]).await;
        if begun.status != 200 {
            return begun;
        }
        let answer = authenticator.makes(&begun);
        browser.submit(&begun, "/nycklar", &fields(&answer)).await
    }

    pub(super) async fn challenge(&self, browser: &mut Browsing) -> Reply {
        let page = browser.get("/logga-in").await;
        let asked = browser.submit(&page, "/logga-in/nyckel", &[]).await;
        assert_eq!(asked.status, 200, "{}", asked.text());
        asked
    }

    pub(super) async fn uses(
        &self,
        browser: &mut Browsing,
        authenticator: &Authenticator,
    ) -> Reply {
        let page = self.challenge(browser).await;
        let answer = authenticator.answers(&page);
        browser
            .submit(&page, "/logga-in/nyckel/svar", &fields(&answer))
            .await
    }
}

pub(super) fn fields<'a>(answer: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    answer
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect()
}
