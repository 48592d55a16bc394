//! A text of which some parts are replaced.

use alloc::string::String;
use core::ops::Range;

/// A text of which parts are replaced, from its start to its end. The first of them makes a copy: a
/// text in which all is right is not copied.
pub struct Mended<'a> {
    text: &'a str,
    copy: String,
    /// How much of the text is in the copy, or left out of it.
    done: usize,
}

impl<'a> Mended<'a> {
    /// A text of which nothing is replaced yet.
    pub fn new(text: &'a str) -> Self {
        Self { text, copy: String::new(), done: 0 }
    }

    /// What is at these places, unless it is replaced already.
    pub fn replace(&mut self, at: Range<usize>, new: &str) {
        if at.is_empty() {
            return;
        }
        if self.done == 0 {
            self.copy.reserve(self.text.len());
        }
        self.copy.extend([self.text.get(self.done..at.start).unwrap_or_default(), new]);
        self.done = at.end;
    }

    /// The copy, if there is one.
    pub fn finish(mut self) -> Option<String> {
        if self.done == 0 {
            return None;
        }
        self.copy.push_str(&self.text[self.done..]);
        Some(self.copy)
    }
}
