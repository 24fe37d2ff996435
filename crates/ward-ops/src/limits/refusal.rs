//! What becomes of a call that is refused.

use std::time::Instant;

use crate::call::Trail;
use crate::engine::{Ticket, count_call};
use crate::limits::{LimitStatus, RATE_LIMITED};
use crate::{Engine, ErrorKind, OpError};

impl Engine {
    /// Records a refusal and hands the error on.
    ///
    /// A refusal by a limit is counted always and recorded sometimes: the first ones of a kind, then ever fewer, each
    /// entry with the number that it stands for. Otherwise whoever is limited could still fill the log.
    pub(crate) async fn refuse<T>(
        &self,
        mut ticket: Ticket,
        error: OpError,
        started: Instant,
    ) -> Result<T, OpError> {
        ticket.refuse(error.code);
        let mut event = ticket.event(&Trail::default(), started);
        if error.code == RATE_LIMITED {
            metrics::counter!("ward_rate_limited_total", "tool" => event.operation).increment(1);
            let principal = event.principal.as_str();
            let Some(count) = self.limiter().sample(principal, event.address, event.operation) else {
                count_call(&event);
                return Err(error);
            };
            event.count = Some(count);
        }
        self.settle(Err(error), event, None).await
    }

    /// The error of a call that nobody stands for, or that of its limit when there are too many of its kind.
    pub(crate) fn count_refused(&self, ticket: &Ticket, error: OpError, status: &mut LimitStatus) -> OpError {
        match error.kind {
            ErrorKind::Unauthenticated => self
                .limiter()
                .refused(ticket.address, status)
                .err()
                .unwrap_or(error),
            _ => error,
        }
    }
}
