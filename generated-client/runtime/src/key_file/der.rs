//! DER (X.690): the tags and lengths around what a key file holds.

/// `INTEGER`.
const INTEGER: u8 = 0x02;

/// The values that are left to read.
#[derive(Clone, Copy)]
pub(super) struct Der<'d>(&'d [u8]);

impl<'d> Der<'d> {
    pub(super) fn new(bytes: &'d [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The content of the next value, if it has this tag.
    pub(super) fn take(&mut self, wanted: u8) -> Option<&'d [u8]> {
        let (&tag, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        if tag != wanted {
            return None;
        }
        self.0 = rest;
        Some(content)
    }

    /// The values inside of the next value, if it has this tag.
    pub(super) fn enter(&mut self, wanted: u8) -> Option<Self> {
        self.take(wanted).map(Self)
    }

    /// The next value, a number that is not negative, without leading zeros.
    pub(super) fn unsigned(&mut self) -> Option<&'d [u8]> {
        match self.take(INTEGER)? {
            [] => None,
            [0] => Some(&[]),
            [0, rest @ ..] if rest.first().is_some_and(|byte| *byte >= 0x80) => Some(rest),
            [first, ..] if *first == 0 || *first >= 0x80 => None,
            number => Some(number),
        }
    }
}

/// A length, in the shortest form that there is for it.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((first.into(), rest));
    }
    let (number, rest) = rest.split_at_checked((first & 0x7f).into())?;
    // Four bytes are more than any file has; of none, the length is found at the end only.
    let is_shortest = match number {
        [] | [0, ..] => false,
        [one] => *one >= 0x80,
        more => more.len() <= 4,
    };
    let length = number.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    is_shortest.then_some((length, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_by_its_tag_and_whole() {
        let mut der = Der::new(&[0x04, 0x02, 7, 8, 0x30, 0x02, 0x05, 0x00]);
        assert_eq!(der.take(0x30), None);
        assert_eq!(der.take(0x04), Some(&[7, 8][..]));
        let mut inner = der.enter(0x30).unwrap();
        assert_eq!(
            (inner.take(0x05), inner.is_empty(), der.is_empty()),
            (Some(&[][..]), true, true)
        );
        assert_eq!(Der::new(&[0x04, 0x02, 7]).take(0x04), None);
        assert_eq!(Der::new(&[]).take(0x04), None);
    }

    #[test]
    fn a_length_is_as_short_as_can_be() {
        for (bytes, expected) in [
            (&[0x7f][..], Some(127)),
            (&[0x81, 0x80], Some(128)),
            (&[0x81, 0x7f], None),
            (&[0x82, 0x01, 0x00], Some(256)),
            (&[0x82, 0x00, 0xff], None),
            (&[0x83, 0x01, 0x00, 0x00], Some(65_536)),
            (&[0x84, 0x7f, 0xff, 0xff, 0xff], Some(0x7fff_ffff)),
            (&[0x85, 1, 0, 0, 0, 0], None),
            (&[0x80], None),
            (&[0x82, 0x01], None),
            (&[], None),
        ] {
            assert_eq!(length(bytes).map(|(length, _)| length), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn a_number_is_not_negative_and_as_short_as_can_be() {
        for (content, expected) in [
            (&[0][..], Some(&[][..])),
            (&[1], Some(&[1])),
            (&[0x7f, 0], Some(&[0x7f, 0])),
            (&[0, 0x80], Some(&[0x80])),
            (&[0, 0x7f], None),
            (&[0, 0], None),
            (&[0x80], None),
            (&[], None),
        ] {
            let der = [&[INTEGER, u8::try_from(content.len()).unwrap()], content].concat();
            assert_eq!(Der::new(&der).unsigned(), expected, "{content:x?}");
        }
    }
}
