//! Executes one case again and again in revm and prints gas and processor time of one execution.
//!
//!     revm-speed CASE.json SECONDS
//!
//! Nothing that an execution changes is committed, so that each begins from the same state.

mod case;

use revm::MainBuilder;

fn main() {
    let (case, seconds) = case::arguments();
    let mut evm = case::context(&case).build_mainnet();
    case::measure(&mut evm, &case, seconds);
}
