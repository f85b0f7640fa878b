// A DApp's life in one script: RPC_URL=... PRIVATE_KEY=0x... node dapp.mjs Token.json
// Prints a line for each thing that works and, last, what it did as JSON. Ends with 1 at the first that does not.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet, isCallException, isError } from "ethers";

const { abi, bytecode } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const provider = new JsonRpcProvider(process.env.RPC_URL, undefined, { pollingInterval: 100, cacheTimeout: -1 });
const owner = new Wallet(process.env.PRIVATE_KEY, provider);
const friend = Wallet.createRandom(provider);
const works = (what) => console.log(`works: ${what}`);

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail("a failure was expected");
}

// Deployment
const { chainId } = await provider.getNetwork();
const firstNonce = await owner.getNonce();
const token = await new ContractFactory(abi, bytecode, owner).deploy("Coco Coin", 1_000_000n);
const deployed = await token.deploymentTransaction().wait();
assert.equal(deployed.status, 1);
assert.equal(deployed.contractAddress, await token.getAddress());
assert.notEqual(await provider.getCode(token), "0x");
assert.equal(await token.name(), "Coco Coin");
assert.equal(await token.balanceOf(owner), 1_000_000n);
works("deploy and read");

// A listener, before anything happens
const heard = [];
await token.on("Transfer", (from, to, value, event) => heard.push({ from, to, value, hash: event.log.transactionHash }));

// Transfer, allowance, money
const transfer = await (await token.transfer(friend, 1_000n)).wait();
assert.equal(transfer.status, 1);
assert.equal(transfer.logs.length, 1);
assert.equal(await token.balanceOf(friend), 1_000n);
assert.equal((await provider.getTransaction(transfer.hash)).blockHash, transfer.blockHash);
const money = await (await owner.sendTransaction({ to: friend, value: 1_000_000n })).wait();
assert.equal(money.gasUsed, 21_000n);
assert.equal(await provider.getBalance(friend), 1_000_000n);
await (await token.approve(friend, 500n)).wait();
assert.equal(await token.allowance(owner, friend), 500n);
await (await token.connect(friend).transferFrom(owner, friend, 200n)).wait();
assert.equal(await token.balanceOf(friend), 1_200n);
assert.equal(await token.allowance(owner, friend), 300n);
works("transfer, approve, transferFrom");

// Failures say why
const tooMuch = await failure(token.connect(friend).transfer(owner, 5_000n));
assert.ok(isCallException(tooMuch), tooMuch);
assert.equal(token.interface.parseError(tooMuch.data).name, "InsufficientBalance");
const tried = await failure(token.connect(friend).transfer.staticCall(owner, 5_000n));
assert.equal(tried.revert.name, "InsufficientBalance");
assert.deepEqual([...tried.revert.args], [friend.address, 1_200n, 5_000n]);
const notAllowed = await failure(token.connect(friend).transferFrom.staticCall(owner, friend, 301n));
assert.equal(notAllowed.reason, "allowance too low");
const sentAnyway = await token.connect(friend).transfer(owner, 5_000n, { gasLimit: 100_000n });
const failed = await failure(sentAnyway.wait());
assert.ok(isCallException(failed), failed);
assert.equal(failed.receipt.status, 0);
const old = await failure(provider.broadcastTransaction(await owner.signTransaction(
  { to: friend.address, nonce: firstNonce, gasLimit: 21_000n, gasPrice: 0n, chainId })));
assert.ok(isError(old, "NONCE_EXPIRED"), old);
const poor = await failure(Wallet.createRandom(provider).sendTransaction({ to: friend, value: 1n }));
assert.ok(isError(poor, "INSUFFICIENT_FUNDS"), poor);
works("custom error, require text, failed receipt, refusals of the pool");

// Gas
const estimate = await token.transfer.estimateGas(friend, 1n);
const exact = await (await token.transfer(friend, 1n, { gasLimit: estimate })).wait();
assert.equal(exact.status, 1);
assert.ok(exact.gasUsed <= estimate);
works("estimateGas is enough");

// Many at once
const sender = new NonceManager(owner);
const before = await owner.getNonce("pending");
const sent = await Promise.all(Array.from({ length: 20 }, (_, i) => token.connect(sender).transfer(friend, BigInt(i))));
const receipts = await Promise.all(sent.map((one) => one.wait()));
assert.ok(receipts.every((one) => one.status === 1));
assert.deepEqual(sent.map((one) => one.nonce).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => before + i));
assert.equal(await owner.getNonce(), before + 20);
assert.equal(await token.balanceOf(friend), 1_201n + 190n);
works("20 sends at once");

// Events, by asking and by listening
const made = 1 + 1 + 1 + 1 + 20; // the supply, the transfer, transferFrom, the exact one, the many
const events = await token.queryFilter(token.filters.Transfer(), deployed.blockNumber);
assert.equal(events.length, made);
const toFriend = await token.queryFilter(token.filters.Transfer(null, friend.address), deployed.blockNumber, "latest");
assert.equal(toFriend.length, made - 1);
assert.equal(toFriend[0].transactionHash, transfer.hash);
assert.equal((await token.queryFilter(token.filters.Approval(owner, friend), deployed.blockNumber)).length, 1);
for (const end = Date.now() + 60_000; heard.length < made - 1 && Date.now() < end; )
  await new Promise((resolve) => setTimeout(resolve, 100));
assert.deepEqual(heard.map((one) => one.hash), toFriend.map((one) => one.transactionHash));
assert.equal(heard[0].value, 1_000n);
await token.off("Transfer");
works("queryFilter and a listener");

// Send and wait in one call (EIP-7966)
const signed = await owner.signTransaction(await owner.populateTransaction({ to: friend.address, value: 1n }));
const atOnce = await provider.send("eth_sendRawTransactionSync", [signed]);
assert.equal(atOnce.status, "0x1");
assert.equal((await provider.getTransactionReceipt(atOnce.transactionHash)).blockHash, atOnce.blockHash);
works("eth_sendRawTransactionSync");

console.log(JSON.stringify({
  chainId: chainId.toString(),
  token: await token.getAddress(),
  deployment: deployed.hash,
  transfer: transfer.hash,
  failed: sentAnyway.hash,
  block: transfer.blockNumber,
  owner: owner.address,
  friend: friend.address,
}));
provider.destroy();
