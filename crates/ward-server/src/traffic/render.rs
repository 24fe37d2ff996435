//! The counts in the Prometheus text format, version 0.0.4.
//!
//! Nothing is escaped: routes and methods are Ward's own words and hold no quote, backslash or line end.

use std::fmt::{self, Write as _};
use std::sync::atomic::Ordering;

use super::histogram::{Bounds, Histogram};
use super::{COARSE, FINE, Handler, Sum, Traffic, Verb, VerbCounts};

/// The text of the classes of status, in the order of [`VerbCounts::classes`].
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl Traffic {
    /// Appends every line. Series that nothing was counted for are left out.
    pub(crate) fn render(&self, out: &mut String) {
        // A `String` takes every write.
        let _ = self.write(out);
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        head(
            out,
            "http_requests_total",
            "counter",
            "Requests by route, method and class of status.",
        )?;
        for (handler, verb, counts) in self.used() {
            for (class, counter) in CLASSES.iter().zip(&counts.classes) {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    let (path, verb) = (&handler.path, verb.name());
                    writeln!(
                        out,
                        "http_requests_total{{handler=\"{path}\",method=\"{verb}\",status=\"{class}\"}} {count}"
                    )?;
                }
            }
        }
        self.sums(
            out,
            "http_request_size_bytes",
            "Bytes of request bodies by route.",
            |handler| &handler.request_bytes,
        )?;
        self.sums(
            out,
            "http_response_size_bytes",
            "Bytes of response bodies by route.",
            |handler| &handler.response_bytes,
        )?;
        let name = "http_request_duration_highr_seconds";
        head(
            out,
            name,
            "histogram",
            "Time to the response, finely, over all routes.",
        )?;
        histogram(out, name, "", &FINE, &self.durations)?;
        let name = "http_request_duration_seconds";
        head(
            out,
            name,
            "histogram",
            "Time to the response by route and method.",
        )?;
        for (handler, verb, counts) in self.used() {
            let labels = format!("handler=\"{}\",method=\"{}\"", handler.path, verb.name());
            histogram(out, name, &labels, &COARSE, &counts.durations)?;
        }
        Ok(())
    }

    fn used(&self) -> impl Iterator<Item = (&Handler, Verb, &VerbCounts)> {
        self.handlers
            .iter()
            .flat_map(|handler| {
                Verb::ALL
                    .into_iter()
                    .zip(&handler.verbs)
                    .map(move |(verb, counts)| (handler, verb, counts))
            })
            .filter(|(_, _, counts)| {
                counts
                    .classes
                    .iter()
                    .any(|class| class.load(Ordering::Relaxed) > 0)
            })
    }

    fn sums(&self, out: &mut String, name: &str, help: &str, of: impl Fn(&Handler) -> &Sum) -> fmt::Result {
        head(out, name, "summary", help)?;
        for handler in &self.handlers {
            let (path, sum) = (&handler.path, of(handler));
            let count = sum.count.load(Ordering::Relaxed);
            if count > 0 {
                writeln!(out, "{name}_count{{handler=\"{path}\"}} {count}")?;
                writeln!(
                    out,
                    "{name}_sum{{handler=\"{path}\"}} {}",
                    sum.sum.load(Ordering::Relaxed)
                )?;
            }
        }
        Ok(())
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) -> fmt::Result {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

fn histogram<const N: usize>(
    out: &mut String,
    name: &str,
    labels: &str,
    bounds: &Bounds<N>,
    histogram: &Histogram<N>,
) -> fmt::Result {
    let comma = if labels.is_empty() { "" } else { "," };
    let reading = histogram.read();
    for ((_, bound), count) in bounds.0.iter().zip(reading.at_or_below) {
        writeln!(out, "{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {count}")?;
    }
    writeln!(
        out,
        "{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {}",
        reading.count
    )?;
    let (open, close) = if labels.is_empty() { ("", "") } else { ("{", "}") };
    writeln!(out, "{name}_count{open}{labels}{close} {}", reading.count)?;
    writeln!(
        out,
        "{name}_sum{open}{labels}{close} {}",
        reading.sum.as_secs_f64()
    )
}
