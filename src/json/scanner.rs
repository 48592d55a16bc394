//! Finds the parts of a JSON text without reading what they mean. One pass, no recursion: a text of a million
//! brackets must not exhaust the stack.

use alloc::vec::Vec;

/// A place in a text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// An object: hands on each key, in its quotes, with the text of its value.
    pub(super) fn object(
        &mut self,
        mut field: impl FnMut(&'a str, &'a str) -> Option<()>,
    ) -> Option<()> {
        self.expect(b'{')?;
        if self.next_is(b'}') {
            return Some(());
        }
        loop {
            let key = self.part(Self::string)?;
            self.expect(b':')?;
            let value = self.part(Self::value)?;
            field(key, value)?;
            if !self.next_is(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// An array: hands on the text of each entry.
    pub(super) fn array(&mut self, mut entry: impl FnMut(&'a str)) -> Option<()> {
        self.expect(b'[')?;
        if self.next_is(b']') {
            return Some(());
        }
        loop {
            entry(self.part(Self::value)?);
            if !self.next_is(b',') {
                return self.expect(b']');
            }
        }
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Option<()> {
        self.white_space();
        (self.at == self.text.len()).then_some(())
    }

    /// The text of what `skip` skips.
    fn part(&mut self, skip: impl FnOnce(&mut Self) -> Option<()>) -> Option<&'a str> {
        self.white_space();
        let start = self.at;
        skip(self)?;
        Some(&self.text[start..self.at])
    }

    fn value(&mut self) -> Option<()> {
        // The closing brackets that are due, the next one last.
        let mut open = Vec::new();
        loop {
            self.white_space();
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    if !self.next_is(b'}') {
                        open.push(b'}');
                        self.key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if !self.next_is(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                b'"' => self.string()?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.number()?,
            }
            // A value ends here, and with it perhaps what it is the last part of.
            loop {
                let Some(bracket) = open.last() else {
                    return Some(());
                };
                self.white_space();
                let found = self.peek()?;
                self.at += 1;
                match found {
                    b',' if *bracket == b'}' => {
                        self.key()?;
                        break;
                    }
                    b',' => break,
                    _ if found == *bracket => {
                        open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    fn key(&mut self) -> Option<()> {
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
            // Nearly all characters stand for themselves.
            at += bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
            match bytes[at] {
                b'"' => break,
                b'\\' => match *bytes.get(at + 1)? {
                    b'u' => {
                        let digits = bytes.get(at + 2..at + 6)?;
                        if !digits.iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        at += 6;
                    }
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                    _ => return None,
                },
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

    fn white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.next_is(byte).then_some(())
    }

    /// Whether this byte follows, after white space; if so, it is taken.
    fn next_is(&mut self, byte: u8) -> bool {
        self.white_space();
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
