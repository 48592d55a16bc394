//! AES-128-CBC with PKCS#7 on bytes: the only place that names the cipher crates.

use alloc::vec::Vec;

use aes::Aes128;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{Array, BlockModeDecrypt, KeyIvInit};

/// Bytes of a key, of an initialisation vector and of a block.
pub(crate) const BLOCK_BYTES: usize = 16;

/// `aes_128_cbc_decrypt[key](iv, ciphertext)`: decrypts, and takes the padding off.
///
/// The padding is PKCS#7 with a block of 16, as WeChat puts it on: 1 to 16 bytes, all of them checked.
/// `None` says that the ciphertext is empty, is no whole number of blocks, or ends in no such padding. It
/// does not say which, and good padding is no proof of the right key: one wrong key in 255 passes.
pub(crate) fn aes_128_cbc_decrypt(
    key: &[u8; BLOCK_BYTES],
    iv: &[u8; BLOCK_BYTES],
    mut ciphertext: Vec<u8>,
) -> Option<Vec<u8>> {
    let plaintext_bytes = Decryptor::<Aes128>::new(key.into(), iv.into())
        .decrypt_padded::<Pkcs7>(&mut ciphertext)
        .ok()?
        .len();
    ciphertext.truncate(plaintext_bytes);
    Some(ciphertext)
}

/// Decrypts whole blocks in place, and leaves the padding on: for looking at what a key makes of them.
pub(crate) fn aes_128_cbc_decrypt_blocks(
    key: &[u8; BLOCK_BYTES],
    iv: &[u8; BLOCK_BYTES],
    blocks: &mut [u8],
) {
    let (blocks, _) = Array::slice_as_chunks_mut(blocks);
    Decryptor::<Aes128>::new(key.into(), iv.into()).decrypt_blocks(blocks);
}

#[cfg(test)]
mod tests;
