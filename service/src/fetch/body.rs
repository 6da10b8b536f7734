//! The body of an answer, within bounds.

use flate2::write::MultiGzDecoder;
use http_body_util::BodyExt as _;
use hyper::{
    Response,
    body::{Body as _, Incoming},
    header::CONTENT_ENCODING,
};
use samverkan_domain::fetching::{FETCHED_BYTES, Failure};
use std::io::{self, Write};

/// Keeps what is written, up to the bound; beyond it writing fails, so that whatever unpacks stops.
#[derive(Default)]
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if self.0.len() + octets.len() > FETCHED_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Unpack {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
}

impl Unpack {
    fn take(&mut self, octets: &[u8]) -> Result<(), Failure> {
        let taken = match self {
            Self::Plain(kept) => kept.write_all(octets),
            Self::Gzip(packed) => packed.write_all(octets),
        };
        taken.map_err(failure)
    }

    fn finish(self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Plain(kept) => Ok(kept.0),
            Self::Gzip(packed) => packed.finish().map(|kept| kept.0).map_err(failure),
        }
    }
}

fn failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Failure::TooLarge,
        _ => Failure::Packing,
    }
}

/// Reads a body, unpacking it as it comes. Octets are counted as they arrive and as they are
/// unpacked, and the reading stops at the first one too many.
pub(super) async fn read(response: Response<Incoming>) -> Result<Vec<u8>, Failure> {
    let mut encodings = response.headers().get_all(CONTENT_ENCODING).iter();
    let mut unpack = match (encodings.next(), encodings.next()) {
        (None, _) => Unpack::Plain(Bounded::default()),
        (Some(one), None) if one.as_bytes().eq_ignore_ascii_case(b"identity") => {
            Unpack::Plain(Bounded::default())
        }
        (Some(one), None) if is_gzip(one.as_bytes()) => {
            Unpack::Gzip(Box::new(MultiGzDecoder::new(Bounded::default())))
        }
        _ => return Err(Failure::Packing),
    };
    let mut body = response.into_body();
    if body.size_hint().lower() > FETCHED_BYTES as u64 {
        return Err(Failure::TooLarge);
    }
    let mut arrived = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Failure::Garbled)?;
        let Ok(octets) = frame.into_data() else {
            continue;
        };
        arrived += octets.len();
        if arrived > FETCHED_BYTES {
            return Err(Failure::TooLarge);
        }
        unpack.take(&octets)?;
    }
    unpack.finish()
}

fn is_gzip(encoding: &[u8]) -> bool {
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn packed(octets: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(octets).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut unpack = Unpack::Gzip(Box::new(MultiGzDecoder::new(Bounded::default())));
        unpack.take(packed)?;
        unpack.finish()
    }

    #[test]
    fn a_bomb_is_stopped_while_it_unpacks() {
        let bomb = packed(&vec![b' '; 200 * 1024 * 1024]);
        assert!(
            bomb.len() < 300_000,
            "small enough to be let in: {}",
            bomb.len()
        );
        assert_eq!(unpacked(&bomb), Err(Failure::TooLarge));
        // The control: what is just small enough comes through whole.
        let fits = vec![b' '; FETCHED_BYTES];
        assert_eq!(unpacked(&packed(&fits)), Ok(fits.clone()));
        assert_eq!(
            unpacked(&packed(&[fits, vec![b' ']].concat())),
            Err(Failure::TooLarge)
        );
    }

    #[test]
    fn damage_is_noticed() {
        let whole = packed(b"BEGIN:VCALENDAR");
        assert_eq!(unpacked(&whole[..whole.len() - 3]), Err(Failure::Packing));
        assert_eq!(unpacked(b"BEGIN:VCALENDAR"), Err(Failure::Packing));
    }
}
