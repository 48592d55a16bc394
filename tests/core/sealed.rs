//! What a client sends, encrypted here. Native only: encryption is no part of the core.

use aes::Aes128;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use wx_unionid::DecryptInput;

use crate::official::APPID;

/// What a client sends, and the key that opens it.
pub(crate) struct Sealed {
    pub(crate) session_key: String,
    pub(crate) encrypted_data: String,
    pub(crate) iv: String,
}

impl Sealed {
    pub(crate) fn input(&self) -> DecryptInput<'_> {
        DecryptInput {
            appid: APPID.into(),
            session_key: self.session_key.as_str().into(),
            encrypted_data: &self.encrypted_data,
            iv: &self.iv,
            ..DecryptInput::default()
        }
    }
}

pub(crate) fn seal(key: [u8; 16], iv: [u8; 16], plaintext: &str) -> Sealed {
    let ciphertext = Encryptor::<Aes128>::new(&key.into(), &iv.into())
        .encrypt_padded_vec::<Pkcs7>(plaintext.as_bytes());
    Sealed {
        session_key: STANDARD.encode(key),
        encrypted_data: STANDARD.encode(ciphertext),
        iv: STANDARD.encode(iv),
    }
}
