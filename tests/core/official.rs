//! Good input for tests that change it.

use wx_unionid::DecryptInput;

pub(crate) const APPID: &str = "wx4f4bc4dec97d474b";
pub(crate) const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";

/// The official sample.
pub(crate) fn user_info() -> DecryptInput<'static> {
    input(
        "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==",
    )
}

/// A phone number under the same key and iv.
pub(crate) fn phone() -> DecryptInput<'static> {
    input(
        "xT8p8W6jIVdEWQ+ccHuD2e4wlKOvkPACqSwR7g001A10cjwdM46gdn01GiQUKaqPzPDRMqCU65RqoH1SV87iasZARr/+0tJRzfFqQAAyBnqrunz9Sbe6xQGlPr95Uo9y/A9Sup64tUE4UVYwGsaRyE+JSNYeG2IMx4gaUgt0+dkOba1xRqBfBE5USsSp+vuoyQqqzgtB8swLoIZhMwIutw==",
    )
}

fn input(encrypted_data: &'static str) -> DecryptInput<'static> {
    DecryptInput {
        appid: APPID.into(),
        session_key: SESSION_KEY.into(),
        encrypted_data,
        iv: IV,
        ..DecryptInput::default()
    }
}
