//! From a name to a connection that leads where it may.

use super::{Address, Fetcher};
use samverkan_domain::fetching::{Failure, is_public};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName},
};
use url::Host;

/// Most addresses of a name that are tried, one after the other.
const TRIES: usize = 4;

/// Who says where a name leads.
pub enum Names {
    System,
    /// A fixed answer to every question: for tests of what a name may lead to.
    #[cfg(test)]
    Answers(std::sync::Mutex<std::collections::VecDeque<Vec<IpAddr>>>),
}

impl Names {
    async fn look_up(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
        match self {
            Self::System => {
                let found = lookup_host((name, port)).await;
                found
                    .map(Iterator::collect)
                    .map_err(|_| Failure::UnknownHost)
            }
            #[cfg(test)]
            Self::Answers(answers) => {
                let answer = answers.lock().unwrap().pop_front().unwrap_or_default();
                let to = |ip| SocketAddr::new(ip, port);
                Ok(answer.into_iter().map(to).collect())
            }
        }
    }
}

/// Mozilla's authorities, compiled in as for mail.
pub(crate) fn authorities() -> RootCertStore {
    RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    }
}

/// TLS with those whom these authorities vouch for, and HTTP/1.1 as all there is.
pub(crate) fn tls(roots: RootCertStore) -> TlsConnector {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.expect("the library's own versions and ciphers go together");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}

impl Fetcher {
    /// Connects to one of the addresses that a name has now. All of them must be such as one may go
    /// to: a name that is partly public and partly private is a trap or a mistake.
    pub(super) async fn connect(&self, address: &Address) -> Result<TcpStream, Failure> {
        let port = address.port();
        let found = match address.parsed_host() {
            Some(Host::Domain(name)) => self.names.look_up(name, port).await?,
            Some(Host::Ipv4(ip)) => vec![SocketAddr::new(ip.into(), port)],
            Some(Host::Ipv6(ip)) => vec![SocketAddr::new(ip.into(), port)],
            None => Vec::new(),
        };
        if found.is_empty() {
            return Err(Failure::UnknownHost);
        }
        if !found.iter().all(|to| self.may_ask(to.ip(), address)) {
            return Err(Failure::NotPublic);
        }
        for to in found.into_iter().take(TRIES) {
            let connecting = tokio::time::timeout(self.patience.connect, TcpStream::connect(to));
            if let Ok(Ok(stream)) = connecting.await {
                return Ok(stream);
            }
        }
        Err(Failure::NoConnection)
    }

    fn may_ask(&self, to: IpAddr, address: &Address) -> bool {
        if to.is_loopback() {
            self.loopback
        } else {
            address.is_https() && is_public(to)
        }
    }

    pub(super) async fn secure(
        &self,
        address: &Address,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, Failure> {
        let host = address.host().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Failure::NoSecureConnection)?;
        let secured = self.tls.connect(name, stream).await;
        secured.map_err(|_| Failure::NoSecureConnection)
    }
}
