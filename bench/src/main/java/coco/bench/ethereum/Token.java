package coco.bench.ethereum;

import coco.evm.Address;
import coco.evm.U256;
import java.nio.ByteBuffer;

/**
 * A token of ERC-20 whose whole supply is its deployer's at first. It lays out its storage as Solidity does a mapping in slot 0, so that
 * a transfer costs what it costs elsewhere: two hashes, two slots written, one log of three topics.
 */
final class Token {
    static final U256 SUPPLY = U256.of(-1L);
    static final long TRANSFER_GAS = 80_000;
    static final long DEPLOY_GAS = 1_000_000;

    private static final int TRANSFER = 0xa9059cbb;
    private static final int BALANCE_OF = 0x70a08231;
    private static final int WORD = 32;

    /** Memory 0x00..0x3f is the key of a holder's slot: the holder, then slot 0. */
    private static final String RUNTIME = """
              callvalue @refuse jumpi
              push0 calldataload 0xe0 shr             ; selector
              dup1 0xa9059cbb eq @transfer jumpi
              dup1 0x70a08231 eq @balanceOf jumpi
              dup1 0x18160ddd eq @totalSupply jumpi
            refuse:
              push0 push0 revert

            transfer:                                 ; selector
              caller push0 mstore
              0x40 push0 keccak256                    ; selector from
              dup1 sload 0x24 calldataload            ; selector from balance amount
              dup2 dup2 gt @refuse jumpi
              swap1 dup2 swap1 sub                    ; selector from amount rest
              dup3 sstore                             ; selector from amount
              0x04 calldataload                       ; selector from amount to
              dup1 0xa0 shr @refuse jumpi
              dup1 push0 mstore
              0x40 push0 keccak256                    ; selector from amount to slot
              dup1 sload dup4 add                     ; selector from amount to slot sum
              swap1 sstore                            ; selector from amount to
              dup2 push0 mstore
              caller
              0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef
              0x20 push0 log3                         ; selector from amount
              0x01 push0 mstore
              0x20 push0 return

            balanceOf:
              0x04 calldataload push0 mstore
              0x40 push0 keccak256 sload push0 mstore
              0x20 push0 return

            totalSupply:
              0x01 sload push0 mstore
              0x20 push0 return
            """;

    private static final String CREATION = """
              0xffffffffffffffff dup1 0x01 sstore     ; supply
              caller push0 mstore
              0x40 push0 keccak256 sstore
              0x%04x dup1 0x%04x push0 codecopy       ; size
              push0 return
            """;

    private Token() {}

    /** Code that a transaction of creation runs. */
    static byte[] creation() {
        var runtime = Assembly.assemble(RUNTIME);
        var size = Assembly.assemble(CREATION.formatted(runtime.length, 0)).length;
        var creation = Assembly.assemble(CREATION.formatted(runtime.length, size));
        return ByteBuffer.allocate(size + runtime.length)
                .put(creation)
                .put(runtime)
                .array();
    }

    static byte[] transfer(Address to, U256 amount) {
        return call(TRANSFER, 2).put(word(to)).put(amount.toBytes()).array();
    }

    static byte[] balanceOf(Address holder) {
        return call(BALANCE_OF, 1).put(word(holder)).array();
    }

    private static ByteBuffer call(int selector, int words) {
        return ByteBuffer.allocate(Integer.BYTES + words * WORD).putInt(selector);
    }

    private static byte[] word(Address address) {
        return ByteBuffer.allocate(WORD)
                .position(WORD - Address.SIZE)
                .put(address.unsafeArray())
                .array();
    }
}
