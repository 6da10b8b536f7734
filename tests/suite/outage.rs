//! A database that is gone for a while: calendars go on.

/// Kills servers, so one at a time: see `.config/nextest.toml`.
mod fault {
    use harness::{
        calendar::{check, fetch, make_feed},
        instance::Instance,
        ok, text,
    };
    use samverkan_service::usecase::Role;
    use serde_json::json;
    use std::{env, path::Path, path::PathBuf};
    use tokio::process::Command;

    /// A cluster of one's own, removed when dropped.
    struct Cluster {
        folder: PathBuf,
        url: String,
    }

    fn script(verb: &str, folder: &Path) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/postgres.sh");
        let mut command = Command::new("bash");
        command.arg(script).arg(verb).arg(folder);
        command
    }

    impl Cluster {
        async fn start() -> Self {
            let folder = env::temp_dir().join(format!("samverkan-outage-{}", std::process::id()));
            let started = script("start", &folder).output().await.expect("bash");
            let told = String::from_utf8_lossy(&started.stderr).into_owned();
            assert!(started.status.success(), "{told}");
            let url = String::from_utf8(started.stdout).expect("UTF-8");
            Self {
                folder,
                url: url.trim().to_owned(),
            }
        }

        /// Stops the server for good.
        async fn stop(&self) {
            let stopped = script("stop", &self.folder).output().await.expect("bash");
            assert!(stopped.status.success());
        }
    }

    impl Drop for Cluster {
        fn drop(&mut self) {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/postgres.sh");
            let mut command = std::process::Command::new("bash");
            let _ = command.arg(script).arg("stop").arg(&self.folder).output();
        }
    }

    #[tokio::test]
    async fn a_known_calendar_is_served_without_a_database() {
        let cluster = Cluster::start().await;
        let service = Instance::on(&cluster.url).await;
        let admin = service.staff(Role::Administrator).await;
        let course = json!({
            "code": "SA123A", "title_sv": "Samverkan", "title_en": "Collaboration",
            "credits_tenths": 150, "level": "A1N", "main_field": "Socialt arbete",
            "source": "test", "demo": true,
        });
        ok(admin.post("/api/v1/courses", &course).await);
        let offering = json!({
            "course": "SA123A", "code": "SA123A-V9001V27", "term": "VT2027",
            "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
            "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "test",
        });
        let offering = ok(admin.post("/api/v1/offerings", &offering).await);
        let session = json!({
            "title": "Upprop", "mode": "campus",
            "starts": "2027-01-21T10:15", "ends": "2027-01-21T12:00",
        });
        let sessions = "/api/v1/offerings/SA123A-V9001V27/sessions";
        let session = ok(admin.post(sessions, &session).await);
        let (_, path) = make_feed(&admin, "offering", &text(&offering, "id")).await;
        let (_, cold) = make_feed(&admin, "offering", &text(&offering, "id")).await;
        let before = fetch(&service.anyone, &path).await;
        // It must be rendered anew, and then cannot be.
        let cancel = format!("/api/v1/sessions/{}/cancel", text(&session, "id"));
        let headers = [("if-match", "*")];
        let reason = json!({ "reason": "Sjuk" });
        let method = hyper::Method::POST;
        ok(admin.send_json(method, &cancel, &headers, &reason).await);
        cluster.stop().await;
        for _ in 0..2 {
            let reply = fetch(&service.anyone, &path).await;
            assert_eq!((&reply.body, reply.etag()), (&before.body, before.etag()));
            assert_eq!(check(&reply.body).expect("a sound feed").len(), 1);
        }
        let tag = [("if-none-match", before.etag())];
        let known = service
            .anyone
            .send(hyper::Method::GET, &path, &tag, "")
            .await;
        assert_eq!(known.expect("an answer").status, 304);
        // What was never rendered is an error, and not an empty calendar.
        let never = service.anyone.get(&cold).await.expect("an answer");
        assert_eq!(never.status, 503);
        let ready = service.anyone.get("/readyz").await.expect("an answer");
        assert_eq!(ready.status, 503);
    }
}
