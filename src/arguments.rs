//! Reads what a JavaScript caller passed, as JSON. The package has judged the type of each argument
//! ([`ArgumentType`]): what does not fit all the same is refused by its name, and nothing of it is
//! shown.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use wx_unionid_json::{Object, entries, string, strings};

use crate::error::Error;
use crate::one_or_many::OneOrMany;

/// An object whose properties are a call's arguments.
pub(crate) struct Arguments<'a>(Object<'a>);

impl<'a> Arguments<'a> {
    /// The properties of the object that the argument `name` is.
    pub(crate) fn parse(name: &str, text: &'a str) -> Result<Self, Error> {
        let object = Object::parse(text);
        let object =
            object.ok_or_else(|| Error::invalid_argument(name, "must be a readable object"))?;
        Ok(Self(object))
    }

    /// An argument. One that may be missing is an [`Option`].
    // Out of line, and with an error in a box: each field of each endpoint comes here.
    #[inline(never)]
    pub(crate) fn take<T: Argument>(&self, name: &str) -> Result<T, Box<Error>> {
        T::read(name, self.0.get(name))
    }
}

/// What an object of arguments can be read as.
pub(crate) trait FromArguments: Sized {
    /// All that it may hold.
    #[cfg(feature = "generate")]
    const FIELDS: &'static [(&'static str, ArgumentType)];

    fn from_arguments(arguments: &Arguments<'_>) -> Result<Self, Box<Error>>;

    /// Reads the object that the argument `name` is.
    // Out of line: each endpoint comes here.
    #[inline(never)]
    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Ok(Self::from_arguments(&Arguments::parse(name, text)?)?)
    }
}

/// What a value must be in JavaScript. The package judges it there, by the tables that are
/// generated from these.
#[cfg(feature = "generate")]
#[derive(Clone, Copy, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ArgumentType {
    Text,
    Number,
    Flag,
    Texts,
    /// One text, or a list of them.
    TextOrTexts,
    /// The same, and entries of the list may be missing.
    TextOrGaps,
    /// One of few texts, with what to say of another.
    Words {
        words: &'static [&'static str],
        demand: &'static str,
    },
    /// A list of objects.
    Objects(&'static [(&'static str, ArgumentType)]),
    /// Whatever JSON can hold.
    Any,
    /// It may be missing.
    Maybe(&'static ArgumentType),
}

/// What an argument can be.
pub(crate) trait Argument: Sized {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType;

    fn read(name: &str, json: Option<&str>) -> Result<Self, Box<Error>>;
}

impl<T: Argument> Argument for Option<T> {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Maybe(&T::TYPE);

    fn read(name: &str, json: Option<&str>) -> Result<Self, Box<Error>> {
        json.map(|json| T::read(name, Some(json))).transpose()
    }
}

impl<T: FromArguments> Argument for Vec<T> {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Objects(T::FIELDS);

    fn read(name: &str, json: Option<&str>) -> Result<Self, Box<Error>> {
        let entries = json.and_then(entries).ok_or_else(|| misfit(name))?;
        Ok(entries.into_iter().map(|entry| T::parse(name, entry)).collect::<Result<_, _>>()?)
    }
}

/// What the text of an argument says by itself.
pub(crate) trait FromJson: Sized {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType;

    fn from_json(json: &str) -> Option<Self>;
}

impl<T: FromJson> Argument for T {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = <T as FromJson>::TYPE;

    fn read(name: &str, json: Option<&str>) -> Result<Self, Box<Error>> {
        json.and_then(Self::from_json).ok_or_else(|| misfit(name))
    }
}

fn misfit(name: &str) -> Box<Error> {
    Box::new(Error::invalid_argument(name, "is not what it must be"))
}

impl FromJson for String {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Text;

    fn from_json(json: &str) -> Option<Self> {
        string(json).map(Cow::into_owned)
    }
}

impl FromJson for bool {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Flag;

    fn from_json(json: &str) -> Option<Self> {
        match json {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl FromJson for Vec<String> {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Texts;

    fn from_json(json: &str) -> Option<Self> {
        strings(json)
    }
}

impl FromJson for OneOrMany<Option<String>> {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::TextOrGaps;

    fn from_json(json: &str) -> Option<Self> {
        let text =
            |entry| if entry == "null" { Some(None) } else { String::from_json(entry).map(Some) };
        if json.starts_with('[') {
            entries(json)?.into_iter().map(text).collect::<Option<_>>().map(Self::Many)
        } else {
            text(json).map(Self::One)
        }
    }
}

/// Any value, as its text.
pub(crate) struct Raw(pub(crate) String);

impl FromJson for Raw {
    #[cfg(feature = "generate")]
    const TYPE: ArgumentType = ArgumentType::Any;

    fn from_json(json: &str) -> Option<Self> {
        Some(Self(json.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_list_of_keys_may_have_gaps() {
        let read = |json| match OneOrMany::<Option<String>>::from_json(json) {
            Some(OneOrMany::One(key)) => Some(vec![key]),
            Some(OneOrMany::Many(keys)) => Some(keys),
            None => None,
        };
        assert_eq!(read(r#""a""#), Some(vec![Some("a".into())]));
        assert_eq!(read("null"), Some(vec![None]));
        assert_eq!(read(r#"["a", null]"#), Some(vec![Some("a".into()), None]));
        for json in ["1", "[1]", r#"[["a"]]"#, "{}"] {
            assert_eq!(read(json), None, "{json}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn any_value_is_kept_as_its_text() {
        assert_eq!(Raw::from_json("{\"a\":1}").map(|it| it.0).as_deref(), Some("{\"a\":1}"));
    }
}
