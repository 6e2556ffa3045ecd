//! Answers: a small parser that knows each element of XML-RPC and none of anything else.

use super::push_permitted;
use crate::transport::TransportError;
use chrono::NaiveDateTime;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

/// Deeper than any answer of Odoo.
const DEEPEST: usize = 64;
const STRANGE: TransportError = TransportError::BadAnswer("it is no valid XML of the kind that Odoo sends");
const HALF: TransportError = TransportError::BadAnswer("the XML ends in the middle");

#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Value(Value),
    Fault { code: i64, text: String },
}

/// Bytes that are no text become U+FFFD, control characters vanish: Odoo takes out the latter itself.
pub(crate) fn read(bytes: &[u8]) -> Result<Answer, TransportError> {
    let text = String::from_utf8_lossy(bytes);
    let mut parser = Parser::new(text.trim_start_matches('\u{feff}').trim_start());
    match parser.structural() {
        Ok(Token::Open(Tag::Response)) => {}
        Ok(Token::End) | Err(HALF) if text.contains("<?xml") => return Err(HALF),
        _ => return Err(TransportError::NotOdoo("it answers something else than XML-RPC".to_owned())),
    }
    let answer = match parser.open()? {
        Tag::Params => {
            parser.enter(Tag::Param)?;
            parser.enter(Tag::Value)?;
            let value = parser.value(0)?;
            parser.leave()?;
            Answer::Value(value)
        }
        Tag::Fault => {
            parser.enter(Tag::Value)?;
            let fault = parser.value(0)?;
            let code = fault.get("faultCode").and_then(Value::as_i64).ok_or(STRANGE)?;
            let text = fault.get("faultString").and_then(Value::as_str).unwrap_or_default().to_owned();
            Answer::Fault { code, text }
        }
        _ => return Err(STRANGE),
    };
    parser.leave()?;
    parser.leave()?;
    match parser.structural()? {
        Token::End => Ok(answer),
        _ => Err(STRANGE),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Response,
    Params,
    Param,
    Fault,
    Value,
    Array,
    Data,
    Struct,
    Member,
    Name,
    String,
    Whole,
    Double,
    Boolean,
    Nil,
    Base64,
    Moment,
    Unknown,
}

impl Tag {
    fn of(name: &str) -> Self {
        match name {
            "methodResponse" => Self::Response,
            "params" => Self::Params,
            "param" => Self::Param,
            "fault" => Self::Fault,
            "value" => Self::Value,
            "array" => Self::Array,
            "data" => Self::Data,
            "struct" => Self::Struct,
            "member" => Self::Member,
            "name" => Self::Name,
            "string" => Self::String,
            "int" | "i4" | "i8" => Self::Whole,
            "double" => Self::Double,
            "boolean" => Self::Boolean,
            "nil" => Self::Nil,
            "base64" => Self::Base64,
            "dateTime.iso8601" => Self::Moment,
            _ => Self::Unknown,
        }
    }
}

#[derive(Debug)]
enum Token<'a> {
    Open(Tag),
    Close,
    Text(Cow<'a, str>),
    End,
}

struct Parser<'a>(Reader<&'a [u8]>);

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    fn next(&mut self) -> Result<Token<'a>, TransportError> {
        loop {
            return Ok(match self.0.read_event() {
                Ok(Event::Start(tag)) => Token::Open(Tag::of(tag.name().0)),
                Ok(Event::End(_)) => Token::Close,
                Ok(Event::Text(text)) => Token::Text(text.into_inner()),
                Ok(Event::CData(text)) => Token::Text(text.into_inner()),
                Ok(Event::GeneralRef(reference)) => Token::Text(resolved(&reference)?),
                Ok(Event::Decl(_) | Event::Comment(_) | Event::PI(_)) => continue,
                Ok(Event::Eof) => Token::End,
                Ok(Event::DocType(_) | Event::Empty(_)) => return Err(STRANGE),
                Err(quick_xml::Error::Syntax(_)) => return Err(HALF),
                Err(_) => return Err(STRANGE),
            });
        }
    }

    /// The next token where text has no meaning.
    fn structural(&mut self) -> Result<Token<'a>, TransportError> {
        loop {
            match self.next()? {
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) => return Err(STRANGE),
                token => return Ok(token),
            }
        }
    }

    fn open(&mut self) -> Result<Tag, TransportError> {
        match self.structural()? {
            Token::Open(tag) => Ok(tag),
            Token::End => Err(HALF),
            _ => Err(STRANGE),
        }
    }

    fn enter(&mut self, tag: Tag) -> Result<(), TransportError> {
        if self.open()? == tag { Ok(()) } else { Err(STRANGE) }
    }

    fn leave(&mut self) -> Result<(), TransportError> {
        match self.structural()? {
            Token::Close => Ok(()),
            Token::End => Err(HALF),
            _ => Err(STRANGE),
        }
    }

    /// Text up to the end of the element that it stands in.
    fn text(&mut self) -> Result<String, TransportError> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Text(part) => push_permitted(&mut text, &part),
                Token::Close => return Ok(text),
                Token::End => return Err(HALF),
                Token::Open(_) => return Err(STRANGE),
            }
        }
    }

    /// After `<value>`, up to and with its end. Without a type it is a text.
    fn value(&mut self, depth: usize) -> Result<Value, TransportError> {
        if depth > DEEPEST {
            return Err(STRANGE);
        }
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Text(part) => push_permitted(&mut text, &part),
                Token::Close => return Ok(Value::String(text)),
                Token::End => return Err(HALF),
                Token::Open(tag) => {
                    let value = self.typed(tag, depth)?;
                    self.leave()?;
                    return if text.trim().is_empty() { Ok(value) } else { Err(STRANGE) };
                }
            }
        }
    }

    fn typed(&mut self, tag: Tag, depth: usize) -> Result<Value, TransportError> {
        Ok(match tag {
            Tag::Array => self.array(depth)?,
            Tag::Struct => self.object(depth)?,
            Tag::String => Value::String(self.text()?),
            Tag::Whole => Value::from(self.text()?.trim().parse::<i64>().map_err(|_| STRANGE)?),
            Tag::Double => float(self.text()?.trim())?,
            Tag::Boolean => match self.text()?.trim() {
                "1" => Value::Bool(true),
                "0" => Value::Bool(false),
                _ => return Err(STRANGE),
            },
            Tag::Nil => {
                self.leave()?;
                Value::Null
            }
            Tag::Base64 => Value::String(self.text()?.split_ascii_whitespace().collect()),
            Tag::Moment => Value::String(moment(self.text()?.trim())),
            _ => return Err(STRANGE),
        })
    }

    fn array(&mut self, depth: usize) -> Result<Value, TransportError> {
        self.enter(Tag::Data)?;
        let mut items = Vec::new();
        loop {
            match self.structural()? {
                Token::Open(Tag::Value) => items.push(self.value(depth + 1)?),
                Token::Close => break,
                Token::End => return Err(HALF),
                _ => return Err(STRANGE),
            }
        }
        self.leave()?;
        Ok(Value::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value, TransportError> {
        let mut fields = Map::new();
        loop {
            match self.structural()? {
                Token::Open(Tag::Member) => {}
                Token::Close => return Ok(Value::Object(fields)),
                Token::End => return Err(HALF),
                _ => return Err(STRANGE),
            }
            self.enter(Tag::Name)?;
            let name = self.text()?;
            self.enter(Tag::Value)?;
            fields.insert(name, self.value(depth + 1)?);
            self.leave()?;
        }
    }
}

/// JSON has no NaN and no infinity, and a figure made of one would be none.
fn float(text: &str) -> Result<Value, TransportError> {
    let number = text.parse::<f64>().map_err(|_| STRANGE)?;
    Number::from_f64(number).map(Value::Number).ok_or(TransportError::BadAnswer("a number in it is not finite"))
}

/// `20261121T04:35:20` as JSON writes it.
fn moment(text: &str) -> String {
    match NaiveDateTime::parse_from_str(text, "%Y%m%dT%H:%M:%S") {
        Ok(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => text.to_owned(),
    }
}

/// A character by its number, or one of the five that have a name; a document cannot define more.
fn resolved(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, TransportError> {
    match &**reference {
        "lt" => Ok("<".into()),
        "gt" => Ok(">".into()),
        "amp" => Ok("&".into()),
        "apos" => Ok("'".into()),
        "quot" => Ok("\"".into()),
        _ => match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(character.to_string().into()),
            _ => Err(STRANGE),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: &str) -> Result<Answer, TransportError> {
        let xml = format!(
            "<?xml version=\"1.0\"?>\n<methodResponse>\n<params>\n<param>\n{value}\n</param>\n</params>\n\n</methodResponse>"
        );
        read(xml.as_bytes())
    }

    fn value(xml: &str) -> Value {
        match of(xml).unwrap() {
            Answer::Value(value) => value,
            Answer::Fault { .. } => panic!("a fault"),
        }
    }

    #[test]
    fn each_type_has_the_value_that_json_has() {
        assert_eq!(value("<value><int>-5</int></value>"), json!(-5));
        assert_eq!(value("<value><i4>5</i4></value>"), json!(5));
        assert_eq!(value("<value><i8>8589934592</i8></value>"), json!(8_589_934_592_i64));
        assert_eq!(value("<value><boolean>1</boolean></value>"), json!(true));
        assert_eq!(value("<value><boolean>0</boolean></value>"), json!(false));
        assert_eq!(value("<value><double>0.30000000000000004</double></value>"), json!(0.300_000_000_000_000_04));
        assert_eq!(value("<value><double>1e-09</double></value>"), json!(1e-9));
        assert_eq!(value("<value><string></string></value>"), json!(""));
        assert_eq!(value("<value><string/></value>"), json!(""));
        assert_eq!(value("<value> two words </value>"), json!(" two words "));
        assert_eq!(value("<value><nil/></value>"), json!(null));
        assert_eq!(value("<value><base64>\nQUJD\nREVG\n</base64></value>"), json!("QUJDREVG"));
        let moment = "<value><dateTime.iso8601>20261121T04:35:20</dateTime.iso8601></value>";
        assert_eq!(value(moment), json!("2026-11-21 04:35:20"));
        assert_eq!(value("<value><array><data>\n</data></array></value>"), json!([]));
        let row = "<value><struct>\n<member>\n<name>id</name>\n<value><int>7</int></value>\n</member>\n<member><name>tags</name>\
            <value><array><data><value><int>1</int></value><value>x</value></data></array></value></member></struct></value>";
        assert_eq!(value(row), json!({"id": 7, "tags": [1, "x"]}));
    }

    #[test]
    fn texts_lose_control_characters_and_nothing_else() {
        let text = |xml: &str| value(&format!("<value><string>{xml}</string></value>"));
        assert_eq!(text("a &lt;b&gt; &amp;amp; \"q\" &#233;&#x1F600;"), json!("a <b> &amp; \"q\" é😀"));
        assert_eq!(text("two\r\nlines\tand\ra tab "), json!("two\r\nlines\tand\ra tab "));
        assert_eq!(text("a\u{b}b\u{1}&#11;c"), json!("abc"));
        assert_eq!(text("<![CDATA[<&]]>"), json!("<&"));
        let broken = b"<methodResponse><params><param><value>\xff\xfeok</value></param></params></methodResponse>";
        assert_eq!(read(broken).unwrap(), Answer::Value(json!("\u{fffd}\u{fffd}ok")));
    }

    #[test]
    fn half_an_answer_is_told_from_a_strange_one() {
        let whole = "<?xml version=\"1.0\"?><methodResponse><params><param><value><array><data><value><int>12</int></value>\
            </data></array></value></param></params></methodResponse>";
        assert!(read(whole.as_bytes()).is_ok());
        for end in 22..whole.len() {
            let error = read(&whole.as_bytes()[..end]).unwrap_err();
            assert_eq!(error, HALF, "{}", &whole[..end]);
        }
        assert_eq!(read(format!("{whole}<more/>").as_bytes()), Err(STRANGE));
        for strange in [
            "<value><int>1.5</int></value>",
            "<value><int></int></value>",
            "<value><double>1,5</double></value>",
            "<value><boolean>2</boolean></value>",
            "<value><complex>1</complex></value>",
            "<value>x<int>1</int></value>",
            "<value><int>1</int>x</value>",
            "<value><struct><member><value>1</value></member></struct></value>",
            "<value>&nope;</value>",
            "<value>&#0;</value>",
            "<value><int>1</i4></value>",
        ] {
            assert_eq!(of(strange), Err(STRANGE), "{strange}");
        }
        for number in ["nan", "NaN", "inf", "-Infinity", "1e999"] {
            let error = of(&format!("<value><double>{number}</double></value>")).unwrap_err();
            assert_eq!(error, TransportError::BadAnswer("a number in it is not finite"), "{number}");
        }
        let deep = format!("{}1{}", "<value><array><data>".repeat(500), "</data></array></value>".repeat(500));
        assert_eq!(of(&deep), Err(STRANGE));
    }

    #[test]
    fn what_is_no_answer_of_xml_rpc_is_no_odoo() {
        for page in
            ["<!doctype html><p>Hello", "<html><body></body></html>", "{}", "hello", "<br", "<?xml?><rss></rss>"]
        {
            assert!(matches!(read(page.as_bytes()), Err(TransportError::NotOdoo(_))), "{page}");
        }
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><methodResponse></methodResponse>";
        assert!(matches!(read(bomb.as_bytes()), Err(TransportError::NotOdoo(_))));
    }

    #[test]
    fn a_fault_has_its_number_and_its_text() {
        let xml = "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>4</int></value></member>\
            <member><name>faultString</name><value><string>no</string></value></member></struct></value></fault></methodResponse>";
        assert_eq!(read(xml.as_bytes()).unwrap(), Answer::Fault { code: 4, text: "no".into() });
    }
}
