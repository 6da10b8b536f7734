//! Passkeys in a real browser, with the authenticator that Chromium has for tests.

use super::{ANNA, at};
use harness::{Engine, TestService, browsing::Browsing, instance::Instance};
use samverkan_service::{
    app::App,
    usecase::{Role, sign_in},
};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Makes a first passkey by invitation, signs out, and signs in with it: without inline script, and
/// with the cookies as they are over http on this machine.
#[tokio::test]
async fn a_passkey_is_made_and_used_in_chromium() {
    let service = TestService::start(Engine::Sqlite).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let app = App {
        public_url: origin.clone().into(),
        ..service.app.clone()
    };
    let instance = Instance::serve_on(app, listener);
    let invited = sign_in::invite_offline(&instance.app, ANNA, Role::Administrator)
        .await
        .unwrap();
    // Signed in by mailed code, as far as here; the browser goes on with that cookie.
    let mut hers = Browsing::new(&at(instance.anyone.base()));
    hers.sign_in(&service, ANNA).await;
    let tools = std::env::var_os("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS, as tests/run sets it");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/passkey.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(PathBuf::from(tools))
        .arg(&origin)
        .arg(&invited.address)
        .arg(&hers.cookies["inloggad"])
        .output()
        .await
        .expect("node");
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
    assert_eq!(said.trim(), "made, signed out, signed in with it, staff");
}
