//! The recorder behind the lines that operations count themselves: `ward_tool_calls_total` and its like.
//!
//! The lines about HTTP are not here but in [`crate::traffic`]: they belong to one server, these to the process.

use std::sync::OnceLock;

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Bounds of `ward_tool_duration_seconds`, in seconds: a token takes a tenth of a millisecond, a hash half a second.
const TOOL_SECONDS: &[f64] = &[
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// The recorder of the process, to be handed to [`crate::ServerOptions::metrics`].
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Everything counted so far, in the Prometheus text format.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds what was observed since the last time into its buckets. The recorder keeps every single observation until
    /// then, so on a server that nobody scrapes this is what bounds its memory. [`crate::serve`] calls it.
    pub(crate) fn fold(&self) {
        self.0.run_upkeep();
    }
}

/// Installs the recorder of the process and returns it; every later call returns the same one.
///
/// When a program has installed a recorder of its own before, that one stays, and the returned one stays empty.
#[must_use]
pub fn install_metrics() -> Metrics {
    static INSTALLED: OnceLock<Metrics> = OnceLock::new();
    INSTALLED.get_or_init(install).clone()
}

fn install() -> Metrics {
    let builder = PrometheusBuilder::new();
    #[expect(
        clippy::expect_used,
        reason = "refuses an empty list alone, and this one is a constant"
    )]
    let builder = builder
        .set_buckets_for_metric(
            Matcher::Full("ward_tool_duration_seconds".to_owned()),
            TOOL_SECONDS,
        )
        .expect("the list of bounds is not empty");
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("another metrics recorder is installed, so /metrics shows no counts of tools");
        return Metrics(handle);
    }
    describe_counter!(
        "ward_tool_calls_total",
        "Calls of operations by tool, face and outcome."
    );
    describe_histogram!(
        "ward_tool_duration_seconds",
        Unit::Seconds,
        "Time that operations took, by tool."
    );
    describe_gauge!("ward_kdf_inflight", "Computations at work in the hashing pool.");
    // A gauge that appears with the first hash would look like a gap until then.
    gauge!("ward_kdf_inflight").set(0.0);
    Metrics(handle)
}
