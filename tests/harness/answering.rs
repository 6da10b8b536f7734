//! Helpers of the tests about reserves, answers and approvals: a channel with a policy, people
//! who apply, the links in their letters.

use crate::{Client, Engine, Reply, TestService, ok, sql, text};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";

impl TestService {
    /// A service with one open channel `OPEN`, its clock at `now`.
    pub async fn with_channel(engine: Engine, now: &str, seats: i64, policy: Value) -> Self {
        let mut service = Self::start(engine).await;
        service.clock_to(now);
        // Tokens do not live from one term to the next.
        service.admin = service
            .staff(samverkan_service::usecase::Role::Administrator)
            .await;
        service.offering().await;
        service.open_channel("OPEN", seats, policy).await;
        service
    }

    pub async fn open_channel(&self, code: &str, seats: i64, policy: Value) {
        let new = json!({
            "code": code, "kind": "open", "title_sv": code, "title_en": code, "seats": seats,
            "policy": policy,
        });
        let path = format!("{OFFERING}/channels");
        ok(self.admin.post(&path, &new).await);
    }

    /// Moves the clock to an instant.
    pub fn clock_to(&self, at: &str) {
        let at: jiff::Timestamp = at.parse().expect("an instant");
        self.advance(at.as_second() - self.now().as_second());
    }

    /// Applies in the channel as participant `n`; gives the application.
    pub async fn applied_in(&self, channel: &str, n: usize) -> String {
        let (client, _) = self.participant(n, "larare").await;
        let path = format!("{OFFERING}/applications");
        let receipt = ok(client.post(&path, &json!({ "channel": channel })).await);
        text(&receipt, "application")
    }

    /// Participants 1 to `people` apply in `OPEN`; gives their applications.
    pub async fn all_applied(&self, people: usize) -> Vec<String> {
        let mut applications = Vec::new();
        for n in 1..=people {
            applications.push(self.applied_in("OPEN", n).await);
        }
        applications
    }

    /// Participant `n`, signed in anew.
    pub async fn again(&self, n: usize) -> Client {
        self.sign_in(&format!("person{n}@example.org")).await.0
    }

    pub async fn shown(&self, application: &str) -> Value {
        let path = format!("/api/v1/applications/{application}");
        ok(self.admin.get(&path).await)
    }

    pub async fn state(&self, application: &str) -> String {
        text(&self.shown(application).await, "state")
    }

    /// Does something to an application as an administrator who has seen it.
    pub async fn staff_act(
        &self,
        application: &str,
        verb: &str,
        body: &Value,
    ) -> Result<Reply, CallError> {
        let path = format!("/api/v1/applications/{application}");
        let etag = self.admin.get(&path).await?.etag().to_owned();
        let headers = [("if-match", &*etag)];
        let path = format!("{path}/{verb}");
        let client = &self.admin;
        client.send_json(Method::POST, &path, &headers, body).await
    }

    /// An administrator takes somebody off the course.
    pub async fn leaves(&self, application: &str) {
        ok(self.staff_act(application, "withdraw", &json!({})).await);
    }

    /// Drafts, reviews and publishes a selection in a channel whose window has closed.
    pub async fn publishes(&self, channel: &str) {
        let path = format!("/api/v1/channels/{channel}/selections");
        let drafted = ok(self.admin.post(&path, &json!({})).await);
        let path = format!("/api/v1/selections/{}", text(&drafted, "id"));
        for verb in ["review", "publish"] {
            let etag = self
                .admin
                .get(&path)
                .await
                .expect("an answer")
                .etag()
                .to_owned();
            let (path, headers) = (format!("{path}/{verb}"), [("if-match", &*etag)]);
            let client = &self.admin;
            let nothing = json!({});
            ok(client
                .send_json(Method::POST, &path, &headers, &nothing)
                .await);
        }
    }

    /// Calls the next in `OPEN`.
    pub async fn call(&self, count: i64) -> Value {
        let path = "/api/v1/channels/OPEN/calls";
        ok(self.admin.post(path, &json!({ "count": count })).await)
    }

    pub async fn reserves(&self) -> Value {
        ok(self.admin.get("/api/v1/channels/OPEN/reserves").await)
    }

    /// The token in the last letter to this address that has a link to answer by.
    pub async fn token_for(&self, address: &str) -> String {
        self.tick().await;
        let mail = self.mail();
        let mut letters = mail.iter().rev().filter(|kept| kept.to_address == address);
        let token = letters.find_map(|kept| {
            let rest = kept.body.split("/svar/").nth(1)?;
            Some(rest.split_whitespace().next()?.to_owned())
        });
        token.expect("a letter with a link")
    }

    /// The token in the last letter to participant `n`.
    pub async fn token_of(&self, n: usize) -> String {
        self.token_for(&format!("person{n}@example.org")).await
    }

    /// How many letters participant `n` has got that say this.
    pub fn letters_saying(&self, n: usize, words: &str) -> usize {
        let address = format!("person{n}@example.org");
        let mail = self.mail();
        let his = mail.iter().filter(|kept| kept.to_address == address);
        his.filter(|kept| kept.body.contains(words)).count()
    }

    /// Answers by link, as a program does.
    pub async fn answers(&self, token: &str, accept: bool) -> Result<Reply, CallError> {
        let path = format!("/api/v1/answers/{token}");
        self.anyone.post(&path, &json!({ "accept": accept })).await
    }

    /// Sends the form of a page, as a browser does.
    pub async fn sends_form(&self, token: &str, body: &str) -> Reply {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let path = format!("/svar/{token}");
        let body = body.to_owned();
        let reply = self.anyone.send(Method::POST, &path, &kind, body).await;
        reply.expect("an answer")
    }

    /// Runs a statement past the service.
    pub async fn run_sql(&self, statement: &str) {
        let done = sql::run(&self.app.database, statement).await;
        done.expect("the statement runs");
    }
}
