//! The users of a mini program or mini game (小程序, 小游戏).

#![allow(non_snake_case, reason = "names are WeChat's")]

use super::Client;

mod channel;
mod ids;
mod login;
mod open_data;
mod phone_number;
mod signed;

pub use channel::*;
pub use ids::*;
pub use login::*;
pub use open_data::*;
pub use phone_number::*;

const MINI_PROGRAM: &[Client] = &[Client::MiniProgram];
