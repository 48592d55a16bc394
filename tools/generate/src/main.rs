//! `generate`: prints the model of the core as JSON.

fn main() {
    println!("{}", wx_unionid::generate::model());
}
