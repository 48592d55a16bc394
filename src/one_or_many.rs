//! What may be given once or as a list.

use alloc::vec::Vec;

use serde::Serialize;

/// One, or a list of them. Which of the two it was shows in answers that name its parts.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them, in the caller's order.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => core::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

#[cfg(target_arch = "wasm32")]
impl OneOrMany<Option<alloc::string::String>> {
    /// The same, borrowed.
    pub(crate) fn as_deref(&self) -> OneOrMany<Option<&str>> {
        match self {
            Self::One(one) => OneOrMany::One(one.as_deref()),
            Self::Many(many) => OneOrMany::Many(many.iter().map(Option::as_deref).collect()),
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<'a> From<&'a str> for OneOrMany<&'a str> {
    fn from(one: &'a str) -> Self {
        Self::One(one)
    }
}

impl<'a> From<&'a str> for OneOrMany<Option<&'a str>> {
    fn from(one: &'a str) -> Self {
        Self::One(Some(one))
    }
}
