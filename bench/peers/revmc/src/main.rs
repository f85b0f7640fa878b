//! Executes one case again and again in revm with code that revmc compiled, and prints gas and processor time of one execution.
//!
//!     revmc-speed CASE.json SECONDS
//!
//! All codes of the accounts are compiled before anything is measured; what is created on the way is interpreted. Nothing that an
//! execution changes is committed, so that each begins from the same state.

#[path = "../../revm/src/case.rs"]
mod case;

use revm::{
    primitives::{keccak256, map::B256Map, Bytes},
    MainBuilder,
};
use revmc::{EvmCompiler, JitEvm, RawEvmCompilerFn};
use serde_json::Value;
use std::str::FromStr;

fn main() {
    let (case, seconds) = case::arguments();
    let context = case::context(&case);
    let mut compiler = EvmCompiler::new_llvm(false).expect("LLVM"); // owner of the functions
    let functions = compile(&mut compiler, &case, context.cfg.spec);
    let mut evm = JitEvm::new(context.build_mainnet(), functions);
    case::measure(&mut evm, &case, seconds);
}

fn compile(
    compiler: &mut EvmCompiler<revmc::EvmLlvmBackend>,
    case: &Value,
    spec: revmc::SpecId,
) -> B256Map<RawEvmCompilerFn> {
    let mut translated = B256Map::default();
    for account in case["accounts"].as_object().unwrap().values() {
        let code = Bytes::from_str(account["code"].as_str().unwrap()).unwrap();
        let hash = keccak256(&code);
        if !code.is_empty() && !translated.contains_key(&hash) {
            let name = format!("code_{hash:x}");
            translated.insert(hash, compiler.translate(&name, &code[..], spec).expect("a code that revmc translates"));
        }
    }
    translated
        .into_iter()
        .map(|(hash, id)| (hash, unsafe { compiler.jit_function(id) }.expect("machine code").into_inner()))
        .collect()
}
