use wasm_bindgen_test::wasm_bindgen_test;

use super::body::{PushFormat, read_body};
use super::xml::{MAX_DEPTH, MAX_ELEMENTS};
use crate::signature::push_signature;

fn json_of(body: &str) -> Option<String> {
    read_body(body).map(|(_, json)| json)
}

#[wasm_bindgen_test(unsupported = test)]
fn xml_reads_as_wechat_writes_it() {
    for (xml, json) in [
        ("<xml></xml>", "{}"),
        ("<xml/>", "{}"),
        (" <xml>\n<A><![CDATA[a]]></A>\r\n<B>1</B>\n</xml>\n", r#"{"A":"a","B":"1"}"#),
        (
            "<xml><A>\n <![CDATA[ a ]]>\n</A><B> b </B><C>\n</C><D/></xml>",
            r#"{"A":" a ","B":" b ","C":"","D":""}"#,
        ),
        ("<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>", r#"{"A":"a]]>b"}"#),
        ("<xml><A><![CDATA[<B>&amp;</B>]]></A></xml>", r#"{"A":"<B>&amp;</B>"}"#),
        ("<xml><A>&lt;&gt;&amp;&quot;&apos;&#20320;&#x1F600;</A></xml>", r#"{"A":"<>&\"'你😀"}"#),
        ("<xml><A>1</A><B>x</B><A>2</A></xml>", r#"{"A":["1","2"],"B":"x"}"#),
        (
            "<xml><L><item><P>1</P></item><item><P>2</P></item></L></xml>",
            r#"{"L":{"item":[{"P":"1"},{"P":"2"}]}}"#,
        ),
        ("<xml><__proto__>1</__proto__></xml>", r#"{"__proto__":"1"}"#),
        ("<xml><A>\u{1}\"\\</A></xml>", r#"{"A":"\u0001\"\\"}"#),
        ("<xml><A >1</A ></xml>", r#"{"A":"1"}"#),
        ("<xml><A>&#x0000041;</A></xml>", r#"{"A":"A"}"#),
    ] {
        assert_eq!(json_of(xml).as_deref(), Some(json), "{xml}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_wechat_does_not_write_is_refused() {
    for xml in [
        "",
        "x",
        "[]",
        "<",
        "<xml>",
        "<xml></xm>",
        "<XML></XML>",
        "<xml>text</xml>",
        "<xml></xml><xml></xml>",
        "<xml></xml>x",
        "<!DOCTYPE xml><xml></xml>",
        "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><A>&a;</A></xml>",
        "<?xml version=\"1.0\"?><xml></xml>",
        "<xml><!-- a --></xml>",
        "<xml><?a?></xml>",
        "<xml a=\"b\"></xml>",
        "<xml><A b=\"c\">1</A></xml>",
        "<xml><A>&nbsp;</A></xml>",
        "<xml><A>& b</A></xml>",
        "<xml><A>&#0;</A></xml>",
        "<xml><A>&#xd800;</A></xml>",
        "<xml><A>&#x110000;</A></xml>",
        "<xml><A>&#+65;</A></xml>",
        "<xml><A>&#x00000041;</A></xml>",
        "<xml><A>&#;</A></xml>",
        "<xml><A>a<B>b</B></A></xml>",
        "<xml><A><![CDATA[a</A></xml>",
        "<xml><A>1</B></xml>",
        "<xml><>1</></xml>",
        "<xml>< A>1</A></xml>",
        "<xml><你>1</你></xml>",
    ] {
        assert_eq!(json_of(xml), None, "{xml}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn depth_and_number_of_parts_are_limited() {
    let deep = |depth: usize| {
        let (open, close) = ("<A>".repeat(depth - 1), "</A>".repeat(depth - 1));
        [
            format!("<xml>{open}{close}</xml>"),
            format!("{}1{}", r#"{"A":"#.repeat(depth), "}".repeat(depth)),
        ]
    };
    let many = |count: usize| {
        let fields: Vec<_> = (0..count).map(|at| format!("\"a{at}\":1")).collect();
        [
            format!("<xml>{}</xml>", "<A>1</A>".repeat(count - 1)),
            format!("{{{}}}", fields.join(",")),
        ]
    };
    assert!(deep(MAX_DEPTH).iter().chain(&many(MAX_ELEMENTS)).all(|it| json_of(it).is_some()));
    // In JSON, commas are counted.
    let [_, json] = many(MAX_ELEMENTS + 1);
    assert!(json_of(&json).is_some());
    assert!(json_of(&format!("{{{}\"a\":true}}", " ".repeat(MAX_ELEMENTS + 1))).is_some());
    for body in deep(MAX_DEPTH + 1).iter().chain(&many(MAX_ELEMENTS + 2)) {
        assert_eq!(json_of(body), None);
    }
    for opening in ["<A>", "{\"a\":", "["] {
        assert_eq!(json_of(&format!("<xml>{}", opening.repeat(300_000))), None);
        assert_eq!(json_of(&format!("{{\"b\":{}", opening.repeat(300_000))), None);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn json_keeps_numbers_that_javascript_would_round() {
    for (json, kept) in [
        (r#"{"a":9007199254740991,"b":-9007199254740991}"#, None),
        (r#"{"a":9007199254740992}"#, Some(r#"{"a":"9007199254740992"}"#)),
        (r#"{"a":[-9007199254740992, 1.5]}"#, Some(r#"{"a":["-9007199254740992", 1.5]}"#)),
        (r#"{"a":99999999999999999999999}"#, Some(r#"{"a":"99999999999999999999999"}"#)),
        (r#"{"MsgId":1,"a":{"MsgId":2}}"#, Some(r#"{"MsgId":"1","a":{"MsgId":2}}"#)),
        (r#"{"a":{},"MsgId":1}"#, Some(r#"{"a":{},"MsgId":"1"}"#)),
        (r#"{ "msgid" : 12 }"#, Some(r#"{ "msgid" : "12" }"#)),
        (r#"{"a":"6054768590064713728 \" 6054768590064713728"}"#, None),
        (
            r#"{"a\"":"\\","b":6054768590064713728}"#,
            Some(r#"{"a\"":"\\","b":"6054768590064713728"}"#),
        ),
        ("{\"a\":\"line\nbreak\"}", Some(r#"{"a":"line\u000abreak"}"#)),
        (r#"{"a":1.5e300,"b":true,"c":null,"__proto__":{}}"#, None),
    ] {
        assert_eq!(
            read_body(json),
            Some((PushFormat::Json, kept.unwrap_or(json).into())),
            "{json}"
        );
    }
    for json in [r#"{"a":1,"a":2}"#, r#"{"a":1,"\u0061":2}"#, "{a:1}", r#"{"a":1}}"#, r#"{"a":01}"#]
    {
        assert_eq!(json_of(json), None, "{json}");
    }
}

/// Texts of the same value in one place and in another have one signature: facts that the checks of
/// characters rest on.
#[wasm_bindgen_test(unsupported = test)]
fn the_signature_is_of_the_texts_in_the_order_of_their_bytes() {
    for (texts, signature) in [
        (["aToken", "1714036504", "Bnonce"], "99a1b32ff88f87779c69a28df8c5a581696a2d48"),
        (["1token", "1409735669", "Zz9"], "b2deb6e99cd9feed4df360aa85da48c4f59be072"),
        (["14", "1409735669", "1320562132"], "c7831b1523aed261e8ecb1c682e3d680137b44be"),
        (["AAAAA", "1714036504", "1514711492"], "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (["AAAAA", "21714036504", "151471149"], "f464b24fc39322e44b38aa78f5edd27bd1441696"),
    ] {
        assert_eq!(push_signature(texts), signature);
    }
}
