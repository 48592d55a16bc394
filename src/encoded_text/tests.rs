use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

/// The bytes, and the damage that was undone.
type Repaired = (Vec<u8>, Vec<(Damage, usize)>);

fn repaired(field: DecryptField, text: &str) -> Result<Repaired, Refusal> {
    let mut repairs = Vec::new();
    let readings = decode(field, text, Manner::Repair, &mut repairs)?;
    Ok((readings.likely, repairs.iter().map(|repair| (repair.kind, repair.at)).collect()))
}

#[wasm_bindgen_test(unsupported = test)]
fn layers_are_peeled_from_the_outside() {
    let iv = "r7BXXKkLb8qrSNn05n0qiA==";
    let bytes = STANDARD.decode(iv).expect("good Base64");
    for (text, layers) in [
        (r#""r7BXXKkLb8qrSNn05n0qiA==""#, vec![(Damage::JsonQuoted, 0)]),
        ("r7BXXKkLb8qrSNn05n0qiA%3D%3D", vec![(Damage::PercentEncoded, 22)]),
        ("r7BXXKkLb8qrSNn05n0qiA%253D%253D", vec![(Damage::DoublePercentEncoded, 22)]),
        ("r7BXXKkLb8qrSNn05n0qiA&#x3D;&equals;", vec![(Damage::HtmlEscaped, 22)]),
        (r"r7BXXKkLb8qrSNn05n0qiA\u003d\u003D", vec![(Damage::JsonEscaped, 22)]),
        (r"r7BXXKkLb8\r\n\tqrSNn05n0qiA==", vec![(Damage::JsonEscaped, 10)]),
        ("r7BXXKkLb8qrSNn05n0qiA", vec![(Damage::Base64Url, 22)]),
        (
            r#"\"r7BXXKkLb8qrSNn05n0qiA%3d=\""#,
            vec![(Damage::JsonEscaped, 0), (Damage::JsonQuoted, 0), (Damage::PercentEncoded, 22)],
        ),
        (
            r"r7BXXKkLb8qrSNn05n0qiA\u003d&equals;",
            vec![(Damage::JsonEscaped, 22), (Damage::HtmlEscaped, 23)],
        ),
        (
            r"&quot;r7BXXKkLb8qrSNn05n0qiA\u003d=&quot;",
            vec![(Damage::HtmlEscaped, 0), (Damage::JsonQuoted, 0), (Damage::JsonEscaped, 22)],
        ),
    ] {
        let Ok((decoded, found)) = repaired(DecryptField::Iv, text) else { panic!("{text}") };
        assert_eq!(decoded, bytes, "{text}");
        assert_eq!(found, layers, "{text}");
        let strict = decode(DecryptField::Iv, text, Manner::Strict, &mut Vec::new());
        assert_eq!(strict.err(), Some((layers[0].0, Some(layers[0].1))), "{text}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn text_that_is_not_base64_is_reported_with_its_position() {
    for (text, at) in [
        ("r7BXXKkLb8qrSNn05n0qi*==", 21),
        ("r7BXXKkLb8qrSN=n05n0qiA==", 14),
        ("r7BXXKkLb8qrSNn05n0qiA===", 24),
        ("r7BXXKkLb8qrSNn05n0qiB==", 21),
        (" r7BXXKkLb8qrSNn05n0qi微==", 22),
        ("r7BXXKkLb8qrSNn05n0qi%zz==", 21),
        ("%E5%BE%AE", 0),
        ("r7BX&#43;微", 5),
    ] {
        assert_eq!(repaired(DecryptField::Iv, text), Err((Damage::NotBase64, Some(at))), "{text}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_whose_parts_are_lost_is_truncated() {
    let whole = STANDARD.encode([7; 48]);
    for text in
        [&whole[..63], &whole[..62], &whole[..61], &format!("{whole}="), &format!("{whole}AA==")]
    {
        assert_eq!(
            repaired(DecryptField::EncryptedData, text),
            Err((Damage::Truncated, None)),
            "{text}"
        );
    }
    let long = "A".repeat(MAX_TEXT_BYTES + 1);
    assert_eq!(repaired(DecryptField::EncryptedData, &long), Err((Damage::TooLong, None)));
    assert_eq!(repaired(DecryptField::Iv, &long), Err((Damage::TooLong, None)));
    let good = "A".repeat(MAX_TEXT_BYTES + 64);
    assert_eq!(repaired(DecryptField::EncryptedData, &good), Err((Damage::TooLong, None)));
    assert_eq!(repaired(DecryptField::Iv, &long[1..]), Err((Damage::IvLength, None)));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_number_of_peeled_layers_is_limited() {
    let text = "%".to_owned() + &"25".repeat(100_000) + "2B";
    assert_eq!(
        repaired(DecryptField::EncryptedData, &text).map_err(|(damage, _)| damage),
        Err(Damage::NotBase64)
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn spaces_that_may_be_both_give_both_readings() {
    let bytes: Vec<u8> = [vec![1; 48], [0xfb, 0xef, 0xbe].repeat(16)].concat();
    let text = STANDARD.encode(&bytes);
    let mut repairs = Vec::new();
    let spaced = text.replace('+', " ");
    let readings = decode(DecryptField::EncryptedData, &spaced, Manner::Repair, &mut repairs);
    let Ok(Readings { likely, with_plus: Some((restored, repair)) }) = readings else {
        panic!("two readings");
    };
    assert_eq!((likely, restored), (vec![1; 48], bytes));
    assert_eq!((repair.kind, repair.at, repairs.len()), (Damage::PlusBecameSpace, 64, 0));
    let strict = decode(DecryptField::EncryptedData, &spaced, Manner::Strict, &mut Vec::new());
    assert_eq!(strict.err(), Some((Damage::PlusBecameSpace, Some(64))));
    let node = decode(DecryptField::EncryptedData, &spaced, Manner::Node, &mut Vec::new());
    assert_eq!(node.map(|readings| readings.likely), Ok(vec![1; 48]));
}

#[wasm_bindgen_test(unsupported = test)]
fn indentation_is_white_space_and_a_leading_space_is_a_plus() {
    let bytes = STANDARD.decode("+7BXXKkLb8qrSNn05n0q+A==").expect("good Base64");
    let plus = |at| vec![(Damage::PlusBecameSpace, at)];
    for (text, repairs) in [
        ("+7BXXKkLb8\r\n\t  qrSNn05n0q+A==\n", vec![]),
        (" 7BXXKkLb8qrSNn05n0q A==", plus(0)),
        ("+7BXXKkLb8\n    qrSNn05n0q A==", plus(25)),
        ("+7BXXKkLb8\n \t qrSNn05n0q A==", plus(24)),
        ("+7BXXKkLb8qrSNn05n0q+A== ", vec![]),
    ] {
        assert_eq!(repaired(DecryptField::Iv, text), Ok((bytes.clone(), repairs)), "{text:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn node_reads_what_its_decoder_reads() {
    for text in ["_7BXXKkLb8qrSNn05n0q-A", "/7BXXKkLb8 qrSNn05n0q+A=="] {
        let decoded = decode_block(DecryptField::Iv, text, Manner::Node, &mut Vec::new());
        assert_eq!(decoded.map(|bytes| bytes[0]), Ok(0xff), "{text}");
    }
    let quoted =
        decode_block(DecryptField::Iv, "\"_7BXXKkLb8qrSNn05n0q-A\"", Manner::Node, &mut Vec::new());
    assert_eq!(quoted, Err((Damage::JsonQuoted, Some(0))));
}
