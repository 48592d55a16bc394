//! AES-CBC with PKCS#7 on bytes: the only place that names the cipher crates.
//!
//! It is a crate of its own because the time goes here: this one is compiled for speed, the rest
//! for size.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

use alloc::vec::Vec;

use aes::Aes128;
use cbc::Decryptor;
use cbc::cipher::block_padding::{Padding as _, Pkcs7};
use cbc::cipher::typenum::Unsigned as _;
use cbc::cipher::{
    Array, BlockModeDecBackend, BlockModeDecClosure, BlockModeDecrypt as _, BlockSizeUser,
    InnerIvInit as _, KeyInit as _, consts::U16,
};

mod aes_256;

use aes_256::{Aes256, add};

/// Bytes of a key, of an initialisation vector and of a block.
pub const BLOCK_BYTES: usize = 16;

/// A key, an initialisation vector, or a block of text.
pub type Block = [u8; BLOCK_BYTES];

/// A key of AES-256.
pub type Key256 = [u8; 32];

/// What the length of a push, with its padding, is a multiple of.
const PUSH_BLOCK_BYTES: usize = 32;

/// `aes_128_cbc_decrypt[key](iv, ciphertext)`: decrypts the bytes from `start` on where they lie,
/// and takes the padding off.
///
/// The padding is PKCS#7 with a block of 16, as WeChat puts it on: 1 to 16 bytes, all of them
/// checked. `None` says that the ciphertext is empty, is no whole number of blocks, or ends in no
/// such padding. It does not say which, and good padding is no proof of the right key: one wrong
/// key in 255 passes.
#[must_use]
pub fn aes_128_cbc_decrypt(
    key: &Block,
    iv: &Block,
    bytes: &mut Vec<u8>,
    start: usize,
) -> Option<()> {
    if !(bytes.len() - start).is_multiple_of(BLOCK_BYTES) {
        return None;
    }
    aes_128_cbc_decrypt_blocks(key, iv, bytes, start);
    let padding = padding(&bytes[start..])?;
    bytes.truncate(bytes.len() - padding);
    Some(())
}

/// Decrypts the whole blocks from `start` on where they lie, and leaves the padding on.
pub fn aes_128_cbc_decrypt_blocks(key: &Block, iv: &Block, bytes: &mut Vec<u8>, start: usize) {
    // By reference, because round keys that are moved are copied.
    let cipher = Aes128::new(key.into());
    let mut decryptor = Decryptor::inner_iv_init(&cipher, iv.into());
    decryptor.decrypt_with_backend(Batches { bytes, start });
}

/// `aes_256_cbc_decrypt[key](iv, ciphertext)`: decrypts the bytes where they lie, and takes the
/// padding off.
///
/// The padding is PKCS#7 with a block of 32, as WeChat's pushes have it: 1 to 32 bytes, all of them
/// checked. `None` says that the ciphertext is empty, is no whole number of such blocks, or ends in
/// no such padding. It does not say which.
#[inline]
#[must_use]
pub fn aes_256_cbc_decrypt(key: &Key256, iv: &Block, bytes: &mut Vec<u8>) -> Option<()> {
    if !bytes.len().is_multiple_of(PUSH_BLOCK_BYTES) {
        return None;
    }
    let cipher = Aes256::new(key);
    let mut before = *iv;
    let (blocks, _) = bytes.as_chunks_mut();
    for block in blocks {
        let sealed = *block;
        cipher.decrypt(block);
        add(block, &before);
        before = sealed;
    }
    let padding = usize::from(*bytes.last()?);
    let text = bytes.len().checked_sub(padding)?;
    let is_good = (1..=PUSH_BLOCK_BYTES).contains(&padding)
        && bytes[text..].iter().all(|byte| usize::from(*byte) == padding);
    is_good.then(|| bytes.truncate(text))
}

/// `aes_256_cbc_encrypt[key](iv, bytes)`, with a padding of 1 to 32 bytes put on: the reverse of
/// [`aes_256_cbc_decrypt`].
#[inline]
pub fn aes_256_cbc_encrypt(key: &Key256, iv: &Block, bytes: &mut Vec<u8>) {
    let padding = PUSH_BLOCK_BYTES - bytes.len() % PUSH_BLOCK_BYTES;
    bytes.resize(bytes.len() + padding, padding as u8);
    let cipher = Aes256::new(key);
    let mut before = *iv;
    let (blocks, _) = bytes.as_chunks_mut();
    for block in blocks {
        add(block, &before);
        cipher.encrypt(block);
        before = *block;
    }
}

/// What is to be decrypted in whole batches, filled up to them: `aes` takes a block by itself at a
/// higher price than a batch, and by other code, which is left out here.
struct Batches<'a> {
    bytes: &'a mut Vec<u8>,
    start: usize,
}

impl BlockSizeUser for Batches<'_> {
    type BlockSize = U16;
}

impl BlockModeDecClosure for Batches<'_> {
    #[inline(always)]
    fn call<B: BlockModeDecBackend<BlockSize = U16>>(self, backend: &mut B) {
        let Self { bytes, start } = self;
        let end = bytes.len();
        let batch_bytes = B::ParBlocksSize::USIZE * BLOCK_BYTES;
        bytes.resize(start + (end - start).next_multiple_of(batch_bytes), 0);
        let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes[start..]);
        let (batches, _) = Array::slice_as_chunks_mut(blocks);
        for batch in batches {
            backend.decrypt_par_blocks(batch.into());
        }
        bytes.truncate(end);
    }
}

/// How many bytes of PKCS#7 padding a plaintext ends in, if it is good.
#[must_use]
pub fn padding(plaintext: &[u8]) -> Option<usize> {
    let last: &Block = plaintext.last_chunk()?;
    let text = Pkcs7::raw_unpad(last).ok()?;
    Some(BLOCK_BYTES - text.len())
}

#[cfg(test)]
mod tests;
