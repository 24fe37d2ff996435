//! Columns that line up.

use std::fmt::Write as _;

use super::{Output, Tone, plain};

/// A table for people: a heading and rows, two spaces between columns, no lines.
#[derive(Debug)]
pub(crate) struct Table {
    heading: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heading: &[&'static str]) -> Self {
        Self {
            heading: heading.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row. What must not be seen is escaped here, so that no caller can forget it.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| plain(&cell)).collect());
    }

    pub(crate) fn render(&self, output: Output) -> String {
        let heading: Vec<String> = self.heading.iter().map(|name| name.to_uppercase()).collect();
        let widths: Vec<usize> = (0..heading.len())
            .map(|column| {
                let cells = self
                    .rows
                    .iter()
                    .chain([&heading])
                    .filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
            })
            .collect();
        let mut text = output.tone(Tone::Strong, &line(&heading, &widths));
        text.push('\n');
        for row in &self.rows {
            let _ = writeln!(text, "{}", line(row, &widths));
        }
        text
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:<width$}  ");
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_have_no_tail() {
        let mut table = Table::new(&["name", "kind"]);
        table.row(["a-long-name".to_owned(), "fernet".to_owned()]);
        table.row(["ü".to_owned(), "x".to_owned()]);
        let output = Output::new(false, false, &crate::context::Environment::new());
        assert_eq!(
            table.render(output),
            "NAME         KIND\na-long-name  fernet\nü            x\n"
        );
    }
}
