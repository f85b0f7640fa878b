#!/usr/bin/env node
// Runs state tests in EthereumJS: names of files on its input, a line of JSON for each test on its output.
//
//     {"test": NAME, "pass": true}
//     {"test": NAME, "pass": false, "errorMsg": WHAT}
//
// Every post state of a test is compared: root, hash of the logs, and whether the transaction is refused.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { RLP } from '@ethereumjs/rlp';
import { createTx } from '@ethereumjs/tx';
import { bytesToHex, createAccount, unpadBytes } from '@ethereumjs/util';
import { runTx } from '@ethereumjs/vm';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { block, bytes, machine, rules } from './world.mjs';

for await (const path of createInterface({ input: process.stdin }))
  for (const [name, test] of Object.entries(JSON.parse(readFileSync(path, 'utf8')))) {
    const errors = [];
    for (const [fork, posts] of Object.entries(test.post))
      for (const post of posts) errors.push(...(await differences(test, fork, post)));
    const result = errors.length === 0 ? { test: name, pass: true } : { test: name, pass: false, errorMsg: errors.join('; ') };
    console.log(JSON.stringify(result));
  }

async function differences(test, fork, post) {
  const common = rules(fork);
  const vm = await machine(test.pre, common);
  const inBlock = block(environment(test.env), common);
  let logs = [];
  let refused;
  try {
    const done = await runTx(vm, { tx: transaction(test.transaction, post.indexes, common), block: inBlock });
    logs = done.receipt.logs;
  } catch (e) {
    refused = e;
  }
  if (refused === undefined) await reward(vm, inBlock.header.coinbase, common);
  await vm.stateManager.flush();
  const root = bytesToHex(await vm.stateManager.getStateRoot());
  const hash = bytesToHex(keccak_256(RLP.encode(logs)));

  const errors = [];
  if ((refused !== undefined) !== (post.expectException !== undefined))
    errors.push(refused === undefined ? 'executed' : `refused: ${refused.stack}`);
  if (root !== post.hash) errors.push(`root ${root}`);
  if (hash !== post.logs) errors.push(`logs ${hash}`);
  return errors;
}

function environment(env) {
  return {
    number: env.currentNumber,
    timestamp: env.currentTimestamp,
    coinbase: env.currentCoinbase,
    gasLimit: env.currentGasLimit,
    difficulty: env.currentDifficulty,
    prevRandao: env.currentRandom ?? '0x',
    baseFee: env.currentBaseFee,
    excessBlobGas: env.currentExcessBlobGas,
  };
}

function transaction(about, indexes, common) {
  const { nonce, gasPrice, maxFeePerGas, maxPriorityFeePerGas, maxFeePerBlobGas, blobVersionedHashes } = about;
  const accessList = about.accessLists?.[indexes.data] ?? undefined;
  const authorizationList = about.authorizationList?.map(authorization);
  const fields = {
    type: type(about, accessList),
    chainId: common.chainId(),
    nonce,
    gasLimit: about.gasLimit[indexes.gas],
    to: about.to === '' ? undefined : about.to,
    value: about.value[indexes.value],
    data: bytes(about.data[indexes.data]),
  };
  const more = { gasPrice, maxFeePerGas, maxPriorityFeePerGas, maxFeePerBlobGas, blobVersionedHashes, accessList, authorizationList };
  for (const [key, value] of Object.entries(more)) if (value !== undefined) fields[key] = value;
  return createTx(fields, { common }).sign(bytes(about.secretKey));
}

function type(about, accessList) {
  if (about.authorizationList !== undefined) return 4;
  if (about.blobVersionedHashes !== undefined) return 3;
  if (about.maxFeePerGas !== undefined) return 2;
  return accessList === undefined ? 0 : 1;
}

/** Numbers without leading zeros, as they are signed. */
function authorization({ chainId, address, nonce, yParity, r, s }) {
  const short = (hex) => bytesToHex(unpadBytes(bytes(hex)));
  return { chainId: short(chainId), address, nonce: short(nonce), yParity: short(yParity), r: short(r), s: short(s) };
}

/** A reward of nothing, which brings an account to life before empty ones are removed. */
async function reward(vm, coinbase, common) {
  if (common.gteHardfork('spuriousDragon') || (await vm.stateManager.getAccount(coinbase)) !== undefined) return;
  await vm.stateManager.putAccount(coinbase, createAccount({}));
}
