package coco.bench.ethereum;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
import java.util.List;

/** What each transaction of a load does: one unit goes from its sender to another account. */
sealed interface Kind {
    long PLAIN_GAS = 21_000;

    /** One wei. */
    record Transfer() implements Kind {}

    /** One unit of the token. */
    record Erc20(Address token) implements Kind {}

    default long gas() {
        return switch (this) {
            case Transfer() -> PLAIN_GAS;
            case Erc20(var _) -> Token.TRANSFER_GAS;
        };
    }

    default Transaction pay(Network network, long nonce, Address to) {
        return switch (this) {
            case Transfer() -> unsigned(network, nonce, PLAIN_GAS, to, U256.ONE, new byte[0]);
            case Erc20(var token) ->
                unsigned(network, nonce, Token.TRANSFER_GAS, token, U256.ZERO, Token.transfer(to, U256.ONE));
        };
    }

    static Transaction unsigned(Network network, long nonce, long gas, Address to, U256 value, byte[] data) {
        return new Transaction.DynamicFee(
                network.chainId(),
                nonce,
                network.fees().tip(),
                network.fees().max(),
                gas,
                to,
                value,
                data,
                List.of(),
                Signature.NONE);
    }
}
