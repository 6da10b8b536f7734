//! A subscription as people have it: vdirsyncer fetches the calendars, khal lists what is in them.

use crate::{binary::Folder, text};
use serde_json::{Value, json};
use std::{env, fmt::Write as _, fs, path::PathBuf};
use tokio::process::Command;

/// Several calendars that somebody subscribes to. Everything is in a folder of its own.
pub struct Subscription {
    folder: Folder,
}

/// What one khal believes of the world, and of what its times are.
const ZONES: [(&str, &str); 2] = [("utc", "UTC"), ("local", "Europe/Stockholm")];
/// The days that are looked at: well beyond the term, and both edges of summer time.
const DAYS: [&str; 2] = ["2026-08-01", "2028-01-01"];

impl Subscription {
    /// Subscribes to calendars by name and address. Nothing is fetched yet.
    pub async fn to(calendars: &[(&str, String)]) -> Self {
        let folder = Folder::new();
        let root = folder.0.display().to_string();
        let mut sync = format!("[general]\nstatus_path = \"{root}/status\"\n");
        let mut listed = String::from("[calendars]\n");
        for (name, url) in calendars {
            fs::create_dir_all(folder.0.join(name)).expect("a folder for a calendar");
            let _ = write!(
                sync,
                "[pair {name}]\na = \"{name}_there\"\nb = \"{name}_here\"\ncollections = null\n\
                 [storage {name}_there]\ntype = \"http\"\nurl = \"{url}\"\n\
                 [storage {name}_here]\ntype = \"filesystem\"\npath = \"{root}/{name}\"\nfileext = \".ics\"\n"
            );
            let _ = write!(
                listed,
                "[[{name}]]\npath = {root}/{name}\nreadonly = True\n"
            );
        }
        fs::write(folder.0.join("vdirsyncer"), sync).expect("settings");
        for (name, zone) in ZONES {
            let settings = format!(
                "{listed}[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\n\
                 dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M\n\
                 longdatetimeformat = %Y-%m-%dT%H:%M\n[sqlite]\npath = {root}/khal-{name}.db\n"
            );
            fs::write(folder.0.join(name), settings).expect("settings");
        }
        let subscription = Self { folder };
        let done = subscription
            .run("vdirsyncer", &["-c", "vdirsyncer", "discover"])
            .await;
        done.expect("vdirsyncer finds the calendars");
        subscription
    }

    /// Fetches what is new. vdirsyncer refuses to empty a calendar unless it is told to.
    pub async fn sync(&self, emptied: bool) -> Result<(), String> {
        let force = if emptied {
            &["--force-delete"][..]
        } else {
            &[]
        };
        let words = [&["-c", "vdirsyncer", "sync"][..], force].concat();
        self.run("vdirsyncer", &words).await.map(drop)
    }

    /// What khal lists in a calendar, in order of time: instants, and the wall times that are shown
    /// in Stockholm.
    pub async fn listed(&self, calendar: &str) -> Vec<Value> {
        self.all().await.remove(calendar).unwrap_or_default()
    }

    /// The same of every calendar that has anything in it.
    pub async fn all(&self) -> std::collections::BTreeMap<String, Vec<Value>> {
        let (utc, local) = tokio::join!(self.khal("utc"), self.khal("local"));
        assert_eq!(utc.len(), local.len(), "the same in both zones");
        let mut found = std::collections::BTreeMap::<String, Vec<Value>>::new();
        for event in utc {
            // Found again by what vdirsyncer calls it: a digest of what it says.
            let mut twin = local.iter().filter(|twin| {
                twin["uid"] == event["uid"] && twin["calendar"] == event["calendar"]
            });
            let (twin, more) = (twin.next().expect("in both zones"), twin.next());
            assert!(more.is_none(), "once");
            let instant = |name: &str| format!("{}:00Z", text(&event, name));
            let said = |name: &str| Some(text(&event, name)).filter(|said| !said.is_empty());
            let events = found.entry(text(&event, "calendar")).or_default();
            events.push(json!({
                "start": instant("start-long-full"), "end": instant("end-long-full"),
                "starts": twin["start-long-full"], "ends": twin["end-long-full"],
                "summary": event["title"], "location": said("location"), "url": said("url"),
                "status": event["status"],
            }));
        }
        for events in found.values_mut() {
            in_order(events);
        }
        found
    }

    /// What one khal lists, each event once.
    async fn khal(&self, zone: &str) -> Vec<Value> {
        let mut words = vec!["-c", zone, "list"];
        for field in [
            "uid",
            "calendar",
            "title",
            "location",
            "url",
            "status",
            "start-long-full",
            "end-long-full",
        ] {
            words.extend(["--json", field]);
        }
        words.extend(DAYS);
        let said = self.run("khal", &words).await.expect("khal lists");
        // A list a day. With `--once` khal would also list what stands in two calendars only once.
        let days = serde_json::Deserializer::from_str(&said).into_iter::<Vec<Value>>();
        let mut events: Vec<Value> = Vec::new();
        for event in days.flat_map(|day| day.expect("JSON")) {
            // Through midnight it stands on both days.
            if !events.contains(&event) {
                events.push(event);
            }
        }
        events
    }

    async fn run(&self, tool: &str, words: &[&str]) -> Result<String, String> {
        let tools = env::var("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS; use tests/run");
        let done = Command::new(PathBuf::from(tools).join("venv/bin").join(tool))
            .args(words)
            .current_dir(&self.folder.0)
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .env("HOME", &self.folder.0)
            .env("LANG", "C.UTF-8")
            // What the machine itself believes must not matter.
            .env("TZ", "Pacific/Auckland")
            .stdin(std::process::Stdio::null())
            .output()
            .await
            .expect("the tool runs");
        let said = |octets: Vec<u8>| String::from_utf8(octets).expect("UTF-8");
        if done.status.success() {
            Ok(said(done.stdout))
        } else {
            Err(said(done.stdout) + &said(done.stderr))
        }
    }
}

fn in_order(events: &mut [Value]) {
    events.sort_by_key(|event| (text(event, "start"), event.to_string()));
}

/// What khal must list for these sessions, in the same order.
pub fn expected(sessions: &[Value]) -> Vec<Value> {
    let event = |session: &Value| {
        let said = crate::term::event(session);
        json!({
            "start": said["start"], "end": said["end"],
            "starts": session["starts"], "ends": session["ends"],
            "summary": said["summary"], "location": said["location"],
            "url": session.get("online_url"), "status": said["status"],
        })
    };
    let mut events: Vec<Value> = sessions.iter().map(event).collect();
    in_order(&mut events);
    events
}
