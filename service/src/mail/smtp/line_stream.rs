//! A socket that is never read beyond the end of a line.
//!
//! lettre 0.11.23 keeps its read buffer when it begins TLS. Somebody on the way could thus append
//! answers in clear to the "220" of STARTTLS, and lettre would take them for the relay's answers
//! under encryption: the first letter would count as delivered one answer too early (the fault of
//! CVE-2011-0411, on the client's side). Read line by line, what was appended stays in the socket
//! and spoils the TLS handshake, as it should.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// Most octets read at a time; an answer line has at most 512 (RFC 5321 §4.5.3.1.5).
const CHUNK: usize = 1024;

/// Under TLS a "line" ends wherever an octet happens to be 10: smaller reads, the same octets.
#[derive(Debug)]
pub(super) struct LineStream(pub(super) TcpStream);

impl AsyncTokioStream for LineStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.peer_addr()
    }
}

impl AsyncRead for LineStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        target: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut octets = [0; CHUNK];
        let room = CHUNK.min(target.remaining());
        let mut ahead = ReadBuf::new(&mut octets[..room]);
        let length = ready!(self.0.poll_peek(context, &mut ahead))?;
        let end = ahead.filled().iter().position(|octet| *octet == b'\n');
        let mut line = ReadBuf::new(&mut octets[..end.map_or(length, |at| at + 1)]);
        ready!(Pin::new(&mut self.0).poll_read(context, &mut line))?;
        target.put_slice(line.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
