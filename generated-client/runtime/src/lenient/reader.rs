//! Finds the values in a body, whatever is wrong around them.

use serde_json::Number;

use super::{Document, End, Kind, MAX_DEPTH, Node};

/// What to do about a mistake that leaves open where values begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistakes {
    /// Stop there.
    Stop,
    /// Go on as far as there is something to read.
    Pass,
}

/// Where a value was looked for and none is.
struct Stop(End);

impl<'b> Document<'b> {
    /// Reads a body. Bytes that no JSON has outside of strings are passed over, a byte order mark among
    /// them, and so is a comma behind the last value.
    pub(crate) fn read(body: &'b [u8], mistakes: Mistakes) -> Self {
        // What is longer cannot be pointed into. No limit is that high.
        let body = &body[..body.len().min(u32::MAX as usize)];
        let nodes = Vec::with_capacity(most_nodes(body));
        let (open, end, last) = (Vec::new(), End::Whole, Last::Opening);
        let mut reader = Reader { body, at: 0, nodes, open, end, last, mistakes };
        if let Err(Stop(end)) = reader.run() {
            reader.end = end;
        }
        while !reader.open.is_empty() {
            reader.close();
        }
        let Reader { nodes, end, .. } = reader;
        Self { body, nodes, end }
    }
}

/// As many nodes as there may be: each but the first is behind one of these, and needs two bytes.
fn most_nodes(body: &[u8]) -> usize {
    let separators = body.iter().filter(|byte| b",:[{".contains(byte)).count();
    (separators + 1).min(body.len() / 2 + 1)
}

struct Reader<'b> {
    body: &'b [u8],
    at: usize,
    nodes: Vec<Node>,
    /// The containers that are open, the innermost last.
    open: Vec<usize>,
    end: End,
    /// What came last inside of the innermost container.
    last: Last,
    mistakes: Mistakes,
}

/// What came last inside of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Opening,
    Value,
    Comma,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        loop {
            self.pass_space();
            let next = self.peek();
            let Some(kind) = self.open.last().map(|open| self.nodes[*open].kind) else {
                match next {
                    None if self.nodes.is_empty() => return Err(Stop(End::Broken)),
                    None => return Ok(()),
                    Some(_) if !self.nodes.is_empty() => return Err(Stop(End::Broken)),
                    Some(_) => self.value()?,
                }
                continue;
            };
            match (kind, next) {
                (_, None) => return Err(Stop(End::Torn)),
                (_, Some(b',')) => self.comma()?,
                (Kind::Object, Some(b'}')) | (Kind::Array, Some(b']')) => {
                    self.at += 1;
                    self.close();
                }
                (_, Some(closing @ (b'}' | b']'))) => self.close_another(closing)?,
                (Kind::Object, Some(b'"')) => {
                    self.separated()?;
                    self.member()?;
                }
                (Kind::Object, Some(_)) => self.pass_mistake()?,
                _ => {
                    self.separated()?;
                    self.value()?;
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    /// Passes whitespace, and what is neither that nor a character of JSON.
    fn pass_space(&mut self) {
        let is_space = |byte: &u8| !byte.is_ascii_graphic();
        self.at += self.body[self.at..].iter().take_while(|byte| is_space(byte)).count();
    }

    /// Passes something that cannot stand here.
    fn pass_mistake(&mut self) -> Result<(), Stop> {
        self.mistaken()?;
        match self.token() {
            0 => self.at += 1,
            token => self.at += token,
        }
        Ok(())
    }

    fn mistaken(&mut self) -> Result<(), Stop> {
        self.end = End::Broken;
        match self.mistakes {
            Mistakes::Stop => Err(Stop(End::Broken)),
            Mistakes::Pass => Ok(()),
        }
    }

    fn comma(&mut self) -> Result<(), Stop> {
        self.at += 1;
        match std::mem::replace(&mut self.last, Last::Comma) {
            Last::Value => Ok(()),
            // Something that stood here may have been lost.
            Last::Opening | Last::Comma => self.mistaken(),
        }
    }

    /// Before a further value, there is a comma.
    fn separated(&mut self) -> Result<(), Stop> {
        match self.last {
            Last::Value => self.mistaken(),
            Last::Opening | Last::Comma => Ok(()),
        }
    }

    /// A closing bracket of the other kind closes what is open inside of its container.
    fn close_another(&mut self, closing: u8) -> Result<(), Stop> {
        self.mistaken()?;
        let kind = if closing == b'}' { Kind::Object } else { Kind::Array };
        self.at += 1;
        if let Some(place) = self.open.iter().rposition(|open| self.nodes[*open].kind == kind) {
            while self.open.len() > place {
                self.close();
            }
        }
        Ok(())
    }

    /// Ends the innermost container here.
    fn close(&mut self) {
        let (end, after) = (index(self.at), index(self.nodes.len()));
        if let Some(open) = self.open.pop() {
            self.nodes[open].end = end;
            self.nodes[open].after = after;
        }
        self.last = Last::Value;
    }

    fn member(&mut self) -> Result<(), Stop> {
        let Some((start, end)) = self.string() else { return Err(Stop(End::Torn)) };
        self.push(Kind::Text, start, end);
        self.pass_space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => self.mistaken()?,
            None => {}
        }
        self.pass_space();
        match self.peek() {
            Some(b',' | b'}' | b']') => {
                self.push(Kind::Unreadable, self.at, self.at);
                self.mistaken()
            }
            Some(_) => {
                let before = self.nodes.len();
                self.value()?;
                if self.nodes.len() == before {
                    self.push(Kind::Unreadable, self.at, self.at);
                }
                Ok(())
            }
            None => Err(self.torn(self.at)),
        }
    }

    fn value(&mut self) -> Result<(), Stop> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => match self.string() {
                Some((start, end)) => self.push(Kind::Text, start, end),
                None => return Err(self.torn(start)),
            },
            Some(b'{' | b'[') if self.open.len() >= MAX_DEPTH => {
                if !self.pass_container() {
                    return Err(self.torn(start));
                }
                self.push(Kind::Unreadable, start, self.at);
            }
            Some(opening @ (b'{' | b'[')) => {
                let kind = if opening == b'{' { Kind::Object } else { Kind::Array };
                self.open.push(self.nodes.len());
                self.push(kind, start, start);
                self.at += 1;
                self.last = Last::Opening;
            }
            _ => return self.word(),
        }
        Ok(())
    }

    /// A number, `true`, `false`, `null`, or something else without quotes.
    fn word(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let length = self.token();
        if length == 0 {
            return self.pass_mistake();
        }
        self.at += length;
        if self.at == self.body.len() && !self.open.is_empty() {
            // May be half of a word.
            return Err(self.torn(start));
        }
        // Bytes that are no JSON separate words, but they do not make two of one.
        let word = &self.body[start..self.at];
        let word = &word[..word.iter().rposition(u8::is_ascii).map_or(0, |last| last + 1)];
        let kind = match word {
            b"null" => Kind::Null,
            b"true" => Kind::True,
            b"false" => Kind::False,
            word if serde_json::from_slice::<Number>(word).is_ok() => Kind::Number,
            // What is no JSON at all is not the value of a body.
            _ if self.open.is_empty() => return Err(Stop(End::Broken)),
            _ => Kind::Unreadable,
        };
        self.push(kind, start, start + word.len());
        Ok(())
    }

    /// How many bytes of a word are next.
    fn token(&self) -> usize {
        let ends = |byte: &u8| b",:[]{}\"".contains(byte) || *byte <= b' ' || *byte == 0x7f;
        self.body[self.at..].iter().take_while(|byte| !ends(byte)).count()
    }

    /// Passes a string; where its text begins and ends.
    fn string(&mut self) -> Option<(usize, usize)> {
        let start = self.at + 1;
        let mut end = start;
        loop {
            match self.body.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.at = end + 1;
        Some((start, end))
    }

    /// Passes a container without looking into it; `false` if it has no end.
    fn pass_container(&mut self) -> bool {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => match self.string() {
                    Some(_) => continue,
                    None => return false,
                },
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return true;
            }
        }
        false
    }

    fn torn(&mut self, start: usize) -> Stop {
        self.push(Kind::Torn, start, self.body.len());
        self.at = self.body.len();
        Stop(End::Torn)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let after = index(self.nodes.len() + 1);
        let (start, end) = (index(start), index(end));
        self.nodes.push(Node { kind, left_out: false, start, end, after });
        self.last = Last::Value;
    }
}

/// Bodies are cut to what fits, and there are fewer nodes than bytes.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
