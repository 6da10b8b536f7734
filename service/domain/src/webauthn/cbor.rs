//! As much of CBOR (RFC 8949) as authenticators write: definite lengths, shortest forms (CTAP2's
//! canonical form), no floats. What is not understood is refused.

/// The octets are not such CBOR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault;

/// How deep what is passed over may be.
const DEPTH: u8 = 8;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Number(i64),
    Octets(&'a [u8]),
    Text(&'a str),
    List(u64),
    Map(u64),
    /// true, false, null.
    Simple,
}

pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Fault> {
        let length = usize::try_from(length).map_err(|_| Fault)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Fault)?;
        self.0 = rest;
        Ok(taken)
    }

    fn head(&mut self) -> Result<(u8, u64), Fault> {
        let first = self.take(1)?[0];
        let (major, short) = (first >> 5, first & 31);
        let (width, least) = match short {
            0..=23 => return Ok((major, u64::from(short))),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return Err(Fault),
        };
        let octets = self.take(width)?;
        let value = octets
            .iter()
            .fold(0, |value, octet| (value << 8) | u64::from(*octet));
        // Only the shortest form: one value, one spelling.
        if value < least {
            return Err(Fault);
        }
        Ok((major, value))
    }

    pub(super) fn item(&mut self) -> Result<Item<'a>, Fault> {
        let (major, value) = self.head()?;
        match major {
            0 => i64::try_from(value).map(Item::Number).map_err(|_| Fault),
            1 => {
                let value = i64::try_from(value).map_err(|_| Fault)?;
                Ok(Item::Number(-1 - value))
            }
            2 => self.take(value).map(Item::Octets),
            3 => {
                let octets = self.take(value)?;
                std::str::from_utf8(octets)
                    .map(Item::Text)
                    .map_err(|_| Fault)
            }
            4 => Ok(Item::List(value)),
            5 => Ok(Item::Map(value)),
            7 if (20..=22).contains(&value) => Ok(Item::Simple),
            _ => Err(Fault),
        }
    }

    /// How many entries the map has that begins here.
    pub(super) fn map(&mut self) -> Result<u64, Fault> {
        match self.item()? {
            Item::Map(entries) => Ok(entries),
            _ => Err(Fault),
        }
    }

    /// Passes over one item, with all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        self.skip_at(0)
    }

    fn skip_at(&mut self, depth: u8) -> Result<(), Fault> {
        if depth > DEPTH {
            return Err(Fault);
        }
        let inside = match self.item()? {
            Item::List(items) => items,
            Item::Map(entries) => entries.checked_mul(2).ok_or(Fault)?,
            _ => 0,
        };
        for _ in 0..inside {
            self.skip_at(depth + 1)?;
        }
        Ok(())
    }

    pub(super) fn end(&self) -> Result<(), Fault> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Fault)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_texts_and_octets_are_read() {
        let mut reader = Reader::new(b"\x18\x20\x39\x01\x00\x43abc\x62\xc3\xa5\xf5\x80\xa0");
        assert_eq!(reader.item(), Ok(Item::Number(32)));
        assert_eq!(reader.item(), Ok(Item::Number(-257)));
        assert_eq!(reader.item(), Ok(Item::Octets(b"abc")));
        assert_eq!(reader.item(), Ok(Item::Text("å")));
        assert_eq!(reader.item(), Ok(Item::Simple));
        assert_eq!(reader.item(), Ok(Item::List(0)));
        assert_eq!(reader.item(), Ok(Item::Map(0)));
        assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn what_is_odd_is_refused() {
        for odd in [
            &b""[..],
            b"\x18\x17",                             // not the shortest form
            b"\x5f\x41a\xff",                        // no length
            b"\x43ab",                               // cut off
            b"\x61\xff",                             // not UTF-8
            b"\xf9\x00\x00",                         // a float
            b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", // longer than anything
            b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff", // below what we have
        ] {
            assert!(Reader::new(odd).skip().is_err(), "{odd:02x?}");
        }
        assert!(Reader::new(&[0x81; 40]).skip().is_err(), "too deep");
        assert!(
            Reader::new(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff")
                .skip()
                .is_err()
        );
    }
}
