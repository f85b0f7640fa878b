//! A case as `./coco bench evm` writes it: a fork, a block, accounts, and transactions; and how often it is executed.

use revm::{
    bytecode::Bytecode,
    context::{result::ExecutionResult, TxEnv},
    database::InMemoryDB,
    handler::MainnetContext,
    primitives::{hardfork::SpecId, Address, Bytes, TxKind, B256, U256},
    state::AccountInfo,
    Context, ExecuteEvm, MainContext,
};
use serde_json::Value;
use std::str::FromStr;

/// What the program is called with: the case, and for how many seconds to measure.
pub fn arguments() -> (Value, f64) {
    let arguments: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&arguments[1]).expect("the case");
    let case = serde_json::from_str(&text).expect("JSON");
    (case, arguments[2].parse().expect("seconds"))
}

/// Fork, block and accounts.
pub fn context(case: &Value) -> MainnetContext<InMemoryDB> {
    let block = &case["block"];
    let spec = SpecId::from_str(case["fork"].as_str().unwrap()).expect("a fork that revm knows");
    Context::mainnet()
        .with_db(database(case))
        .modify_cfg_chained(|cfg| {
            cfg.set_spec_and_mainnet_gas_params(spec);
            cfg.disable_nonce_check = true;
            cfg.tx_gas_limit_cap = Some(u64::MAX);
        })
        .modify_block_chained(|env| {
            env.number = number(&block["number"]);
            env.timestamp = number(&block["timestamp"]);
            env.beneficiary = address(&block["coinbase"]);
            env.gas_limit = u64::MAX;
            env.basefee = number(&block["baseFee"]).to();
            env.difficulty = number(&block["difficulty"]);
            env.prevrandao = Some(B256::from_str(block["prevRandao"].as_str().unwrap()).unwrap());
        })
}

/// Executes the transactions as long as asked for to get warm, again as long to measure, and prints gas and nanoseconds.
pub fn measure<E>(evm: &mut E, case: &Value, seconds: f64)
where
    E: ExecuteEvm<Tx = TxEnv, ExecutionResult = ExecutionResult>,
    E::Error: std::fmt::Debug,
{
    let transactions: Vec<TxEnv> = case["calls"].as_array().unwrap().iter().map(transaction).collect();
    let mut repeat = || {
        let (mut runs, start) = (0u64, processor_nanos());
        loop {
            let mut gas = 0;
            for transaction in &transactions {
                let executed = evm.transact(transaction.clone()).expect("a transaction that is admitted");
                gas += executed.result.tx_gas_used();
            }
            runs += 1;
            let elapsed = processor_nanos() - start;
            if elapsed as f64 >= seconds * 1e9 {
                return (gas, elapsed / runs);
            }
        }
    };
    repeat(); // warm
    let (gas, nanos) = repeat();
    println!("{gas} {nanos}");
}

fn database(case: &Value) -> InMemoryDB {
    let mut db = InMemoryDB::default();
    for (key, account) in case["accounts"].as_object().unwrap() {
        let at = Address::from_str(key).unwrap();
        let code = Bytecode::new_raw(bytes(&account["code"]));
        let info = AccountInfo::new(
            number(&account["balance"]),
            number(&account["nonce"]).to(),
            code.hash_slow(),
            code,
        );
        db.insert_account_info(at, info);
        for (slot, value) in account["storage"].as_object().unwrap() {
            db.insert_account_storage(at, U256::from_str(slot).unwrap(), number(value)).unwrap();
        }
    }
    db
}

fn transaction(call: &Value) -> TxEnv {
    TxEnv::builder()
        .caller(address(&call["sender"]))
        .kind(if call["to"].is_null() { TxKind::Create } else { TxKind::Call(address(&call["to"])) })
        .gas_limit(number(&call["gasLimit"]).to())
        .gas_price(number(&call["gasPrice"]).to())
        .value(number(&call["value"]))
        .data(bytes(&call["data"]))
        .build()
        .expect("a transaction")
}

fn address(value: &Value) -> Address {
    Address::from_str(value.as_str().unwrap()).unwrap()
}

fn bytes(value: &Value) -> Bytes {
    Bytes::from_str(value.as_str().unwrap()).unwrap()
}

fn number(value: &Value) -> U256 {
    U256::from_str(value.as_str().unwrap()).unwrap()
}

fn processor_nanos() -> u64 {
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    let micros = |t: libc::timeval| t.tv_sec as u64 * 1_000_000 + t.tv_usec as u64;
    (micros(usage.ru_utime) + micros(usage.ru_stime)) * 1_000
}
