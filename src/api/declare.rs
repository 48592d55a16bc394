//! Declares what crosses: one list of fields, from which reading, checking and TypeScript derive.

/// What a caller gives: parameters or credentials. Their fields are read by their names
/// ([`FromArguments`]).
///
/// [`FromArguments`]: crate::arguments::FromArguments
macro_rules! given {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty),* $(,)? }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl $crate::arguments::FromArguments for $name {
            #[cfg(feature = "generate")]
            const FIELDS: &'static [(&'static str, $crate::arguments::ArgumentType)] =
                &[$((stringify!($field), <$type as $crate::arguments::Argument>::TYPE)),*];

            fn from_arguments(
                #[allow(unused_variables, reason = "some take nothing")]
                arguments: &$crate::arguments::Arguments<'_>,
            ) -> Result<Self, alloc::boxed::Box<$crate::error::Error>> {
                Ok(Self { $($field: arguments.take(stringify!($field))?),* })
            }
        }
    )* };
}

/// What WeChat answers. Replies are held against their fields ([`Shaped`]), and `Debug` shows none
/// of them.
///
/// [`Shaped`]: super::Shaped
macro_rules! answered {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty),* $(,)? }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, serde::Deserialize)]
        #[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(optional_fields))]
        #[non_exhaustive]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl $crate::api::Shaped for $name {
            const SHAPE: $crate::api::Shape = $crate::api::Shape::Object(&[
                $((stringify!($field), <$type as $crate::api::Shaped>::SHAPE)),*
            ]);
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

/// A text of which there are few: each has its name in Rust, and its spelling on the wire.
macro_rules! spelled {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident($demand:literal) {
            $($(#[$variant_meta:meta])* $variant:ident = $spelling:literal),* $(,)?
        }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
        #[cfg_attr(feature = "generate", derive(ts_rs::TS))]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $spelling)] $variant),* }

        impl $crate::http::Parameter for $name {
            fn as_text(&self) -> &str {
                match self { $(Self::$variant => $spelling),* }
            }
        }

        impl $crate::arguments::FromJson for $name {
            #[cfg(feature = "generate")]
            const TYPE: $crate::arguments::ArgumentType =
                $crate::arguments::ArgumentType::Words { words: &[$($spelling),*], demand: $demand };

            fn from_json(json: &str) -> Option<Self> {
                match &*wx_unionid_json::string(json)? {
                    $($spelling => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    )* };
}

pub(super) use {answered, given, spelled};
