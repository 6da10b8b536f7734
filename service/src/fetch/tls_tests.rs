//! Servers that show who they are, or somebody else: certificates made here, by authorities of our
//! own.

use super::{
    tests::{fetch, fetcher, outcome},
    *,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

/// Where every name leads in these tests.
const HERE: &[&str] = &["127.0.0.1"];
const NAME: &str = "kalender.example.org";

/// An authority that nobody knows, unless told.
struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self {
            certificate: params.self_signed(&key).unwrap().into(),
            issuer: Issuer::new(params, key),
        }
    }

    /// What a server says it is: a certificate for a name, of this year or long ago.
    fn vouches(&self, name: &str, expired: bool) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        if expired {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], key)
            .unwrap()
    }
}

/// A server with a certificate, and how many requests it has been given to read.
struct Server {
    port: u16,
    asked: Arc<AtomicUsize>,
    _serving: JoinSet<()>,
}

impl Server {
    async fn start(config: ServerConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let asked = Arc::<AtomicUsize>::default();
        let heard = Arc::clone(&asked);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever does not trust us goes away here.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    continue;
                };
                let mut head = [0; 4096];
                if stream.read(&mut head).await.is_ok_and(|octets| octets > 0) {
                    heard.fetch_add(1, Ordering::SeqCst);
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";
                    stream.write_all(answer).await.unwrap();
                    let _ = stream.shutdown().await;
                }
            }
        });
        Self {
            port,
            asked,
            _serving: serving,
        }
    }

    fn url(&self, name: &str) -> String {
        format!("https://{name}:{}/a.ics", self.port)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// A fetcher that believes an authority instead of those that are compiled in.
fn believing(authority: &Authority) -> Fetcher {
    let mut roots = RootCertStore::empty();
    roots.add(authority.certificate.clone()).unwrap();
    Fetcher {
        tls: tls(roots),
        ..fetcher(true, &[HERE, HERE, HERE])
    }
}

async fn content(fetcher: &Fetcher, url: &str) -> Vec<u8> {
    match fetch(fetcher, &fetcher.address(url).unwrap()).await {
        Ok(Fetched::Content { octets, .. }) => octets,
        Ok(Fetched::Unchanged) => panic!("never asked before"),
        Err(failed) => panic!("{}", failed.failure),
    }
}

#[tokio::test]
async fn only_a_known_authority_is_believed() {
    let (ours, other) = (Authority::new(), Authority::new());
    let server = Server::start(ours.vouches(NAME, false)).await;
    let url = server.url(NAME);
    // As the service is in earnest, and as one that believes somebody else.
    for strict in [fetcher(true, &[HERE]), believing(&other)] {
        let failure = outcome(&strict, &url).await;
        assert_eq!(failure, Failure::NoSecureConnection);
    }
    assert_eq!(server.asked(), 0, "nothing was said to it");
    // The control: the same server, believed.
    assert_eq!(content(&believing(&ours), &url).await, b"hi");
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn a_certificate_is_for_its_name_and_its_time() {
    let authority = Authority::new();
    let name_by_name = believing(&authority);
    let server = Server::start(authority.vouches(NAME, false)).await;
    for other in [
        "annan.example.org",
        "x.kalender.example.org",
        "localhost",
        "127.0.0.1",
    ] {
        let failure = outcome(&name_by_name, &server.url(other)).await;
        assert_eq!(failure, Failure::NoSecureConnection, "{other}");
    }
    assert_eq!(server.asked(), 0);
    let old = Server::start(authority.vouches(NAME, true)).await;
    let fetcher = believing(&authority);
    let failure = outcome(&fetcher, &old.url(NAME)).await;
    assert_eq!((failure, old.asked()), (Failure::NoSecureConnection, 0));
    // The control: its name, its time; and a number is a name too where the certificate says so.
    assert_eq!(content(&fetcher, &server.url(NAME)).await, b"hi");
    let number = Server::start(authority.vouches("127.0.0.1", false)).await;
    assert_eq!(content(&fetcher, &number.url("127.0.0.1")).await, b"hi");
}

/// From a server that is believed the way leads to none that is not.
#[tokio::test]
async fn the_next_hop_shows_who_it_is_as_well() {
    let (ours, other) = (Authority::new(), Authority::new());
    let stranger = Server::start(other.vouches(NAME, false)).await;
    let to = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
        stranger.url(NAME)
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = TlsAcceptor::from(Arc::new(ours.vouches(NAME, false)));
    let first = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = acceptor.accept(stream).await.unwrap();
        stream.read_u8().await.unwrap();
        stream.write_all(to.as_bytes()).await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    let failure = outcome(&believing(&ours), &format!("https://{NAME}:{port}/")).await;
    assert_eq!(
        (failure, stranger.asked()),
        (Failure::NoSecureConnection, 0)
    );
    first.await.unwrap();
}
