//! A real browser: Chromium, driven by `tests/browser/driver.mjs`.
//!
//! ```ignore
//! let browser = Browser::start().await;
//! let tab = browser.open(View::PHONE).await;
//! tab.go(&service, "/kurser").await;
//! tab.follow("Samverkan för att främja skolnärvaro").await;
//! tab.check("course").await; // everything that can be wrong with a page, and a picture
//! ```

mod view;

pub use view::View;

use crate::{TestService, browsing::Browsing};
use serde_json::{Value, json};
use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::Mutex,
};

/// A browser of the test's own. Ends when dropped.
pub struct Browser {
    wires: Mutex<Wires>,
    _child: Child,
}

struct Wires {
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Browser {
    pub async fn start() -> Self {
        let tools = env::var("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS; use tests/run");
        let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/driver.mjs");
        let mut child = Command::new("node")
            .arg(driver)
            .env("SAMVERKAN_NODE_MODULES", format!("{tools}/node_modules"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let to = child.stdin.take().expect("a pipe");
        let from = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self {
            wires: Mutex::new(Wires { to, from }),
            _child: child,
        }
    }

    async fn ask(&self, command: &Value) -> Result<Value, String> {
        let mut wires = self.wires.lock().await;
        let line = format!("{command}\n");
        wires.to.write_all(line.as_bytes()).await.expect("a driver");
        let line = wires.from.next_line().await.expect("a driver");
        let line = line.expect("an answer of the driver");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].clone()),
        }
    }

    /// A tab with nothing in it: no cookies, no history.
    pub async fn open(&self, view: View) -> Tab<'_> {
        let how = json!({
            "name": view.name, "width": view.width, "height": view.height, "scale": view.scale, "dark": view.dark,
            "forced": view.forced, "script": view.script, "keyboard": view.keyboard,
            "language": view.language,
        });
        let number = self.ask(&json!({ "do": "open", "view": how })).await;
        Tab {
            browser: self,
            number: number.expect("a tab"),
            view,
        }
    }

    /// Looks at each page (a name for its pictures, a path) in every way: in Swedish in all, in
    /// English on a telephone; says all that is wrong at the end.
    pub async fn look_at(&self, service: &TestService, pages: &[(&str, &str)]) {
        self.look(service, None, pages).await;
    }

    /// As [`Self::look_at`], for somebody who is signed in; each page must be there.
    pub async fn look_at_as(&self, service: &TestService, who: &Browsing, pages: &[(&str, &str)]) {
        self.look(service, Some(who), pages).await;
    }

    async fn look(&self, service: &TestService, who: Option<&Browsing>, pages: &[(&str, &str)]) {
        let english = [View::PHONE.in_english()];
        let mut faults = Vec::new();
        for (_, path) in pages {
            faults.extend(self.lighthouse(service, path, who).await);
        }
        for view in View::ALL.into_iter().chain(english) {
            let tab = match who {
                Some(who) => self.open_as(view, service, who).await,
                None => self.open(view).await,
            };
            for (name, path) in pages {
                let status = tab.go(service, path).await;
                assert!(who.is_none() || status == 200, "{path}: {status}");
                tab.picture(name).await;
                let found = tab.faults().await.into_iter();
                faults.extend(found.map(|fault| format!("{path} ({}): {fault}", tab.label())));
            }
            tab.close().await;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// A tab in which somebody is signed in.
    pub async fn open_as(&self, view: View, service: &TestService, who: &Browsing) -> Tab<'_> {
        let tab = self.open(view).await;
        for (name, value) in &who.cookies {
            tab.cookie(service, name, value).await;
        }
        tab
    }

    /// What keeps Lighthouse from giving the page 100 for accessibility.
    pub async fn lighthouse(
        &self,
        service: &TestService,
        path: &str,
        who: Option<&Browsing>,
    ) -> Option<String> {
        let cookies = who.map(|who| {
            let pairs = who.cookies.iter();
            let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
            pairs.collect::<Vec<_>>().join("; ")
        });
        let url = format!("http://{}{path}", service.address);
        self.lighthouse_at(&url, cookies).await
    }

    /// The same, of any address; with these cookies.
    pub async fn lighthouse_at(&self, url: &str, cookies: Option<String>) -> Option<String> {
        let wanted = json!({ "do": "lighthouse", "url": url, "cookie": cookies });
        let found = self.ask(&wanted).await.expect("Lighthouse");
        let (there, mark) = (found["at"].as_str().unwrap_or_default(), &found["mark"]);
        assert_eq!(there, url, "led elsewhere");
        (*mark != 100).then(|| format!("{url}: Lighthouse {mark}: {}", found["lacks"]))
    }
}

pub struct Tab<'a> {
    browser: &'a Browser,
    number: Value,
    view: View,
}

impl Tab<'_> {
    #[track_caller]
    fn done(answer: Result<Value, String>) -> Value {
        answer.unwrap_or_else(|error| panic!("{error}"))
    }

    async fn ask(&self, what: &str, with: Value) -> Value {
        let mut command = with;
        command["do"] = json!(what);
        command["tab"] = self.number.clone();
        Self::done(self.browser.ask(&command).await)
    }

    fn label(&self) -> String {
        format!("{}-{}", self.view.name, self.view.language)
    }

    /// Goes to a page of the service; gives the status.
    pub async fn go(&self, service: &TestService, path: &str) -> u64 {
        let url = format!("http://{}{path}", service.address);
        self.go_to(&url).await
    }

    pub async fn go_to(&self, url: &str) -> u64 {
        let status = self.ask("go", json!({ "url": url })).await;
        status.as_u64().expect("a status")
    }

    /// Gives the tab a cookie of the service, as a sign-in elsewhere made it.
    pub async fn cookie(&self, service: &TestService, name: &str, value: &str) {
        let url = format!("http://{}/", service.address);
        let cookie = json!({ "url": url, "name": name, "value": value });
        self.ask("cookie", cookie).await;
    }

    /// Drags one thing onto another and lets go once the page says something with these words; gives
    /// what it said.
    pub async fn drag(&self, from: &str, to: &str, says: &str) -> String {
        let what = json!({ "from": from, "to": to, "says": says });
        let said = self.ask("drag", what).await;
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Octets of the page and all that came with it.
    pub async fn weight(&self) -> u64 {
        let octets = self.ask("weight", json!({})).await;
        octets.as_u64().expect("a number")
    }

    pub async fn url(&self) -> String {
        let url = self.ask("url", json!({})).await;
        url.as_str().expect("a text").to_owned()
    }

    pub fn has_script(&self) -> bool {
        self.view.script
    }

    pub async fn follow(&self, name: &str) {
        self.ask("follow", json!({ "name": name })).await;
    }

    pub async fn press(&self, name: &str) {
        self.ask("press", json!({ "name": name })).await;
    }

    pub async fn fill(&self, label: &str, text: &str) {
        self.ask("fill", json!({ "label": label, "text": text }))
            .await;
    }

    /// Ticks a box or chooses one of several.
    pub async fn choose(&self, label: &str) {
        self.ask("choose", json!({ "label": label })).await;
    }

    pub async fn select(&self, label: &str, option: &str) {
        self.ask("select", json!({ "label": label, "option": option }))
            .await;
    }

    /// Presses keys (`Tab`, `Enter`); types anything else.
    pub async fn keys(&self, keys: &[&str]) {
        self.ask("keys", json!({ "keys": keys })).await;
    }

    /// Presses Tab until what has this name has the focus.
    pub async fn reach(&self, name: &str) {
        self.ask("reach", json!({ "name": name })).await;
    }

    /// Waits until this is on the page.
    pub async fn sees(&self, text: &str) {
        self.ask("sees", json!({ "text": text })).await;
    }

    /// Waits until this is what the page is called.
    pub async fn heading(&self, words: &str) {
        self.ask("heading", json!({ "words": words })).await;
    }

    pub async fn text(&self, selector: &str) -> String {
        let text = self.ask("text", json!({ "selector": selector })).await;
        text.as_str().expect("a text").to_owned()
    }

    /// Words before a link or a button: what one may read to find it. `role`: `link` or `button`.
    pub async fn words(&self, role: &str, name: &str) -> u64 {
        let aim = json!({ "role": role, "name": name });
        self.ask("words", aim).await.as_u64().expect("a number")
    }

    /// Whether a link or a button is on the screen as it is now, with nothing over it.
    pub async fn in_view(&self, role: &str, name: &str) -> bool {
        let given = json!({ "role": role, "name": name });
        let seen = self.ask("inView", given).await;
        seen.as_bool().expect("yes or no")
    }

    pub async fn count(&self, selector: &str) -> u64 {
        let count = self.ask("count", json!({ "selector": selector })).await;
        count.as_u64().expect("a number")
    }

    /// Everything wrong with the page as it is now.
    pub async fn faults(&self) -> Vec<String> {
        let faults = self.ask("faults", json!({})).await;
        let faults = faults.as_array().expect("a list").iter();
        faults
            .map(|fault| fault.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Nothing is wrong with the page as it is now; keeps a picture of it.
    pub async fn check(&self, name: &str) {
        self.picture(name).await;
        let faults = self.faults().await;
        let label = self.label();
        assert!(faults.is_empty(), "{name} ({label}): {}", faults.join("\n"));
    }

    /// Keeps a picture of the page in `target/browser`.
    /// The page as paper shows it: what is wrong with it. Keeps it as a PDF.
    pub async fn printed(&self, name: &str) -> Vec<String> {
        let path = pictures().join(format!("{name}-{}.pdf", self.label()));
        self.ask("pdf", json!({ "path": path })).await;
        let faults = self.ask("printed", json!({})).await;
        let faults = faults.as_array().expect("a list").iter();
        faults
            .map(|fault| fault.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// As on a slow telephone, from now on.
    pub async fn slow_down(&self) {
        self.ask("slow", json!({})).await;
    }

    /// What the page waited for before it could be read: addresses, and how long (ms).
    pub async fn readable(&self) -> (Vec<String>, u64) {
        let found = self.ask("readable", json!({})).await;
        let blocking = found["blocking"].as_array().expect("a list").iter();
        let blocking = blocking.map(|one| one.as_str().unwrap_or_default().to_owned());
        (
            blocking.collect(),
            found["millis"].as_u64().expect("a time"),
        )
    }

    pub async fn picture(&self, name: &str) {
        let path = pictures().join(format!("{name}-{}.png", self.label()));
        self.ask("picture", json!({ "path": path })).await;
    }

    pub async fn close(self) {
        self.ask("close", json!({})).await;
    }
}

fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/browser")
}
