//! Writes all changes that `cargo mutants --list --json` names into the sources at once, each
//! behind a switch: what is compiled once can be tested with every change. On standard output is
//! where in the new sources each of them is.
//!
//! `wx-unionid-mutants <list> <from> <to> [numbers of changes to leave out…]`

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use proc_macro2::{LineColumn, Span};
use serde::{Deserialize, Serialize};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

#[derive(Deserialize)]
struct Mutant {
    file: String,
    genre: String,
    replacement: String,
    span: Range,
}

#[derive(Deserialize)]
struct Range {
    start: Place,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
}

impl From<LineColumn> for Place {
    fn from(it: LineColumn) -> Self {
        Self { line: it.line, column: it.column + 1 }
    }
}

/// What is written around a piece of the source. The outermost comes first where two begin in one
/// place.
struct Wrap {
    start: usize,
    end: usize,
    /// Pieces, and the change that each belongs to.
    before: Vec<(Option<usize>, String)>,
    after: &'static str,
}

/// Where a change is in the new source: itself, and what it is a change of.
#[derive(Serialize)]
struct Written {
    mutant: usize,
    file: String,
    own: (usize, usize),
    around: (usize, usize),
}

struct Writer<'a> {
    source: &'a str,
    lines: Vec<usize>,
    mutants: BTreeMap<(&'a str, Place), Vec<(usize, &'a Mutant)>>,
    wraps: Vec<Wrap>,
    /// In what is computed while compiling, there are no switches.
    is_const: bool,
    /// An arm can only go where another takes everything.
    is_exhaustive: bool,
}

/// What the value of a changed function may be made of, where the file has not imported it.
const NAMES: &str = "#[allow(unused_imports)] use ::alloc::{\
    borrow::{Cow, ToOwned as _}, boxed::Box, string::String, vec, vec::Vec};";

/// Whether a function gives an iterator whose type has no name: then all that it gives are of one.
fn is_some_iterator(output: &syn::ReturnType) -> bool {
    matches!(output, syn::ReturnType::Type(_, it) if matches!(**it, syn::Type::ImplTrait(_)))
}

/// Whether it is a chain with `let`, which there is only with `&&`.
fn has_let(it: &syn::Expr) -> bool {
    match it {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => has_let(&it.left) || has_let(&it.right),
        _ => false,
    }
}

impl<'a> Writer<'a> {
    fn offset(&self, place: Place) -> usize {
        let line = &self.source[self.lines[place.line - 1]..];
        let column = line.char_indices().nth(place.column - 1).map_or(line.len(), |(at, _)| at);
        self.lines[place.line - 1] + column
    }

    fn range(&self, span: Span) -> (usize, usize) {
        (self.offset(span.start().into()), self.offset(span.end().into()))
    }

    fn at(&self, genre: &'a str, span: Span) -> Vec<(usize, &'a Mutant)> {
        let found = self.mutants.get(&(genre, span.start().into()));
        if self.is_const { Vec::new() } else { found.cloned().unwrap_or_default() }
    }

    /// `if` each change is on, the text that it makes, and otherwise what is there.
    fn choose(&mut self, span: Span, first: &str, choices: Vec<(usize, String)>) {
        if choices.is_empty() {
            return;
        }
        let (start, end) = self.range(span);
        let mut before = vec![(None, format!("{first}("))];
        for (mutant, text) in choices {
            before.push((None, format!("if ::mutant_switch::is({mutant}) {{ (")));
            before.push((Some(mutant), text));
            before.push((None, ") } else ".to_owned()));
        }
        before.push((None, "{ ".to_owned()));
        self.wraps.push(Wrap { start, end, before, after: " })" });
    }

    fn in_const(&mut self, is_const: bool, visit: impl FnOnce(&mut Self)) {
        let before = self.is_const;
        self.is_const |= is_const;
        visit(self);
        self.is_const = before;
    }

    /// Each change of a whole function gives its value at once.
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let Some(first) = block.stmts.first() else { return };
        let mutants = self.at("FnValue", first.span());
        if mutants.is_empty() {
            return;
        }
        let is_iterator = is_some_iterator(&signature.output);
        let (open, close) =
            if is_iterator { ("::mutant_switch::Values::of(", ")") } else { ("", "") };
        let (start, _) = self.range(first.span());
        let (_, end) = self.range(block.span());
        for (mutant, it) in mutants {
            let before = vec![
                (None, format!("if ::mutant_switch::is({mutant}) {{ {NAMES} return {open}")),
                (Some(mutant), it.replacement.clone()),
                (None, format!("{close}; }} ")),
            ];
            self.wraps.push(Wrap { start, end: end - 1, before, after: "" });
        }
        if let Some(syn::Stmt::Expr(last, None)) = block.stmts.last().filter(|_| is_iterator) {
            let (start, end) = self.range(last.span());
            let before = vec![(None, open.to_owned())];
            self.wraps.push(Wrap { start, end, before, after: close });
        }
    }
}

impl<'ast> Visit<'ast> for Writer<'_> {
    fn visit_item_const(&mut self, it: &'ast syn::ItemConst) {
        self.in_const(true, |this| visit::visit_item_const(this, it));
    }

    fn visit_item_static(&mut self, it: &'ast syn::ItemStatic) {
        self.in_const(true, |this| visit::visit_item_static(this, it));
    }

    fn visit_impl_item_const(&mut self, it: &'ast syn::ImplItemConst) {
        self.in_const(true, |this| visit::visit_impl_item_const(this, it));
    }

    fn visit_trait_item_const(&mut self, it: &'ast syn::TraitItemConst) {
        self.in_const(true, |this| visit::visit_trait_item_const(this, it));
    }

    fn visit_type(&mut self, it: &'ast syn::Type) {
        self.in_const(true, |this| visit::visit_type(this, it));
    }

    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        self.in_const(it.sig.constness.is_some(), |this| {
            this.function(&it.sig, &it.block);
            visit::visit_item_fn(this, it);
        });
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        self.in_const(it.sig.constness.is_some(), |this| {
            this.function(&it.sig, &it.block);
            visit::visit_impl_item_fn(this, it);
        });
    }

    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        self.in_const(it.sig.constness.is_some(), |this| {
            if let Some(block) = &it.default {
                this.function(&it.sig, block);
            }
            visit::visit_trait_item_fn(this, it);
        });
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        if has_let(&it.left) || has_let(&it.right) {
            return visit::visit_expr_binary(self, it);
        }
        let mutants = self.at("BinaryOperator", it.op.span());
        let (start, end) = self.range(it.span());
        let (op, right) = self.range(it.op.span());
        let choices = mutants.into_iter().map(|(mutant, change)| {
            let (left, right) = (&self.source[start..op], &self.source[right..end]);
            (mutant, format!("{left}{}{right}", change.replacement))
        });
        let choices = choices.collect();
        self.choose(it.span(), "", choices);
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_unary(&mut self, it: &'ast syn::ExprUnary) {
        let (start, end) = self.range(it.expr.span());
        let mutants = self.at("UnaryOperator", it.op.span());
        let text = &self.source[start..end];
        let choices = mutants.into_iter().map(|(mutant, _)| (mutant, text.to_owned())).collect();
        self.choose(it.span(), "", choices);
        visit::visit_expr_unary(self, it);
    }

    fn visit_expr_match(&mut self, it: &'ast syn::ExprMatch) {
        let takes_all = |arm: &syn::Arm| {
            arm.guard.is_none() && matches!(arm.pat, syn::Pat::Wild(_) | syn::Pat::Ident(_))
        };
        self.visit_expr(&it.expr);
        for arm in &it.arms {
            self.is_exhaustive = it.arms.iter().any(takes_all);
            self.visit_arm(arm);
        }
    }

    fn visit_arm(&mut self, it: &'ast syn::Arm) {
        let deleted = if self.is_exhaustive { self.at("MatchArm", it.span()) } else { Vec::new() };
        let guard = it.guard.as_ref().map(|(_, guard)| guard.span());
        for (mutant, _) in deleted {
            let text = format!("!::mutant_switch::is({mutant})");
            let (place, before, after) = match guard {
                Some(guard) => (self.range(guard), format!("{text} && ("), ")"),
                None => {
                    let (_, end) = self.range(it.pat.span());
                    ((end, end), format!(" if {text}"), "")
                }
            };
            let before = vec![(Some(mutant), before)];
            self.wraps.push(Wrap { start: place.0, end: place.1, before, after });
        }
        if let Some(guard) = guard {
            let mutants = self.at("MatchArmGuard", guard).into_iter();
            let choices = mutants.map(|(mutant, it)| (mutant, it.replacement.clone())).collect();
            self.choose(guard, "", choices);
        }
        visit::visit_arm(self, it);
    }

    fn visit_expr_struct(&mut self, it: &'ast syn::ExprStruct) {
        if let Some(rest) = &it.rest {
            let (start, end) = self.range(rest.span());
            let (from, to) = self.range(it.path.span());
            let path = &self.source[from..to];
            let rest = self.source[start..end]
                .replace("Default::default()", &format!("<{path}>::default()"));
            for field in &it.fields {
                let mutants = self.at("StructField", field.span()).into_iter();
                let syn::Member::Named(name) = &field.member else { continue };
                let choices =
                    mutants.map(|(mutant, _)| (mutant, format!("({rest}).{name}"))).collect();
                let first =
                    if field.colon_token.is_none() { format!("{name}: ") } else { String::new() };
                self.choose(field.expr.span(), &first, choices);
            }
        }
        visit::visit_expr_struct(self, it);
    }
}

/// The new source, and where the changes are in it.
fn write(file: &str, source: &str, mut wraps: Vec<Wrap>) -> (String, Vec<Written>) {
    // Where two begin in one place, the one that ends later lies around the other, or was found
    // first.
    wraps.sort_by(|one, other| (one.start, other.end).cmp(&(other.start, one.end)));
    let mut text = String::new();
    let mut written = Vec::new();
    let mut open: Vec<(usize, &str, usize)> = Vec::new();
    let mut at = 0;
    let mut waiting = wraps.into_iter().peekable();
    loop {
        let next_start = waiting.peek().map_or(usize::MAX, |it| it.start);
        let next_end = open.last().map_or(usize::MAX, |(end, ..)| *end);
        let next = next_start.min(next_end);
        if next == usize::MAX {
            break;
        }
        text.push_str(&source[at..next]);
        at = next;
        let is_empty_here = waiting.peek().is_some_and(|it| it.start == next && it.end == next);
        if next_end <= next_start && !is_empty_here {
            let (_, after, first) = open.pop().expect("it is there");
            text.push_str(after);
            let end = text.len();
            for it in &mut written[first..] {
                let Written { around, .. } = it;
                if around.1 == usize::MAX {
                    around.1 = end;
                }
            }
        } else {
            let wrap = waiting.next().expect("it is there");
            let first = written.len();
            let start = text.len();
            for (mutant, piece) in wrap.before {
                let from = text.len();
                text.push_str(&piece);
                if let Some(mutant) = mutant {
                    let own = (from, text.len());
                    let file = file.to_owned();
                    written.push(Written { mutant, file, own, around: (start, usize::MAX) });
                }
            }
            open.push((wrap.end, wrap.after, first));
        }
    }
    text.push_str(&source[at..]);
    (text, written)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().ok_or("<list> <from> <to> [numbers…]");
    let (list, from, to) = (argument()?, argument()?, argument()?);
    let left_out = arguments.map(|it| it.parse()).collect::<Result<HashSet<usize>, _>>()?;
    let mutants: Vec<Mutant> = serde_json::from_slice(&fs::read(list)?)?;
    let files: HashSet<&str> = mutants.iter().map(|it| it.file.as_str()).collect();
    let mut all = Vec::new();
    for file in files {
        let source = fs::read_to_string(Path::new(&from).join(file))?;
        let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1));
        let mut places = BTreeMap::<_, Vec<_>>::new();
        for (index, mutant) in mutants.iter().enumerate() {
            if mutant.file == file && !left_out.contains(&index) {
                let place = (mutant.genre.as_str(), mutant.span.start);
                places.entry(place).or_default().push((index, mutant));
            }
        }
        let mut writer = Writer {
            source: &source,
            lines: lines.collect(),
            mutants: places,
            wraps: Vec::new(),
            is_const: false,
            is_exhaustive: false,
        };
        writer.visit_file(&syn::parse_file(&source)?);
        let (text, written) = write(file, &source, writer.wraps);
        let path = Path::new(&to).join(file);
        // What is written again is compiled again.
        if fs::read_to_string(&path)? != text {
            fs::write(path, text)?;
        }
        all.extend(written);
    }
    println!("{}", serde_json::to_string(&all)?);
    Ok(())
}
