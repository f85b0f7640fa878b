#!/usr/bin/env node
// Executes one case again and again in EthereumJS and prints gas and processor time of one execution.
//
//     speed.mjs CASE.json SECONDS
//
// The case is written by `./coco bench evm`: a fork, a block, accounts, and transactions. The state is written once and read from its
// caches; each execution is taken back by the state's checkpoint.
import { readFileSync } from 'node:fs';
import { createLegacyTx } from '@ethereumjs/tx';
import { createAddressFromString } from '@ethereumjs/util';
import { runTx } from '@ethereumjs/vm';
import { block, bytes, machine, rules } from './world.mjs';

/** Nanoseconds: an execution that takes as long has warmed up by itself. */
const LONG = 30e9;

const [path, seconds] = process.argv.slice(2);
const about = JSON.parse(readFileSync(path, 'utf8'));
const common = rules(about.fork);
const vm = await machine(about.accounts, common);
const inBlock = block(about.block, common);
const transactions = about.calls.map(transaction);

let [gas, nanos] = await repeat();
if (nanos < LONG) [gas, nanos] = await repeat(); // the first one was to warm up
console.log(`${gas} ${nanos}`);

function transaction(call) {
  const { gasLimit, gasPrice, value } = call;
  const fields = { gasLimit, gasPrice, value, to: call.to ?? undefined, data: bytes(call.data) };
  const unsigned = createLegacyTx(fields, { common, freeze: false, allowUnlimitedInitCodeSize: true });
  const sender = createAddressFromString(call.sender);
  unsigned.getSenderAddress = () => sender;
  return unsigned;
}

async function execute() {
  let gas = 0n;
  await vm.stateManager.checkpoint();
  for (const tx of transactions) {
    const done = await runTx(vm, { tx, block: inBlock, skipNonce: true, skipBlockGasLimitValidation: true });
    gas += done.totalGasSpent;
  }
  await vm.stateManager.revert();
  return gas;
}

async function repeat() {
  let runs = 0;
  const start = processorMicros();
  for (;;) {
    const gas = await execute();
    runs++;
    const elapsed = processorMicros() - start;
    if (elapsed >= seconds * 1e6) return [gas, Math.round((elapsed * 1000) / runs)];
  }
}

// Of the whole process, the collector's threads too.
function processorMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
