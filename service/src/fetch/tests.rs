//! Where a name may lead. What servers may do is tested over HTTP, in the suite.

use super::*;
use std::{net::IpAddr, sync::Mutex};

pub(super) fn fetcher(loopback: bool, answers: &[&[&str]]) -> Fetcher {
    let ip = |text: &&str| text.parse::<IpAddr>().unwrap();
    let answers = answers.iter().map(|one| one.iter().map(ip).collect());
    Fetcher {
        names: Names::Answers(Mutex::new(answers.collect())),
        patience: Patience {
            connect: Duration::from_millis(500),
            whole: Duration::from_secs(5),
        },
        ..Fetcher::new(loopback)
    }
}

pub(super) async fn fetch(fetcher: &Fetcher, address: &Address) -> Result<Fetched, Failed> {
    let place = fetcher.place_now(address).expect("a place");
    fetcher.fetch(address, &Validators::default(), place).await
}

pub(super) async fn outcome(fetcher: &Fetcher, url: &str) -> Failure {
    let address = fetcher.address(url).unwrap();
    match fetch(fetcher, &address).await {
        Ok(_) => panic!("{url} was fetched"),
        Err(failed) => failed.failure,
    }
}

#[tokio::test]
async fn a_name_may_lead_to_public_addresses_only() {
    for inside in [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "64:ff9b::7f00:1",
    ] {
        let fetcher = fetcher(false, &[&[inside]]);
        let failure = outcome(&fetcher, "https://kalender.example.org/").await;
        assert_eq!(failure, Failure::NotPublic, "{inside}");
    }
    // One inside among several outside: none is asked.
    let mixed = fetcher(false, &[&["2606:4700::1", "8.8.8.8", "192.168.1.1"]]);
    assert_eq!(
        outcome(&mixed, "https://kalender.example.org/").await,
        Failure::NotPublic
    );
    let nowhere = fetcher(false, &[]);
    assert_eq!(
        outcome(&nowhere, "https://kalender.example.org/").await,
        Failure::UnknownHost
    );
    // Written as a number nothing is looked up, and the number is held against the same rule.
    for number in [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:7f00:1]/",
        "https://[::1]/",
    ] {
        assert_eq!(
            outcome(&nowhere, number).await,
            Failure::NotPublic,
            "{number}"
        );
    }
}

/// The address that is looked at is the one connected to: a name that says something else when it is
/// asked again is not asked again.
#[tokio::test]
async fn a_name_is_asked_once_a_hop() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    // First as a test may, then inside: nobody hears the second answer.
    let fetcher = fetcher(true, &[&["127.0.0.1"], &["10.0.0.1"]]);
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";
        tokio::io::AsyncWriteExt::write_all(&mut stream, answer)
            .await
            .unwrap();
        // Until the client has read it.
        let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut Vec::new()).await;
    });
    let address = fetcher
        .address(&format!("http://localhost:{port}/"))
        .unwrap();
    let fetched = fetch(&fetcher, &address).await;
    assert!(matches!(fetched, Ok(Fetched::Content { octets, .. }) if octets == b"hi"));
    server.await.unwrap();
    let Names::Answers(left) = &fetcher.names else {
        unreachable!("the test's own answers")
    };
    assert_eq!(left.lock().unwrap().len(), 1);
    // The control: at the next fetch the other answer is heard, and refused.
    let failure = outcome(&fetcher, &format!("http://localhost:{port}/")).await;
    assert_eq!(failure, Failure::NotPublic);
}

/// http is for this machine alone, even where the setting allows it.
#[tokio::test]
async fn http_leads_home_or_nowhere() {
    let fetcher = fetcher(true, &[&["8.8.8.8"]]);
    assert!(fetcher.address("http://kalender.example.org/").is_err());
    assert_eq!(
        outcome(&fetcher, "http://localhost/").await,
        Failure::NotPublic
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_refused() {
    // Those with certificates are in `tls_tests`.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n").await;
    });
    let fetcher = fetcher(true, &[]);
    let failure = outcome(&fetcher, &format!("https://127.0.0.1:{port}/")).await;
    assert_eq!(failure, Failure::NoSecureConnection);
}
