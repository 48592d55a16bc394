//! What WeChat's codes, ids and tokens are written in.

/// Whether a text can be a code, an id or a token of WeChat's: letters, digits and signs of ASCII, without white space
/// and without what other things are put in: quotes, brackets, commas.
pub(crate) fn is_wire_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_wire_byte)
}

pub(crate) fn is_wire_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#""'`()<>[]{}\,;"#.contains(&byte)
}
