//! Finds the parts of a JSON text without reading what they mean. One pass, no recursion: a text of
//! a million brackets must not exhaust the stack.

use alloc::vec::Vec;

/// What an object is in.
pub const BRACES: [u8; 2] = *b"{}";
/// What an array is in.
pub const BRACKETS: [u8; 2] = *b"[]";

/// What a bracket opened.
#[derive(Clone, Copy)]
enum Bracket {
    Array,
    Object,
}

/// The brackets that are open: a bit for each, the innermost last. What WeChat sends needs one
/// word.
#[derive(Default)]
struct Brackets {
    depth: usize,
    word: u64,
    /// The words of those further out.
    outer: Vec<u64>,
}

impl Brackets {
    fn push(&mut self, bracket: Bracket) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.word);
        }
        self.word = self.word << 1 | u64::from(matches!(bracket, Bracket::Object));
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.word >>= 1;
        self.depth -= 1;
        if self.depth.is_multiple_of(64) {
            self.word = self.outer.pop().unwrap_or_default();
        }
    }

    fn innermost(&self) -> Option<Bracket> {
        let bracket = if self.word & 1 == 0 { Bracket::Array } else { Bracket::Object };
        (self.depth > 0).then_some(bracket)
    }
}

/// A place in a text.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    has_escapes: bool,
}

impl<'a> Scanner<'a> {
    /// At the start of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, has_escapes: false }
    }

    /// Takes what opens an object or an array. Whether a part follows: if none does, it is closed,
    /// too.
    pub fn open(&mut self, [opening, closing]: [u8; 2]) -> Option<bool> {
        self.expect(opening)?;
        Some(!self.next_is(closing))
    }

    /// Whether another part follows, behind a comma: if none does, the object or the array is
    /// closed.
    #[inline(always)]
    pub fn goes_on(&mut self, [_, closing]: [u8; 2]) -> Option<bool> {
        let goes_on = self.next_is(b',');
        if !goes_on {
            self.expect(closing)?;
        }
        Some(goes_on)
    }

    /// Takes a key and its colon: the key in its quotes.
    #[inline(always)]
    pub fn key(&mut self) -> Option<&'a str> {
        let quoted = self.part(Self::string)?;
        self.expect(b':')?;
        Some(quoted)
    }

    /// Nothing but white space is left.
    pub fn end(&mut self) -> Option<()> {
        self.white_space();
        (self.at == self.text.len()).then_some(())
    }

    /// The text of the value that follows.
    pub fn value(&mut self) -> Option<&'a str> {
        self.part(Self::skip_value)
    }

    /// The first byte of the part that follows. It goes there, past white space.
    pub fn ahead(&mut self) -> Option<u8> {
        self.white_space();
        self.peek()
    }

    /// Whether there were escapes in strings since the last call.
    pub fn take_escapes(&mut self) -> bool {
        core::mem::take(&mut self.has_escapes)
    }

    /// Where it is in the text.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The text from there to here.
    #[inline(always)]
    pub fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Goes to the string that is next in the text, wherever that is, and takes it in its quotes.
    pub(super) fn next_string(&mut self) -> Option<&'a str> {
        self.at += self.text[self.at..].find('"')?;
        self.part(Self::string)
    }

    /// The text of what `skip` skips.
    #[inline(always)]
    fn part(&mut self, skip: impl FnOnce(&mut Self) -> Option<()>) -> Option<&'a str> {
        self.white_space();
        let start = self.at;
        skip(self)?;
        Some(self.since(start))
    }

    #[inline(always)]
    pub(super) fn skip_value(&mut self) -> Option<()> {
        match self.peek()? {
            b'{' | b'[' => self.skip_brackets(),
            first => self.skip_scalar(first),
        }
    }

    #[inline(always)]
    fn skip_scalar(&mut self, first: u8) -> Option<()> {
        match first {
            b'"' => self.string(),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number(),
        }
    }

    fn skip_brackets(&mut self) -> Option<()> {
        let mut open = Brackets::default();
        loop {
            self.white_space();
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    if !self.next_is(b'}') {
                        open.push(Bracket::Object);
                        self.skip_key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if !self.next_is(b']') {
                        open.push(Bracket::Array);
                        continue;
                    }
                }
                first => self.skip_scalar(first)?,
            }
            // A value ends here, and with it perhaps what it is the last part of.
            loop {
                let Some(innermost) = open.innermost() else {
                    return Some(());
                };
                self.white_space();
                let found = self.peek()?;
                self.at += 1;
                match (found, innermost) {
                    (b',', Bracket::Object) => {
                        self.skip_key()?;
                        break;
                    }
                    (b',', Bracket::Array) => break,
                    (b'}', Bracket::Object) | (b']', Bracket::Array) => open.pop(),
                    _ => return None,
                }
            }
        }
    }

    #[inline(always)]
    fn skip_key(&mut self) -> Option<()> {
        self.white_space();
        self.string()?;
        self.expect(b':')
    }

    fn string(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        if self.peek()? != b'"' {
            return None;
        }
        let mut at = self.at + 1;
        loop {
            at += plain(bytes.get(at..)?);
            match *bytes.get(at)? {
                b'"' => break,
                b'\\' => {
                    self.has_escapes = true;
                    match *bytes.get(at + 1)? {
                        b'u' => {
                            let digits = bytes.get(at + 2..at + 6)?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return None;
                            }
                            at += 6;
                        }
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        self.at = at + 1;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.peek()? == b'-' {
            self.at += 1;
        }
        if self.peek()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    #[inline(always)]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.as_bytes()[self.at..].starts_with(word.as_bytes()).then_some(())?;
        self.at += word.len();
        Some(())
    }

    #[inline(always)]
    fn white_space(&mut self) {
        // Most JSON has none.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_white_space();
        }
    }

    #[inline(never)]
    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.next_is(byte).then_some(())
    }

    /// Whether this byte follows, after white space; if so, it is taken.
    #[inline(always)]
    fn next_is(&mut self, byte: u8) -> bool {
        self.white_space();
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// How many bytes of a string stand for themselves, as nearly all do. It looks at eight at once.
fn plain(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return 8 * index + special.trailing_zeros() as usize / 8;
        }
    }
    let rest = 8 * words.len();
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    rest + bytes[rest..].iter().position(is_special).unwrap_or(bytes.len() - rest)
}

/// Whether there is any control character.
pub fn has_controls(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks();
    words.iter().any(|word| less(u64::from_le_bytes(*word), b' ') & ONES << 7 != 0)
        || rest.iter().any(|byte| *byte < b' ')
}

const ONES: u64 = u64::MAX / 0xff;

/// Marks the first byte of eight that is less than a limit of at most 128, by its highest bit.
/// Those behind it may be marked wrongly.
fn less(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word
}

/// Marks the first byte of eight that is a quote, a backslash or a control character, by its
/// highest bit. Those behind it may be marked wrongly.
fn special(word: u64) -> u64 {
    let equal = |byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
    (equal(b'"') | equal(b'\\') | less(word, b' ')) & ONES << 7
}
