// Compiles a contract: node compile.mjs Token.sol Token.json
// The artifact holds "abi" and "bytecode", as the tools of DApp developers write it.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import solc from "solc";

const [source, target] = process.argv.slice(2);
const name = basename(source, ".sol");
const input = {
  language: "Solidity",
  sources: { [name]: { content: readFileSync(source, "utf8") } },
  settings: { optimizer: { enabled: true }, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
for (const problem of output.errors ?? []) console.error(problem.formattedMessage);
const contract = output.contracts?.[name]?.[name];
if (!contract) process.exit(1);
writeFileSync(target, JSON.stringify({ abi: contract.abi, bytecode: "0x" + contract.evm.bytecode.object }));
