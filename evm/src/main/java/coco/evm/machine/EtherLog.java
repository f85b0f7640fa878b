package coco.evm.machine;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Log;
import java.util.List;

/** The logs of wei that move and of wei that are gone (EIP-7708), in the name of the system's address. */
final class EtherLog {
    private static final Address SYSTEM = Address.ofHex("0xfffffffffffffffffffffffffffffffffffffffe");

    /** Keccak-256 of {@code Transfer(address,address,uint256)}, as tokens have it. */
    private static final Hash TRANSFER =
            Hash.ofHex("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    /** Keccak-256 of {@code Burn(address,uint256)}. */
    private static final Hash BURN = Hash.ofHex("0xcc16f5dbb4873280815c1ee09dbd06736cffcc184412cf7a71a0fdb75d397ca5");

    private EtherLog() {}

    static Log transfer(Address from, Address to, U256 wei) {
        return new Log(SYSTEM, List.of(TRANSFER, topic(from), topic(to)), wei.toBytes());
    }

    static Log burn(Address from, U256 wei) {
        return new Log(SYSTEM, List.of(BURN, topic(from)), wei.toBytes());
    }

    private static Hash topic(Address address) {
        var topic = new byte[Hash.SIZE];
        System.arraycopy(address.unsafeArray(), 0, topic, Hash.SIZE - Address.SIZE, Address.SIZE);
        return Hash.unsafeWrap(topic);
    }
}
