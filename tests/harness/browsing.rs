//! A browser as far as cookies and forms go: keeps cookies as it is told, sends forms with what they
//! hold, follows nothing by itself.

use crate::{Client, Reply, TestService};
use hyper::{Method, header::SET_COOKIE};
use std::collections::BTreeMap;

/// One browser, of one person.
pub struct Browsing {
    client: Client,
    pub cookies: BTreeMap<String, String>,
    /// What it says of itself.
    pub agent: &'static str,
    pub language: &'static str,
    /// More headers, for what browsers say about where a form came from.
    pub headers: Vec<(&'static str, String)>,
}

impl Browsing {
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            cookies: BTreeMap::new(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            language: "sv",
            headers: vec![("sec-fetch-site", "same-origin".to_owned())],
        }
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, "").await
    }

    /// Sends whatever, with the cookies there are, and keeps those that come.
    pub async fn send(&mut self, method: Method, path: &str, body: &str) -> Reply {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let mut headers = vec![
            ("user-agent", self.agent),
            ("accept-language", self.language),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        headers.extend(self.headers.iter().map(|(name, value)| (*name, &**value)));
        let reply = self.client.send(method, path, &headers, body.to_owned());
        let reply = reply.await.expect("an answer");
        for cookie in reply.headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().expect("text");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("a cookie");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }

    /// Sends the form on a page that goes to `action`, with these fields filled in.
    pub async fn submit(&mut self, page: &Reply, action: &str, fields: &[(&str, &str)]) -> Reply {
        let form = form(&page.text(), action);
        let body = filled(&form, fields);
        self.send(Method::POST, action, &body).await
    }

    /// Asks for a code and gives the address of the page to type it on.
    pub async fn ask_for_code(&mut self, address: &str) -> String {
        let page = self.get("/logga-in").await;
        let sent = self
            .submit(&page, "/logga-in", &[("adress", address)])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        sent.header("location").to_owned()
    }

    /// Signs in with a mailed code.
    pub async fn sign_in(&mut self, service: &TestService, address: &str) -> Reply {
        let place = self.ask_for_code(address).await;
        service.tick().await;
        let code = service.last_code(address);
        let page = self.get(&place).await;
        let done = self.submit(&page, &place, &[("kod", &code)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        done
    }

    /// Whether it is signed in.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/mina-inloggningar").await.status == 200
    }
}

/// What the forms on a page carry to show that they are this browser's.
#[track_caller]
pub fn csrf(page: &Reply) -> String {
    let html = page.text();
    let rest = html.split("name=\"csrf\" value=\"").nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no form in {html}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The form on a page that goes to `action`, or to the page itself; panics if there is none.
#[track_caller]
pub fn form(html: &str, action: &str) -> BTreeMap<String, String> {
    let named = format!("action=\"{action}\"");
    let mut forms = html.split("<form ").skip(1);
    let form = forms.find(|form| {
        let head = form.split('>').next().unwrap_or_default();
        head.contains(&named) || !head.contains("action=")
    });
    let form = form.unwrap_or_else(|| panic!("no form to {action} in {html}"));
    let form = form.split("</form>").next().unwrap_or_default();
    let mut fields = BTreeMap::new();
    for input in form.split("<input ").skip(1) {
        let head = input.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            let rest = head.split(&format!("{name}=\"")).nth(1)?;
            Some(rest.split('"').next().unwrap_or_default().to_owned())
        };
        let kind = attribute("type").unwrap_or_default();
        let choice = kind == "radio" || kind == "checkbox";
        if choice && !head.ends_with(" checked") {
            continue;
        }
        if let Some(name) = attribute("name") {
            fields.insert(name, attribute("value").unwrap_or_default());
        }
    }
    fields
}

/// A form's body.
pub fn filled(form: &BTreeMap<String, String>, fields: &[(&str, &str)]) -> String {
    let mut all = form.clone();
    for (name, value) in fields {
        all.insert((*name).to_owned(), (*value).to_owned());
    }
    let pairs: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}

/// Text as it stands in a form or a query.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|octet| {
            if octet.is_ascii_alphanumeric() || b"-_.~".contains(&octet) {
                char::from(octet).to_string()
            } else {
                format!("%{octet:02X}")
            }
        })
        .collect()
}
