//! Certificates and chains, judged with every defect named.
