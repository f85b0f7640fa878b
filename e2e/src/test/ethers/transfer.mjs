// Sends money and keeps the proof: node transfer.mjs URL PRIVATE_KEY RECIPIENT ETHER PROOF_FILE
import { writeFileSync } from "node:fs";
import { JsonRpcProvider, Wallet, formatEther, parseEther } from "ethers";

const [url, key, recipient, ether, file] = process.argv.slice(2);
const provider = new JsonRpcProvider(url, undefined, { pollingInterval: 100 });
const sent = await new Wallet(key, provider).sendTransaction({ to: recipient, value: parseEther(ether) });
const receipt = await sent.wait();
console.log(`sent ${ether} ether in block ${receipt.blockNumber}, transaction ${receipt.hash}`);
console.log(`${recipient} has ${formatEther(await provider.getBalance(recipient))} ether`);
const proof = await provider.send("coco_getTransactionProof", [receipt.hash]);
writeFileSync(file, JSON.stringify(proof));
console.log(`proof of ledger entry ${proof.transactionId} in ${file}`);
provider.destroy();
