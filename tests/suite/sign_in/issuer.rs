//! A certified provider (npm `oidc-provider`) on this machine, and a browser that goes there.

use harness::{
    Client, Engine, Reply, TestService,
    browsing::{Browsing, encoded},
    instance::Instance,
};
use hyper::Method;
use samverkan_service::{
    app::App,
    clock::Clock,
    issuer::{IssuerSettings, Issuers},
};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::TcpListener,
    process::{Child, Command},
};

/// The acr that the settings of the tests accept for staff.
pub(super) const STRONG: &str = "urn:test:strong";

/// A provider, and an instance of the service that knows it. Ends when dropped.
pub(super) struct World {
    pub(super) service: TestService,
    pub(super) instance: Instance,
    /// The provider's address.
    pub(super) issuer: String,
    _provider: Child,
    _secret: Secret,
}

struct Secret(PathBuf);

impl Drop for Secret {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn tools() -> PathBuf {
    let tools = std::env::var_os("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS, as tests/run sets it");
    PathBuf::from(tools)
}

impl World {
    /// With a fault around the provider, or an empty text for none.
    pub(super) async fn start(engine: Engine, fault: &str) -> Self {
        let mut service = TestService::start(engine).await;
        // The provider has no other clock than the machine's: ours stands still at the same time.
        let now = Clock::System.now();
        service.advance(now.as_second() - service.now().as_second());
        service.admin = service
            .staff(samverkan_service::usecase::Role::Administrator)
            .await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("address"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/issuer.mjs");
        let mut provider = Command::new("node")
            .arg(script)
            .arg(tools())
            .arg(format!("{address}/logga-in/svar"))
            .arg(fault)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let out = BufReader::new(provider.stdout.take().expect("output"));
        let mut lines = out.lines();
        let issuer = lines
            .next_line()
            .await
            .expect("a line")
            .expect("an address");
        let file = std::env::temp_dir().join(format!(
            "samverkan-secret-{}",
            listener.local_addr().unwrap().port()
        ));
        std::fs::write(&file, "the secret of the tests only\n").expect("a file");
        let settings = IssuerSettings {
            key: "larosatet".to_owned(),
            name_sv: "Lärosätet".to_owned(),
            name_en: "The university".to_owned(),
            issuer: issuer.clone(),
            client_id: "samverkan".to_owned(),
            client_secret_file: Some(file.clone()),
            scopes: vec!["email".to_owned()],
            strong_acr: vec![STRONG.to_owned()],
        };
        let issuers = Issuers::new(&[settings], &address).expect("settings");
        let app = App {
            issuers: Arc::new(issuers),
            public_url: address.into(),
            ..service.app.clone()
        };
        let instance = Instance::serve_on(app, listener);
        Self {
            service,
            instance,
            issuer,
            _provider: provider,
            _secret: Secret(file),
        }
    }

    pub(super) fn browser(&self) -> Browsing {
        Browsing::new(&self.instance.anyone)
    }

    /// Sends a browser off, and gives the address of the provider that it is sent to.
    pub(super) async fn off(&self, browser: &mut Browsing) -> String {
        let page = browser.get("/logga-in").await;
        let sent = browser.submit(&page, "/logga-in/via/larosatet", &[]).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        let refresh = sent.header("refresh").to_owned();
        refresh
            .strip_prefix("0; url=")
            .expect("an address")
            .to_owned()
    }

    /// The same, for who needs as sure a sign-in as staff do.
    pub(super) async fn off_strongly(&self, browser: &mut Browsing) -> String {
        let page = browser.get("/logga-in?stark=ja").await;
        assert!(
            !page.text().contains("name=\"adress\""),
            "a code would not do"
        );
        let sent = browser.submit(&page, "/logga-in/via/larosatet", &[]).await;
        let refresh = sent.header("refresh").to_owned();
        refresh
            .strip_prefix("0; url=")
            .expect("an address")
            .to_owned()
    }

    /// What the provider answers, once `who` has signed in there: the path and query to go back to.
    pub(super) async fn at_provider(&self, address: &str, who: &str) -> String {
        let mut there = Browsing::new(&Client::new(self.issuer.clone()));
        there.cookies.insert("who".to_owned(), encoded(who));
        let mut address = address.to_owned();
        for _ in 0..6 {
            let reply = there.get(&address).await;
            let to = reply.header("location");
            assert!(!to.is_empty(), "{} {}", reply.status, reply.text());
            if let Some(path) = to.strip_prefix(self.instance.anyone.base()) {
                return path.to_owned();
            }
            address = if to.starts_with('/') {
                format!("{}{to}", self.issuer)
            } else {
                to.to_owned()
            };
        }
        panic!("the provider leads nowhere");
    }

    /// The whole way, there and back.
    pub(super) async fn over(&self, browser: &mut Browsing, who: &str) -> Reply {
        let address = self.off(browser).await;
        let back = self.at_provider(&address, who).await;
        returns(browser, &back).await
    }
}

/// As a browser comes from another site.
pub(super) async fn returns(browser: &mut Browsing, path: &str) -> Reply {
    let before = std::mem::replace(
        &mut browser.headers,
        vec![("sec-fetch-site", "cross-site".to_owned())],
    );
    let reply = browser.send(Method::GET, path, "").await;
    browser.headers = before;
    reply
}
